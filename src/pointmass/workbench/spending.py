"""The tokens and dollars that the calls of a name used, and what code saved. All are counted, none is estimated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.draw import Draw
from pointmass.facts import NO_PRICE, NOT_APPLICABLE, NOT_RECORDED, NOTHING
from pointmass.harness import TraceRecord
from pointmass.run.call import By
from pointmass.run.trace import Spent, spent
from pointmass.shown import repr_of
from pointmass.spec import Spec
from pointmass.store import StorePort

_ORDER: tuple[By, ...] = ("code", "code+model", "model", "function")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens and their cost. Input and output tokens are counted separately, because they have different prices.

    Attributes:
        read: Input tokens, including those read from and written to a cache.
        written: Output tokens.
        dollars: US dollars; ``None`` if no price is known.
    """

    read: float = 0.0
    written: float = 0.0
    dollars: float | None = None

    def times(self, number: float) -> Tokens:
        """Return the tokens and dollars multiplied by a number."""
        return Tokens(
            self.read * number, self.written * number, None if self.dollars is None else self.dollars * number
        )

    def minus(self, other: Tokens) -> Tokens:
        """Return the difference of two amounts; its dollars are ``None`` unless both have dollars."""
        priced = self.dollars is not None and other.dollars is not None
        left = (self.dollars or 0.0) - (other.dollars or 0.0) if priced else None
        return Tokens(self.read - other.read, self.written - other.written, left)

    def __str__(self) -> str:
        """Return the tokens and dollars in a few words."""
        money = "" if self.dollars is None else f", ${self.dollars:,.4f}"
        return f"{self.read:,.0f} tokens in, {self.written:,.0f} out{money}"


@dataclass(frozen=True, slots=True)
class SpentBy:
    """The calls of a name that were answered in the same way.

    Attributes:
        by: Who answered: ``code``, ``code+model`` (some fields by code, the rest by a model), ``model`` or
            ``function``.
        calls: Number of calls.
        counted: Number of these calls for which the service reported tokens.
        used: The tokens and dollars of these counted calls, added up.
    """

    by: By
    calls: int
    counted: int
    used: Tokens

    def __str__(self) -> str:
        """Return the number of calls, and the tokens of each, in a few words."""
        if self.by in ("code", "function"):  # tokens are not applicable
            return f"{self.calls:,} by {self.by}"
        each = f"{self.used.times(1 / self.counted)} each" if self.counted else f"tokens {NOT_RECORDED}"
        return f"{self.calls:,} by {self.by} ({each})"


@dataclass(frozen=True, slots=True, repr=False)
class Spending:
    """The tokens and dollars that the calls of a name in the trace used.

    Attributes:
        name: The name.
        parts: The calls, one entry for each kind of answerer that occurred.
        whole: What one draw of the whole spec by the same model uses: the mean over all stored draws, of samples and
            calls, for which the service reported tokens; ``None`` if there is none.
    """

    name: str
    parts: tuple[SpentBy, ...]
    whole: Tokens | None

    @property
    def saved(self) -> Tokens | None:
        """What was saved: the use of whole draws, minus what the calls answered by code, or code and a model, did use.

        It is negative if asking a model for the rest of a record takes more than asking for all of it, because the
        fields that code gave are sent along as input. ``None`` if the use of a whole draw is not known.
        """
        if self.whole is None:
            return None
        one = {part.by: part for part in self.parts}
        code, both = one.get("code"), one.get("code+model")
        instead = (code.calls if code else 0) + (both.counted if both else 0)
        paid = both.used if both and both.counted else Tokens(dollars=0.0)
        return self.whole.times(instead).minus(paid)

    def __repr__(self) -> str:
        """Return the calls, what they used, and what was saved, in one line."""
        told = ", ".join(map(str, self.parts)) or f"{NOTHING}: no call is remembered"
        return repr_of(f"<Spending of {self.name}: {told}{self._against()}{self._money()}>")

    def _against(self) -> str:
        if self.whole is not None:
            return f"; a whole draw takes {self.whole}, so that was saved: {self.saved}"
        if not self.parts:
            return ""
        if all(part.by == "function" for part in self.parts):
            return f"; savings {NOT_APPLICABLE}: a function of a person answers"
        return f"; what a whole draw takes is {NOT_RECORDED}, and so is what was saved"

    def _money(self) -> str:
        counted = [part.used for part in self.parts if part.counted] + ([] if self.whole is None else [self.whole])
        unpriced = counted and all(used.dollars is None for used in counted)
        return f"; dollars {NO_PRICE}" if unpriced else ""


def spending(name: str, lines: Iterable[TraceRecord], *, spec: Spec | None, model: str, store: StorePort) -> Spending:
    """Add up the tokens and dollars that the calls of a name used.

    Args:
        name: The name.
        lines: The records of the trace; those of other names are ignored.
        spec: The spec of the name, or ``None``.
        model: The identity of the model that answers.
        store: The store with the draws of the whole spec.
    """
    own = [line for line in lines if line.name == name]
    parts = tuple(_part(by, [line for line in own if line.by == by]) for by in _ORDER)
    whole = None if spec is None else _whole(spec, model, store)
    return Spending(name, tuple(part for part in parts if part.calls), whole)


def _part(by: By, lines: list[TraceRecord]) -> SpentBy:
    counted = [(line.usage, line.dollars, line.model) for line in lines if line.usage is not None]
    return SpentBy(by, len(lines), len(counted), _together(counted))


def _whole(spec: Spec, model: str, store: StorePort) -> Tokens | None:
    counted = [used for draw in _draws(spec, model, store) if (used := spent(draw))[0] is not None]
    return _together(counted).times(1 / len(counted)) if counted else None


def _draws(spec: Spec, model: str, store: StorePort) -> Iterable[Draw]:
    samples = store.draws(store.series(spec.digest, model))
    calls = store.draws(store.series(spec.digest, model, purpose="call"))
    return [draw for series in (samples, calls) for draws in series.values() for draw in draws]


def _together(counted: Sequence[Spent]) -> Tokens:
    """Add up tokens and dollars; dollars are ``None`` unless all have a price, so that no partial sum is shown."""
    usages = [usage for usage, _, _ in counted if usage is not None]
    priced = [dollars for _, dollars, _ in counted if dollars is not None]
    return Tokens(
        read=sum(usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens for usage in usages),
        written=sum(usage.output_tokens for usage in usages),
        dollars=sum(priced) if counted and len(priced) == len(counted) else None,
    )
