"""Recordings as models: replay one, record the answers of a model, and the recordings that ship with the package."""

from __future__ import annotations

import difflib
import json
import os
import threading
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pointmass.digest import SHORT, canonical, digest
from pointmass.errors import DrawsExhaustedError, StoreError, UnknownNameError, clip
from pointmass.identity import Identity
from pointmass.models.base import Completion, Model, Request
from pointmass.models.recording import (
    RecordedDraw,
    Recording,
    bare,
    draw_line,
    opens,
    read_recording,
    request_key,
    spec_line,
)
from pointmass.models.wrapper import Wrapper
from pointmass.shown import printable

_NEAREST = 3
_COMPARED = 2000  # how many inputs are searched for similar ones in an error message, by their first characters
_COMPARED_LENGTH = 200


class RecordedModel(Model):
    """Replays recorded draws, by input and number.

    A line that has the key of its request (``Recorded`` writes it) answers only that request: the same prompt,
    examples, model and options. A line without one answers every request for its input. If two lines have the same
    number, the later one gets a new number, as it is a draw of another session.

    Args:
        source: A file of recorded draws, or its lines (texts or objects).
        variant: The variant to replay.

    Attributes:
        variant: The variant that is replayed.
        inputs: The recorded inputs, in order: the bare value of a single parameter, or a mapping of several.
        header: The spec line of the variant (``instruction``, ``parameter``, ``returns``); empty if there is none.

    Raises:
        StoreError: The file cannot be read; the message says which line.
        UnknownNameError: There is no such variant; the message lists the variants.
    """

    def __init__(
        self, source: str | Path | Traversable | Iterable[str | Mapping[str, Any]], variant: str = "plain"
    ) -> None:
        recording = read_recording(source)
        if variant not in recording.variants:
            raise UnknownNameError(
                f"recording {recording.name!r}: no variant {variant!r}; there are {list(recording.variants)}"
            )
        draws = [draw for draw in recording.draws if draw.variant == variant]
        self.variant = variant
        self.header = next((header for header in recording.headers if header.get("variant", "plain") == variant), {})
        self.inputs = tuple({canonical(draw.input): draw.input for draw in draws}.values())
        self._name = recording.name
        self._by_request: dict[str, dict[int, Completion]] = {}
        self._by_input: dict[str, dict[int, Completion]] = {}
        self._counts: dict[str, set[int]] = {}
        for draw in draws:
            self._add(draw)
        said = [[draw.spec, draw.input, draw.index, draw.request, draw.completion.text] for draw in draws]
        of = str(self.header.get("spec", "draws"))
        self._identity = Identity("recorded", of, variant=variant, digest=digest(said)[:SHORT])

    def __repr__(self) -> str:
        """Show what is replayed."""
        return printable(f"<RecordedModel {self._name!r} ({self.variant}), {len(self.inputs)} inputs>")

    @property
    def identity(self) -> Identity:
        """The spec, the variant and a digest of the draws, but not the place of the file."""
        return self._identity

    @property
    def at_once(self) -> bool:
        """Always true, because a recording is in memory."""
        return True

    @property
    def conversations(self) -> bool:
        """Whether each draw was recorded as one conversation about all inputs, by the spec line."""
        return self.header.get("conversations") is True

    def caveat(self, request: Request) -> str:
        """Return a warning if the recording answers another prompt than the one asked, as it goes by the input only."""
        recorded = str(self.header.get("instruction", ""))
        if request_key(request) in self._by_request or not recorded:
            return ""
        asked = " ".join([request.system or "", str(request.messages[-1]["content"])])
        if " ".join(recorded.split()) in " ".join(asked.split()):
            return ""
        return (
            f"a recording of another prompt answered: “{clip(recorded, 200)}”; it goes by the input alone, so this says "
            "nothing about the prompt, the examples or the options that were asked for"
        )

    async def complete(self, request: Request, index: int) -> Completion:
        """Answer with the recorded draw of this number.

        Raises:
            DrawsExhaustedError: It was not recorded; the message says what was.
        """
        found = self._by_request.get(request_key(request))
        if found is None and opens(request):
            keys = [canonical(bare(request.inputs)), canonical(dict(request.inputs))]
            found = next((self._by_input[key] for key in keys if key in self._by_input), None)
        if found is None or index not in found:
            raise DrawsExhaustedError(self._missing(request, index, found))
        return found[index]

    def draws(self, value: Any) -> int:
        """Return how many draws are recorded for an input, given as in ``inputs``."""
        return len(self._counts.get(canonical(value), ()))

    def _add(self, draw: RecordedDraw) -> None:
        key = canonical(draw.input)
        held = self._by_request if draw.request else self._by_input
        numbers = held.setdefault(draw.request or key, {})
        # A number that is there already comes from another session, so the draw gets a new number.
        index = draw.index if draw.index not in numbers else max(numbers) + 1
        numbers[index] = draw.completion
        self._counts.setdefault(key, set()).add(index)

    def _missing(self, request: Request, index: int, found: dict[int, Completion] | None) -> str:
        who = f"recording {self._name!r} ({self.variant}): "
        what = clip(", ".join(f"{name}={value!r}" for name, value in request.inputs.items()), 120)
        if found:
            numbers = f"0 to {max(found)}" if len(found) == max(found) + 1 else f"of {sorted(found)}"
            return who + (
                f"{len(found)} draws are recorded for {what} ({numbers}), and draw {index} was asked for;"
                " ask for fewer, or record more with pm.Recorded"
            )
        held = self.draws(bare(request.inputs))
        if held:
            turn = "the prompt, the examples, the model or the options differ"
            turn = turn if opens(request) else "what the tools answered differs"
            return who + (
                f"{held} draws are recorded for {what}, but for another request: {turn};"
                " ask the same, or record with pm.Recorded"
            )
        nearest = self._nearest(bare(request.inputs))
        return who + (
            f"no draw is recorded for {what}; {len(self.inputs)} inputs are recorded"
            + (f", the nearest are {', '.join(clip(text) for text in nearest)}" if nearest else "")
        )

    def _nearest(self, value: Any) -> list[str]:
        known = [canonical(held)[:_COMPARED_LENGTH] for held in self.inputs[:_COMPARED]]
        return difflib.get_close_matches(canonical(value)[:_COMPARED_LENGTH], known, n=_NEAREST, cutoff=0.3)


