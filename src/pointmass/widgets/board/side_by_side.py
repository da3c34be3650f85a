"""A comparison to look into: which inputs moved, a chosen one under both variants, what was measured, what the specs differ in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.comparison import Comparison
from pointmass.comparison.data import Change, Contrast
from pointmass.comparison.in_words import p_text, shares
from pointmass.html import style, tree
from pointmass.html.comparison import CompareView, effects_part, sides_part, surfaces_part
from pointmass.html.parts import percent
from pointmass.html.tree import Column, Part
from pointmass.sample.data import label as written
from pointmass.widgets.board.base_page import Board

LIST = "compared"
"""The list of the inputs that were compared."""

_MARKS = {"moved": "▲", "differs": "△", "alike": "="}
_ORDER = tuple(_MARKS)
_MOST = 4_000
"""Inputs that are listed; a table has them all."""

_HALF = 0.48
"""The share of a bar that one variant has."""

_SEGMENTS = 8
"""Answers of a variant that are drawn in a bar; the rest is one grey segment."""


class SideBySide:
    """What a person looks at in a comparison.

    Attributes:
        variant: The place of the contrast that is looked at.
        row: The number of the input that was chosen, among the changes of that contrast; -1 for none.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.variant = 0
        self.row = -1
        self._which = "all"
        self._find = ""
        self._shown = "inputs"
        self._listed: tuple[Contrast | None, list[int]] = (None, [])
        self._view: tuple[Comparison, CompareView] | None = None

    # --- what is shown

    def draw(self, comparison: Comparison) -> Part:
        """Return the comparison: its sentence, the inputs of one contrast, and the chosen one under both variants."""
        self._list(comparison)
        view, contrast = self._seen(comparison), self.contrast(comparison)
        variants = [(str(at), each.variant) for at, each in enumerate(comparison.contrasts)]
        several = len(variants) > 1
        sides = self._sides(view)
        which = self._shown if self._shown in sides else "inputs"
        options = [("inputs", "inputs"), *((key, said) for key, (said, _) in sides.items())]
        return tree.stack(
            tree.say(view.sentence),
            tree.row(
                tree.choice("variant", str(self.variant), variants, said="variant", many=True) if several else None,
                tree.choice("shown", which, options, said="what is shown"),
            ),
            sides[which][1] if which in sides else self._of_inputs(contrast, comparison.level),
            tree.note(view.contrasts[self.variant].diag) if view.contrasts[self.variant].diag else None,
        )

    def _seen(self, comparison: Comparison) -> CompareView:
        """Return the view of a comparison, made once for as long as it is the same."""
        if self._view is None or self._view[0] is not comparison:
            self._view = comparison, comparison.view()
        return self._view[1]

    def _sides(self, view: CompareView) -> dict[str, tuple[str, Part]]:
        """Return what can be shown in the place of the inputs, each with what it is called."""
        contrast, several = view.contrasts[self.variant], len(view.contrasts) > 1
        made = {
            "measured": ("what was measured", effects_part(contrast, key=f"effects {self.variant}")),
            "surfaces": ("changes in the spec", _unfolded(surfaces_part(view.surfaces))),
            "sides": ("side by side", _unfolded(sides_part(view)) if several else None),
            "notes": ("what to know", tree.items([*([contrast.sentence] if several else []), *view.notes])),
        }
        return {key: (said, part) for key, (said, part) in made.items() if part is not None}

    def _of_inputs(self, contrast: Contrast, level: float) -> Part:
        return tree.stack(
            tree.row(
                tree.choice("which", self._which, self._counts(contrast, level), said="which inputs"),
                tree.entry("find", self._find, said="find in inputs and answers", soon=True),
            ),
            tree.two(self._inputs(contrast, level), self._chosen(contrast, level)),
        )

    def _inputs(self, contrast: Contrast, level: float) -> Part:
        places = self._places(contrast, level)
        found = f"{len(places):,} of {len(contrast.changes):,} inputs"
        if len(contrast.changes) > _MOST:
            found += f", the first {_MOST:,} can be listed: c.inputs(every=True) has them all"
        halves = f"Half a bar each: what {tree.theirs(contrast.against)} answers, and what {tree.theirs(contrast.variant)} does."
        return tree.stack(
            tree.picker(
                "row", self.row, of=LIST, found=found, said="inputs, the surest to have moved first", places=places
            ),
            tree.sub(halves),
        )

    def _chosen(self, contrast: Contrast, level: float) -> Part:
        if not 0 <= self.row < len(contrast.changes):
            return tree.sub("no input selected")
        change = contrast.changes[self.row]
        keys = list(dict.fromkeys([*change.before, *change.after]))
        cells: list[list[tree.Cell]] = [_outcome(change, key, rank) for rank, key in enumerate(keys)]
        columns = (
            Column("", width=44),
            Column(_head(contrast.against, change.before), width=28),
            Column(_head(contrast.variant, change.after), width=28),
        )
        moved = "the most frequent answer is another one; " if change.mode_moved else ""
        return tree.stack(
            tree.label(change.label, limit=1000),
            tree.sub(f"{_word(change, level)}: {moved}p {p_text(change.p_adjusted)}, corrected over all inputs"),
            tree.table(columns, cells, key=f"answers {self.variant} {self.row}", shown=5, what="answers"),
        )

    # --- which inputs are listed

    def contrast(self, comparison: Comparison) -> Contrast:
        """Return the contrast that is looked at."""
        if not 0 <= self.variant < len(comparison.contrasts):
            self.variant = 0
        return comparison.contrasts[self.variant]

    def _list(self, comparison: Comparison) -> None:
        """Send the inputs of a contrast, those that moved most surely first, and choose the first; once for each contrast."""
        contrast, level = self.contrast(comparison), comparison.level
        if self._listed[0] is contrast:
            return
        order = sorted(range(len(contrast.changes)), key=lambda at: _surest(contrast.changes[at], level))[:_MOST]
        self._listed, self.row = (contrast, order), order[0] if order else -1
        self.board.put_list(LIST, [_listed(contrast.changes[at], at, level) for at in order])

    def _places(self, contrast: Contrast, level: float) -> list[int]:
        """Return the places in the list of the inputs that are looked for."""
        text = self._find.strip().lower()
        places = []
        for place, at in enumerate(self._listed[1]):
            change = contrast.changes[at]
            fits = self._which in ("all", _word(change, level))
            if fits and (not text or text in _text(change)):
                places.append(place)
        return places

    def _counts(self, contrast: Contrast, level: float) -> list[tuple[str, str]]:
        words = [_word(change, level) for change in contrast.changes]
        each = [(word, f"{_MARKS[word]} {word} ({words.count(word):,})") for word in _ORDER]
        return [("all", f"all ({len(words):,})"), *each]

    # --- what is done

    def knows(self, name: str) -> bool:
        """Whether a name is set here."""
        return name in ("variant", "which", "find", "row", "shown")

    def choose(self, name: str, value: Any) -> None:
        """Take the variant, what is looked for or shown, or an input; an input that is chosen once more is let go."""
        if name == "variant" and str(value).isdecimal():
            self.variant = int(value)
        elif name == "row":
            self.row = value if isinstance(value, int) and value != self.row and value in self._listed[1] else -1
        elif name == "which":
            self._which = str(value)
        elif name == "find":
            self._find = str(value)
        elif name == "shown":
            self._shown = str(value)


