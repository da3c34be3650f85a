"""What goes wrong, by class: how often, with an interval over inputs, and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pointmass import stats
from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError, clip
from pointmass.interpretations.canonical import canonical_form as same_text
from pointmass.interpretations.short_lines import unwrapped
from pointmass.sample.data import SampleData

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.interpretations import Interpretations
    from pointmass.interpretations.readings import InputReadings
    from pointmass.spec import Spec

CLASSES = (
    *("format violation", "refusal", "truncated", "unknown stop"),
    *("failed", "misinterpretation", "hallucination", "drift"),
)
"""The classes of error, in the order of the table; the last two only where they were asked about."""

_COLUMNS = ["class", "draws", "of", "rate", "low", "high", "inputs", "mitigation", "example", "diag"]
_EXAMPLE = 120  # characters of an example


@dataclass(frozen=True, slots=True)
class _Seen:
    """One class of error on one input: the draws that are of it, and those that could have been."""

    row: int
    wrong: tuple[Draw, ...]
    could: tuple[Draw, ...]
    reading: str = ""

    @property
    def of(self) -> int:
        return len(self.could)


def errors(
    sample: SampleData,
    found: Interpretations,
    *,
    chosen: Mapping[Any, Any] | None = None,
    grounded: Sequence[str] = (),
    baseline: SampleData | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Tabulate the classes of error: one row each, also for those that did not occur.

    Args:
        sample: The sample.
        found: Its interpretations.
        chosen: The outcome that a person chose, by input; the examples of the spec are chosen anyway.
        grounded: Fields of a record result whose values must stand in the input.
        baseline: An earlier sample, for drift: an answer of a reading that the input did not have there.
        level: Confidence of the interval, a fraction in (0, 1).

    Raises:
        InputError: ``chosen`` names an input that is not in the sample, or none of its inputs is in the baseline.
    """
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    rows = []
    for name, seen in _by_class(sample, found, chosen=chosen or {}, grounded=grounded, baseline=baseline):
        rate = stats.rate(
            [len(each.wrong) for each in seen],
            [each.of for each in seen],
            weights=[sample.weights[each.row] for each in seen],
        )
        bounds = rate.interval(level)
        counts = (sum(rate.successes), rate.n_draws, rate.value, bounds.low, bounds.high)
        touched = sum(bool(each.wrong) for each in seen)
        diag = (
            f"{_new_anyway(baseline)}; {bounds.diag}".removesuffix("; ")
            if name == "drift" and baseline
            else bounds.diag
        )
        rows.append((name, *counts, touched, _mitigation(name, sample.spec), _example(sample, seen), diag))
    return table(rows, _COLUMNS)


