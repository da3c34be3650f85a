"""What waits for a yes: code and request options that came with a file, and that nobody approved on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pointmass.approval import Approver, Decision, Question, decide, person, refusal
from pointmass.errors import NotApprovedError, UnknownNameError
from pointmass.registry import Registry, options_digest
from pointmass.shown import repr_of
from pointmass.spec import Spec
from pointmass.workbench.restore import executed, question


@dataclass(frozen=True, slots=True, repr=False)
class Pending:
    """One thing that waits.

    Attributes:
        name: The name that it belongs to.
        what: ``code`` (a model answers the name until somebody says yes), or ``options`` (nothing is drawn from it until
            then).
        question: What is asked: the summary, the digest that the yes is for, and the code or the options, whole.
    """

    name: str
    what: Literal["code", "options"]
    question: Question

    @property
    def source(self) -> str:
        """The code, or the options, whole."""
        return self.question.source

    @property
    def digest(self) -> str:
        """What a yes is for."""
        return self.question.digest

    def __repr__(self) -> str:
        """Say what waits, where it came from, and how to approve it."""
        how = f"read it: print(...source); approve it: wb.approve({self.name!r}, approver=pm.ask)"
        return repr_of(f"{self.question.summary}\n  {how}")


@dataclass(frozen=True, slots=True, repr=False)
class PendingList:
    """Everything that waits, in alphabetical order of the names; iterate over it, or look at it."""

    entries: tuple[Pending, ...]

    def __iter__(self) -> Iterator[Pending]:
        """Iterate over what waits."""
        return iter(self.entries)

    def __len__(self) -> int:
        """How much waits."""
        return len(self.entries)

    def __getitem__(self, number: int) -> Pending:
        """Return one entry."""
        return self.entries[number]

    def __repr__(self) -> str:
        """List what waits, and how to approve it."""
        return repr_of("\n".join(map(repr, self.entries)) or "nothing waits for a yes")


def pending(registry: Registry) -> PendingList:
    """List what waits for a yes. Nothing of it is executed or sent."""
    code = [Pending(name, "code", question(waits)) for name, waits in registry.waiting.items()]
    options = [Pending(asked.name, "options", asked) for asked in registry.unasked.values()]
    return PendingList(tuple(sorted([*code, *options], key=lambda each: (each.name, each.what))))


def approve(registry: Registry, name: str, *, approver: Approver) -> None:
    """Ask for everything of a name that waits, and give the name the code that was waited for.

    Raises:
        UnknownNameError: Nothing of the name waits.
        NotApprovedError: The approver said no.
        EvidenceError: The name was given another meaning while somebody was asked.
        BundleError: The code cannot be executed here.
    """
    waits = [each for each in pending(registry) if each.name == name]
    if not waits:
        names = sorted({each.name for each in pending(registry)})
        raise UnknownNameError(f"{name}: nothing of it waits for a yes; {names} wait")
    for each in waits:
        before, found = registry.resolve(name), registry.waiting.get(name)
        said = decide(approver, each.question)
        if not said.approved:
            raise NotApprovedError(refusal(name, said))
        if each.what == "options":
            registry.allow(each.digest, said, name=name)
        elif found is not None:
            registry.bind(
                executed(found, said),
                action="load",
                by=found.by,
                time=found.time,
                note=found.note,
                version=found.version,
                instead_of=before,
            )


def own_options(registry: Registry, spec: Spec) -> None:
    """Take the request options of a spec that a program of the user defines as his own."""
    if spec.options and options_digest(spec) not in registry.unasked:
        mine = Decision(approved=True, by=person(), digest=options_digest(spec))
        registry.approvals.keep(mine, name=spec.name)


def ask_options(registry: Registry, spec: Spec, *, place: str, approver: Approver) -> None:
    """Ask for the request options of a spec that came with a file, unless this user said yes to them here before.

    They say where a request goes besides the model, under whose name, and with what it may do: headers, tools, limits.
    """
    if not spec.options:
        return
    asked = Question(
        "send",
        spec.name,
        options_digest(spec),
        f"{spec.name}: request options out of {place}; every draw sends them",
        json.dumps(dict(spec.options), indent=2, ensure_ascii=True, default=dict),
    )
    said = registry.approvals.find(asked.digest)
    if said is None:
        registry.unasked[asked.digest] = asked
        said = decide(approver, asked)
    if said.approved:
        registry.allow(asked.digest, said, name=spec.name)
