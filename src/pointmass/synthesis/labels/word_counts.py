"""Learn text → label as a table of the words that the examples of each label hold; doubtful texts are handed back."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.labels.calibrate import AGREEMENTS, STANDARD, Judged, catch_alls, limits
from pointmass.synthesis.operators import counts as ops
from pointmass.synthesis.operators.records import BELOW
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var
from pointmass.synthesis.table import IS_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.problem import Problem

# Fewer examples, or fewer of a label, say nothing of how words and labels go together.
_FEWEST = 12
_OF_A_LABEL = 3
# Above this many words, those of the fewest examples are left out: nobody reads a longer table.
_MOST_WORDS = 1000
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
    """A classifier, how it did on examples that it had not seen, and what follows for its guard."""

    counts: Counts
    judged: tuple[Judged, ...]
    limits: tuple[float, ...]
    unsure: tuple[Any, ...]

    @property
    def answered(self) -> int:
        """How many of the judged examples the guard in force would have let through."""
        return sum(one.lead >= self.limits[STANDARD] and one.answer not in self.unsure for one in self.judged)


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of the program that the guard looks at too."""

    found: Node
    seen: Node
    scores: Node
    answer: Node


def train(task: Problem) -> Trained | None:
    """Count words by label and judge each example by the others; None where too few of them would be answered."""
    labels = Counter(task.outputs)
    if len(task.texts) < _FEWEST or len([1 for n in labels.values() if n >= _OF_A_LABEL]) < 2:  # noqa: PLR2004 - a choice
        return None
    found = [ops.stems(text) for text in task.texts]
    counts = _counted(found, task.outputs)
    judged = [_unseen(counts, found[i], task.outputs[i]) for i in _chosen(len(found))]
    unsure = catch_alls(judged)
    trusted = [one for one in judged if one.answer not in unsure] + _contested(task, counts)
    trained = Trained(counts, tuple(judged), limits(trusted), unsure)
    return trained if trained.answered >= _ANSWERED * len(judged) else None


def _counted(found: Sequence[frozenset[str]], labels: Sequence[Any]) -> Counts:
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    for words, label in zip(found, labels, strict=True):
        for word in words:
            by_word[word][label] += 1
    most = sorted(by_word, key=lambda word: (-by_word[word].total(), word))[:_MOST_WORDS]
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


def _contested(task: Problem, counts: Counts) -> list[Judged]:
    """Judge the contested inputs: whatever is answered to one of them is wrong."""
    texts = [env[0] for env in task.contested if isinstance(env[0], str)]
    return [_judge(counts, ops.stems(text), None) for text in texts]


def candidate(task: Problem, trained: Trained) -> Candidate:
    """Return the table of words as a program, guarded by the lead of the best label."""
    steps = _steps(task, trained)
    guards = tuple(_guard(task, trained, steps, level) for level in range(len(AGREEMENTS)))
    counts = trained.counts
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=steps.answer,
        guard=guards[STANDARD],
        guards=guards,
        strictness=STANDARD,
        kind="rules",
        cost=4.0 * sum(map(len, counts.seen.values())),
        support=len(task.envs),
        words=f"choose the likeliest of {len(counts.labels)} labels by the words that their examples hold "
        f"({len(counts.seen)} words counted)",
        rows=task.rows,
    )


def _steps(task: Problem, trained: Trained) -> Steps:
    label = task.signature.returns
    found = Named("found", Apply(ops.STEMS, (Var(0),)))
    seen = Constant("SEEN", trained.counts.seen, _WHY_SEEN, (), f"dict[str, dict[{label}, int]]")
    labels = Constant("LABELS", trained.counts.labels, _WHY_LABELS, (), f"dict[{label}, tuple[int, int]]")
    scores = Named("scores", Apply(ops.LOG_ODDS, (found, seen, labels)))
    return Steps(found, seen, scores, Apply(ops.CHOICE, (scores, labels)))


def _guard(task: Problem, trained: Trained, steps: Steps, level: int) -> Guard:
    checks = [
        Check(Apply(ops.UNKNOWN, (steps.found, steps.seen)), "No example had any of these words."),
        Check(
            Apply(BELOW, (Apply(ops.MARGIN, (steps.scores,)), Literal(_limit(trained, level)))), _why(trained, level)
        ),
    ]
    if trained.unsure:
        unsure = Constant("LEFT_OVER", trained.unsure, "Labels that no words speak for.")
        checks.append(Check(Apply(IS_IN, (Named("answer", steps.answer), unsure)), "What fits nothing else."))
    contested = tuple(sorted(env[0] for env in task.contested if isinstance(env[0], str)))
    if contested:
        known = Constant("CONTESTED", contested, "Inputs on which the answers differed.")
        checks.append(Check(Apply(IS_IN, (Var(0), known)), "The answers differed on this input."))
    return Guard(tuple(checks))


def _limit(trained: Trained, level: int) -> float:
    """Return the lead to ask for; where the examples show none that is enough, the greatest that they show."""
    shown = max(limit for limit in trained.limits[: level + 1] if limit < math.inf)
    return math.ceil(shown * 100) / 100


def _why(trained: Trained, level: int) -> str:
    passed = [one for one in trained.judged if one.lead >= _limit(trained, level) and one.answer not in trained.unsure]
    right = sum(one.right for one in passed)
    return f"Judged by the others, {len(passed)} of {len(trained.judged)} examples lead by this much, {right} rightly."


_WHY_SEEN = "How many examples of each label held the word (common endings apart)."
_WHY_LABELS = "How many examples each label has, and how many words of the table they hold together."
