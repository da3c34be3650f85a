"""What is shown of a comparison, as plain data."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.comparison.data import Change, ComparisonData, Contrast
from pointmass.comparison.effects import POINTS, Effect
from pointmass.comparison.in_words import conclusion, p_text, sentence, shares
from pointmass.html.comparison import CompareView, ContrastView, DumbbellRow, EffectRow, SideRow
from pointmass.sample.data import label as written
from pointmass.stats import ASSUMES


def view(comparison: ComparisonData) -> CompareView:
    """Return what is shown of a comparison."""
    first = comparison.contrasts[0]
    variants = [first.against, *(contrast.variant for contrast in comparison.contrasts)]
    return CompareView(
        name=comparison.name,
        chips=(
            "compare",
            " · ".join(variants),
            comparison.whose,
            f"{len(first.changes):,} inputs",
            f"permutation tests, {comparison.resamples:,}",
        ),
        sentence=sentence(comparison),
        contrasts=tuple(_contrast(contrast, comparison.level) for contrast in comparison.contrasts),
        surfaces=tuple(comparison.surfaces.items()),
        notes=(*comparison.notes, f"{ASSUMES[0].upper()}{ASSUMES[1:]}."),
        sides=_sides(comparison),
        code="c.table()  ·  c.effects()  ·  c.inputs()",
    )


def _sides(comparison: ComparisonData) -> tuple[SideRow, ...]:
    """Lay the variants side by side on the inputs that all of them answered, those that moved most surely first."""
    by_input = [{change.label: change for change in contrast.changes} for contrast in comparison.contrasts]
    shared = [label for label in by_input[0] if all(label in each for each in by_input[1:])]
    rows = [(label, [each[label] for each in by_input]) for label in shared]
    rows.sort(key=lambda row: (min(change.p_adjusted for change in row[1]), -max(c.moved_share for c in row[1])))
    return tuple(_side(label, changes, comparison.level) for label, changes in rows)


def _side(label: str, changes: Sequence[Change], level: float) -> SideRow:
    counts = [changes[0].before, *(change.after for change in changes)]
    places = {answer: place for place, answer in enumerate(dict.fromkeys(answer for each in counts for answer in each))}
    moved = [False, *(change.moved(level) for change in changes)]
    cells = []
    for each, has_moved in zip(counts, moved, strict=True):
        answer = next(iter(each))
        cells.append((written(answer), each[answer] / sum(each.values()), places[answer], has_moved))
    return SideRow(label, tuple(cells))


def _contrast(contrast: Contrast, level: float) -> ContrastView:
    moved = contrast.moved(level)
    names = {id(change) for change in moved}
    rest = [change for change in contrast.changes if id(change) not in names and change.moved_share > 0]
    rest.sort(key=lambda change: (change.p_value, -change.moved_share))
    return ContrastView(
        a=contrast.against,
        b=contrast.variant,
        sentence=conclusion(contrast, level),
        moved=tuple(_dumbbell(change) for change in moved),
        others=tuple(_dumbbell(change) for change in rest),
        alike=len(contrast.changes) - len(moved) - len(rest),
        effects=tuple(_effect(effect, level) for effect in contrast.effects),
        unmeasured=_unmeasured(contrast),
        diag=contrast.diag,
    )


def _unmeasured(contrast: Contrast) -> str:
    """Write why questions have no figure, those with one reason together: ``dollars, seconds: not recorded of a and b``."""
    by_reason: dict[str, list[str]] = {}
    for name, why in contrast.unmeasured.items():
        by_reason.setdefault(why, []).append(name.replace("_", " "))
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in by_reason.items())


def _dumbbell(change: Change) -> DumbbellRow:
    mode = next(iter(change.before))
    return DumbbellRow(
        label=change.label,
        answer=change.mode_before,
        now=change.mode_after if change.mode_moved else "",
        share_a=change.before[mode] / sum(change.before.values()),
        share_b=change.after.get(mode, 0) / sum(change.after.values()),
        title=f"{shares(change.before)} → {shares(change.after)}",
        p=p_text(change.p_adjusted),
    )


def _effect(effect: Effect, level: float) -> EffectRow:
    def figure(value: float) -> str:
        return f"{value:.1%}" if effect.question.unit == POINTS else f"{value:.4g}"

    return EffectRow(
        what=effect.question.name.replace("_", " "),
        figures=f"{figure(effect.a)} → {figure(effect.b)}",
        change=effect.size(level),
        p=p_text(effect.p_adjusted) if effect.claims else "",
        verdict=effect.verdict(level),
    )
