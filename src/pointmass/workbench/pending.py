"""Code and request options that came with a file and wait for approval on this machine."""

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
    """Code, or request options, that wait for approval.

    Attributes:
        name: The name that it belongs to.
        what: ``code`` (until it is approved, a model answers the name) or ``options`` (until they are approved, the
            name cannot be drawn).
        question: The question to the approver: a summary, the digest to approve, and the complete code or options.
    """

    name: str
    what: Literal["code", "options"]
    question: Question

    @property
    def source(self) -> str:
        """The complete code, or the options as JSON."""
        return self.question.source

    @property
    def digest(self) -> str:
        """The digest of the code or options; an approval holds only for this digest."""
        return self.question.digest

    def __repr__(self) -> str:
        """Say what waits, where it came from, and how to approve it."""
        how = f"read it: print(...source); approve it: wb.approve({self.name!r}, approver=pm.ask)"
        return repr_of(f"{self.question.summary}\n  {how}")


@dataclass(frozen=True, slots=True, repr=False)
class PendingList:
    """Everything that waits for approval, in alphabetical order of the names. You can iterate over it."""

    entries: tuple[Pending, ...]

    def __iter__(self) -> Iterator[Pending]:
        """Iterate over the entries."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)

    def __getitem__(self, number: int) -> Pending:
        """Return one entry by its position, from 0."""
        return self.entries[number]

    def __repr__(self) -> str:
        """List what waits, and how to approve it."""
        return repr_of("\n".join(map(repr, self.entries)) or "nothing waits for a yes")


def pending(registry: Registry) -> PendingList:
    """List the code and options that wait for approval. They are not executed or sent by this."""
    code = [Pending(name, "code", question(waits)) for name, waits in registry.waiting.items()]
    options = [Pending(asked.name, "options", asked) for asked in registry.unasked.values()]
    return PendingList(tuple(sorted([*code, *options], key=lambda each: (each.name, each.what))))


def approve(registry: Registry, name: str, *, approver: Approver) -> None:
    """Ask the approver about the code and the options of a name that wait, and bind the code.

    Raises:
        UnknownNameError: The name has nothing that waits for approval.
        NotApprovedError: The approver said no.
        EvidenceError: The name was bound to something else while the approver was asked.
        BundleError: The code cannot be executed on this machine.
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
    """Record as approved the request options of a spec that the user's own program defines.

    Options that came with a file and wait for approval are left as they are.
    """
    if spec.options and options_digest(spec) not in registry.unasked:
        mine = Decision(approved=True, by=person(), digest=options_digest(spec))
        registry.approvals.keep(mine, name=spec.name)


def ask_options(registry: Registry, spec: Spec, *, place: str, approver: Approver) -> None:
    """Ask about the request options of a spec that came with a file, unless this user approved them here before.

    Options need approval because they can change where requests are sent, under whose name, and what they may do
    (headers, tools, limits).
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
