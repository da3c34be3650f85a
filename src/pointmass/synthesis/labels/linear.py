"""Fit a small linear model text → label, and freeze it as a table of weights: a model, not a rule."""

from __future__ import annotations

import importlib
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check
from pointmass.synthesis.labels.calibrate import STANDARD, Calibration, Judged, calibrated
from pointmass.synthesis.labels.caution import Steps, guards
from pointmass.synthesis.labels.turning import Shown, turning
from pointmass.synthesis.operators import ngrams as ops
from pointmass.synthesis.operators.counts import margin
from pointmass.synthesis.program import Apply, Constant, Named, Var

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.problem import Problem

_FEWEST = 12
_OF_A_LABEL = 3
_FOLDS = 5
# A piece of a single example says nothing of the next.
_SHARED = 2
# The model is a small one: so many pieces, for more labels so many weights at most, and not for ever more labels.
_PIECES = 1000
_WEIGHTS = 40_000
_MOST_LABELS = 40
# Beyond this many examples every second, third, ... is left out: the table is small, and fitting takes time.
_FITTED = 3000
# Puts the leads in the units of log odds, about; the calibration does the rest.
_SCALE = 4.0
_ANSWERED = 0.2


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model.

    Attributes:
        labels: The labels, in order.
        start: What each label starts with.
        weights: For each piece of a text, what it adds to each label.
    """

    labels: tuple[Any, ...]
    start: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model and when to trust it."""

    weights: Weights
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Texts:
    """The pieces of texts and their labels."""

    found: tuple[list[str], ...]
    labels: tuple[Any, ...]

    def at(self, chosen: Sequence[int]) -> Texts:
        """Return the texts at these positions."""
        return Texts(tuple(self.found[i] for i in chosen), tuple(self.labels[i] for i in chosen))


def fit(task: Problem) -> Fitted | None:
    """Fit a linear model to the pieces of the texts; None where it would answer too few of them.

    Raises:
        InputError: scikit-learn is not installed.
    """
    labels = Counter(task.outputs)
    shown = sum(n >= _OF_A_LABEL for n in labels.values())
    if len(task.texts) < _FEWEST or shown < 2 or len(labels) > _MOST_LABELS:  # noqa: PLR2004 - one is no choice
        return None
    classifier = _classifier(task.name)
    step = math.ceil(len(task.texts) / _FITTED)
    texts = Texts(tuple(ops.pieces(text) for text in task.texts[::step]), task.outputs[::step])
    judged = [one for fold in range(_FOLDS) for one in _judged(classifier, texts, fold)]
    weights = _weights(classifier, texts)
    contested = [env[0] for env in task.contested if isinstance(env[0], str)]
    calibration = calibrated(judged, [_judge(weights, ops.pieces(text), None) for text in contested])
    return Fitted(weights, calibration) if calibration.share >= _ANSWERED else None


def candidate(task: Problem, fitted: Fitted) -> Candidate:
    """Return the model as a program: its weights are a table, and nothing has to be installed to answer with it."""
    weights, size = fitted.weights, len(fitted.weights.weights)
    found = Named("found", Apply(ops.PIECES, (Var(0),)))
    table = Constant("WEIGHTS", weights.weights, _WHY_WEIGHTS, (), "dict[str, tuple[float, ...]]")
    start = Constant("START", weights.start, "What each label starts with.", (), "tuple[float, ...]")
    kind = f"tuple[{task.signature.returns}, ...]"
    labels = Constant("LABELS", weights.labels, "The labels, in the order of their weights.", (), kind)
    scores = Named("scores", Apply(ops.TOTALS, (found, table, start)))
    answer = Apply(ops.LABEL, (scores, labels))
    unknown = Check(Apply(ops.UNKNOWN, (found, table)), "No example had any of these pieces.")
    judged = [_judge(weights, ops.pieces(text), label) for text, label in zip(task.texts, task.outputs, strict=True)]
    turns = turning(
        Shown(task.texts, task.outputs, tuple(one.answer for one in judged)), Var(0), Named("answer", answer)
    )
    levels = guards(task, fitted.calibration, Steps(unknown, scores, answer, turns))
    missed = tuple(at for at, one in enumerate(judged) if not one.right)
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=answer,
        guard=levels[STANDARD],
        guards=levels,
        strictness=STANDARD,
        kind="model",
        cost=8.0 * size * len(weights.labels),
        support=len(task.envs) - len(missed),
        missed=missed,
        words=f"a model, not a rule: a linear classifier of {len(weights.labels)} labels, fitted to the examples, "
        f"with weights for {size} pieces of text",
        rows=task.rows,
    )


