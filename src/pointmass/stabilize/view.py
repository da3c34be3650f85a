"""What a proposal shows, as plain data, and in a few lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.html import EvidenceRow, GivesUpRow, ProposalView
from pointmass.registry import Event
from pointmass.stabilize.curve import LEVEL
from pointmass.stabilize.decision import Advice
from pointmass.stabilize.evidence import Evidence, Given, on_these_inputs

NOT_COUNTED = "not recorded: these draws carry no token counts"


def summary(name: str, evidence: Evidence, advice: Advice) -> str:
    """Say what would be bound and what speaks for it, in a few lines."""
    lines = [
        f"{name}: {advice.verdict}. {advice.reason}.",
        f"  evidence   {evidence.inputs} inputs × {evidence.draws} draws, {evidence.settled} settled; tried {evidence.method}",
        f"  answers    {evidence.coverage:.0%} of the inputs; the model answers the rest",
        f"  agreement  {evidence.agreed} of {evidence.answered} unseen inputs, at least {evidence.bound:.0%} ({LEVEL:.0%}, one-sided, exact)",
        f"  saves      {saved(evidence)} per 1,000 calls",
    ]
    return "\n".join(lines)


def saved(evidence: Evidence) -> str:
    """Say what the code would save per 1,000 calls: what was counted, and nothing else."""
    ledger = evidence.ledger
    parts = [f"{ledger.calls:,.0f} model calls"]
    parts.append(f"{ledger.tokens:,.0f} tokens" if ledger.tokens is not None else f"tokens {NOT_COUNTED}")
    parts += [f"${ledger.dollars:,.2f}"] if ledger.dollars is not None else []
    parts += [f"{ledger.seconds:,.0f} s of waiting"] if ledger.seconds is not None else []
    return ", ".join(parts)


def view(
    name: str,
    source: str,
    guard: Sequence[str],
    evidence: Evidence,
    advice: Advice,
    *,
    bound: Event | None,
    notes: Sequence[str] = (),
) -> ProposalView:
    """Return what the panel of a proposal shows."""
    return ProposalView(
        name=name,
        sentence=f"{advice.reason[:1].upper()}{advice.reason[1:]}.",
        decision=advice.verdict,
        kpis=_kpis(evidence),
        source=source,
        guard=tuple(guard),
        evidence=_rows(evidence),
        gives_up=tuple(_lost(given) for given in (*evidence.disagreements, *evidence.gives_up)),
        notes=(f"Saved per 1,000 calls of this mix: {saved(evidence)}.", *notes),
        bound=None if bound is None else f"bound as v{bound.version} · {bound.kind} · by {bound.by}",
        code="p.accept()",
    )


def _kpis(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    ledger = evidence.ledger
    tokens = ((f"{ledger.tokens:,.0f}", "tokens saved per 1,000 calls"),) if ledger.tokens is not None else ()
    return (
        (f"{evidence.coverage:.0%}", "of unseen inputs answered by code"),
        (f"{evidence.agreed} / {evidence.answered}", "unseen inputs answered as the model does"),
        (f"≥ {evidence.bound:.0%}", f"agreement on inputs like these ({LEVEL:.0%})"),
        (f"{ledger.calls:,.0f}", "model calls saved per 1,000"),
        *tokens,
    )


def _rows(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    def share(part: int, whole: int) -> tuple[str, str]:
        return f"{part} / {whole}", f"{part / whole:.0%}" if whole else ""

    agreed = f"{evidence.agreement:.0%} [≥ {evidence.bound:.0%}]"
    left = evidence.certified - evidence.answered
    return (
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
            "inputs the program had not seen; the bound holds on inputs like these",
        ),
        *_against_draws(evidence),
        EvidenceRow("handed back unseen", *share(left, evidence.certified), "too unlike what taught the program"),
    )


def _against_draws(evidence: Evidence) -> tuple[EvidenceRow, ...]:
    """Say how the code stands against single draws: on these inputs, and whether that is as good as asking once more."""
    drawn = evidence.drawn
    if drawn is None:
        return ()
    low, high = on_these_inputs(drawn)
    gain = drawn.fidelity - drawn.self_agreement
    proved = "shown" if drawn.no_worse else "not shown yet"
    return (
        EvidenceRow(
            "draws that equal the code's answer",
            f"{sum(drawn.matches)} / {sum(drawn.draws)}",
            f"{drawn.fidelity:.0%} [{100 * low:.0f}–{100 * high:.0f}]",
            "on these inputs: says nothing of another",
        ),
        EvidenceRow(
            "gain over another draw of the model",
            "",
            f"{_points(gain)} [≥ {_points(drawn.gain_bound)}]",
            f"in points, on inputs like these; at most {100 * drawn.margin:.0f} worse: {proved}",
        ),
    )


def _points(share: float) -> str:
    """Write a difference of shares in points, with its sign; never a minus before nothing."""
    return f"{round(100 * share):+d}".replace("+0", "0").replace("-", "−")


def _lost(given: Given) -> GivesUpRow:
    value: Any = given.input
    return GivesUpRow(value if isinstance(value, str) else canonical(value), given.outcomes, given.why)
