"""Views as static HTML: plain data in, escaped HTML out; pure functions that know nothing of a notebook."""

from __future__ import annotations

from pointmass.html.clarification import clarification_html
from pointmass.html.history import history_html
from pointmass.html.interpretations import interpretations_html
from pointmass.html.progress import progress_html, progress_text
from pointmass.html.proposal import proposal_html
from pointmass.html.sample import sample_html
from pointmass.html.views import (
    ClarificationView,
    ContestedInput,
    CurvePoint,
    EvidenceRow,
    FieldRow,
    GivesUpRow,
    HeatRow,
    HeatView,
    HistoryRow,
    HistoryView,
    InputRow,
    InterpretationsView,
    OutcomeRow,
    ProgressView,
    ProposalView,
    QuestionRow,
    ReadingRow,
    SampleView,
)

__all__ = [
    "ClarificationView",
    "ContestedInput",
    "CurvePoint",
    "EvidenceRow",
    "FieldRow",
    "GivesUpRow",
    "HeatRow",
    "HeatView",
    "HistoryRow",
    "HistoryView",
    "InputRow",
    "InterpretationsView",
    "OutcomeRow",
    "ProgressView",
    "ProposalView",
    "QuestionRow",
    "ReadingRow",
    "SampleView",
    "clarification_html",
    "history_html",
    "interpretations_html",
    "progress_html",
    "progress_text",
    "proposal_html",
    "sample_html",
]
