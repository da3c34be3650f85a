"""The data of a sample: inputs × draws, counted. It loads neither pandas nor HTML."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, TypeAlias, TypeVar

from pointmass.answers import Status
from pointmass.digest import canonical, digest
from pointmass.draw import Draw
from pointmass.facts import Notice
from pointmass.sample.labelling import Label, Labelling
from pointmass.sample.made import Made, Stopped, made_of
from pointmass.spec import Spec
from pointmass.stats import slips

T = TypeVar("T")

_LIKELY = 0.8
"""How likely the mode of some draws must be that of all draws: 6 of 8 lead so (.91), and 5 of 8 may lead by chance (.75)."""

Word: TypeAlias = Literal["unanimous", "settled", "contested", "drawn once", "unanswered"]
"""How the draws of one input stand: all alike, all but slips, divided; drawn once, which says nothing; or ``unanswered``: no
draw gave a value, whatever else they all did alike."""


@dataclass(frozen=True, slots=True)
class InputMode:
    """The most frequent outcome of one input.

    Attributes:
        row: The number of the input in the sample.
        key: The outcome as text to count by (``Draw.key``); empty when nothing was answered.
        outcome: The outcome as JSON data; ``None`` when the mode is not a value (a refusal, …).
        count: How many answered draws gave it.
        answered: How many draws were answered.
        tied: Whether another outcome was given as often.
        is_value: Whether the mode is a value, and not a class of failure.
        values: How many draws gave a value; ``None`` where all that answered did.
        leads: Whether it is likely to be the most frequent of all draws that there could be, and not of these by chance.
        settled: Whether its other draws are slips and no other reading, at the rate of slips of the whole sample
            (`pointmass.stats.slips`); false where it was drawn once, or is tied.
    """

    row: int
    key: str
    outcome: Any
    count: int
    answered: int
    tied: bool
    is_value: bool
    values: int | None = None
    leads: bool = True
    settled: bool = False

    @property
    def share(self) -> float:
        """The share of the answered draws that gave it, a fraction in [0, 1]. Biased upward with few draws."""
        return self.count / self.answered if self.answered else 0.0

    @property
    def word(self) -> Word:
        """How the draws of this input stand, in one word."""
        if not self.answered or self.values == 0:
            return "unanswered"
        if self.answered == 1:
            return "drawn once"
        if self.count == self.answered:
            return "unanimous"
        return "settled" if self.settled and self.is_value else "contested"


class _Found(dict[str, Any]):
    """A cache of what was computed from a sample. A sample that is copied, changed or pickled computes it anew."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[_Found], tuple[()]]:
        return _Found, ()