class Recorded(Wrapper):
    """Passes every request on and appends every answer to a file that ``RecordedModel`` replays.

    Each answer is written as soon as it comes, as one line in one write, so that threads, event loops and processes may
    share the file. A half-written last line, as a crash leaves it, is removed before the first write. Failed requests
    are not recorded.

    Args:
        model: The model to ask.
        path: The file to append to; it is created if it does not exist.
        variant: The variant to record under.

    Raises:
        StoreError: The file cannot be written, or is not a recording.
    """

    def __init__(self, model: Model, path: str | Path, *, variant: str = "plain") -> None:
        super().__init__(model)
        self.path = Path(path)
        self.variant = variant
        self._lock = threading.Lock()
        if not self.path.parent.is_dir():
            raise StoreError(f"recording {str(path)!r}: there is no folder {str(self.path.parent)!r}; make it first")
        recording = read_recording(self.path) if self.path.exists() else Recording(self.path.name, (), ())
        self._opened = {(header.get("spec"), header.get("variant", "plain")) for header in recording.headers}
        self._repaired = False

    def __repr__(self) -> str:
        """Show what is recorded, and where."""
        return printable(f"Recorded({self.model!r}, {str(self.path)!r}, variant={self.variant!r})")

    async def complete(self, request: Request, index: int) -> Completion:
        """Ask the model, and record the answer.

        Raises:
            StoreError: The file cannot be written.
        """
        completion = await self.model.complete(request, index)
        lines = [draw_line(request, index, completion, variant=self.variant)]
        with self._lock:
            if (request.spec, self.variant) not in self._opened:
                lines.insert(0, spec_line(request, variant=self.variant))
            try:
                self._append("".join(_written(line) for line in lines))
            except OSError as error:
                raise StoreError(
                    f"recording {str(self.path)!r}: {error.strerror or error}; draw {index} of {request.spec!r} was"
                    " answered and could not be written; free space or choose another file"
                ) from error
            self._opened.add((request.spec, self.variant))
        return completion

    def _append(self, text: str) -> None:
        # The file is opened for each line, so that nothing is lost by a fork, a crash or a missing close.
        with open(self.path, "ab", buffering=0, opener=_private) as file:
            if not self._repaired:
                _mend(self.path)
                self._repaired = True
            data = text.encode()
            written = file.write(data)
            if written != len(data):  # a full disk takes only a part; the next write repairs the file
                self._repaired = False
                raise OSError(f"only {written} of {len(data)} bytes could be written")


def _private(path: str, flags: int) -> int:
    """Create a new file that only its owner can read, as inputs and answers are private."""
    return os.open(path, flags, 0o600)


def shipped(name: str, variant: str = "plain") -> RecordedModel:
    """Return a model that replays a recording of the package: real answers of a Claude model (see ``data/README.md``).

    Args:
        name: ``clean_filename``, ``interpret_token``, ``own_entries``, ``own_messages``, ``own_titles`` or
            ``refactor_for_readability``.
        variant: ``plain``, or ``reworded`` (not for ``refactor_for_readability``).

    Raises:
        UnknownNameError: There is no such recording, or no such variant of it.
    """
    folder = files("pointmass") / "data"
    names = sorted(entry.name.removesuffix(".jsonl") for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    if name not in names:
        raise UnknownNameError(f"shipped recordings: no {name!r}; there are {names}")
    return RecordedModel(folder / f"{name}.jsonl", variant)


def shipped_inputs(name: str, variant: str = "plain") -> list[Any]:
    """Return the inputs of a recording that ships with the package, in the order in which they were recorded.

    Args:
        name: The recording, as in ``shipped``.
        variant: The variant of its prompt: ``plain`` or ``reworded``.

    Raises:
        UnknownNameError: There is no such recording, or no such variant of it.
    """
    return list(shipped(name, variant).inputs)


def _written(line: Mapping[str, Any]) -> str:
    text = json.dumps(line, ensure_ascii=False, default=dict)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair cannot be encoded as UTF-8, but written as an escape
        text = json.dumps(line, default=dict)
    return text + "\n"


def _mend(path: Path) -> None:
    """Remove a half-written last line, or add the missing line feed to a whole one."""
    data = path.read_bytes()
    if not data or data.endswith(b"\n"):
        return
    start = data.rfind(b"\n") + 1
    with path.open("r+b") as file:
        try:
            json.loads(data[start:])
        except ValueError:
            file.truncate(start)
        else:
            file.seek(0, 2)
            file.write(b"\n")
