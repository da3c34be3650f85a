"""The binding of every name of a workbench, with the history that the file keeps of each name."""

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
"""What stands behind a name: a model (``neural``), a person's function (``symbolic``), or code with a model behind it
(``hybrid``)."""

Action: TypeAlias = Literal["define", "bind", "stabilize", "soften", "rollback", "load"]
"""What was done to a name when it got a binding."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What stands behind a name.

    Attributes:
        name: The name.
        kind: What stands behind it.
        digest: The digest of the spec, of the artifact, or of the function's name and source.
        parameters: The parameters, in order.
        returns: The result type.
        description: What a model reads about it if the name is one of its tools: the prompt or the docstring.
        spec: The spec; ``None`` for a person's function.
        artifact: The approved code with its evidence; ``None`` if the name has none.
        function: A person's function, or the function of the artifact; ``None`` if a model answers. An artifact's
            function is called with its arguments by position, and returns JSON data.
        accepts: The guard, called as the artifact's function is; ``None`` if there is no guard.
        typed: Makes the value of a call, an object of the result type, from what the artifact's function returned;
            ``None`` without an artifact.
        is_async: Whether the function is a coroutine function.
        takes_context: Whether the function's first parameter is a ``Context``, which the harness passes.
        fields: The fields that the artifact's function returns at most, if a model gives the other fields of the record;
            empty if it returns whole results.
        approved: The decision that approved the artifact; ``None`` without an artifact.
        names: The names of the parameters, in order.
        straight: Whether the artifact's function can be called without any preparation.
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
    accepts: Callable[..., bool] | None = None
    typed: Callable[[Any], Any] | None = None
    is_async: bool = False
    takes_context: bool = False
    fields: tuple[str, ...] = ()
    approved: Decision | None = field(default=None, compare=False)
    names: tuple[str, ...] = field(init=False, default=())
    straight: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Compute once what each call needs, so that calls of code stay fast."""
        object.__setattr__(self, "names", tuple(p.name for p in self.parameters))
        waits = self.is_async or self.takes_context
        object.__setattr__(self, "straight", self.kind == "hybrid" and self.function is not None and not waits)

    @property
    def intent(self) -> str:
        """The digest of the spec, or of the function if there is no spec. Stabilizing and softening do not change it."""
        return self.digest if self.spec is None else self.spec.digest


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One entry in the history of a name.

    Attributes:
        name: The name.
        version: The version of the content. The same content has the same version, also when it is bound again later.
        action: What was done.
        kind: What stands behind the name since then.
        digest: The digest of the binding.
        by: Who approved it, or who did it.
        time: When, in seconds since 1970 (UTC).
        note: The evidence, in one line; may be empty.
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
        """Show what was done, by whom, and on what evidence, in one line."""
        said = f"<{self.name} v{self.version}: {self.action}, {self.kind} since; by {self.by}{self.note and f'; {self.note}'}>"
        return repr_of(said, keep="")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Code from a file or bundle that this user did not approve on this machine: it was read, but never executed.

    Attributes:
        artifact: The code, with the evidence that the file claims.
        spec: The spec behind it; its model answers until the code is approved.
        version: Its version in the history of the name.
        by: Who approved it, as the file claims; this is not verified.
        time: When it was approved, as the file claims, in seconds since 1970 (UTC).
        note: The evidence in one line, as the file claims.
        place: The path of the file, or of the bundle's folder.
    """

    artifact: Artifact
    spec: Spec
    version: int
    by: str
    time: float
    note: str = ""
    place: str = ""


_Written: TypeAlias = tuple[Event, Mapping[str, Any]]
"""An event, and the content of the binding that was stored with it."""


class Registry:
    """Every name with its binding in this session and its history. Names are looked up at each call.

    Bindings belong to the session: if another process binds a name in the same file, calls here go on as before. The
    history belongs to the file and has the events of all processes; ``elsewhere`` returns the last event if it is another
    binding than the one here. Defining a name again takes over the code in the file that was bound last, if it is for the
    same spec and approved.

    Args:
        store: The file.
        approvals: What this user approved on this machine; by default read from the user's own file.

    Attributes:
        approvals: What this user approved on this machine.
        active: The binding of each name in this session.
        waiting: Code from a file that a name would be bound to if this user had approved it, by name.
        unasked: Request options that came with specs from a file and are not approved: the question to ask, by their
            digest.
        asked: The digests of the code that an approver was asked about in this session.
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
        """Call a method whenever a binding or a label of a name changes here, as long as the method's object exists.

        Args:
            changed: A bound method that raises nothing; it is called on the thread that made the change.
        """
        self._followers.append(weakref.WeakMethod(changed))

    def tell(self) -> None:
        """Call the methods that were given to ``follow``."""
        for reference in tuple(self._followers):
            changed = reference()
            if changed is None:
                self._followers.remove(reference)
            else:
                changed()

    def take(self, binding: Binding, *, waiting: Waiting | None = None) -> None:
        """Bind a name in this session only; nothing is stored.

        Args:
            binding: The binding.
            waiting: Code from a file that the name would be bound to if this user had approved it.
        """
        with self._lock:
            self._contents.setdefault((binding.name, binding.digest), binding)
            self.active[binding.name] = binding
            self.waiting.pop(binding.name, None)
            if waiting is not None:
                self.waiting[binding.name] = waiting
        self.tell()  # without the lock, as the called methods take locks of their own

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
        """Bind a name, and store an event of it. If the name's last event in the file is this binding, no event is added.

        The file is what counts, and not this session, as another process may have bound the name since.

        Args:
            binding: The binding.
            action: What is done.
            by: Who approved it, or who does it.
            time: When, in seconds since 1970 (UTC).
            note: The evidence, in one line.
            version: The version of this content in a bundle, used for new content if the number is free, so that it has
                the same version everywhere; otherwise the next free number is used.
            instead_of: The binding of the name before an approver was asked, as an answer may take minutes. ``None``
                skips this check.

        Returns:
            The event, new or from the file.

        Raises:
            StoreError: The event could not be stored; the binding is unchanged.
            EvidenceError: The name has another spec or function by now than in ``instead_of``; nothing was bound.
        """
        with self._lock:
            if instead_of is not None:
                self._check_still(instead_of)
            self._contents[binding.name, binding.digest] = binding
            event = None
            if self._store.readonly:  # bound in this session only
                event = Event(binding.name, version or 0, action, binding.kind, binding.digest, by, time, note)
            while event is None:  # another process was faster: read its event, and try again
                event = self._append(binding, action=action, by=by, time=time, note=note, version=version)
            self.active[binding.name] = binding
            self.waiting.pop(binding.name, None)
        if not self._store.readonly:
            self._store.checkpoint()
            if binding.approved is not None:
                self.approvals.keep(binding.approved, name=binding.name)
        self.tell()  # as in take
        return event

    def _check_still(self, before: Binding) -> None:
        now = self.active.get(before.name)
        if now is None or now.intent != before.intent:
            raise EvidenceError(
                f"{before.name}: while the approver was asked, another spec or function was bound to the name "
                f"({before.intent[:12]} before, {now.intent[:12] if now else 'nothing'} now); it stays, and nothing was bound"
            )

    def _append(
        self, binding: Binding, *, action: Action, by: str, time: float, note: str, version: int | None
    ) -> Event | None:
        """Append an event to a name's history, unless its last event is this binding; return that event or the new one.

        ``None`` if another process appended an event in the meantime.
        """
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
        # Stored first: a binding that cannot be stored does not become active.
        said = {key: getattr(event, key) for key in Event.__slots__} | {"content": content}
        if not self._store.append_binding(said, after=newest):
            return None
        events.append((event, content))
        return event

    def allow(self, digest: str, said: Decision, *, name: str) -> None:
        """Allow the request options of this digest, which came with a file, to be sent; store the approval.

        Args:
            digest: The digest of the options, from ``options_digest``.
            said: The approval.
            name: The name of the spec.
        """
        with self._lock:
            self.unasked.pop(digest, None)
        self.approvals.keep(said, name=name)

    def check_sent(self, spec: Spec) -> None:
        """Check that the request options of a spec may be sent: those that came with a file need an approval.

        Raises:
            NotApprovedError: They came with a file, and nobody approved them.
        """
        if self.unasked and spec.options and (asked := self.unasked.get(options_digest(spec))) is not None:
            raise NotApprovedError(
                f"{spec.name}: its request options came with a file, and nobody approved them here: "
                f"{clip(canonical(dict(spec.options)), 300)}; nothing was sent. wb.approve({asked.name!r}, approver=pm.ask) asks"
            )

    def resolve(self, name: str) -> Binding:
        """Return the binding that a name has now.

        Raises:
            UnknownNameError: Nothing is bound to it; the message lists the names that are bound.
        """
        try:
            return self.active[name]
        except KeyError:
            raise UnknownNameError(_unknown(name, sorted(self.active))) from None

    def history(self, name: str) -> list[Event]:
        """Return every event of a name, the oldest first, also those of other processes."""
        return [event for event, _ in self._known(name)]

    def events(self, name: str) -> list[_Written]:
        """Return every event of a name with the content that was stored with it, the oldest first."""
        return list(self._known(name))

    def elsewhere(self, name: str) -> Event | None:
        """Return the last event of a name in the file if it is another binding than the one in this session.

        ``None`` if they are the same, or if the name is not bound in this session.
        """
        events, active = self.history(name), self.active.get(name)
        return events[-1] if events and active is not None and events[-1].digest != active.digest else None

    @property
    def known(self) -> list[str]:
        """Every name with a history, also from earlier sessions, in alphabetical order."""
        return sorted(name for name, events in self._events.items() if events)

    def last_content(self, name: str) -> _Written | None:
        """Return the last event of a name with the content that was stored with it; ``None`` if it has no event."""
        events = self._known(name)
        return events[-1] if events else None

    def content(self, name: str, version: int) -> Binding | Mapping[str, Any]:
        """Return a version of a name: its binding if this session had it, else the content that was stored with it.

        Raises:
            UnknownNameError: The name has no such version; the message lists its versions.
        """
        events = self._known(name)
        for event, content in events:
            if event.version == version:
                return self._contents.get((name, event.digest), content)
        versions = sorted({event.version for event, _ in events})
        raise UnknownNameError(f"{name!r} has no version {version}; it has {versions}")

    def _read(self, name: str) -> list[_Written]:
        """Read the events of a name from the file, and keep them."""
        found = self._events[name] = self._written(self._store.bindings(name))
        return found

    def _written(self, kept: Iterable[BindingEvent]) -> list[_Written]:
        """Return events as they were stored, without those that are not valid, which are reported as notices."""
        found = []
        for each in kept:
            try:
                found.append(_event(each))
            except ValueError as error:
                self._store.tell(notice("event left out", number=each.number, name=each.name, why=str(error)))
        return found

    def _known(self, name: str) -> list[_Written]:
        """Return the events of a name; if the file cannot be read (a closed store), those that were read last."""
        with self._lock, contextlib.suppress(StoreError):
            return self._read(name)
        return self._events.get(name, [])


