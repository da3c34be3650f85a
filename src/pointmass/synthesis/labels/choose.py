"""Choose among the ways to label a text: the form of a token, keywords, a table of words, or a model if allowed."""

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

# By how much a table of words, and a model, must be better than rules, as a share of the examples. A table is longer
# than a few rules, and its limits are chosen on the examples that it is tried on; a model is hard to read.
_COUNTED_WORTH = 0.15
_MODEL_WORTH = 0.05
# If many inputs contain their output, the outputs count as labels only with at least this many examples per label: on
# average, and in the median.
_AGAIN = 4
_OFTEN = 3
_HALF = 0.5
_NEARLY_ALL = 0.9


def label_rules(task: Problem, *, allow_model: bool = False) -> list[Candidate]:
    """Return candidates that choose a label for a text; none if the outputs are not labels.

    Args:
        task: The examples.
        allow_model: Whether a fitted model may be offered as well, if it answers clearly more than rules do.

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
    """Whether more than 90 % of the inputs contain their output word for word, so that a program may copy it."""
    return _copied(task) > _NEARLY_ALL


def _copied(task: Problem) -> float:
    """Return the share of the inputs that contain their output, in [0, 1]."""
    return sum(map(_is_copied, texts_of(task), task.outputs)) / len(task.outputs)


def _are_labels(task: Problem) -> bool:
    """Whether the outputs are labels: few values that recur, or values that at most half of the inputs contain.

    So a label that is also a word of its input (``pdf``) counts; a part that is to be copied from the input does not.
    """
    counted = Counter(task.outputs)
    again = len(counted) * _AGAIN <= len(task.outputs) and sorted(counted.values())[len(counted) // 2] >= _OFTEN
    return again or _copied(task) <= _HALF


def _is_copied(text: str, label: object) -> bool:
    """Whether a text contains its label: anywhere, or as a whole word if the label has at most two characters."""
    said = str(label).lower()
    return said in text if len(said) > 2 else said in words(text)  # noqa: PLR2004 - as the docstring says


def _scored(task: Problem, rules: CalibrationScore | None, *, allow_model: bool) -> Candidate | None:
    """Return the model, the table of words, or None: each only if it is clearly better than what is simpler.

    Args:
        task: The examples.
        rules: The score of rules on held-out examples; None if there are no rules.
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