def _unfolded(fold: Part | None) -> Part | None:
    return tree.stack(*fold.parts) if fold is not None else None


def _word(change: Change, level: float) -> str:
    return "moved" if change.moved(level) else "differs" if change.moved_share > 0 else "alike"


def _surest(change: Change, level: float) -> tuple[int, float, float]:
    return _ORDER.index(_word(change, level)), change.p_adjusted, -change.moved_share


def _text(change: Change) -> str:
    return "\n".join([change.label, *map(written, {**change.before, **change.after})]).lower()


def _listed(change: Change, at: int, level: float) -> dict[str, Any]:
    """Return an input as the list draws it: the left half of its bar is what was answered before, the right half what is now."""
    ranks = {key: rank for rank, key in enumerate(dict.fromkeys([*change.before, *change.after]))}
    word = _word(change, level)
    between = [round(1 - 2 * _HALF, 3), False, len(style.PALETTE)]
    return {
        "at": at,
        "label": tree.theirs(change.label, limit=160),
        "word": word,
        "mark": _MARKS[word],
        "weight": 1,
        "said": tree.theirs(f"{shares(change.before)} → {shares(change.after)}", limit=400),
        "strip": [*_half(change.before, ranks), between, *_half(change.after, ranks)],
        "lettered": True,
    }


def _half(counts: Mapping[str, int], ranks: Mapping[str, int]) -> list[list[Any]]:
    """Return the answers of one variant as half a bar, the most frequent first."""
    total, keys = sum(counts.values()), list(counts)
    made: list[list[Any]] = [
        [round(_HALF * counts[key] / total, 3), _is_answer(key), ranks[key]] for key in keys[:_SEGMENTS]
    ]
    rest = sum(counts[key] for key in keys[_SEGMENTS:])
    return [*made, *([[round(_HALF * rest / total, 3), False, len(style.PALETTE)]] if rest else [])]


def _head(variant: str, counts: Mapping[str, int]) -> str:
    return f"{tree.theirs(variant, limit=30)}, {sum(counts.values()):,} draws"


def _is_answer(key: str) -> bool:
    return not key.startswith("(")


def _outcome(change: Change, key: str, rank: int) -> list[tree.Cell]:
    answer = _is_answer(key)
    letter = style.letter(rank) if answer else "·"
    marked = tree.marked(letter, tree.theirs(written(key), limit=120), rank=rank, answer=answer, mono=True)
    sides: list[tree.Cell] = []
    for counts in (change.before, change.after):
        count, share = counts.get(key, 0), counts.get(key, 0) / sum(counts.values())
        drawn = tree.bar(share, None, None, rank=rank, answer=answer)
        sides.append(tree.stack(drawn, tree.sub(f"{count:,} · {percent(share)}")))
    return [marked, *sides]