def options_digest(spec: Spec) -> str:
    """Return the digest of the request options of a spec. An approval is for exactly these options."""
    return digest({"options": dict(spec.options)})


def _version(events: list[Event], content: str, wanted: int | None) -> int:
    same = [event.version for event in events if event.digest == content]
    if same:
        return same[0]
    taken = {event.version for event in events}
    return wanted if wanted is not None and wanted not in taken else max(taken, default=0) + 1


def _event(kept: BindingEvent) -> _Written:
    """Read a stored event.

    Raises:
        ValueError: It is not a valid event, or its code does not have the digest that was approved.
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
    """Whether the stored content of an event has what is read from it, in the right types."""
    kinds = {"source": str, "spec_digest": str, "sample_digest": str, "evidence": Mapping, "spec": Mapping}
    return (
        isinstance(content, Mapping)
        and all(isinstance(content[key], kind) for key, kind in kinds.items() if key in content)
        and (not code or {"source", "spec_digest"} <= content.keys())
    )


def artifact_of(event: Event, content: Mapping[str, Any]) -> Artifact:
    """Return the code that was stored with an event, without executing it."""
    source, spec, sample = content["source"], content["spec_digest"], content.get("sample_digest", "")
    return Artifact(event.name, source, spec, sample, content.get("evidence", {}))


def _content(binding: Binding) -> dict[str, Any]:
    """Return the content of a binding to store, so that another session can bind the name in the same way."""
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
