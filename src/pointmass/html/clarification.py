"""Questions to a person as a tree: each with its choices, how often the model takes them, and an example."""

from __future__ import annotations

from pointmass.html import render, tree
from pointmass.html.interpretations import readings_part
from pointmass.html.tree import Part
from pointmass.html.views import ClarificationView


def clarification_html(view: ClarificationView) -> str:
    """Write the questions as HTML."""
    part = tree.stack(clarification_part(view), tree.copied(view.code, said="answer in code") if view.code else None)
    return render.to_html(part, label=f"questions about {view.name}")


def clarification_part(view: ClarificationView) -> Part:
    """Return the questions as a tree."""
    count = len(view.questions)
    return tree.stack(
        tree.head(view.name, ["clarify", f"{count:,} question{'' if count == 1 else 's'}"]),
        tree.say(view.sentence) if view.sentence else None,
        tree.sub(view.note) if view.note else None,
        *(
            tree.stack(
                tree.say(
                    each.said
                ),  # no heading: headings are set in capitals, and capitals may be what is asked about
                tree.sub(each.under) if each.under else None,
                readings_part(each.rows, "draws", key=f"question {at}"),
            )
            for at, each in enumerate(view.questions)
        ),
    )
