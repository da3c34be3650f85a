"""A comparison in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pointmass.comparison.data import Change, ComparisonData, Contrast
from pointmass.errors import clip
from pointmass.html.escape import visible
from pointmass.sample.data import label
from pointmass.stats import LIKE_THESE, THESE

_NAMED = 5
_SHOWN = 4
_SMALL = 0.001

CONVERSATIONS = "in conversations like these"
"""What a figure speaks about where one conversation answers all inputs: further conversations about these inputs."""


def sentence(comparison: ComparisonData) -> str:
    """Say what was found, in one sentence that says which inputs it speaks of."""
    if len(comparison.contrasts) == 1:
        return conclusion(comparison.contrasts[0], comparison.level)
    told = [contrast for contrast in comparison.contrasts if not contrast.void]
    lost = [_nothing_found(each) for each in comparison.contrasts if each.void]
    if not told:
        return _sentence(lost)
    found = [contrast for contrast in told if contrast.moved(comparison.level)]
    against, many = comparison.contrasts[0].against, len(told)
    if not found:
        these = f"{THESE}, none of {many} variants is shown to change an input of {against}"
    else:
        named = ", ".join(f"{each.variant} ({len(each.moved(comparison.level))})" for each in found)
        these = f"{THESE}, {len(found)} of {many} variants change inputs of {against}: {named}"
    mixes = [each.variant for each in told if each.test.p_mix_adjusted <= 1 - comparison.level]
    like = f"the average mix of answers moves under {', '.join(mixes)}" if mixes else "no average mix is shown to move"
    of = LIKE_THESE if all(each.test.unit == "inputs" for each in told) else CONVERSATIONS
    effects = [f"{each.variant} is {said}" for each in told if (said := _shown(each, comparison.level))]
    return _sentence([these, f"{of}, {like}", *effects, *lost])


def conclusion(contrast: Contrast, level: float) -> str:
    """Say in one sentence what one variant does, and on which inputs."""
    found, n = contrast.moved(level), len(contrast.changes)
    if not n:
        return f"No input was answered under both {contrast.against} and {contrast.variant}."
    if contrast.void:
        return _sentence([_nothing_found(contrast)])
    under = f"differently under {contrast.variant} than under {contrast.against}"
    if found:
        these = f"{THESE}, {len(found)} of {n} behave {under}: {_named(found)}"
    else:
        these = f"{THESE}, none of {n} is shown to behave {under}"
        if contrast.test.p_any_adjusted <= 1 - level:
            these += f", though together they do (p {p_text(contrast.test.p_any_adjusted)})"
    said = _shown(contrast, level)
    like = _mix(contrast, level)
    return _sentence([these, like, *([f"{contrast.variant} is {said}"] if said else [])])


def _mix(contrast: Contrast, level: float) -> str:
    """Say whether the average mix moves, and of what that is said."""
    test = contrast.test
    if test.unit is None:
        return "nothing is tested over inputs, as one was drawn in conversations and the other was not"
    of = LIKE_THESE if test.unit == "inputs" else CONVERSATIONS
    moves = "moves" if test.p_mix_adjusted <= 1 - level else "is not shown to move"
    return f"{of}, the average mix of answers {moves} (p {p_text(test.p_mix_adjusted)})"


def shares(counts: Mapping[str, int]) -> str:
    """Write the outcomes of an input with their shares: ``kebab 88%, snake 12%``."""
    total = sum(counts.values())
    held = list(counts.items())
    shown = [f"{visible(clip(label(key), 60))} {n / total:.0%}" for key, n in held[:_SHOWN]]
    return ", ".join([*shown, *([f"{len(held) - _SHOWN} more"] if len(held) > _SHOWN else [])])


def p_text(value: float) -> str:
    """Write a p-value as journals print it."""
    return f"{value:.2g}" if value >= _SMALL else "< .001"


def _nothing_found(contrast: Contrast) -> str:
    return f"could not find out whether {contrast.variant} moves: {contrast.void[0]}"


def _shown(contrast: Contrast, level: float) -> str:
    """Say which measured differences are shown, with their size."""
    found = [effect for effect in contrast.effects if effect.found(level)]
    return ", ".join(f"{effect.verdict(level)} ({effect.size(level)})" for effect in found)


def _named(changes: Sequence[Change]) -> str:
    named = ", ".join(f"“{visible(clip(change.label, 40))}”" for change in changes[:_NAMED])
    return named + (f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else "")


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
