"""What can be asserted of a sample: a rate, that two samples are the same, that code agrees with the model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from pointmass import stats
from pointmass.comparison import Comparison, compare
from pointmass.comparison.in_words import p_text, shares
from pointmass.comparison.scoring import Predicate, holding
from pointmass.digest import canonical
from pointmass.errors import InputError, clip
from pointmass.html.escape import visible
from pointmass.sample import SampleData
from pointmass.sample.data import apart, is_value, value_of
from pointmass.sample.view import show_input
from pointmass.signature import Annotation, plain, strictly
from pointmass.stats.interval import Scope
from pointmass.testing.verdict import decide, listed

_LABEL = 60
_JSON = (str, int, float, bool, list, dict, type(None))


def assert_rate(
    sample: SampleData,
    predicate: Predicate,
    *,
    at_least: float,
    confidence: float = 0.95,
    scope: Scope = stats.LIKE_THESE,
) -> None:
    """Assert that a predicate holds at a rate of at least so much; the input is the unit.

    Args:
        sample: Inputs × draws.
        predicate: Takes an outcome, or an input and an outcome. What is not a value does not hold.
        at_least: The rate to prove, a fraction in (0, 1).
        confidence: One-sided confidence, a fraction in (0, 1).
        scope: ``"on inputs like these"`` (default; exact and betting bounds over inputs), or ``"on these inputs"``, where
            only the draws vary (Wilson).

    Raises:
        AssertionError: The rate is proven to be below.
        Inconclusive: The draws prove neither.
        InputError: A number is out of range.
    """
    __tracebackhide__ = True
    _check_fraction("at_least", at_least)
    sample = sample.fixed()  # draws that a rule stopped lean toward what stopped it
    pairs = _successes(sample, predicate)
    held = [k for k, _ in pairs]
    found = stats.rate(held, [n for _, n in pairs])
    low, high = _bounds(pairs, found, confidence=confidence, scope=scope)
    bad = [
        f"{clip(show_input(sample, row), _LABEL)!r}: {k} of {n} ({shares(_ranked(counts))})"
        for row, ((k, n), counts) in enumerate(zip(pairs, sample.counts(), strict=True))
        if k < n
    ]
    said = (
        f"{sample.name}: the rate is {found.value:.3f}, between {low:.3f} and {high:.3f} {scope} "
        f"(each bound at {confidence:.0%}), and at least {at_least} was asserted; "
        f"{sum(held)} of {found.n_draws} draws on {found.n_inputs} inputs held"
    )
    if low < at_least <= high and scope == stats.LIKE_THESE and not bad:
        enough = stats.inputs_needed(1 - at_least, confidence)
        said += f"; {enough} inputs without a failure would prove it"
    decide(proven=low >= at_least, refuted=high < at_least, message=said + listed(bad, of=len(sample)))


def assert_same(
    a: SampleData, b: SampleData, *, margin: float = 0.1, confidence: float = 0.95, seed: int = 0
) -> Comparison:
    """Assert that two samples come from the same distributions, input by input.

    That no difference is shown does not prove that there is none: it passes only when a difference above the margin is
    ruled out on inputs like these.

    Args:
        a: The one, as a rule the baseline.
        b: The other, on the same inputs.
        margin: How much more rarely a draw of A may equal one of B than two draws of the same sample agree, a fraction.
        confidence: Confidence of what is shown and of the bound.
        seed: Same seed, same p-values.

    Returns:
        The comparison.

    Raises:
        AssertionError: A difference is shown; the message names the inputs.
        Inconclusive: None is shown, and none is ruled out.
        InputError: The samples have no input in common, or a number is out of range.
    """
    __tracebackhide__ = True
    _check_fraction("margin", margin)
    found = compare({"a": a, "b": b}, level=confidence, seed=seed, progress=False)
    contrast = found.contrasts[0]
    moved = contrast.moved(confidence)
    bound = contrast.shift_bound(confidence)
    lines = [
        f"{clip(change.label, _LABEL)!r}: {shares(change.before)} → {shares(change.after)} (p {p_text(change.p_adjusted)})"
        for change in moved
    ]
    said = (
        f"{found.name}: {found.sentence} A draw of b has the outcome of one of a up to {bound:.3f} more rarely than draws of "
        f"one sample have each other's ({confidence:.0%}), and at most {margin} was asserted"
    )
    shown = contrast.p_value <= 1 - confidence
    decide(proven=not shown and bound <= margin, refuted=shown, message=said + listed(lines, of=len(contrast.changes)))
    return found


def assert_agrees(
    what: Callable[..., Any] | str,
    sample: SampleData,
    *,
    margin: float = 0.05,
    confidence: float = 0.95,
    workbench: Any = None,
) -> None:
    """Assert that a function is, within a margin, as good as one more draw of the model.

    The same test holds before a name is stabilized and after it: a handle is called whatever stands behind it. The
    sample must not be the one that the code was made from.

    Args:
        what: A handle, a function of the sample's parameters, or a name of *workbench*.
        sample: Draws of the spec on other inputs than the code was made from.
        margin: How much more rarely the function may agree with a draw than another draw does, a fraction in (0, 1).
        confidence: One-sided confidence, a fraction in (0, 1).
        workbench: Where a name is looked up.

    Raises:
        AssertionError: The function is proven to be worse; the message names the inputs and both answers.
        Inconclusive: The draws prove neither.
        InputError: A name without a workbench, or a number out of range.
    """
    __tracebackhide__ = True
    _check_fraction("margin", margin)
    if isinstance(what, str) and workbench is None:
        raise InputError(f"assert_agrees: the name {what!r} needs a workbench; give workbench=wb, or the handle itself")
    function = workbench[what] if isinstance(what, str) else what
    sample = sample.fixed()  # draws that a rule stopped lean toward what stopped it
    counts, answers = sample.counts(), [_answer(function, sample, row) for row in range(len(sample))]
    counted = [apart(each) for each in counts]  # draws without a value agree with nobody
    found = _equivalence(counted, answers, margin=margin, level=confidence)
    # Where draws disagree with the function, two bounds may prove it: each at half the error, so choosing costs nothing.
    sure = (
        found if found.disagreeing == 0 else _equivalence(counted, answers, margin=margin, level=(1 + confidence) / 2)
    )
    gains = [
        c[a] / c.total() - own
        for c, a in zip(counts, answers, strict=True)
        if c and not math.isnan(own := stats.pairwise_agreement(apart(c)))
    ]
    worst = 1 - 2 * stats.betting_lower_bound([(1 - gain) / 2 for gain in gains], confidence) if gains else 1.0
    lines = [
        f"{clip(show_input(sample, row), _LABEL)!r}: got {visible(clip(answer, _LABEL))}, drawn {shares(_ranked(c))}"
        for row, (c, answer) in enumerate(zip(counts, answers, strict=True))
        if c and c[answer] < c.total()
    ]
    said = (
        f"{sample.name}: {found.n_inputs - found.disagreeing} of {found.n_inputs} inputs agree in every draw; the function "
        f"equals a draw {found.fidelity:.3f} of the time, at least {found.fidelity_bound:.3f} on inputs like these "
        f"({confidence:.0%}), another draw {found.self_agreement:.3f}; a margin of {margin} was asserted"
    )
    if not sure.faithful and worst >= -margin:
        said += f"; {found.more_inputs} more inputs, all agreeing, would prove it"
    decide(proven=sure.faithful or sure.no_worse, refuted=worst < -margin, message=said + listed(lines, of=len(sample)))


def _successes(sample: SampleData, predicate: Predicate) -> list[tuple[int, int]]:
    judge = holding(predicate)
    return [
        (sum(n for key, n in counts.items() if judge(given, key)), counts.total())
        for given, counts in zip(sample.inputs, sample.counts(), strict=True)
    ]


def _bounds(
    pairs: Sequence[tuple[int, int]], found: stats.Rate, *, confidence: float, scope: Scope
) -> tuple[float, float]:
    """Bound a rate from below and from above, each at the one-sided confidence."""
    if scope == stats.THESE:
        low, high = found.interval(2 * confidence - 1, scope=scope)
        return low, high
    split = [Counter({True: k, False: n - k}) for k, n in pairs]
    low = _equivalence(split, [True] * len(split), margin=0.5, level=confidence).fidelity_bound
    high = 1 - _equivalence(split, [False] * len(split), margin=0.5, level=confidence).fidelity_bound
    return low, high


def _equivalence(
    counts: Sequence[Counter[Any]], answers: Sequence[Hashable], *, margin: float, level: float
) -> stats.Equivalence:
    plain_counts: list[Mapping[Hashable, int]] = [Counter(each) for each in counts]
    return stats.equivalence(plain_counts, answers, margin=margin, level=level)


def _answer(function: Callable[..., Any], sample: SampleData, row: int) -> str:
    """Call the function on an input; what it raises is an answer that no draw gave."""
    given = sample.rows[row]
    try:
        value = function(*[given[p.name] for p in sample.spec.parameters if p.name in given])
        said = canonical(plain(sample.spec.returns, value))
        drawn = sample.value_counts()[row]
        return said if said in drawn else next((key for key in drawn if _is(sample.spec.returns, key, value)), said)
    except Exception as error:  # noqa: BLE001 - whatever the function raises is its answer here
        return f"(raised {type(error).__name__}: {clip(str(error), _LABEL)})"


def _is(returns: Annotation, key: str, value: object) -> bool:
    """Whether a value is the object that the type makes of what a draw said: code of the type may make another of it."""
    try:
        return is_value(key) and type(value) not in _JSON and bool(strictly(returns, value_of(key)) == value)
    except Exception:  # noqa: BLE001 - whatever a type's comparison raises, it says that they are not equal
        return False


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(counts.most_common())


def _check_fraction(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise InputError(f"testing: {name} is a fraction between 0 and 1, got {value!r}; 95 % is 0.95")
