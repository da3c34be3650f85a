"""Names and what they mean: late, versioned, with an append-only history."""

from __future__ import annotations

import contextlib
import difflib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pointmass.artifact import Artifact
from pointmass.errors import StoreError, UnknownNameError
from pointmass.shown import printable
from pointmass.signature import Annotation, Parameter
from pointmass.spec import Spec
from pointmass.store import Store

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
        accepts: The guard, ready to be called the same way; ``None`` answers everything.
        is_async: Whether the code is a coroutine function.
        takes_context: Whether the code's first parameter is a ``Context``, which the harness gives.
        fields: The fields of a record that the code gives at most, where a model gives the others: it raises with what it
            gave where that is not all. Empty where the code gives whole results.
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
    accepts: Callable[..., bool] | None = None
    is_async: bool = False
    takes_context: bool = False
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False, default=())
    straight: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Note once what every call needs to know, so that a call of plain Python costs next to nothing."""
        object.__setattr__(self, "names", tuple(p.name for p in self.parameters))
        waits = self.is_async or self.takes_context
        object.__setattr__(self, "straight", self.kind == "hybrid" and self.function is not None and not waits)


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
        return printable(said, keep="")


_Written: TypeAlias = tuple[Event, Mapping[str, Any]]
"""An event with the content that was written down with it."""


class Registry:
    """Every name with its active binding and its history. Looked up late: a name may come after its callers.

    ``active`` is what names mean in this session: a call never changes its meaning because of what another process does
    with the same file. History is the file's: it tells what every process bound, and ``elsewhere`` tells when that is
    something else than this session's meaning. A name takes up what the file says when it is defined again, here or in a
    new session.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._contents: dict[tuple[str, str], Binding] = {}
        self._events: dict[str, list[_Written]] = {}
        self.active: dict[str, Binding] = {}
        for kept in store.bindings():
            self._events.setdefault(kept.event["name"], []).append(_written(kept.event))

    def bind(
        self, binding: Binding, *, action: Action, by: str, time: float, note: str = "", version: int | None = None
    ) -> Event:
        """Give a name its meaning. Content that the name means already is no new event, and no new version.

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

        Raises:
            StoreError: It could not be written down; the name means what it meant.
        """
        with self._lock:
            self._contents[binding.name, binding.digest] = binding
            event = None
            while event is None:  # another process was faster: read what it bound, and think again
                event = self._append(binding, action=action, by=by, time=time, note=note, version=version)
            self.active[binding.name] = binding
            return event

    def _append(
        self, binding: Binding, *, action: Action, by: str, time: float, note: str, version: int | None
    ) -> Event | None:
        """Append to a name's history, unless it ends with this content; ``None`` where it grew in the meantime."""
        kept = self._store.bindings(binding.name)
        events = self._events[binding.name] = [_written(each.event) for each in kept]
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
        if not self._store.append_binding(said, after=kept[-1].number if kept else 0):
            return None
        events.append((event, content))
        return event

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
        found = [_written(kept.event) for kept in self._store.bindings(name)]
        self._events[name] = found
        return found

    def _known(self, name: str) -> list[_Written]:
        """Return the events of a name; of a store that is closed by now those that were read last."""
        with self._lock, contextlib.suppress(StoreError):
            return self._read(name)
        return self._events.get(name, [])


def _version(events: list[Event], digest: str, wanted: int | None) -> int:
    same = [event.version for event in events if event.digest == digest]
    if same:
        return same[0]
    taken = {event.version for event in events}
    return wanted if wanted is not None and wanted not in taken else max(taken, default=0) + 1


def _written(kept: Mapping[str, Any]) -> _Written:
    return Event(**{key: kept[key] for key in Event.__slots__}), kept.get("content", {})


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
