"""A recorded writer: a model that replays drafts of code which ship with the package."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pointmass.digest import SHORT, digest
from pointmass.errors import UnknownNameError
from pointmass.identity import Identity
from pointmass.models.base import Completion, Model, Request
from pointmass.models.recorded import shipped_inputs
from pointmass.shown import printable

SHOWN = 48
"""How many inputs of a shipped recording, from the first on, the author of its drafts was shown."""

_FILE = re.compile(r"(?P<name>\w+)\.(?P<number>\d+)\.py")


class RecordedWriter(Model):
    """Replays modules that a model wrote for one recording; it ignores the prompt and the inputs of requests.

    Args:
        name: The recording that the modules were written for.
        drafts: The source of the modules, in order.
        saw: The inputs whose answers the author saw, each a mapping of parameters to JSON data.

    Attributes:
        drafts: The source of the modules; draw *i* is answered with ``drafts[i % len(drafts)]``.
        saw: The inputs that the author saw; they cannot be used to test the modules.
    """

    def __init__(self, name: str, drafts: tuple[str, ...], *, saw: Sequence[Mapping[str, Any]] = ()) -> None:
        self.drafts = drafts
        self.saw = tuple(dict(row) for row in saw)
        self._name = name
        self._identity = Identity("recorded-writer", name, digest=digest(list(drafts))[:SHORT])

    def __repr__(self) -> str:
        """Show whose drafts are replayed."""
        return printable(f"<RecordedWriter {self._name!r}, {len(self.drafts)} drafts>")

    @property
    def identity(self) -> Identity:
        """The kind ``recorded-writer``, the name of the recording, and a digest of the drafts."""
        return self._identity

    def caveat(self, request: Request) -> str:  # noqa: ARG002 - it is the same for every request
        """Return a warning that the request was not read."""
        return (
            f"a recording answered: {len(self.drafts)} modules written for {self._name!r} at another time; "
            "this says nothing about the prompt, the inputs or the options that were asked for"
        )

    async def complete(self, request: Request, index: int) -> Completion:  # noqa: ARG002 - the seam's own signature
        """Answer with draft ``index % len(drafts)``, as a model would: a sentence and a block of code."""
        source = self.drafts[index % len(self.drafts)]
        text = f"Here is the module.\n\n```python\n{source.rstrip()}\n```\n"
        return Completion(text=text, blocks=({"type": "text", "text": text},), origin="replayed")


def shipped_writer(name: str) -> RecordedWriter:
    """Return a model that replays the modules which a Claude model wrote for a shipped recording.

    It reads no prompt and sends nothing over a network, and draw ``i`` is always the same text. The modules were
    written from the first 48 inputs of the recording and not run; they are as untrusted as any other answer. See
    ``data/README.md``.

    Args:
        name: ``own_titles``, ``own_entries`` or ``own_messages``.

    Raises:
        UnknownNameError: No modules were written for a recording of that name; the message lists those that have some.
    """
    found = sorted(
        (match["name"], int(match["number"]), entry) for entry in _folder().iterdir() if (match := _named(entry))
    )
    names = list(dict.fromkeys(named for named, _, _ in found))
    if name not in names:
        raise UnknownNameError(f"shipped writers: no drafts for {name!r}; there are {names}")
    drafts = tuple(entry.read_text(encoding="utf-8") for named, _, entry in found if named == name)
    return RecordedWriter(name, drafts, saw=_shown(name))


def _shown(name: str) -> list[Mapping[str, Any]]:
    """Return the inputs that the author was shown."""
    with (files("pointmass") / "data" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
    return [{head["parameter"]: given} for given in shipped_inputs(name)[:SHOWN]]


def _folder() -> Traversable:
    return files("pointmass") / "data" / "written"


def _named(entry: Traversable) -> re.Match[str] | None:
    return _FILE.fullmatch(entry.name)