def _classifier(name: str) -> Any:
    try:
        svm = importlib.import_module("sklearn.svm")
    except ImportError as error:
        raise InputError(
            f"synthesize {name!r}: allow_model=True needs scikit-learn, which is not installed; "
            "install pointmass[learn], or leave allow_model out"
        ) from error
    return svm.LinearSVC(random_state=0)


def _judged(classifier: Any, texts: Texts, fold: int) -> list[Judged]:
    """Judge the examples of one fold by a model that is fitted to the others."""
    # Sorted by label and dealt out in turn, so that each label is in every fold.
    order = sorted(range(len(texts.found)), key=lambda i: (str(texts.labels[i]), i))
    apart = order[fold::_FOLDS]
    rest = texts.at([i for i in range(len(texts.found)) if i not in set(apart)])
    if len(set(rest.labels)) < 2:  # noqa: PLR2004 - one label is no choice
        return []
    weights = _weights(classifier, rest)
    return [_judge(weights, texts.found[i], texts.labels[i]) for i in apart]


def _judge(weights: Weights, found: list[str], label: Any) -> Judged:
    scores = ops.totals(found, weights.weights, weights.start)
    known = not weights.weights.keys().isdisjoint(found)
    return Judged(margin(scores) if known else -1.0, weights.labels[scores.index(max(scores))], label)


def _weights(classifier: Any, texts: Texts) -> Weights:
    """Fit twice: to all pieces that texts share, and to those of them that weighed most."""
    total = len(texts.found)
    shared = Counter(piece for found in texts.found for piece in found)
    rare = {p: math.log((1 + total) / (1 + n)) + 1 for p, n in sorted(shared.items()) if n >= _SHARED}
    fitted = _fitted(classifier, texts, rare)
    labels = len(fitted.labels)
    limit = max(_PIECES, min(_WEIGHTS // labels, _PIECES * labels // 5))
    if len(rare) > limit:
        most = sorted(rare, key=lambda piece: (-max(map(abs, fitted.weights[piece][1:])), piece))[:limit]
        fitted = _fitted(classifier, texts, {piece: rare[piece] for piece in sorted(most)})
    return fitted


def _fitted(classifier: Any, texts: Texts, rare: dict[str, float]) -> Weights:
    """Fit a linear support vector machine, one label against the others, to texts of length one (TF-IDF)."""
    labels = tuple(sorted(set(texts.labels), key=str))
    number = [labels.index(label) for label in texts.labels]
    model = classifier.fit(_matrix(texts, rare), number)
    columns, start = model.coef_.tolist(), model.intercept_.tolist()
    if len(labels) == 2:  # noqa: PLR2004 - of two labels only the second has weights of its own
        columns, start = [[-w for w in columns[0]], columns[0]], [-start[0], start[0]]
    rows = zip(rare.items(), zip(*columns, strict=True), strict=True)
    weights = {p: (round(r, 2), *(round(_SCALE * r * w, 2) for w in row)) for (p, r), row in rows}
    return Weights(labels, tuple(round(_SCALE * s, 2) for s in start), weights)


def _matrix(texts: Texts, rare: dict[str, float]) -> Any:
    sparse = importlib.import_module("scipy.sparse")
    column = {piece: place for place, piece in enumerate(rare)}
    row_of, column_of, content = [], [], []
    for row, found in enumerate(texts.found):
        known = [piece for piece in found if piece in rare]
        even = sum(rare[piece] ** 2 for piece in known) ** 0.5
        row_of += [row] * len(known)
        column_of += [column[piece] for piece in known]
        content += [rare[piece] / even for piece in known]
    return sparse.csr_matrix((content, (row_of, column_of)), shape=(len(texts.found), len(rare)))


_WHY_WEIGHTS = """A model, not a rule: a linear classifier fitted to the examples. For each piece of text (=word, pair of words, run of
characters): how rare it is, and its weight for each label."""
