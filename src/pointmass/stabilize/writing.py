"""Candidates written by a model or a person: which inputs a writer is shown, and which drafts become candidates."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from pointmass.digest import canonical, digest
from pointmass.errors import clip
from pointmass.sample import SampleData
from pointmass.sample.data import is_value, value_of
from pointmass.sandbox import Limits
from pointmass.spec import Spec
from pointmass.stabilize.code import Code
from pointmass.stabilize.training_set import training_set_of
from pointmass.stabilize.written import CheckedModule, Draft, Teaching, positional, quoted, said_by, sandbox_for, steady

SHOWN = 1 / 3
"""The share of the inputs that a writer is shown; the code is tested on the others."""

_SLOW = 2

QUICK = Limits(seconds=1.0, total_seconds=10.0, timeouts=_SLOW + 1)
"""The limits for running code on all sampled inputs; code that needs more is not a candidate."""

FEWEST, MOST = 4, 60
"""The least and the greatest number of inputs that a writer is shown."""

Write = Callable[[Spec, Sequence[Teaching]], tuple[Draft, ...]]
"""A function that asks a model for drafts."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Code that is not a candidate.

    Attributes:
        author: Who wrote it.
        why: Why it is refused, in words.
    """

    author: str
    why: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """The code of writers.

    Attributes:
        codes: The candidates.
        refused: The code that is not a candidate, with the reasons.
        drafts: The drafts of a model, with their cost.
        libraries: The libraries that the candidates import besides the standard library.
    """

    codes: tuple[Code, ...] = ()
    refused: tuple[Refused, ...] = ()
    drafts: tuple[Draft, ...] = ()
    libraries: tuple[str, ...] = ()


def shown_to(sample: SampleData, *, saw: Collection[str] = ()) -> tuple[int, ...]:
    """Choose the inputs that a writer is shown, by their content.

    Args:
        sample: The draws.
        saw: The contents (`content_of`) of the inputs that a recorded writer saw; if the sample has some, these are
            chosen.
    """
    answered = [row for row, draws in enumerate(sample.draws) if any(draw.answered for draw in draws)]
    known = [row for row in answered if content_of(sample, row) in saw]
    if known:
        return tuple(known)
    order = sorted(answered, key=lambda row: digest(dict(sample.rows[row])))
    count = min(MOST, max(FEWEST, math.floor(SHOWN * len(order))))
    return tuple(sorted(order[: min(count, len(order) - 1)]))


def content_of(sample: SampleData, row: int) -> str:
    """Return the content of an input as canonical text, to compare inputs."""
    return canonical(dict(sample.rows[row]))


def teaching_of(sample: SampleData, rows: Sequence[int]) -> tuple[Teaching, ...]:
    """Return inputs as a writer is shown them, with the outcomes of their draws and how often each occurred."""
    settled, counts = training_set_of(sample).rows, sample.counts()
    shown = []
    for row in rows:
        ranked = sorted(counts[row].items(), key=lambda item: (-item[1], item[0]))
        outcomes = tuple((value_of(key), count) for key, count in ranked if is_value(key))
        shown.append(Teaching(sample.rows[row], outcomes, contested=row not in settled))
    return tuple(shown)


def drafted(sample: SampleData, write: Write, *, saw: Collection[str] = ()) -> Drafts:
    """Let a model write candidates from some of the inputs."""
    rows = shown_to(sample, saw=saw)
    found = write(sample.spec, teaching_of(sample, rows))
    codes: list[Code] = []
    refused: list[Refused] = []
    libraries: list[str] = []
    for draft in found:
        author = ", ".join(draft.models) or "a model"
        label = f"{author} (draft {draft.number + 1})"
        if draft.module is None:
            refused.append(Refused(label, clip("; ".join(draft.reasons) or "it gave no code", 300)))
            continue
        checked = candidate(sample, draft.module, author=label, seen=frozenset(rows), prompt=draft.prompt)
        if isinstance(checked, Refused):
            refused.append(checked)
        else:
            codes.append(checked)
            libraries += draft.module.libraries
    return Drafts(tuple(codes), tuple(refused), found, tuple(dict.fromkeys(libraries)))


def candidate(
    sample: SampleData, module: CheckedModule, *, author: str, seen: frozenset[int] = frozenset(), prompt: str = ""
) -> Code | Refused:
    """Return a written module as a candidate, or the reason why it is not one.

    It is not one if it quotes several of the inputs, answers none, is too slow, or is not deterministic.

    Args:
        sample: The draws.
        module: The module, which keeps the contract.
        author: Who wrote it.
        seen: The rows whose answers its author saw.
        prompt: The request to the author.
    """
    repeated = quoted(module, [dict(row) for row in sample.rows])
    if len(repeated) > 1:
        return Refused(
            author, f"it contains {len(repeated)} of the sampled inputs word for word, as {clip(repr(repeated[0]))}"
        )
    if lame := _lame(sample, module):
        return Refused(author, lame)
    wavering = steady(module, [positional(sample.spec, row) for row in sample.rows])
    if wavering:
        return Refused(author, wavering)
    words = _words(module)
    return Code(author, "written", words, module.name, (module.source,), module.guarded, seen, prompt)


def _lame(sample: SampleData, module: CheckedModule) -> str:
    """Return why a module is useless, as it answers nothing or takes too long; the empty text if it is not."""
    inputs = [positional(sample.spec, row) for row in sample.rows]
    with sandbox_for(module.imports, limits=QUICK) as sandbox:
        said = said_by(sandbox, module, inputs)
    if sum(each.ended == "timeout" for each in said) > _SLOW:
        return (
            f"it takes longer than {QUICK.seconds:g} s on more than {_SLOW} of the {len(said)} inputs, "
            f"or longer than {QUICK.total_seconds:g} s on all of them"
        )
    if not any(each.answered for each in said):
        return f"it answers none of the sampled inputs ({said[0].why})"
    return ""


def _words(module: CheckedModule) -> str:
    """Return the first line of a module's docstring, as its author wrote it; without one, its number of lines."""
    document = ast.get_docstring(ast.parse(module.source)) or ""
    return clip(document.strip().splitlines()[0], 120) if document.strip() else f"{module.lines} lines"
