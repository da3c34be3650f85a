"""A proposal as plain data for its panel, and as a few lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.facts import NOT_RECORDED, NOTHING, missing
from pointmass.html import CurvePoint, EvidenceRow, FieldRow, GivesUpRow, ProposalView
from pointmass.registry import Event
from pointmass.rounded import at_least
from pointmass.stabilize.curve import Point
from pointmass.stabilize.decision import Advice
from pointmass.stabilize.evidence import Evidence, Given, on_these_inputs
from pointmass.stabilize.others import Other
from pointmass.stabilize.records import FieldPart
from pointmass.stats import ASSUMES
from pointmass.synthesis.questions import Disagreement


def summary(name: str, evidence: Evidence, advice: Advice) -> str:
    """Return the advice and the evidence in a few lines of text."""
    how = f"({evidence.sure}, one-sided{'' if evidence.sure.extended else ', exact'}{', of their draws' if evidence.complete else ''})"
    lines = [
        f"{name}: {advice.verdict}. {advice.reason}.",
        f"  evidence   {evidence.inputs} inputs × {evidence.draws} draws, {evidence.settled} settled; {evidence.method}",
        f"  behaviour  of {evidence.whose}",
        f"  answers    {_answers(evidence)}",
        f"  agreement  {_agreement(evidence)} {how}"
        if evidence.answered
        else f"  agreement  {NOTHING}: code answered none of the {evidence.inputs_tried}",
        f"  saves      per 1,000 calls: {saved(evidence)}",
        f"  paid back  {paid_back(evidence)}",
    ]
    return "\n".join(lines)


def _agreement(evidence: Evidence) -> str:
    return f"{evidence.agreed} of {evidence.answered} {evidence.inputs_tried}, at least {at_least(evidence.bound)}"


def _answers(evidence: Evidence) -> str:
    """Return in words how much code answers, and how much of it whole."""
    if evidence.whole == evidence.coverage:
        return f"{evidence.coverage:.0%} of inputs like these; the model answers the rest"
    whole = f"{evidence.whole:.0%}" if evidence.whole else "none"
    return f"some fields on {evidence.coverage:.0%} of inputs like these, all fields on {whole}; the model is asked for the rest"


def paid_back(evidence: Evidence) -> str:
    """Return in words after how many calls the cost of finding the code is saved."""
    ledger = evidence.ledger
    spent = f"the {ledger.spent.draws:,} draws"
    if ledger.unit == "dollars":
        unpriced = f" ({ledger.spent.unpriced:,} unpriced)" if ledger.spent.unpriced else ""
        spent = f"the ${ledger.spent.dollars or 0.0:,.2f} of {spent}{unpriced}"
    elif ledger.unit == "tokens" and ledger.spent.counted < ledger.spent.draws:
        spent = f"the counted tokens ({ledger.spent.counted:,} of {ledger.spent.draws:,} draws)"
    if ledger.break_even is None:
        return f"never: code saves nothing of {spent}"
    return f"{spent} after {ledger.break_even:,} calls of this mix (counted in {ledger.unit})"


def saved(evidence: Evidence) -> str:
    """Return in words what the code would save per 1,000 calls, and which figures were not recorded."""
    ledger = evidence.ledger
    if not ledger.calls:
        return f"{NOTHING}: code answers none"
    parts = [f"{ledger.calls:,.0f} model calls"]
    parts += [f"{ledger.tokens:,.0f} tokens"] if ledger.tokens is not None else []
    parts += [f"${ledger.dollars:,.2f}"] if ledger.dollars is not None else []
    parts += [f"{ledger.seconds:,.0f} s of waiting"] if ledger.seconds is not None else []
    figures = {"tokens": ledger.tokens, "dollars": ledger.dollars, "seconds": ledger.seconds}
    no_price = ledger.dollars is None and ledger.tokens is not None
    absent = [name for name, figure in figures.items() if figure is None and not (no_price and name == "dollars")]
    return "; ".join(part for part in (", ".join(parts), missing(not_recorded=absent, no_price=no_price)) if part)


def view(  # noqa: PLR0913 - a piece for each section
    name: str,
    source: str,
    guard: Sequence[str],
    evidence: Evidence,
    advice: Advice,
    *,
    bound: Event | None,
    notes: Sequence[str] = (),
    points: Sequence[Point] = (),
    asked: float = 0.0,
    questions: Sequence[Disagreement] = (),
    others: Sequence[Other] = (),
    parts: Sequence[FieldPart] = (),
    left: Sequence[Given] = (),
) -> ProposalView:
    """Return the data of the panel of a proposal."""
    return ProposalView(
        name=name,
        sentence=f"{advice.reason[:1].upper()}{advice.reason[1:]}.",
        decision=advice.verdict,
        kpis=_kpis(evidence),
        source=source,
        guard=tuple(guard),
        evidence=_rows(evidence),
        gives_up=tuple(_lost(given) for given in (*evidence.disagreements, *left)),
        curve=tuple(_point(point) for point in points) if len(points) > 1 else (),
        asked=asked,
        fields=tuple(_part(part) for part in parts),
        questions=tuple((each.text, each.why) for each in questions),
        others=tuple(map(str, others)),
        notes=(
            f"Saved per 1,000 calls of this mix: {saved(evidence)}.",
            f"Paid back: {paid_back(evidence)}.",
            *(
                []
                if evidence.complete
                else [f"{ASSUMES}; distinct ones count once in the agreement, by weight in the coverage."]
            ),
            *notes,
        ),
        bound=None if bound is None else f"bound as v{bound.version} · {bound.kind} · by {bound.by}",
        code="p.accept()",
    )


def _kpis(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    ledger = evidence.ledger
    uncounted = NOT_RECORDED if ledger.calls else NOTHING
    tokens = uncounted if ledger.tokens is None else f"{ledger.tokens:,.0f}"
    part = "" if evidence.whole == evidence.coverage else " in part"
    return (
        (f"{evidence.coverage:.0%}", f"of {evidence.inputs_tried} answered by code{part}"),
        (f"{evidence.agreed} / {evidence.answered}", f"{evidence.inputs_tried} answered as the model does"),
        (
            f"≥ {at_least(evidence.bound)}" if evidence.answered else NOTHING,
            f"agreement {evidence.scope} ({evidence.sure})",
        ),
        (f"{ledger.calls:,.0f}", "model calls saved per 1,000"),
        (tokens, "tokens saved per 1,000 calls"),
    )


def _rows(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    def share(part: int, whole: int) -> tuple[str, str]:
        return f"{part} / {whole}", f"{part / whole:.0%}" if whole else ""

    agreed = f"{evidence.agreement:.0%} [≥ {at_least(evidence.bound)}]" if evidence.answered else NOTHING
    left = evidence.certified - evidence.answered
    return (
        EvidenceRow("whose behaviour", note=evidence.whose),
        EvidenceRow(
            "inputs whose draws agree", *share(evidence.settled, evidence.inputs), f"{evidence.draws} draws each"
        ),
        EvidenceRow(
            "answered by code, of those certified", *share(evidence.answered, evidence.certified), evidence.method
        ),
        EvidenceRow(
            "answered as the model does",
            f"{evidence.agreed} / {evidence.answered}",
            agreed,
            f"{evidence.inputs_tried}; the bound holds {evidence.scope}",
        ),
        *_against_draws(evidence),
        *_labelled(evidence),
        EvidenceRow("handed back unseen", *share(left, evidence.certified), "by guards that had not seen them"),
    )


def _labelled(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    """Say how code stands against labels of a person, where there are any."""
    found = evidence.labels
    if not found.inputs:
        return ()
    right = found.answered - found.code_wrong
    counts = (f"{right} / {found.answered}", f"{right / found.answered:.0%}" if found.answered else "")
    return (EvidenceRow("labelled inputs that code answers, not against the label", *counts, str(found)),)


def _against_draws(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    """Return the rows that compare the code with single draws: the share of equal ones, the gain over another draw."""
    drawn = evidence.drawn
    if drawn is None:
        return ()
    low, high = on_these_inputs(drawn)
    gain = drawn.fidelity - drawn.self_agreement
    proved = "shown" if drawn.no_worse else "not shown yet"
    equal = EvidenceRow(
        "draws that equal the code's answer",
        f"{sum(drawn.matches)} / {sum(drawn.draws)}",
        f"{drawn.fidelity:.0%} [{100 * low:.0f}–{100 * high:.0f}]",
        evidence.scope if evidence.complete else "on these inputs: says nothing about others",
    )
    if evidence.complete:  # its inputs were not drawn from any others
        return (equal,)
    return (
        equal,
        EvidenceRow(
            "agreement with a draw, over that of another draw",
            "",
            f"{_points(gain)} [≥ {_points(drawn.gain_bound)}]",
            f"percentage points, on inputs like these; at most {100 * drawn.margin:.0f} points less is {proved}",
        ),
    )


def _points(share: float) -> str:
    """Return a difference of shares in percentage points, with its sign; 0 has none."""
    return f"{round(100 * share):+d}".replace("+0", "0").replace("-", "−")


def _point(point: Point) -> CurvePoint:
    counts = f"{point.agreed} / {point.answered}"
    return CurvePoint(str(point.strictness), point.coverage, point.agreement, point.bound, counts, point.chosen)


def _part(part: FieldPart) -> FieldRow:
    found, best = part.result.evidence, part.result.best
    words = best.fitted.code.words if best else ""
    counts = f"{found.agreed} / {found.answered}"
    return FieldRow(part.field, part.verdict, counts, f"≥ {at_least(found.bound)}", words, part.result.advice.reason)


def _lost(given: Given) -> GivesUpRow:
    value: Any = given.input
    return GivesUpRow(value if isinstance(value, str) else canonical(value), given.outcomes, given.why)
