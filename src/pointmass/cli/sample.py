"""Samples a spec from the command line: inputs from a file, draws into a file, the distribution on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pointmass.approval import approved_by, ask, person
from pointmass.cli import show
from pointmass.cli.asked import asked
from pointmass.errors import InputError
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.workbench import Workbench
from pointmass.workbench.baseline import read_spec
from pointmass.workbench.input_files import read_file
from pointmass.workbench.pending import ask_options

if TYPE_CHECKING:
    from rich.console import Console


def sample(  # noqa: PLR0913 - the options of a command
    console: Console,
    file: Path,
    name: str,
    inputs: Path,
    *,
    prompt: str | None,
    labels: list[str],
    draws: int,
    model: str | None,
    recording: Path | None,
    variant: str,
    allow_options: bool = False,
) -> None:
    """Draw a sample of a spec, keep it in the file, and print the distribution of outcomes.

    Args:
        console: Where to print.
        file: A file of draws and bindings; made when it is not there.
        name: The name of the spec: one that the file knows, or a new one with a prompt.
        inputs: ``.txt`` (one input per line), ``.csv`` (one column per parameter), ``.jsonl`` (one object or value per
            line).
        prompt: The prompt of a new spec; its parameters are the columns of the inputs, all text.
        labels: What a new spec may answer; empty for any text.
        draws: Draws of each input.
        model: The model to ask, by its service's name; else the one that answered before.
        recording: A file of recorded draws to replay instead.
        variant: The variant of the recording.
        allow_options: Whether the request options that the file's spec has may be sent unasked.

    Raises:
        InputError: The inputs cannot be read, or nothing says whom to ask or what the name means.
        NotApprovedError: The spec has request options, and nobody said yes to them.
    """
    given = read_file(inputs)
    with Workbench(file, approver=approved_by(person()) if allow_options else ask) as wb:
        new = prompt is not None
        spec = _new(name, prompt or "", given, labels=labels) if new else _known(wb, name)
        before = next((h.series.model for h in wb.store.contents() if h.series.spec == spec.digest), "")
        wb.model = asked(before, model=model, recording=recording, variant=variant)
        if new and not _stands(wb, spec):
            wb.define(spec)
        # Code that the file has for the name is not used: a sample is drawn from the model.
        ask_options(wb.registry, spec, place=str(file), approver=wb.approver)
        drawn = wb.sample(spec, given, draws=draws)
        view = drawn.view()
    show.distribution(console, view.inputs)
    show.say(console, f"{view.sentence}\n{view.subline}")
    for notice in drawn.notices:
        show.say(console, f"note: {notice}")
    show.say(console, str(drawn.cost()))


def _new(name: str, prompt: str, given: list[Any], *, labels: list[str]) -> Spec:
    columns = list(given[0]) if isinstance(given[0], dict) else ["text"]
    returns: Any = Literal[tuple(labels)] if labels else str
    return Spec(name, prompt, tuple(Parameter(column, str) for column in columns), returns)


def _stands(wb: Workbench, spec: Spec) -> bool:
    """Whether the file says that the name has this very spec already, with or without code before it."""
    last = wb.registry.last_content(spec.name)
    return last is not None and last[1].get("spec_digest") == spec.digest


def _known(wb: Workbench, name: str) -> Spec:
    last = wb.registry.last_content(name)
    digest = last[1].get("spec_digest") if last else None
    if not isinstance(digest, str):
        raise InputError(f"{name}: the file knows no spec of this name, it knows {wb.registry.known}; give --prompt")
    return read_spec(wb.store, digest)
