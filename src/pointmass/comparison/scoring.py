"""What counts as right, and how good an answer is: targets, predicates and scores as one function of input and outcome."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from pointmass.digest import canonical
from pointmass.errors import InputError
from pointmass.sample import SampleData
from pointmass.sample.data import is_value, value_of

Predicate: TypeAlias = Callable[..., Any]
"""Takes an outcome, or an input and an outcome; JSON data both."""

Target: TypeAlias = Mapping[Any, Any] | Sequence[Any] | Predicate
"""The right answers: by input, in the order of the inputs, or a predicate that says whether an answer is right."""

Scorer: TypeAlias = Callable[[Any, str], float]
"""Takes an input and the key of an outcome (``Draw.key``); returns a number, ``nan`` for none."""

_BOTH = 2


def of_input_and_outcome(function: Predicate) -> Callable[[Any, Any], Any]:
    """Return a function of input and outcome, whether it was written for both or for the outcome alone."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some builtins have none; they take one thing
        return lambda _given, outcome: function(outcome)
    needed = [
        p
        for p in signature.parameters.values()
        if p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD} and p.default is p.empty
    ]
    return function if len(needed) == _BOTH else lambda _given, outcome: function(outcome)


def holding(predicate: Predicate) -> Scorer:
    """Return what judges an outcome by a predicate: 1 where it holds, 0 where it does not or there is no value."""
    holds = of_input_and_outcome(predicate)
    return lambda given, key: float(bool(is_value(key) and holds(given, value_of(key))))


def right_by(target: Target, *, sample: SampleData) -> Scorer:
    """Return what judges an outcome as right (1) or not (0); what is not a value is never right.

    Args:
        target: A mapping from input to the right answer; a list of right answers, in the order of the inputs of
            *sample*; or a predicate of the outcome, or of input and outcome. An input that a mapping does not know has
            no right answer, and is left out.
        sample: The sample whose order a list follows.

    Raises:
        InputError: A list of another length than the inputs.
    """
    if callable(target):
        return holding(target)
    return _equal_to(_wanted(target, sample))


def _equal_to(wanted: Mapping[str, str]) -> Scorer:
    def judge(given: Any, key: str) -> float:
        known = wanted.get(canonical(given))
        return float("nan") if known is None else float(key == known)

    return judge


def labelled_by(samples: Sequence[SampleData]) -> Scorer | None:
    """Return what judges an outcome as right (1) or not (0) by what people said of its input; ``None`` without any label.

    An input of which only wrong answers are known is left out: of another answer nobody knows whether it is right.

    Args:
        samples: Those that are compared; of two that say different things of an input the first counts.
    """
    wanted: dict[str, str] = {}
    for sample in samples:
        for row, label in sample.labels().items():
            if label.right is not None:
                wanted.setdefault(canonical(sample.given(row)), label.right)
    return _equal_to(wanted) if wanted else None


def scored_by(score: Predicate) -> Scorer:
    """Return what scores an outcome; what is not a value has no score, ``nan``."""
    function = of_input_and_outcome(score)
    return lambda given, key: float(function(given, value_of(key))) if is_value(key) else float("nan")


def check_target(target: object, *, inputs: int, name: str) -> None:
    """Check that a target says what is right, before anything is drawn or tested for it.

    Args:
        target: What was given.
        inputs: How many different inputs there are.
        name: The name of the spec, for the message.

    Raises:
        InputError: It is neither a mapping, nor a predicate, nor a list with an answer for each input.
    """
    if callable(target) or isinstance(target, Mapping):
        return
    if isinstance(target, str) or not isinstance(target, Sequence) or len(target) != inputs:
        got = f"{len(target)} answers" if isinstance(target, Sequence) and not isinstance(target, str) else "one value"
        raise InputError(
            f"{name}: the target is one right answer for each of the {inputs} different inputs, got {got}; "
            "a mapping {input: answer} may leave some out, and a function may say what is right"
        )


def _wanted(target: Mapping[Any, Any] | Sequence[Any], sample: SampleData) -> dict[str, str]:
    check_target(target, inputs=len(sample), name=sample.name)
    if isinstance(target, Mapping):
        return {canonical(given): canonical(answer) for given, answer in target.items()}
    return {canonical(given): canonical(answer) for given, answer in zip(sample.inputs, target, strict=True)}
