"""Learn text → label as a table of the words that the examples of each label hold; doubtful texts are handed back."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check
from pointmass.synthesis.labels.calibrate import STANDARD, Calibration, Judged, calibrated
from pointmass.synthesis.labels.caution import Steps, guards
from pointmass.synthesis.labels.turning import Shown, turning
from pointmass.synthesis.operators import counts as ops
from pointmass.synthesis.program import Apply, Constant, Named, Var

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.problem import Problem

# Fewer examples, or fewer of a label, say nothing of how words and labels go together.
_FEWEST = 12
_OF_A_LABEL = 3
# A word of one example may be a name, and says little of the next; nobody reads a table of many more words than examples.
_SHARED = 2
_WORDS_AN_EXAMPLE = 2
_MOST_WORDS = 300
# So many examples are judged unseen; more would say the same, and take longer.
_JUDGED = 400
_ANSWERED = 0.2


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted.

    Attributes:
        seen: For each word, how many examples of each label held it.
        labels: For each label, how many examples it has, and how many words these hold together.
    """

    seen: dict[str, dict[Any, int]]
    labels: dict[Any, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Trained:
    """What was counted, and when to trust it."""

    counts: Counts
    calibration: Calibration


def train(task: Problem) -> Trained | None:
    """Count words by label and judge each example by the others; None where too few of them would be answered."""
    labels = Counter(task.outputs)
    if len(task.texts) < _FEWEST or len([1 for n in labels.values() if n >= _OF_A_LABEL]) < 2:  # noqa: PLR2004 - a choice
        return None
    found = [ops.stems(text) for text in task.texts]
    counts = _counted(found, task.outputs)
    if not counts.seen:
        return None
    judged = [_unseen(counts, found[i], task.outputs[i]) for i in _chosen(len(found))]
    calibration = calibrated(judged, _contested(task, counts, found))
    return Trained(counts, calibration) if calibration.share >= _ANSWERED else None


def _counted(found: Sequence[frozenset[str]], labels: Sequence[Any]) -> Counts:
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    for words, label in zip(found, labels, strict=True):
        for word in words:
            by_word[word][label] += 1
    shared = [word for word, counted in by_word.items() if counted.total() >= _SHARED and word.isalpha()]
    most = sorted(shared, key=lambda word: (-by_word[word].total(), word))[
        : min(_WORDS_AN_EXAMPLE * len(found), _MOST_WORDS)
    ]
    seen = {
        word: dict(sorted(by_word[word].items(), key=lambda item: (-item[1], str(item[0])))) for word in sorted(most)
    }
    examples = Counter(labels)
    words_of: Counter[Any] = Counter()
    for counted in seen.values():
        words_of.update(counted)
    order = sorted(examples, key=str)
    return Counts(seen, {label: (examples[label], words_of[label]) for label in order})


def _chosen(number: int) -> list[int]:
    """Return which examples are judged: all, or every second, third, and so on."""
    return list(range(0, number, math.ceil(number / _JUDGED)))


def _unseen(counts: Counts, words: frozenset[str], label: Any) -> Judged:
    """Judge an example as if it had not been counted."""
    own = words & counts.seen.keys()
    seen = {word: counted for word, counted in counts.seen.items() if word not in own}
    for word in own:
        less = {other: n - (other == label) for other, n in counts.seen[word].items()}
        if any(less.values()):
            seen[word] = less
    examples, total = counts.labels[label]
    labels = {**counts.labels, label: (examples - 1, total - len(own))}
    if examples == 1:
        del labels[label]
    return _judge(Counts(seen, labels), words, label)


def _judge(counts: Counts, words: frozenset[str], label: Any) -> Judged:
    scores = ops.log_odds(words, counts.seen, counts.labels)
    answer = list(counts.labels)[scores.index(max(scores))]
    known = not words.isdisjoint(counts.seen)
    return Judged(ops.margin(scores) if known and len(scores) > 1 else -1.0, answer, label)


def _contested(task: Problem, counts: Counts, known: Sequence[frozenset[str]]) -> list[Judged]:
    """Judge the contested inputs: whatever is answered to one of them is wrong.

    Those that say the same as an example, signs and blanks apart, tell nothing of the next input.
    """
    found = [ops.stems(env[0]) for env in task.contested if isinstance(env[0], str)]
    return [_judge(counts, words, None) for words in found if words not in known]


def candidate(task: Problem, trained: Trained) -> Candidate:
    """Return the table of words as a program, guarded by the lead of the best label."""
    counts = trained.counts
    label = task.signature.returns
    found = Named("found", Apply(ops.STEMS, (Var(0),)))
    seen = Constant("SEEN", counts.seen, _WHY_SEEN, (), f"dict[str, dict[{label}, int]]")
    labels = Constant("LABELS", counts.labels, _WHY_LABELS, (), f"dict[{label}, tuple[int, int]]")
    scores = Named("scores", Apply(ops.LOG_ODDS, (found, seen, labels)))
    answer = Apply(ops.CHOICE, (scores, labels))
    unknown = Check(Apply(ops.UNKNOWN, (found, seen)), "No example had any of these words.")
    judged = [_judge(counts, ops.stems(text), label) for text, label in zip(task.texts, task.outputs, strict=True)]
    shown = Shown(task.texts, task.outputs, tuple(one.answer for one in judged))
    turns = turning(shown, Var(0), Named("answer", answer))
    levels = guards(task, trained.calibration, Steps(unknown, scores, answer, turns))
    missed = tuple(at for at, one in enumerate(judged) if not one.right)
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=answer,
        guard=levels[STANDARD],
        guards=levels,
        strictness=STANDARD,
        kind="rules",
        cost=4.0 * sum(map(len, counts.seen.values())),
        support=len(task.envs) - len(missed),
        missed=missed,
        words=f"choose the likeliest of {len(counts.labels)} labels by the words that their examples hold "
        f"({len(counts.seen)} words counted)",
        rows=task.rows,
    )


_WHY_SEEN = "How many examples of each label held the word (common endings apart)."
_WHY_LABELS = "How many examples each label has, and how many words of the table they hold together."
