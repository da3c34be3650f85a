"""Names and what they mean: late, versioned, with an append-only history."""

from __future__ import annotations

import contextlib
import difflib
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from pointmass.approval import Approvals, Decision, Question
from pointmass.artifact import Artifact
from pointmass.digest import canonical, digest
from pointmass.draw import LATEST
from pointmass.errors import EvidenceError, NotApprovedError, StoreError, UnknownNameError, clip
from pointmass.facts import notice
from pointmass.shown import repr_of
from pointmass.signature import Annotation, Parameter
from pointmass.spec import Spec
from pointmass.store import BindingEvent, StorePort

Kind: TypeAlias = Literal["neural", "symbolic", "hybrid"]
"""What stands behind a name: a spec, a function, or an artifact with its spec behind it."""

Action: TypeAlias = Literal["define", "bind", "stabilize", "soften", "rollback", "load"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One meaning of a name.

    Attributes:
        name: The name.
        kind: What stands behind it.
        digest: The content address of what it is: of the spec, the artifact, or the function's source.
        parameters: What it takes, in order.
        returns: What it gives.
        description: What a model reads of it: the prompt or the docstring.
        spec: The spec, where there is one.
        artifact: The artifact, where there is one.
        function: The code, ready to be called with arguments in the order of the parameters.
        said: The same code before its answer is made an object of the type: gives JSON data. Only of an artifact.
        accepts: The guard, ready to be called the same way; ``None`` answers everything.
        is_async: Whether the code is a coroutine function.
        takes_context: Whether the code's first parameter is a ``Context``, which the harness gives.
        fields: The fields of a record that the code gives at most, where a model gives the others: it raises with what it
            gave where that is not all. Empty where the code gives whole results.
        approved: The yes to the artifact, without which its code would not be here.
        names: The names of the parameters, in order.
        straight: Whether a call can go straight to the artifact's code.
    """

    name: str
    kind: Kind
    digest: str
    parameters: tuple[Parameter, ...]
    returns: Annotation
    description: str = ""
    spec: Spec | None = None
    artifact: Artifact | None = None
    function: Callable[..., Any] | None = None
    said: Callable[..., Any] | None = None
    accepts: Callable[..., bool] | None = None
    is_async: bool = False
    takes_context: bool = False
    fields: tuple[str, ...] = ()
    approved: Decision | None = field(default=None, compare=False)
    names: tuple[str, ...] = field(init=False, default=())
    straight: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Note once what every call needs to know, so that a call of plain Python costs next to nothing."""
        object.__setattr__(self, "names", tuple(p.name for p in self.parameters))
        waits = self.is_async or self.takes_context
        object.__setattr__(self, "straight", self.kind == "hybrid" and self.function is not None and not waits)

    @property
    def intent(self) -> str:
        """The digest of the spec, or of the function where there is none: what code may come and go in front of."""
        return self.digest if self.spec is None else self.spec.digest


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One line of a name's history.

    Attributes:
        name: The name.
        version: The number of the content: equal content has an equal number, also when it comes back.
        action: What was done.
        kind: What has stood behind the name since.
        digest: The content address of it.
        by: Who said yes, or whose own act it was.
        time: When, seconds since 1970 (UTC).
        note: On what evidence, in a line.
    """

    name: str
    version: int
    action: Action
    kind: Kind
    digest: str
    by: str
    time: float
    note: str = ""

    def __repr__(self) -> str:
        """Say in one line what was done, by whom, and on what evidence."""
        said = f"<{self.name} v{self.version}: {self.action}, {self.kind} since; by {self.by}{self.note and f'; {self.note}'}>"
        return repr_of(said, keep="")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Code out of a file that nobody approved on this machine: it was read, and never executed.

    Attributes:
        artifact: The code, with the evidence that the file states.
        spec: The spec behind it, which answers meanwhile.
        version: Its number in the history of the name.
        by: Who approved it, as the file says; nothing confirms that.
        time: When, as the file says, seconds since 1970 (UTC).
        note: On what evidence, as the file says.
        place: Where it came from: the file, or the folder of the bundle.
    """

    artifact: Artifact
    spec: Spec
    version: int
    by: str
    time: float
    note: str = ""
    place: str = ""


_Written: TypeAlias = tuple[Event, Mapping[str, Any]]
"""An event with the content that was written down with it."""


class Registry:
    """Every name with its active binding and its history. Looked up late: a name may come after its callers.

    ``active`` is what names mean in this session: a call never changes its meaning because of what another process does
    with the same file. History is the file's: it tells what every process bound, and ``elsewhere`` tells when that is
    something else than this session's meaning. A name takes up what the file says when it is defined again, here or in a
    new session.

    ``waiting`` is the code out of a file that the names would mean, had this user approved it; ``unasked`` are the request
    options that came with specs out of a file, by their digest, with the question that nobody said yes to; ``asked`` is the
    code, by its digest, that somebody was asked about in this session.

    Args:
        store: The file.
        approvals: What this user approved on this machine; by default the user's own file.
    """

    def __init__(self, store: StorePort, approvals: Approvals | None = None) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._contents: dict[tuple[str, str], Binding] = {}
        self._events: dict[str, list[_Written]] = {}
        self._followers: list[weakref.WeakMethod[Callable[[], None]]] = []
        self.approvals = Approvals() if approvals is None else approvals
        self.active: dict[str, Binding] = {}
        self.waiting: dict[str, Waiting] = {}
        self.unasked: dict[str, Question] = {}
        self.asked: set[str] = set()
        for kept in store.bindings():
            self._events.setdefault(kept.name, []).extend(self._written([kept]))

    def follow(self, changed: Callable[[], None]) -> None:
        """Call a method whenever a name gets another meaning here, or a label, for as long as its object lives.

        Args:
            changed: A bound method that raises nothing; it is called on the thread that did it.
        """
        self._followers.append(weakref.WeakMethod(changed))

    def tell(self) -> None:
        """Tell who follows that something of a name has changed."""
        for reference in tuple(self._followers):
            changed = reference()
            if changed is None:
                self._followers.remove(reference)
            else:
                changed()

    def take(self, binding: Binding, *, waiting: Waiting | None = None) -> None:
        """Give a name a meaning in this session only: nothing is written down.

        Args:
            binding: The meaning.
            waiting: The code that the name would mean, had somebody approved it here.
        """
        with self._lock:
            self._contents.setdefault((binding.name, binding.digest), binding)
            self.active[binding.name] = binding
            self.waiting.pop(binding.name, None)
            if waiting is not None:
                self.waiting[binding.name] = waiting
        self.tell()  # outside of the lock: who follows has locks of its own

    def bind(
        self,
        binding: Binding,
        *,
        action: Action,
        by: str,
        time: float,
        note: str = "",
        version: int | None = None,
        instead_of: Binding | None = None,
    ) -> Event:
        """Give a name its meaning. Content that the name means already is not a new event, and no new version.

        What it means already is what the file says, not what this session thinks: a workbench beside this one may have
        bound something since.

        Args:
            binding: The meaning.
            action: What is done.
            by: Who said yes, or whose own act it is.
            time: When, seconds since 1970 (UTC).
            note: On what evidence, in a line.
            version: The number that the content has elsewhere (in a bundle); taken where it is free, so that a version
                is called the same wherever it is used. Otherwise the next number.
            instead_of: What the name meant when somebody was asked. An answer takes minutes, so it is looked at again
                here, where nobody can change it any more; ``None`` binds whatever the name means by now.

        Raises:
            StoreError: It could not be written down; the name means what it meant.
            EvidenceError: The name means another spec or function by now than ``instead_of``.
        """
        with self._lock:
            if instead_of is not None:
                self._check_still(instead_of)
            self._contents[binding.name, binding.digest] = binding
            event = None
            if self._store.readonly:  # looked at only: what names mean here is this session's
                event = Event(binding.name, version or 0, action, binding.kind, binding.digest, by, time, note)
            while event is None:  # another process was faster: read what it bound, and think again
                event = self._append(binding, action=action, by=by, time=time, note=note, version=version)
            self.active[binding.name] = binding
            self.waiting.pop(binding.name, None)
        if not self._store.readonly:
            self._store.checkpoint()
            if binding.approved is not None:
                self.approvals.keep(binding.approved, name=binding.name)
        self.tell()  # outside of the lock: who follows has locks of its own
        return event

    def _check_still(self, before: Binding) -> None:
        now = self.active.get(before.name)
        if now is None or now.intent != before.intent:
            raise EvidenceError(
                f"{before.name}: while somebody was asked, the name was given another meaning ({before.intent[:12]} then, "
                f"{now.intent[:12] if now else 'nothing'} now), and that one stays; nothing was bound"
            )

    def _append(
        self, binding: Binding, *, action: Action, by: str, time: float, note: str, version: int | None
    ) -> Event | None:
        """Append to a name's history, unless it ends with this content; ``None`` where it grew in the meantime."""
        newest, kept = self._store.newest_binding(binding.name), self._store.bindings(binding.name)
        events = self._events[binding.name] = self._written(kept)
        if events and events[-1][0].digest == binding.digest:
            return events[-1][0]
        event = Event(
            name=binding.name,
            version=_version([event for event, _ in events], binding.digest, version),
            action=action,
            kind=binding.kind,
            digest=binding.digest,
            by=by,
            time=time,
            note=note,
        )
        content = _content(binding)
        # The store first: a meaning that could not be written down is not given.
        said = {key: getattr(event, key) for key in Event.__slots__} | {"content": content}
        if not self._store.append_binding(said, after=newest):
            return None
        events.append((event, content))
        return event

    def allow(self, digest: str, said: Decision, *, name: str) -> None:
        """Let request options that came with a file be sent, on the yes to them."""
        with self._lock:
            self.unasked.pop(digest, None)
        self.approvals.keep(said, name=name)

    def check_sent(self, spec: Spec) -> None:
        """Refuse to draw with request options that came with a file, and that nobody said yes to.

        Raises:
            NotApprovedError: Nobody did; nothing was sent.
        """
        if self.unasked and spec.options and (asked := self.unasked.get(options_digest(spec))) is not None:
            raise NotApprovedError(
                f"{spec.name}: its request options came with a file, and nobody here said yes to them: "
                f"{clip(canonical(dict(spec.options)), 300)}; nothing was sent. wb.approve({asked.name!r}, approver=pm.ask) asks"
            )

    def resolve(self, name: str) -> Binding:
        """Look a name up, now.

        Raises:
            UnknownNameError: Nothing is bound to it; the message lists what is.
        """
        try:
            return self.active[name]
        except KeyError:
            raise UnknownNameError(_unknown(name, sorted(self.active))) from None

    def history(self, name: str) -> list[Event]:
        """Return every event of a name, oldest first, whichever process wrote it into the file."""
        return [event for event, _ in self._known(name)]

    def events(self, name: str) -> list[_Written]:
        """Return every event of a name with the content that was written down with it, oldest first."""
        return list(self._known(name))

    def elsewhere(self, name: str) -> Event | None:
        """Return the last event of a name where another process bound it to something else than it means here.

        ``None`` where the name means here what the file says, or nothing.
        """
        events, active = self.history(name), self.active.get(name)
        return events[-1] if events and active is not None and events[-1].digest != active.digest else None

    @property
    def known(self) -> list[str]:
        """Every name that has a history, also from an earlier session, in alphabetical order."""
        return sorted(name for name, events in self._events.items() if events)

    def last_content(self, name: str) -> _Written | None:
        """Return the last event of a name with the content that was written down, also by another process."""
        events = self._known(name)
        return events[-1] if events else None

    def content(self, name: str, version: int) -> Binding | Mapping[str, Any]:
        """Return what a version of a name meant: the binding, or what another session or process wrote down.

        Raises:
            UnknownNameError: The name has no such version; the message lists those that it has.
        """
        events = self._known(name)
        for event, content in events:
            if event.version == version:
                return self._contents.get((name, event.digest), content)
        versions = sorted({event.version for event, _ in events})
        raise UnknownNameError(f"{name!r} has no version {version}; it has {versions}")

    def _read(self, name: str) -> list[_Written]:
        """Read the events of a name from the file, and remember them."""
        found = self._events[name] = self._written(self._store.bindings(name))
        return found

    def _written(self, kept: Iterable[BindingEvent]) -> list[_Written]:
        """Read events; a bad one is reported and left out, and the others are kept."""
        found = []
        for each in kept:
            try:
                found.append(_event(each))
            except ValueError as error:
                self._store.tell(notice("event left out", number=each.number, name=each.name, why=str(error)))
        return found

    def _known(self, name: str) -> list[_Written]:
        """Return the events of a name; of a store that is closed by now those that were read last."""
        with self._lock, contextlib.suppress(StoreError):
            return self._read(name)
        return self._events.get(name, [])


def options_digest(spec: Spec) -> str:
    """Return the digest of the request options of a spec: a yes to them holds for these very options."""
    return digest({"options": dict(spec.options)})


def _version(events: list[Event], content: str, wanted: int | None) -> int:
    same = [event.version for event in events if event.digest == content]
    if same:
        return same[0]
    taken = {event.version for event in events}
    return wanted if wanted is not None and wanted not in taken else max(taken, default=0) + 1


def _event(kept: BindingEvent) -> _Written:
    """Read an event as it was written down.

    Raises:
        ValueError: It is none, or its code is not the code that it says was approved.
    """
    said: dict[str, Any] = {key: kept.event.get(key) for key in Event.__slots__}
    content = kept.event.get("content", {})
    fits = (
        all(isinstance(said[key], str) for key in ("name", "digest", "by", "note"))
        and said["name"] == kept.name
        and said["action"] in get_args(Action)
        and said["kind"] in get_args(Kind)
        and type(said["version"]) is int
        and said["version"] > 0
        and type(said["time"]) in (int, float)
        and 0 <= said["time"] <= LATEST
        and _is_content(content, code=said["kind"] == "hybrid")
    )
    if not fits:
        raise ValueError("it is not an event of a name")
    event = Event(**said)
    if event.kind == "hybrid":
        found = artifact_of(event, content).digest
        if found != event.digest:
            raise ValueError(f"its code ({found[:12]}) is not the code that was approved ({event.digest[:12]})")
    return event, content


def _is_content(content: Any, *, code: bool) -> bool:
    """Whether what was written down with an event has the types that are read of it."""
    kinds = {"source": str, "spec_digest": str, "sample_digest": str, "evidence": Mapping, "spec": Mapping}
    return (
        isinstance(content, Mapping)
        and all(isinstance(content[key], kind) for key, kind in kinds.items() if key in content)
        and (not code or {"source", "spec_digest"} <= content.keys())
    )


def artifact_of(event: Event, content: Mapping[str, Any]) -> Artifact:
    """Return the code that was written down with an event; nothing of it is executed."""
    source, spec, sample = content["source"], content["spec_digest"], content.get("sample_digest", "")
    return Artifact(event.name, source, spec, sample, content.get("evidence", {}))


def _content(binding: Binding) -> dict[str, Any]:
    """Write down what a binding is, so that another session can give the name the same meaning."""
    content: dict[str, Any] = {}
    if binding.spec is not None:
        content["spec"] = binding.spec.content()
        content["spec_digest"] = binding.spec.digest
    if binding.artifact is not None:
        content["source"] = binding.artifact.source
        content["sample_digest"] = binding.artifact.sample_digest
        content["evidence"] = dict(binding.artifact.evidence)
    return content


def _unknown(name: str, bound: list[str]) -> str:
    near = difflib.get_close_matches(name, bound, n=1)
    what = f"bound are {bound}" if bound else "nothing is bound yet; define a spec or bind a function"
    return f"{name!r} is not bound{f' (did you mean {near[0]!r}?)' if near else ''}; {what}"
