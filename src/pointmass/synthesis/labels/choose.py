"""Which of the ways to choose a label is taken: the form of a token, keywords, all words, or a model if one is allowed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.labels import form_rules, scored
from pointmass.synthesis.labels.held_out import held_out
from pointmass.synthesis.labels.said import texts_of
from pointmass.synthesis.operators.outlines import words

if TYPE_CHECKING:
    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.labels.calibrate import CalibrationScore
    from pointmass.synthesis.problem import Problem

# A table of all words is longer than a few rules, and its limits are chosen by the examples that it is tried on; a model is
# no rule. Each has to be worth so much more, a share of the examples.
_COUNTED_WORTH = 0.15
_MODEL_WORTH = 0.05
# Labels that the inputs themselves contain: so many examples for each at least, on average and in the median.
_AGAIN = 4
_OFTEN = 3
_HALF = 0.5
_NEARLY_ALL = 0.9


def label_rules(task: Problem, *, allow_model: bool = False) -> list[Candidate]:
    """Return the rules that choose a label for a text; none where the outputs are not labels.

    Args:
        task: The examples.
        allow_model: Whether a fitted model may stand before the rules, where it answers clearly more than they do.

    Raises:
        InputError: A model is allowed, and scikit-learn is not installed.
    """
    kinds = {type(output) for output in task.outputs}
    if len(kinds) != 1 or not kinds <= {str, bool, int} or not _are_labels(task):
        return []
    rules = held_out(task)
    found = [rules.candidate] if rules else []
    if not task.texts:
        return found
    others = (form_rules.learn(task), _scored(task, rules.tried if rules else None, allow_model=allow_model))
    return [*found, *(candidate for candidate in others if candidate is not None)]


def are_copied(task: Problem) -> bool:
    """Whether nearly all inputs contain their output word for word, so that a program may take it out of them."""
    return _copied(task) > _NEARLY_ALL


def _copied(task: Problem) -> float:
    """Return the share of the inputs that contain their output, in [0, 1]."""
    return sum(map(_is_copied, texts_of(task), task.outputs)) / len(task.outputs)


def _are_labels(task: Problem) -> bool:
    """Whether the outputs are labels: not copied from the inputs, unless the few there are come again and again.

    A label that is one word among others of its input (``pdf``) still counts; a part that is to be taken out of the input
    does not.
    """
    counted = Counter(task.outputs)
    again = len(counted) * _AGAIN <= len(task.outputs) and sorted(counted.values())[len(counted) // 2] >= _OFTEN
    return again or _copied(task) <= _HALF


def _is_copied(text: str, label: object) -> bool:
    """Whether a text contains its label: as a word, or somewhere if the label is not a mere letter or two."""
    said = str(label).lower()
    return said in text if len(said) > 2 else said in words(text)  # noqa: PLR2004 - as the docstring says


def _scored(task: Problem, rules: CalibrationScore | None, *, allow_model: bool) -> Candidate | None:
    """Return the table of words, or the model if one is allowed: the plainer, unless the other answers clearly more.

    Args:
        task: The examples.
        rules: What rules answer of the examples that they were not learned from; None where there are no rules.
        allow_model: Whether a fitted model may be returned.
    """
    counted = scored.train(task)
    fitted = scored.train(task, fitted=True) if allow_model else None
    share = max(rules.share if rules else 0.0, counted.calibration.share if counted else 0.0)
    if fitted is not None and fitted.calibration.share >= share + _MODEL_WORTH:
        return scored.candidate(task, fitted)
    if counted is not None and (rules is None or _is_clearly_better(counted.calibration.tried, rules)):
        return scored.candidate(task, counted)
    return None


def _is_clearly_better(tried: CalibrationScore, rules: CalibrationScore) -> bool:
    slips = min(tried.wrong_share, rules.wrong_share)
    return tried.worth(slips) >= rules.worth(slips) + _COUNTED_WORTH
