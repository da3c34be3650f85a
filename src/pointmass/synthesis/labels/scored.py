"""Learn a table that scores the labels of a text: counts of words by label, or the weights of a fitted linear model."""

from __future__ import annotations

import functools
import importlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check
from pointmass.synthesis.labels.calibrate import STANDARD, Calibrated, Calibration, calibrated
from pointmass.synthesis.labels.guard import LabelsShown, of_scores, turning
from pointmass.synthesis.operators import ngrams
from pointmass.synthesis.operators import word_weights as ops
from pointmass.synthesis.program import Apply, Constant, Named, Operator, Var

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pointmass.synthesis.problem import Problem

# The least number of examples, and of examples of at least two labels.
_FEWEST = 12
_OF_A_LABEL = 3
_FOLDS = 5
# Pieces of a single example are left out, as they may be names.
_SHARED = 2
# The greatest number of words in a table: two per example, and 300, or nobody would read it.
_WORDS_AN_EXAMPLE, _MOST_WORDS = 2, 300
# The model is kept small: about 1000 pieces, at most about 40,000 weights, at most 40 labels.
_PIECES, _WEIGHTS, _MOST_LABELS = 1000, 40_000, 40
# With more examples than this, only every second, third, ... is held out to calibrate, as that takes time.
_MOST_EXAMPLES = {"rules": 400, "model": 3000}
# Brings the leads of the model to about the scale of log odds; calibration does the rest.
_SCALE = 4.0
_ANSWERED = 0.2


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A table that scores the labels of a text.

    Attributes:
        rows: For each piece of text, its counts or weights by label.
        labels: The labels, in order, each with its counts or its start weight.
        score: The operator that computes the scores from pieces, rows and labels.
    """

    rows: dict[str, Any]
    labels: dict[Any, Any]
    score: Operator

    def judge(self, found: Collection[str], wanted: Any) -> Calibrated:
        """Return the best label of a text with the pieces *found*, and by how much it leads."""
        scores = self.score.function(found, self.rows, self.labels)
        known = len(scores) > 1 and not self.rows.keys().isdisjoint(found)
        return Calibrated(ops.margin(scores) if known else -1.0, list(self.labels)[scores.index(max(scores))], wanted)


@dataclass(frozen=True, slots=True)
class Scored:
    """A table, and when to trust it."""

    table: ScoreTable
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Texts:
    """The pieces of texts, and the labels of the texts."""

    found: tuple[Collection[str], ...]
    labels: tuple[Any, ...]

    def at(self, chosen: Sequence[int]) -> Texts:
        """Return the texts at these positions."""
        return Texts(tuple(self.found[i] for i in chosen), tuple(self.labels[i] for i in chosen))

    @property
    def counted(self) -> list[tuple[str, int]]:
        """The pieces that at least two texts have, each with the number of texts, the most frequent first."""
        counts = Counter(piece for found in self.found for piece in found)
        return sorted(((p, n) for p, n in counts.items() if n >= _SHARED), key=lambda item: (-item[1], item[0]))


def train(task: Problem, *, fitted: bool = False) -> Scored | None:
    """Make a table from the examples, and calibrate it on held-out ones; None if fewer than 20 % would be answered.

    Args:
        task: The examples.
        fitted: Whether a linear model is fitted to words and runs of letters; else words are counted.

    Raises:
        InputError: A model is to be fitted, and scikit-learn is not installed.
    """
    labels = Counter(task.outputs)
    if len(task.texts) < _FEWEST or sum(n >= _OF_A_LABEL for n in labels.values()) < 2:  # noqa: PLR2004 - a choice
        return None
    if fitted and len(labels) > _MOST_LABELS:
        return None
    make = functools.partial(_weights, _classifier(task.name)) if fitted else _counts
    pieces = ngrams.pieces if fitted else ops.stems
    texts = Texts(tuple(map(pieces, task.texts)), task.outputs)
    table = make(texts)
    if not table.rows:
        return None
    step = math.ceil(len(task.texts) / _MOST_EXAMPLES["model" if fitted else "rules"])
    judged = _judged(make, texts.at(range(0, len(task.texts), step)))
    # A contested text with the same pieces as an example is left out: its answer comes from that example.
    contested = [
        found for env in task.contested if isinstance(env[0], str) and (found := pieces(env[0])) not in texts.found
    ]
    calibration = calibrated(judged, [table.judge(found, None) for found in contested])
    return Scored(table, calibration) if calibration.share >= _ANSWERED else None


def _judged(make: Callable[[Texts], ScoreTable], texts: Texts) -> list[Calibrated]:
    """Answer each example with a table made from others, in 5-fold cross-validation."""
    # Sorted by label and dealt out in turn, so that each label is in every fold.
    order = sorted(range(len(texts.found)), key=lambda i: (str(texts.labels[i]), i))
    judged = []
    for fold in range(_FOLDS):
        apart = set(order[fold::_FOLDS])
        rest = texts.at([i for i in range(len(texts.found)) if i not in apart])
        if len(set(rest.labels)) > 1:
            table = make(rest)
            judged += [table.judge(texts.found[i], texts.labels[i]) for i in sorted(apart)]
    return judged


def candidate(task: Problem, scored: Scored) -> Candidate:
    """Return the table as a program, guarded by the lead of the best label; it runs without scikit-learn."""
    table, kind = scored.table, task.signature.returns
    fitted = table.score is ngrams.TOTALS
    size, labels = len(table.rows), len(table.labels)
    pieces = ngrams.PIECES if fitted else ops.STEMS
    found = Named("found", Apply(pieces, (Var(0),)))
    row, label = ("tuple[float, ...]", "float") if fitted else (f"dict[{kind}, int]", "tuple[int, int]")
    name, why = ("WEIGHTS", _WHY_WEIGHTS) if fitted else ("SEEN", _WHY_SEEN)
    rows = Constant(name, table.rows, why, (), f"dict[str, {row}]")
    known = Constant("LABELS", table.labels, _WHY_START if fitted else _WHY_LABELS, (), f"dict[{kind}, {label}]")
    scores = Named("scores", Apply(table.score, (found, rows, known)))
    answer = Apply(ops.CHOICE, (scores, known))
    unknown = Check(Apply(ops.UNKNOWN, (found, rows)), "No example had any of these pieces of text.")
    judged = [table.judge(pieces.function(t), wanted) for t, wanted in zip(task.texts, task.outputs, strict=True)]
    shown = LabelsShown(task.texts, task.outputs, tuple(one.answer for one in judged))
    said = Named("answer", answer)
    levels = of_scores(scored.calibration, unknown, turning(shown, Var(0), said), scores, said)
    missed = tuple(at for at, one in enumerate(judged) if not one.right)
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=answer,
        guard=levels[STANDARD],
        guards=levels,
        strictness=STANDARD,
        kind="model" if fitted else "rules",
        cost=8.0 * size * labels if fitted else 4.0 * sum(map(len, table.rows.values())),
        support=len(task.envs) - len(missed),
        missed=missed,
        words=f"a model, not a rule: a linear classifier of {labels} labels, fitted to the examples, "
        f"with weights for {size} pieces of text"
        if fitted
        else f"choose the likeliest of {labels} labels by the words that their examples hold ({size} words counted)",
        rows=task.rows,
    )


def _counts(texts: Texts) -> ScoreTable:
    """Return a table of how many texts of each label have each word."""
    most = min(_WORDS_AN_EXAMPLE * len(texts.found), _MOST_WORDS)
    kept = {word for word, _ in [item for item in texts.counted if item[0].isalpha()][:most]}
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    words_of: Counter[Any] = Counter()
    for found, label in zip(texts.found, texts.labels, strict=True):
        for word in kept.intersection(found):
            by_word[word][label] += 1
            words_of[label] += 1
    examples = Counter(texts.labels)
    rows = {word: dict(sorted(by_word[word].items(), key=lambda i: (-i[1], str(i[0])))) for word in sorted(kept)}
    return ScoreTable(
        rows, {label: (examples[label], words_of[label]) for label in sorted(examples, key=str)}, ops.LOG_ODDS
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


def _weights(classifier: Any, texts: Texts) -> ScoreTable:
    """Fit a linear model to all pieces that several texts have, then again to those with the greatest weights."""
    rare = {piece: math.log((1 + len(texts.found)) / (1 + n)) + 1 for piece, n in sorted(texts.counted)}
    fitted = _fitted(classifier, texts, rare)
    limit = max(_PIECES, min(_WEIGHTS // len(fitted.labels), _PIECES * len(fitted.labels) // 5))
    if len(rare) > limit:
        most = sorted(rare, key=lambda piece: (-max(map(abs, fitted.rows[piece][1:])), piece))[:limit]
        fitted = _fitted(classifier, texts, {piece: rare[piece] for piece in sorted(most)})
    return fitted


def _fitted(classifier: Any, texts: Texts, rare: dict[str, float]) -> ScoreTable:
    """Fit a linear support vector machine, one label against the others, to normalized TF-IDF vectors.

    Args:
        classifier: The support vector machine, not yet fitted.
        texts: The texts.
        rare: The inverse document frequency of each piece.
    """
    labels = sorted(set(texts.labels), key=str)
    vectorizer = importlib.import_module("sklearn.feature_extraction").DictVectorizer()
    weighed = [{piece: rare[piece] for piece in found if piece in rare} for found in texts.found]
    matrix = importlib.import_module("sklearn.preprocessing").normalize(vectorizer.fit_transform(weighed))
    model = classifier.fit(matrix, [labels.index(label) for label in texts.labels])
    columns, start = model.coef_.tolist(), model.intercept_.tolist()
    if len(labels) == 2:  # noqa: PLR2004 - of two labels only the second has weights of its own
        columns, start = [[-w for w in columns[0]], columns[0]], [-start[0], start[0]]
    rows = {
        piece: (round(rare[piece], 2), *(round(_SCALE * rare[piece] * w, 2) for w in row))
        for piece, row in zip(vectorizer.feature_names_, zip(*columns, strict=True), strict=True)
    }
    return ScoreTable(
        rows, {label: round(_SCALE * s, 2) for label, s in zip(labels, start, strict=True)}, ngrams.TOTALS
    )


_WHY_SEEN = "How many examples of each label held the word (common endings apart)."
_WHY_LABELS = "How many examples each label has, and how many words of the table they hold together."
_WHY_START = "The labels, and what the score of each starts with."
_WHY_WEIGHTS = """A model, not a rule: a linear classifier fitted to the examples. For each piece of text (=word, pair of words, run of
characters): how rare it is, and its weight for each label."""
