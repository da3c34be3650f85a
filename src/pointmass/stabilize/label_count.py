"""How labels of a person stand to the evidence: they take agreement away, and never give any (decision 117)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pointmass.sample import InputMode
from pointmass.sample.labelling import Label
from pointmass.stabilize.by_label import contradicts
from pointmass.stabilize.crossfit import Trial


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How the inputs that a person labelled stand to the model, and to code that had not seen them.

    Attributes:
        inputs: How many inputs of the sample are labelled.
        model_right: On how many the model's most frequent answer is right.
        model_wrong: On how many it is wrong; on the rest the label does not tell.
        answered: How many labelled inputs code answered unseen.
        code_wrong: On how many of those the label says that its answer is wrong: none of them counts as agreed.
    """

    inputs: int = 0
    model_right: int = 0
    model_wrong: int = 0
    answered: int = 0
    code_wrong: int = 0

    def content(self) -> dict[str, int]:
        """Return it as JSON data."""
        return {
            "inputs": self.inputs,
            "model_right": self.model_right,
            "model_wrong": self.model_wrong,
            "answered": self.answered,
            "code_wrong": self.code_wrong,
        }

    def __str__(self) -> str:
        """Say it in a sentence or two."""
        said = f"{_inputs(self.inputs)} labelled by a person; the model's most frequent answer is right on {self.model_right} of them"
        said += f" and wrong on {self.model_wrong}" if self.model_wrong else ""
        if not self.answered:
            return f"{said}. Code answered none of them unseen."
        rule = (
            ". What a label contradicts does not count as agreed, and goes back to the model" if self.code_wrong else ""
        )
        return f"{said}. Code answered {self.answered} of them unseen, {self.code_wrong or 'none'} against the label{rule}."


NO_LABELS = LabelCount()
"""Nothing is labelled."""


def count_labels(labels: Mapping[int, Label], modes: Sequence[InputMode], answered: Iterable[Trial]) -> LabelCount:
    """Count how labels stand to the model and to the code.

    Args:
        labels: What people said, by the number of the input.
        modes: The most frequent outcome of every input.
        answered: The trials in which code answered.
    """
    model = [label.says(modes[row].key) for row, label in labels.items() if modes[row].is_value]
    without = sum(not modes[row].is_value and modes[row].answered > 0 for row in labels)
    tried = [trial for trial in answered if trial.row in labels]
    return LabelCount(
        inputs=len(labels),
        model_right=model.count(True),
        model_wrong=model.count(False) + without,
        answered=len(tried),
        code_wrong=sum(contradicts(labels[trial.row], trial.answer) for trial in tried),
    )


def without_contradicted(trials: Iterable[Trial], labels: Mapping[int, Label]) -> tuple[Trial, ...]:
    """Return trials so that none counts as agreed that a label contradicts."""
    return tuple(
        replace(each, agrees=False) if each.agrees and contradicts(labels.get(each.row), each.answer) else each
        for each in trials
    )


def _inputs(count: int) -> str:
    return "1 input is" if count == 1 else f"{count} inputs are"
