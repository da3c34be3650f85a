"""What the panel of a sample shows, as plain data."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

from pointmass import stats
from pointmass.answers import Lost
from pointmass.facts import NOTHING
from pointmass.html import InputRow, OutcomeRow, SampleView
from pointmass.html.escape import cut, visible
from pointmass.html.views import input_text
from pointmass.sample.behaviour import behaviour
from pointmass.sample.cost import cost
from pointmass.sample.data import InputMode, SampleData, is_value, label, values_of
from pointmass.sample.tables import between
from pointmass.stats import ASSUMES, pairwise_agreement

LOST: dict[Lost, str] = {
    "format violation": "not in the asked format",
    "refusal": "refused",
    "truncated": "cut short",
    "unknown stop": "stopped for a reason that is not known",
    "failed": "not answered",
}
"""What each class of draws without a value is called in a sentence: "3 of 12 draws were …"."""

_LEVEL = 0.95
_NAMED = 3  # how many contested inputs a sentence names
_SHOWN = 80  # characters of an input in a sentence


def view(sample: SampleData) -> SampleView:
    """Return what the panel of a sample shows."""
    return sample.once("view", lambda: _view(sample))


def _view(sample: SampleData) -> SampleView:
    counts, modes = sample.counts(), sample.modes()
    return SampleView(
        name=sample.name,
        kind="neural",
        model=str(behaviour(sample)),
        n_inputs=len(sample),
        n_draws=sample.requested,
        sentence=sentence(sample),
        subline=_subline(sample),
        inputs=tuple(_row(sample, mode, counts[mode.row]) for mode in modes),
        statuses=tuple(sample.statuses().most_common()),
        cost=str(cost(sample)),
        notices=(*sample.notices, *([ASSUMES] if len(sample) > 1 else [])),
        code="s.table()  ·  s.frame  ·  s.interpretations()",
    )


def sentence(sample: SampleData) -> str:
    """Say in a sentence how far the values agree, on which inputs they do not, and what gave no value."""
    modes = sample.modes()
    words = Counter(mode.word for mode in modes)
    without = lost(sample)
    if words["unanswered"] == len(modes):
        of = "1 input has" if len(modes) == 1 else f"{len(modes)} inputs have"
        return f"0 of {of} an answer: {without or 'nothing was drawn'}."
    divided = [mode for mode in modes if mode.word == "contested"]
    parts = [f"{words['unanimous']} of {_inputs(len(modes))} unanimous"]
    parts += [f"{words['settled']} settled"] if words["settled"] else []
    if divided:
        counts = sample.counts()
        named = ", ".join(_divided(sample, mode, counts[mode.row]) for mode in divided[:_NAMED])
        more = f" and {len(divided) - _NAMED} more" if len(divided) > _NAMED else ""
        parts.append(f"{len(divided)} contested: {named}{more}")
    elif words["unanimous"]:
        parts.append("none is contested")
    parts += [f"{words['drawn once']} drawn once, which says nothing about agreement"] if words["drawn once"] else []
    parts += [f"{words['unanswered']} without an answer"] if words["unanswered"] else []
    parts += [without] if without else []
    return f"{'; '.join(parts)}."


def lost(sample: SampleData) -> str:
    """Say how many draws gave no value, by class; empty where each gave one."""
    counts = {status: count for status, count in sample.statuses().most_common() if status != "ok"}
    said = [f"{count:,} {'was' if count == 1 else 'were'} {LOST[status]}" for status, count in counts.items()]
    if not said:
        return ""
    first = next(iter(counts))
    verb = "was" if sample.n_draws == 1 else "were"
    if len(counts) == 1:
        return f"{counts[first]:,} of {sample.n_draws:,} draws {verb} {LOST[first]}"
    return f"{sum(counts.values()):,} of {sample.n_draws:,} draws gave no value: {', '.join(said)}"


def _inputs(number: int) -> str:
    return "1 input is" if number == 1 else f"{number} inputs are"


def show_input(sample: SampleData, row: int) -> str:
    """Write an input of a sample for people."""
    return input_text(sample.given(row))


def _divided(sample: SampleData, mode: InputMode, counts: Counter[str]) -> str:
    shown = visible(cut(show_input(sample, mode.row), _SHOWN))
    return f"“{shown}” ({':'.join(str(count) for count in sorted(counts.values(), reverse=True))})"


def agreement(sample: SampleData) -> stats.Agreement:
    """Estimate how far two draws of an input agree, by the draws that no result chose."""
    found = stats.agreement(sample.fixed().value_counts(), weights=sample.weights)
    if sample.stopped is None:
        return found
    said = (
        f"of the first {sample.stopped.fixed} draws of each input, as the others were drawn until {sample.stopped.rule}"
    )
    return replace(found, diag="; ".join([said, *([found.diag] if found.diag else [])]))


def _subline(sample: SampleData) -> str:
    found = agreement(sample)
    if math.isnan(found.value):
        return f"agreement: {NOTHING} ({found.interval().diag})"
    bounds = found.interval()
    between = f" [{bounds.low:.1%} – {bounds.high:.1%}, {bounds.scope}]" if bounds.known else ""
    of = f", over the first {sample.stopped.fixed} draws of each" if sample.stopped else ""
    return f"two draws of the same input agree {found.value:.1%} of the time{between}{of}"


def _row(sample: SampleData, mode: InputMode, counts: Counter[str]) -> InputRow:
    total, bound = counts.total(), between(sample)
    outcomes = []
    for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        bounds = bound(count, total, _LEVEL)
        status = "ok" if is_value(key) else key.strip("()")
        outcomes.append(OutcomeRow(label(key), count, count / total, bounds.low, bounds.high, status))
    agree = pairwise_agreement(values_of(counts))
    return InputRow(
        label=show_input(sample, mode.row),
        outcomes=tuple(outcomes),
        n=total,
        word=mode.word,
        agreement=None if math.isnan(agree) else agree,
        weight=sample.weights[mode.row],
    )