@dataclass(frozen=True, slots=True)
class SampleData:
    """The draws of one spec on many inputs.

    What is counted is counted once for a sample, when it is first asked for; each call returns a copy of it. So ask before
    a loop over inputs, and not within it.

    Attributes:
        spec: The spec that was asked.
        rows: The inputs, each a mapping of parameters to JSON data, ``(n_inputs,)``.
        weights: How often each input stood in what was given, ``(n_inputs,)``; duplicates are asked once.
        draws: The draws of each input by index, ``(n_inputs, ≤ requested)``; missing draws are left out.
        requested: How many draws of each input were asked for.
        model: Who answered (the identity of the model).
        notices: What a reader should know of how it was made: facts, each of which is its sentence as text.
        earlier: Attempts that failed and were repeated since: they count in the cost, and in nothing else.
        linked: Whether draw *i* of every input comes from one conversation *i*, so that readings can be linked across
            inputs.
        conversing: Whether draw *i* of every input is one conversation *i* though it was not asked so here: of a recording.
        stopped: The rule that ended the drawing by what was drawn; ``None`` where the number of draws was fixed before.
        labelling: Knows what people said of its inputs; ``None`` for a sample that no workbench made.
    """

    spec: Spec
    rows: tuple[Mapping[str, Any], ...]
    weights: tuple[int, ...]
    draws: tuple[tuple[Draw, ...], ...]
    requested: int
    model: str
    notices: tuple[Notice, ...] = field(default=())
    linked: bool = False
    earlier: tuple[Draw, ...] = ()
    stopped: Stopped | None = None
    conversing: bool = False
    labelling: Labelling | None = field(default=None, repr=False, compare=False)
    _found: _Found = field(default_factory=_Found, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        """How many inputs there are."""
        return len(self.rows)

    @property
    def name(self) -> str:
        """The name of the spec."""
        return self.spec.name

    @property
    def inputs(self) -> list[Any]:
        """The inputs as they were given: bare values where there is one parameter, mappings otherwise."""
        return [self.given(row) for row in range(len(self.rows))]

    def given(self, row: int) -> Any:
        """Return one input as it was given: a bare value where there is one parameter, a mapping otherwise."""
        found, parameters = self.rows[row], self.spec.parameters
        return found[parameters[0].name] if len(parameters) == 1 else dict(found)

    @property
    def n_draws(self) -> int:
        """How many draws there are in all, failed ones included."""
        return sum(len(draws) for draws in self.draws)

    @property
    def made(self) -> Made:
        """How it was made: of how many draws, stopped by which rule, in conversations, replayed, repeated."""
        return self.once(
            "made", lambda: made_of(self.draws, stopped=self.stopped, linked=self.linked, conversing=self.conversing)
        )

    def fixed(self) -> Self:
        """Return the draws that no result chose: of a sample that a rule stopped, those that the rule takes in any case.

        The draws up to where a rule stopped lean toward what stopped it; what is estimated of these is not biased so.
        """
        if self.stopped is None:
            return self
        return self.once("fixed", self._fixed)

    def _fixed(self) -> Self:
        first = 0 if self.stopped is None else self.stopped.fixed
        kept = tuple(tuple(draw for draw in row if draw.index < first) for row in self.draws)
        return replace(self, draws=kept, requested=first)

    @property
    def digest(self) -> str:
        """The content address of the evidence: spec, inputs, weights, and what every draw said."""
        return self.once("digest", self._digest)

    def counts(self) -> list[Counter[str]]:
        """Count the outcomes of each input, ``(n_inputs,)``; keys as ``Draw.key``, failed draws left out."""
        return [Counter(each) for each in self._counts()]

    def value_counts(self) -> list[Counter[str]]:
        """Count the values of each input, ``(n_inputs,)``: what agreement is about; no class of failure is one."""
        return [values_of(each) for each in self._counts()]

    def statuses(self) -> Counter[Status]:
        """Count the draws by status, over all inputs."""
        return Counter(self.once("statuses", lambda: Counter(draw.status for draws in self.draws for draw in draws)))

    def modes(self) -> list[InputMode]:
        """Return the most frequent outcome of each input, ``(n_inputs,)``; of equals, the first in text order."""
        return list(self.once("modes", lambda: _modes(self._counts())))

    def labels(self) -> dict[int, Label]:
        """Return what people said of its inputs by now, by the number of the input."""
        if self.labelling is None:
            return {}
        rows = self.once("rows by content", lambda: {canonical(dict(row)): at for at, row in enumerate(self.rows)})
        return {rows[key]: each for key, each in self.labelling.known(self.spec).items() if key in rows}

    def once(self, what: str, find: Callable[[], T]) -> T:
        """Return what *find* finds, which is kept: every view of a sample asks for the same few things.

        Args:
            what: Its name; one for each thing that can be found.
            find: Finds it, from this sample alone. Nobody may change what it returns.
        """
        if what not in self._found:
            self._found[what] = find()
        found: T = self._found[what]
        return found

    def _counts(self) -> tuple[Counter[str], ...]:
        """The table inputs × outcomes itself, to be read only."""
        return self.once(
            "counts", lambda: tuple(Counter(draw.key for draw in row if draw.answered) for row in self.draws)
        )

    def _digest(self) -> str:
        said = [[[draw.index, draw.status, draw.outcome] for draw in draws] for draws in self.draws]
        rows = [dict(row) for row in self.rows]
        seen = {"spec": self.spec.digest, "rows": rows, "weights": list(self.weights), "draws": said}
        return digest({**seen, "linked": True} if self.linked else seen)

    @property
    def slip(self) -> float:
        """How often a draw of a settled input is not its usual answer: estimated over all inputs, a fraction in [.01, .1]."""
        return slips(_usual(_several(self.modes()))).rate


def value_of(key: str) -> Any:
    """Return the outcome that a key stands for; a class of failure has none."""
    return json.loads(key) if is_value(key) else None


def is_value(key: str) -> bool:
    """Whether a key stands for a value; JSON text never opens with a parenthesis."""
    return bool(key) and not key.startswith("(")


def values_of(counts: Mapping[str, int]) -> Counter[str]:
    """Return the counts of values, classes of failure left out."""
    return Counter({key: count for key, count in counts.items() if is_value(key)})


def apart(counts: Mapping[str, int]) -> Counter[str]:
    """Count draws so that those without a value agree with nobody, one another included: each is an answer of its own."""
    found = values_of(counts)
    nothing = sum(counts.values()) - found.total()
    return found + Counter({f"(no value {number})": 1 for number in range(nothing)})


def label(key: str) -> str:
    """Write an outcome for people: a text bare, other data as JSON, a failure by its class in parentheses."""
    value = value_of(key)
    return value if isinstance(value, str) else key


def _modes(counted: Iterable[Counter[str]]) -> tuple[InputMode, ...]:
    modes = [_mode(row, counts) for row, counts in enumerate(counted)]
    several = _several(modes)
    told = zip(several, slips(_usual(several)).settled, strict=True)
    settled = {mode.row for mode, is_settled in told if is_settled}
    return tuple(replace(mode, settled=True) if mode.row in settled else mode for mode in modes)


def _several(modes: Sequence[InputMode]) -> list[InputMode]:
    """Return those that can be settled: drawn twice or more, not tied, and on a value."""
    return [mode for mode in modes if mode.answered > 1 and not mode.tied and mode.is_value]


def _usual(modes: Sequence[InputMode]) -> list[tuple[int, int]]:
    return [(mode.count, mode.answered) for mode in modes]


def _mode(row: int, counts: Counter[str]) -> InputMode:
    if not counts:
        return InputMode(row, "", None, 0, 0, tied=False, is_value=False)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    (key, count), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
    return InputMode(
        row,
        key,
        value_of(key),
        count,
        counts.total(),
        tied=second == count,
        is_value=is_value(key),
        values=sum(count for key, count in counts.items() if is_value(key)),
        leads=_chance_to_lead(count, second) >= _LIKELY,
    )


def _chance_to_lead(count: int, second: int) -> float:
    """Return how likely the first of two outcomes is the more frequent one: the posterior of a share above one half.

    Under a uniform prior that is the beta distribution, which is a binomial one (Abramowitz and Stegun 1964, 26.5.24).
    """
    tosses = count + second + 1
    return sum(math.comb(tosses, k) for k in range(count + 1)) / (1 << tosses)
