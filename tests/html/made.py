"""Made-up views, samples and proposals, shared by the tests of html, widgets and browser."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import pointmass as pm
from pointmass.draw import Draw
from pointmass.html import (
    CurvePoint,
    EvidenceRow,
    FieldRow,
    GivesUpRow,
    HistoryRow,
    HistoryView,
    InputRow,
    InterpretationsView,
    OutcomeRow,
    ProposalView,
    ReadingRow,
    SampleView,
)
from pointmass.sample import Sample
from pointmass.stabilize import Proposal

EVIL = (
    "<img src=x onerror=\"window.__xss='img'\">",
    "<script>window.__xss='script'</script>",
    "</code></pre></style><svg onload=\"window.__xss='svg'\">",
    '" onmouseover="window.__xss=\'attr\'" x="',
    "' autofocus onfocus='window.__xss=1' y='",
    "<a href=\"javascript:window.__xss='link'\">click</a>",
    "</style><style>body{display:none}</style>",
    "&lt;b&gt; &amp; {{constructor}} ${1+1} <!-- -->",
    "<iframe srcdoc=\"<script>parent.__xss='frame'</script>\"></iframe>",
    "evil\u202egnp.exe \u200b\x1b[31m\x00 \ud800",
    "costs $5 to $10",
)
"""Texts that a model may write and no view may let through."""


def wilson(k: int, n: int) -> tuple[float, float]:
    """Bound a share (Wilson 1927), so that the made-up whiskers look like real ones."""
    z, p = 1.96, k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def input_row(label: str, counts: dict[str, int], *, statuses: dict[str, str] | None = None) -> InputRow:
    n = sum(counts.values())
    rows = tuple(
        OutcomeRow(text, k, k / n, *wilson(k, n), status=(statuses or {}).get(text, "ok"))
        for text, k in sorted(counts.items(), key=lambda pair: -pair[1])
    )
    top = rows[0].share
    word = "unanimous" if len(rows) == 1 else "settled" if top >= 0.75 else "contested"
    agreement = sum(k * (k - 1) for k in counts.values()) / (n * (n - 1)) if n > 1 else None
    return InputRow(label, rows, n, word, agreement)


def sample_view() -> SampleView:
    plain = {
        "Meeting Notes (2).docx": "meeting-notes-2.docx",
        "Q3 Report - FINAL v3.pdf": "q3-report-final-v3.pdf",
        "résumé Jane Doe 2024.pdf": "resume-jane-doe-2024.pdf",
        "IMG_20240312_184502.JPG": "img-20240312-184502.jpg",
        "holiday PHOTOS.zip": "holiday-photos.zip",
        "  spaced   out .txt": "spaced-out.txt",
        "budget_final.xlsx": "budget-final.xlsx",
        "日本語 メモ.md": "日本語-メモ.md",
        "a/b\\c:d.txt": "a-b-c-d.txt",
        "Offers $5 to $10.csv": "offers-5-to-10.csv",
    }
    rows = [input_row(title, {name: 16}) for title, name in plain.items()]
    rows.insert(3, input_row("v2.1", {"v2.1": 13, "v2-1": 3}))
    rows.insert(7, input_row("README", {"readme": 8, "README": 8}))
    rows.insert(
        9,
        input_row(
            "2024-03 notes.txt",
            {"2024-03-notes.txt": 7, "notes-2024-03.txt": 4, "2024_03_notes.txt": 3, "refusal": 2},
            statuses={"refusal": "refusal"},
        ),
    )
    return SampleView(
        name="clean_filename",
        kind="neural",
        model="claude-sonnet-5-5",
        n_inputs=len(rows),
        n_draws=16,
        sentence="Ten of 13 inputs are unanimous; “README” and “2024-03 notes.txt” have no settled answer.",
        subline="Two draws of the same input agree with probability 0.90 [0.77–0.98].",
        inputs=tuple(rows),
        statuses=(("ok", 206), ("refusal", 2)),
        cost="41,212 tokens · 38 s",
        notices=("“holiday PHOTOS.zip” was given twice; it was asked once and keeps its weight.",),
        code="s.table()  ·  s.frame",
    )


SOURCE = '''"""clean_filename: stabilized from spec 3f2a9c, 32 inputs × 16 draws (see evidence.json)."""
import re
import unicodedata


def accepts(title: str) -> bool:
    """Answer only for the shapes of input that were seen to be unambiguous."""
    return "." in title and not re.fullmatch(r"v?\\d+(\\.\\d+)*", title)


def clean_filename(title: str) -> str:
    """Turn each title into a clean file name."""
    stem, dot, extension = title.strip().rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") + dot + extension.lower()
'''


def proposal_view() -> ProposalView:
    return ProposalView(
        name="clean_filename",
        sentence="Code can take over 94% of inputs like these; the rest stay with the model.",
        decision="stabilize with guard",
        kpis=(
            ("15 of 15", "agree with the model [≥ 82%]"),
            ("94%", "of inputs answered by code"),
            ("1,000 → 62", "model calls per 1,000"),
            ("not measured", "tokens: the draws are recorded"),
        ),
        source=SOURCE,
        guard=("A title without an extension.", "A bare version number."),
        evidence=(
            EvidenceRow(
                "agrees with the modal answer, inputs never shown", "15 / 15", "100% [≥ 82%]", "one-sided exact"
            ),
            EvidenceRow("agrees on the inputs it was made from", "15 / 15", "100%", "shown to the synthesizer"),
            EvidenceRow("passed back to the model", "2 / 32", "6%", "the contested inputs"),
        ),
        gives_up=(
            GivesUpRow("v2.1", (("v2.1", 13), ("v2-1", 3)), "passed back: a version or a name?"),
            GivesUpRow("README", (("README", 8), ("readme", 8)), "passed back: no extension"),
        ),
        curve=(
            CurvePoint("0", 0.84, 22 / 27, 0.65, "22 / 27"),
            CurvePoint("1", 0.66, 1.0, 0.87, "21 / 21", chosen=True),
            CurvePoint("2", 0.41, 1.0, 0.79, "13 / 13"),
        ),
        asked=0.8,
        fields=(
            FieldRow("stem", "stabilize", "30 / 30", "≥ 90%", "lower-case stem", "30 of 30 agree"),
            FieldRow("note", "keep neural", "0 / 0", "≥ 0%", "", "the model gives different answers"),
        ),
        questions=(("What should `a.b.json` become?", "`a.b.json` (keep it); or `a-b.json` (dash it)"),),
        others=("“look it up” answers no other input.",),
        notes=("Undo at any time with clean_filename.soften().",),
        code="p.accept()",
    )


def readings_view() -> InterpretationsView:
    def row(letter: str, reading: str, count: int, exemplar: str) -> ReadingRow:
        return ReadingRow(letter, reading, count, count / 128, *wilson(count, 128), exemplar)

    return InterpretationsView(
        name="clean_filename",
        sentence="The spec is read two ways; B differs from A only where there is no extension.",
        note="128 draws, equal after normalisation; none left over.",
        rows=(
            row("A", "lower case, words joined by dashes", 104, "meeting-notes-2.docx"),
            row("B", "keeps capitals where there is no extension", 24, "README"),
        ),
        code="s.interpretations()",
    )


def history_view() -> HistoryView:
    return HistoryView(
        "clean_filename",
        (
            HistoryRow("v1", "neural", "spec defined", "2026-11-22 10:04", "you", "spec 3f2a9c"),
            HistoryRow(
                "v2", "hybrid", "stabilized", "2026-11-22 10:09", "asked in the notebook", "15 of 15 on unseen inputs"
            ),
        ),
        active="v2",
    )


SPEC = pm.Spec("clean_filename", "Turn each title into a clean file name.", (pm.Parameter("title", str),))


def drawn(answers: Mapping[str, Sequence[str | Draw]], *, spec: pm.Spec = SPEC) -> Sample:
    """Make a sample of texts for each input; a ``Draw`` stands for itself."""
    draws = tuple(
        tuple(each if isinstance(each, Draw) else Draw(at, "ok", each, each) for at, each in enumerate(said))
        for said in answers.values()
    )
    name = spec.parameters[0].name
    rows = tuple({name: given} for given in answers)
    return Sample(spec, rows, (1,) * len(rows), draws, max(map(len, draws), default=0), "a model")


def titles() -> Sample:
    """Thirteen titles × 16 draws: ten unanimous, three not, one of them with refusals."""
    answers: dict[str, list[str | Draw]] = {}
    for row in sample_view().inputs:
        made: list[str | Draw] = []
        for out in row.outcomes:
            for _ in range(out.count):
                answer = out.label if out.status == "ok" else Draw(len(made), "refusal", None, "I cannot.", "refused")
                made.append(answer)
        answers[row.label] = made
    return drawn(answers)


def reports() -> Sample:
    """Thirty titles that the code of ``SOURCE`` answers as the model does, and two on which the model is divided."""
    answers: dict[str, list[str]] = {f"Report {n} FINAL.pdf": [f"report-{n}-final.pdf"] * 8 for n in range(30)}
    answers["README"] = ["readme"] * 4 + ["README"] * 4
    answers["v2.1"] = ["v2.1"] * 5 + ["v2-1"] * 3
    return drawn(answers)


def proposed(*, approver: pm.Approver = pm.ask, code: str = SOURCE, sample: Sample | None = None) -> Proposal:
    """Let the gate judge code on a sample; whoever keeps the proposal keeps its workbench."""
    wb = pm.Workbench(approver=approver)
    return wb.define((sample or reports()).spec).propose(code, sample or reports())


def evil_draws() -> Sample:
    """Inputs and answers that no view may let through; of every second input two answers, and one that failed."""
    answers: dict[str, list[str | Draw]] = {}
    for at, text in enumerate(EVIL):
        other = EVIL[(at + 1) % len(EVIL)]
        failed = Draw(3, "format violation", None, other, other, model=text, stop_reason=text)
        answers[text] = [text, text, other, failed] if at % 2 else [text] * 4
    return drawn(answers)


EVIL_CODE = '''
def accepts(title: str) -> bool:
    """<script>window.__xss='code'</script> </style><style>p{display:none}</style>"""
    return len(title) > 1


def clean_filename(title: str) -> str:
    """<img src=y onerror="window.__xss='code'">"""
    # </code></pre><svg onload="window.__xss='code'"> costs $6 to $11
    return title
'''
"""Code that holds markup."""


def evil_proposed() -> Proposal:
    """A proposal for code that holds markup, on inputs and answers that do."""
    return proposed(sample=evil_draws(), code=EVIL_CODE)


def evil_sample() -> SampleView:
    rows = [input_row(text, {other: i + 1 for i, other in enumerate(EVIL)}) for text in EVIL]
    return SampleView(
        EVIL[0], EVIL[1], EVIL[2], 1, 1, EVIL[3], EVIL[4], tuple(rows), ((EVIL[1], 3),), EVIL[5], EVIL[:3], EVIL[6]
    )


def evil_proposal() -> ProposalView:
    return ProposalView(
        EVIL[0],
        EVIL[1],
        EVIL[2],
        tuple(itertools.pairwise(EVIL)),
        "\n".join(EVIL),
        EVIL,
        tuple(EvidenceRow(text, text, text, text) for text in EVIL),
        tuple(GivesUpRow(text, ((text, 1),), text) for text in EVIL),
        curve=tuple(CurvePoint(text, 0.5, 0.9, 0.8, text) for text in EVIL),
        fields=tuple(FieldRow(text, text, text, text, text, text) for text in EVIL),
        questions=tuple(itertools.pairwise(EVIL)),
        others=EVIL,
        notes=EVIL,
        code=EVIL[4],
    )


def evil_readings() -> InterpretationsView:
    rows = tuple(ReadingRow(text, text, 1, 0.1, 0.0, 0.3, text) for text in EVIL)
    return InterpretationsView(EVIL[0], EVIL[1], EVIL[2], rows, EVIL[3], EVIL[4])


def evil_history() -> HistoryView:
    return HistoryView(EVIL[0], tuple(HistoryRow(text, text, text, text, text, text) for text in EVIL), EVIL[1])
