"""How far apart two answers may be and still be the same: a choice of what does not count, and a slider where it is a distance."""

from __future__ import annotations

from pointmass.html import tree
from pointmass.html.tree import Part
from pointmass.interpretations import KINDS, Interpretations
from pointmass.interpretations.distance import widest
from pointmass.interpretations.likeness import DEFAULT_CUT

EXACT = "exact"
"""The choice in which every exact answer is a reading of its own."""

_LADDER = {
    "auto": "as they look: the note says how",
    EXACT: "only if equal, character by character",
    "name": "names, paths, codes: outer spaces and quotes do not count",
    "label": "labels: nor case, spacing, a final stop",
    "entity": "things: nor articles, accents, signs, comments",
    "text": "prose: much alike wordings are one",
}
SAME = (*_LADDER.items(), *((kind, kind) for kind in KINDS if kind not in _LADDER))
"""What may be chosen, from the strictest on; then by what answers are."""

_STEPS = 100


def threshold(found: Interpretations, kind: str, cut: str) -> Part | None:
    """Return the slider; ``None`` where answers are equal or not.

    Args:
        found: The interpretations as they are.
        kind: What was chosen of `SAME`.
        cut: What was chosen; empty for what is usual.
    """
    if found.kind == "text" and kind != EXACT:
        value = float(cut) if cut else DEFAULT_CUT
        shown = f"{value:g}" + ("" if cut else ", as usual")
        return tree.slider("cut", value, low=0, high=1, step=0.01, said="merged up to a distance of", shown=shown)
    if kind == EXACT or found.kind not in ("number", "date"):
        return None
    high = widest(found)
    if not high:
        return None
    value = float(cut) if cut else 0.0
    step = 1.0 if found.kind == "date" else high / _STEPS
    unit = " days" if found.kind == "date" else ""
    said = "merged up to a difference of"
    return tree.slider("cut", min(value, high), low=0, high=high, step=step, said=said, shown=f"{value:g}{unit}")
