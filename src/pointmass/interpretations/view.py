"""What interpretations say in a line, in a few lines, and in a view: never more than a person can take in."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.html import ContestedInput, InterpretationsView, ReadingRow, style
from pointmass.html.escape import visible
from pointmass.html.views import input_text
from pointmass.interpretations.contrast import UNNAMED, contrast
from pointmass.interpretations.heat import heat
from pointmass.interpretations.short_lines import NO_ANSWER, shorten
from pointmass.rounded import at_most
from pointmass.stats import ASSUMES

if TYPE_CHECKING:
    from pointmass.interpretations.readings import Cluster, InputReadings, Readings

_NAMED = 3  # contested inputs that a repr names, and readings of each
_WORDS = 5  # words that set a reading apart
_EXAMPLES = 3  # inputs that stand for all where none is contested


def summary(result: Readings) -> str:
    """Say in one line how many readings there are."""
    if not result.labels:
        return "no draws, so no readings"
    if len(result.inputs) == 1:
        n = len(result.inputs[0].readings)
        return f"{len(result.labels)} draws, {n} {'reading' if n == 1 else 'readings'}"
    parts = [
        f"{many} with {n or 'no'} {'reading' if n <= 1 else 'readings'}"
        for n, many in result.readings_per_input.items()
    ]
    without = sum(each.count > sum(own.count for own in each.readings) > 0 for each in result.inputs)
    nothing = f"; {without} also {'has' if without == 1 else 'have'} draws that gave no value" if without else ""
    return f"{len(result.inputs)} inputs: {', '.join(parts)}{nothing}"


def lines(result: Readings, *, most: int | None = None) -> list[str]:
    """Say it in lines: the programs across inputs, then the contested inputs with the shares of their readings.

    Args:
        result: The interpretations.
        most: Lines of each sort, and readings in each; all of them when left out. What is left out is counted.
    """
    shown = result.programs[:most] if len(result.programs) > 1 else ()
    said = [f"{each.share:.0%} ({each.count} of {each.total}): {shorten(each.reading, 200)}" for each in shown]
    said += _left(len(result.programs) if shown else 0, most, "readings across inputs")
    for each in result.contested[:most]:
        where = "" if each.input is None else f"{shorten(repr(each.input), 60)}: "
        shares = [f"{c.reading} {c.count} of {c.total}" for c in each.clusters[:most]]
        said.append(where + " | ".join([*shares, *_left(len(each.clusters), most, "")]))
    # A terminal obeys control characters: what a model wrote must not reach it as they are.
    return [visible(line) for line in [*said, *_left(len(result.contested), most, "contested inputs")]]


def short(result: Readings) -> str:
    """Say it in a handful of lines, however many draws there are."""
    of = f" of {result.name}" if result.name else ""
    head = f"<Interpretations{of}: {shorten(summary(result), 160)}>"
    note = [result.note] if result.note else []
    return "\n".join([head, *(f"  {line}" for line in lines(result, most=_NAMED)), *note])


def view(result: Readings) -> InterpretationsView:
    """Return what a person sees of interpretations, as plain data."""
    across = len(result.programs) > 1
    alone = len(result.inputs) == 1 and not across
    return InterpretationsView(
        name=result.name or "outcomes",
        sentence=f"{summary(result)}.",
        note=" ".join(
            part
            for part in (
                f"Compared as {result.kind}: {result.why}.",
                result.note,
                _figures(result),
                seen(result),
                _of_which_inputs(result),
            )
            if part
        ),
        rows=_programs(result) if across else _rows(result.inputs[0], result.kind) if alone else (),
        unit="conversations" if across else "draws",
        inputs=() if alone else _inputs(result),
        code="s.interpretations().contested",
        open=_open(result),
        heat=heat(result),
        edits=tuple(str(edit) for edit in result.edits),
    )


def reading_rows(result: Readings, at: int) -> tuple[ReadingRow, ...]:
    """Return the readings across inputs, where there are; else those of one input, none where there is no such input.

    Args:
        result: The interpretations.
        at: The number of the input.
    """
    if len(result.programs) > 1:
        return _programs(result)
    return _rows(result.inputs[at], result.kind) if 0 <= at < len(result.inputs) else ()


def show(value: Any) -> str:
    """Write an input or an outcome for people: a text bare, no answer by its name, anything else as Python writes it."""
    if value is None:
        return NO_ANSWER
    return value if isinstance(value, str) else repr(value)


def _left(total: int, most: int | None, what: str) -> list[str]:
    return [f"and {total - most} more {what}".rstrip()] if most is not None and total > most else []


def _inputs(result: Readings) -> tuple[ContestedInput, ...]:
    chosen = result.contested or result.inputs[:_EXAMPLES]
    return tuple(
        ContestedInput(input_text(each.input), each.count, _rows(each, result.kind), len(each.readings))
        for each in chosen
    )


def _rows(each: InputReadings, kind: str) -> tuple[ReadingRow, ...]:
    words = each.words(most=_WORDS) if kind == "text" and len(each.clusters) > 1 else [()] * len(each.clusters)
    return tuple(
        _row(cluster, reading=_said(cluster, own), kind=kind, apart=_apart(cluster.exemplar, each.clusters[0].exemplar))
        for cluster, own in zip(each.clusters, words, strict=True)
    )


def _apart(own: Any, first: Any) -> str:
    """Say in words in what an answer differs from the most frequent one; nothing of that one, and where no word fits."""
    if own is first or own is None or first is None:
        return ""
    found = contrast(first, own)
    return "" if found == UNNAMED else f"apart from A: {found.clause}"


def _open(result: Readings) -> tuple[tuple[str, int], ...]:
    """Count on how many inputs the same is open, in words."""
    clauses = Counter(
        contrast(each.readings[0].exemplar, each.readings[1].exemplar).clause
        for each in result.contested
        if len(each.readings) > 1
    )
    return tuple(sorted(clauses.items(), key=lambda item: (-item[1], item[0])))


def _said(cluster: Cluster, words: tuple[str, ...]) -> str:
    """Say a reading: its medoid, the words that set it apart where it has several wordings, and whether it is shaky."""
    apart = f" (telling words: {', '.join(words)})" if words and len(cluster.forms) > 1 else ""
    shaky = f"; unstable, {cluster.stability:.0%} of it comes back in subsamples" if cluster.unstable else ""
    return f"{cluster.reading}{apart}{shaky}"


def _programs(result: Readings) -> tuple[ReadingRow, ...]:
    stability = result.linked.stability if result.linked else ()
    rows = []
    first = result.programs[0].exemplar if result.programs else {}
    for each in result.programs:
        back = stability[each.label] if each.label < len(stability) else math.nan
        sure = "" if math.isnan(back) else f"; {back:.0%} of it comes back in subsamples"
        pairs = tuple((given, show(said)) for given, said in each.exemplar.items())
        differ = [(first.get(given), said) for given, said in each.exemplar.items() if first.get(given, said) != said]
        apart = _apart(differ[0][1], differ[0][0]) if differ else ""
        row = _row(each, reading=f"reading {each.label}{sure}", exemplar=each.reading, apart=apart)
        rows.append(replace(row, told_by=pairs))
    return tuple(rows)


def _row(cluster: Cluster, *, reading: str, exemplar: str | None = None, kind: str = "", apart: str = "") -> ReadingRow:
    bounds = cluster.interval()
    example = show(cluster.exemplar) if exemplar is None else exemplar
    code = kind == "code" and cluster.exemplar is not None
    return ReadingRow(
        letter=style.letter(cluster.label),
        reading=_by_hand(cluster, reading),
        count=cluster.count,
        share=cluster.share,
        low=bounds.low if bounds.known else None,
        high=bounds.high if bounds.known else None,
        exemplar=example,
        source=example if code else "",
        apart=apart,
        doubt=cluster.doubt,
    )


def _of_which_inputs(result: Readings) -> str:
    return f"Shares and bounds are on these inputs; {ASSUMES}." if len(result.inputs) > 1 else ""


def _by_hand(cluster: Cluster, reading: str) -> str:
    """Say a reading by the name that a person gave it, and which hands made it."""
    did = dict.fromkeys(edit.do for edit in cluster.edits)
    made = " and ".join({"merge": "merged", "split": "split off"}.get(each, each) for each in did)
    named = f"{cluster.name}: {reading}" if cluster.name else reading
    return f"{named} ({made} by hand)" if made else named


def _figures(result: Readings) -> str:
    linked = result.linked
    if linked is None or linked.verdict != "programs":
        return ""
    said = f"{linked.noise:.0%} of the answers depart from the reading of their conversation"
    if not math.isnan(linked.explained):
        said += f"; readings found on one half of the inputs explain {max(0.0, linked.explained):.0%} of the disagreement on the other"
    return f"{said}."


def seen(result: Readings) -> str:
    """Say in a sentence how much may not have been seen; nothing where too few draws were made to say anything."""
    found = result.hold_out()
    if not found.then or found.bound >= 1:
        return ""
    what = "program" if result.programs else "reading"
    later = f"{found.new} of {found.then} draws after the first third brought a new {what}: P(unseen) is at most {at_most(found.bound)} ({found.level:.0%})"
    if result.programs or len(result.inputs) > 1:
        return f"{later}{'' if result.programs else ', on average over the inputs'}."
    coarse, finer = result.inputs[0].coverage()
    more = f"{at_most(finer.hold_out.bound)} told apart by {finer.merged}"
    few = f"about {coarse.unseen.chao1:.1f} readings by Chao1, an estimate, {finer.unseen.chao1:.1f} by {finer.merged}"
    return f"{later} ({more}); {few}."
