"""The guards of rules: one label only must be spoken for, and no word may turn that or speak against it."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.labels.caution import contested
from pointmass.synthesis.labels.turning import Shown, in_a_line, shown_turns, turning
from pointmass.synthesis.operators import spoken
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.operators import topics as words
from pointmass.synthesis.operators.words import ONLY_ELSEWHERE
from pointmass.synthesis.program import Apply, Constant, Named, Node

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

# A word of fewer examples may be a name, and says little of the next; nobody reads a longer table.
_FEWEST = 3
_MOST_WORDS = 80
# Of many examples a few say no more than one of few.
_SHARE = 100
_SPEAKS = 0.8
_LIFT = 2.0
# What was seen with more labels says nothing of the others.
_MOST_LABELS = 2
_WIDTH = 100

Table = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of the program that the guard looks at: the text, the labels spoken for, the whole."""

    said: Node
    labels: Node
    program: Node


@dataclass(frozen=True, slots=True)
class Doubt:
    """Which rules raise a doubt.

    Attributes:
        labels: The labels of rules with exceptions of which nobody knows how they are told.
        sure: The table of the rules that need no other word; None where there are none.
    """

    labels: frozenset[Any]
    sure: Constant | None


@dataclass(frozen=True, slots=True)
class Level:
    """A guard, and how many entries its tables have."""

    guard: Guard
    entries: int


def guards(task: Problem, shown: Shown, doubt: Doubt, steps: Steps) -> tuple[Level, ...]:
    """Return the guards of rules, from loose to strict; words that turn what is said are asked for in each.

    0. one label is spoken for; no word speaks for another, or was seen with other labels only;
    1. where the rules of a label have exceptions: at least as many words of the text were seen with it as are unknown.
    """
    answer = Named("answer", steps.program)
    base = [Check(Apply(spoken.NOT_ONE, (steps.labels,)), "Nothing speaks for a label, or something for a second one.")]
    base += [*turning(shown, steps.said, answer), *contested(task)]
    speaking = _speaking(shown)
    seen = _few({**speaking, **_elsewhere(shown), **speaking}, len(shown.texts))
    found = Named("found", Apply(words.TOPICS, (steps.said,)))
    checks = [Check(_unless_sure(_against(found, answer, seen), doubt, steps), "A word speaks for another label.")]
    loose = (*base, *checks) if seen else tuple(base)
    entries = len(seen) + len(shown_turns(shown))
    levels = [Level(Guard(loose, can_fail=True), entries)]
    if doubt.labels:
        strange = _strange(found, answer, _known(shown, seen, doubt), doubt)
        check = Check(strange, "The rules of this label have exceptions, and most words here are unknown.")
        levels.append(Level(Guard((*loose, check), can_fail=True), 2 * entries))
    return tuple(levels)


def _against(found: Node, answer: Node, seen: Table) -> Node:
    return Apply(ONLY_ELSEWHERE, (found, answer, _constant("SEEN_WITH", seen, _WHY_SEEN)))


def _unless_sure(test: Node, doubt: Doubt, steps: Steps) -> Node:
    if doubt.sure is None:
        return test
    unsure = Apply(ops.NOT, (Apply(spoken.SPOKEN_FOR, (steps.said, doubt.sure)),))
    return Apply(ops.AND, (unsure, test))


def _known(shown: Shown, seen: Table, doubt: Doubt) -> Node:
    """Return the words that were seen with labels whose rules have exceptions, beside those that are a table already."""
    further = {word: labels for word, labels in _familiar(shown, doubt.labels).items() if word not in seen}
    known = _constant("FAMILIAR", _few(further, len(shown.texts) - len(seen)), _WHY_FAMILIAR)
    return Apply(spoken.MERGED, (known, _constant("SEEN_WITH", seen, _WHY_SEEN))) if seen else known


def _strange(found: Node, answer: Node, known: Node, doubt: Doubt) -> Node:
    doubtful = Constant("DOUBTFUL", tuple(sorted(doubt.labels, key=str)), "Labels whose rules have exceptions.")
    return Apply(ops.AND, (Apply(ops.IS_IN, (answer, doubtful)), Apply(words.UNFAMILIAR, (found, answer, known))))


def _constant(name: str, table: Table, why: str) -> Constant:
    """Return the table with the words of the same labels together, as many as a line of source holds."""
    together: dict[tuple[Any, ...], list[str]] = {}
    for word, labels in sorted(table.items()):
        lines = together.setdefault(labels, [])
        room = _WIDTH - len(repr(labels))
        if lines and len(lines[-1]) + len(word) < room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    rows = {words: labels for labels, lines in together.items() for words in lines}
    return Constant(name, rows, why, (), "dict[str, tuple[object, ...]]")


def _speaking(shown: Shown) -> Table:
    """Return the words that speak for one label: several examples have it, and far fewer of the others."""
    sizes, total = Counter(shown.labels), len(shown.labels)
    found: Table = {}
    for word, counted in _counted(shown).items():
        label, own = max(counted.items(), key=lambda item: (item[1], str(item[0])))
        elsewhere = (counted.total() - own + 0.5) / (total - sizes[label] + 1)
        if own >= _SPEAKS * counted.total() and own / sizes[label] >= _LIFT * elsewhere:
            found[word] = (label,)
    return found


def _elsewhere(shown: Shown) -> Table:
    """Return the words that one or two labels had and some label of the rules never, with those that had them."""
    answered = {answer for answer in shown.answers if answer is not None}
    found = {
        word: tuple(sorted(counted, key=str))
        for word, counted in _counted(shown).items()
        if len(counted) <= _MOST_LABELS and not answered <= counted.keys()
    }
    return {word: labels for word, labels in found.items() if len(in_a_line(labels)) == len(labels)}


def _familiar(shown: Shown, doubtful: frozenset[Any]) -> Table:
    """Return the words that some of the doubtful labels had, with these."""
    found = {word: in_a_line(sorted(doubtful & counted.keys(), key=str)) for word, counted in _counted(shown).items()}
    return {word: labels for word, labels in found.items() if labels}


def _counted(shown: Shown) -> dict[str, Counter[Any]]:
    """Return how many examples of each label held a word, for the words of several examples, the commonest first."""
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    for text, label in zip(shown.texts, shown.labels, strict=True):
        for word in words.topics(text):
            by_word[word][label] += 1
    fewest = max(_FEWEST, len(shown.texts) // _SHARE)
    kept = [(word, counted) for word, counted in by_word.items() if counted.total() >= fewest]
    return dict(sorted(kept, key=lambda item: (-item[1].total(), item[0])))


def _few(table: Table, examples: int) -> Table:
    """Return the first words of a table, no more than there are examples."""
    return dict(itertools.islice(table.items(), min(examples, _MOST_WORDS)))


_WHY_SEEN = "Words (common endings apart) that were seen with these labels only, or nearly so."
_WHY_FAMILIAR = "Further words, with the labels of rules that have exceptions."
