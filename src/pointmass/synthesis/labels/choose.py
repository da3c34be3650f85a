"""Which of the ways to choose a label is taken: the form of a token, keywords, all words, or a model if one is allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pointmass.synthesis.labels import form_rules, keyword_rules, linear, word_counts
from pointmass.synthesis.operators.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.problem import Problem

_FOLDS = 5
# A table of all words is longer than a few keywords, and a model no rule: each has to answer so many more of the examples.
_WORTH = 0.05
_TRIED = 400


def label_rules(task: Problem, *, allow_model: bool = False) -> list[Candidate]:
    """Return the rules that choose a label for a text; none where the outputs are no labels.

    Args:
        task: The examples.
        allow_model: Whether a fitted model may stand before the rules, where it answers clearly more than they do.

    Raises:
        InputError: A model is allowed, and scikit-learn is not installed.
    """
    kinds = {type(output) for output in task.outputs}
    if not task.texts or len(kinds) != 1 or not kinds <= {str, bool, int}:
        return []
    if 2 * sum(map(_is_copied, task.texts, task.outputs)) > len(task.outputs):
        return []  # what the inputs hold word for word is no label
    keywords = keyword_rules.learn(task)
    found = (form_rules.learn(task), keywords, _scored(task, keywords, allow_model=allow_model))
    return [candidate for candidate in found if candidate is not None]


def _is_copied(text: str, label: object) -> bool:
    """Whether a text holds its label: as a word, or somewhere if the label is no mere letter or two."""
    said = str(label).lower()
    return said in text.lower() if len(said) > 2 else said in words(text)  # noqa: PLR2004 - as the docstring says


def _scored(task: Problem, keywords: Candidate | None, *, allow_model: bool) -> Candidate | None:
    """Return the table of words, or the model if one is allowed: the plainer, unless the other answers clearly more."""
    counted = word_counts.train(task)
    fitted = linear.fit(task) if allow_model else None
    shares = [_unseen_share(task) if keywords else 0.0, counted.calibration.share if counted else 0.0]
    if fitted is not None and fitted.calibration.share >= max(shares) + _WORTH:
        return linear.candidate(task, fitted)
    if counted is not None and shares[1] >= shares[0] + _WORTH * (keywords is not None):
        return word_counts.candidate(task, counted)
    return None


def _unseen_share(task: Problem) -> float:
    """Return the share of the examples that keyword rules answer rightly when they were learned from others."""
    step = -(-len(task.envs) // _TRIED)
    chosen = range(0, len(task.envs), step)
    right = sum(_right(task, list(chosen), fold) for fold in range(_FOLDS))
    return right / len(chosen)


def _right(task: Problem, chosen: list[int], fold: int) -> int:
    others = [i for place, i in enumerate(chosen) if place % _FOLDS != fold]
    learned = keyword_rules.learn(
        replace(task, envs=tuple(task.envs[i] for i in others), outputs=tuple(task.outputs[i] for i in others))
    )
    if learned is None:
        return 0
    tried = _pairs(task, chosen[fold::_FOLDS])
    return sum(learned.accepts(text) and learned(text) == label for text, label in tried)


def _pairs(task: Problem, chosen: list[int]) -> Iterator[tuple[str, object]]:
    for i in chosen:
        yield task.texts[i], task.outputs[i]