def errors_apart(
    sample: SampleData,
    found: Interpretations,
    *,
    per: Literal["input", "reading"],
    chosen: Mapping[Any, Any] | None = None,
    grounded: Sequence[str] = (),
    baseline: SampleData | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Tabulate the classes of error input by input, or reading by reading: one row for each that occurred.

    The interval is Wilson's, over the draws of that input or reading. The other arguments are those of ``errors``.
    """
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    given, readings, rows = sample.inputs, _readings(sample, found), []
    for name, seen in _by_class(sample, found, chosen=chosen or {}, grounded=grounded, baseline=baseline):
        for each in (part for whole in seen for part in _parts(sample, readings.get(whole.row), whole, per=per)):
            if each.wrong:
                bounds = stats.wilson(len(each.wrong), each.of, level)
                counts = (len(each.wrong), each.of, len(each.wrong) / each.of, bounds.low, bounds.high)
                rows.append((given[each.row], each.reading, name, *counts, clip(_detail(each.wrong[0]), _EXAMPLE)))
    columns = ["input", "reading", "class", "draws", "of", "rate", "low", "high", "example"]
    made = table(rows, columns)
    return made if per == "reading" else made.drop(columns="reading")


def _parts(
    sample: SampleData, readings: InputReadings | None, seen: _Seen, *, per: Literal["input", "reading"]
) -> list[_Seen]:
    """Cut one class of error on one input by the readings of its draws; a draw without an answer has none."""
    if per == "input" or readings is None:
        return [seen]
    answered = [draw.index for draw in sample.draws[seen.row] if draw.answered]
    names = {each.label: each.reading for each in readings.clusters}
    reading = {index: names[label] for index, label in zip(answered, readings.labels, strict=True)}
    wrong, could = (_grouped(draws, reading) for draws in (seen.wrong, seen.could))
    return [_Seen(seen.row, tuple(wrong.get(name, ())), tuple(group), name) for name, group in could.items()]


def _grouped(draws: Sequence[Draw], reading: Mapping[int, str]) -> dict[str, list[Draw]]:
    groups: dict[str, list[Draw]] = {}
    for draw in draws:
        groups.setdefault(reading.get(draw.index, ""), []).append(draw)
    return groups


def _by_class(
    sample: SampleData,
    found: Interpretations,
    *,
    chosen: Mapping[Any, Any],
    grounded: Sequence[str],
    baseline: SampleData | None,
) -> Iterator[tuple[str, list[_Seen]]]:
    """Go through the classes; what a draw can be of depends on the class, so each has its own denominator."""
    for status in CLASSES[:4]:
        yield status, [_of_status(row, draws, status) for row, draws in _rows(sample)]
    yield "failed", [_seen(row, draws, lambda _: True, lambda d: not d.answered) for row, draws in _rows(sample)]
    outside = _outside(sample, found, chosen)
    yield "misinterpretation", [_seen(row, sample.draws[row], _is_value, test) for row, test in outside.items()]
    if grounded:
        fields = tuple(grounded)
        yield "hallucination", [_unsupported(sample, row, draws, fields) for row, draws in _rows(sample)]
    if baseline is not None:
        moved = _unlike(sample, found, baseline)
        yield "drift", [_seen(row, sample.draws[row], _is_value, test) for row, test in moved.items()]


def _rows(sample: SampleData) -> Iterator[tuple[int, tuple[Draw, ...]]]:
    yield from enumerate(sample.draws)


def _seen(row: int, draws: Sequence[Draw], could: Callable[[Draw], bool], is_wrong: Callable[[Draw], bool]) -> _Seen:
    eligible = tuple(draw for draw in draws if could(draw))
    return _Seen(row, tuple(draw for draw in eligible if is_wrong(draw)), eligible)


def _of_status(row: int, draws: Sequence[Draw], status: str) -> _Seen:
    return _seen(row, draws, lambda draw: draw.answered, lambda draw: draw.status == status)


def _is_value(draw: Draw) -> bool:
    return draw.status == "ok"


def _outside(
    sample: SampleData, found: Interpretations, chosen: Mapping[Any, Any]
) -> dict[int, Callable[[Draw], bool]]:
    """Return for each input with a chosen outcome what tells whether a draw is outside its reading."""
    rows = {canonical(dict(row)): at for at, row in enumerate(sample.rows)}
    wanted = {rows[key]: e.result for e in sample.spec.examples if (key := canonical(dict(e.inputs))) in rows}
    given = {canonical(value): at for at, value in reversed(list(enumerate(sample.inputs)))}
    for value, outcome in chosen.items():
        key = canonical(value)
        if key not in given:
            raise InputError(f"{sample.name}.errors: chosen names the input {clip(repr(value))}, which was not sampled")
        wanted[given[key]] = outcome
    readings = _readings(sample, found)
    return {row: _test(readings.get(row), outcome, found.kind) for row, outcome in sorted(wanted.items())}


def _unlike(sample: SampleData, found: Interpretations, baseline: SampleData) -> dict[int, Callable[[Draw], bool]]:
    """Return for each input that the baseline answered what tells whether a draw is of no reading that it had there."""
    rows = {canonical(dict(row)): at for at, row in enumerate(sample.rows)}
    before: dict[int, list[Any]] = {}
    for row, draws in zip(baseline.rows, baseline.draws, strict=True):
        at = rows.get(canonical(dict(row)))
        outcomes = {canonical(draw.outcome): draw.outcome for draw in draws if _is_value(draw)}
        if at is not None and outcomes:
            before[at] = list(outcomes.values())
    if not before:
        raise InputError(
            f"{sample.name}.errors: the baseline answered none of the {len(sample)} inputs; give one that asked the same"
        )
    readings = _readings(sample, found)
    return {
        row: _none_of([_test(readings.get(row), outcome, found.kind) for outcome in outcomes])
        for row, outcomes in sorted(before.items())
    }


def _none_of(tests: Sequence[Callable[[Draw], bool]]) -> Callable[[Draw], bool]:
    return lambda draw: all(outside(draw) for outside in tests)


def _new_anyway(baseline: SampleData) -> str:
    """Say how many draws like those of the baseline would have been new to it: without drift the rate is about that."""
    shares = [1 - stats.unseen(counts).good_turing for counts in baseline.counts() if counts]
    return f"of draws like the baseline's about {sum(shares) / max(1, len(shares)):.1%} are new to it too (Good-Turing)"


def _readings(sample: SampleData, found: Interpretations) -> dict[int, InputReadings]:
    answered = [row for row, draws in enumerate(sample.draws) if any(draw.answered for draw in draws)]
    return dict(zip(answered, found.inputs, strict=True))


def _test(readings: InputReadings | None, outcome: Any, kind: str) -> Callable[[Draw], bool]:
    wanted = "null" if outcome is None else same_text(outcome, kind)
    inside = {canonical(outcome)}
    for cluster in readings.clusters if readings else ():
        if any(form.value is not None and form.canonical == wanted for form in cluster.forms):
            inside |= {canonical(unwrapped(form.value)) for form in cluster.forms if form.value is not None}
    return lambda draw: canonical(draw.outcome) not in inside


def _unsupported(sample: SampleData, row: int, draws: Sequence[Draw], fields: tuple[str, ...]) -> _Seen:
    text = _squeezed(" ".join(_texts(dict(sample.rows[row]))))

    def made_up(draw: Draw) -> bool:
        return any(
            _squeezed(said) not in text
            for field in fields
            if draw.outcome.get(field) is not None
            for said in _texts(draw.outcome[field])
        )

    return _seen(row, draws, lambda draw: _is_value(draw) and isinstance(draw.outcome, Mapping), made_up)


def _texts(value: Any) -> Iterator[str]:
    """Go through the texts and numbers inside of JSON data."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def _squeezed(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isalnum()).casefold()


def _example(sample: SampleData, seen: Sequence[_Seen]) -> str:
    first = next((each for each in seen if each.wrong), None)
    if first is None:
        return ""
    given = sample.given(first.row)
    return clip(f"{given if isinstance(given, str) else canonical(given)}: {_detail(first.wrong[0])}", _EXAMPLE)


def _detail(draw: Draw) -> str:
    return draw.detail or draw.text


def _mitigation(name: str, spec: Spec) -> str:
    """Say what to call against a class of error; a call of this library, with what the spec has already left out."""
    tokens = spec.options.get("max_tokens")
    asks_for_text = spec.returns is str
    return {
        "format violation": "schema: give the result a type, sample(returns=...)"
        if asks_for_text
        else "example: show the form, sample(examples=[...]); the schema is asked for already",
        "refusal": "prompt or example: say what the text is for, sample(prompt=..., examples=[...])",
        "truncated": "max_tokens: allow more, sample(options={'max_tokens': ...})"
        + (f"; now {tokens}" if tokens is not None else ""),
        "unknown stop": "look: s.frame.stop_reason says what the server calls it; ask its makers what it means",
        "failed": "retry: the same call asks again for what failed, and only for that",
        "misinterpretation": "clarify: s.clarify().answer({input: choice}) writes the reading into the spec",
        "drift": "watch: handle.watch(baseline) tests whether it moved; stabilize keeps what it was as code",
        "hallucination": "example: show what to answer where the input does not say, sample(examples=[...])",
    }[name]
