"""Questions to a person as static HTML: each with its choices, how often the model takes them, and an example."""

from __future__ import annotations

from pointmass.html import parts
from pointmass.html.escape import Html
from pointmass.html.interpretations import readings_table
from pointmass.html.views import ClarificationView, QuestionRow


def clarification_html(view: ClarificationView) -> str:
    """Write the questions as HTML."""
    count = len(view.questions)
    return parts.card(
        parts.head(view.name, ["clarify", f"{count:,} question{'' if count == 1 else 's'}"]),
        parts.sentence(view.sentence, under=view.note),
        parts.join(_question(each) for each in view.questions),
        parts.foot(view.code, said="answer in code"),
        label=f"questions about {view.name}",
    )


def _question(each: QuestionRow) -> Html:
    # No heading: headings are set in capitals, and capitals may be what is asked about.
    said = parts.sentence(each.said, under=each.under)
    return parts.join((parts.gap(), said, readings_table(each.rows, "draws")))
