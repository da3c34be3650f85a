"""The guards of programs that choose a label.

One label must stand out, no word may indicate another label, and no word may reverse the meaning of the text.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.known import DIGESTS, digest
from pointmass.synthesis.labels.calibrate import AGREEMENTS
from pointmass.synthesis.operators import spoken, turning_words
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.operators import topics as words
from pointmass.synthesis.operators.outlines import ONLY_ELSEWHERE
from pointmass.synthesis.operators.records import BELOW
from pointmass.synthesis.operators.word_weights import MARGIN
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node
from pointmass.synthesis.table import IS_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.labels.calibrate import Calibration

# Words of at least three examples are listed as they are, words of two examples by their digests, as they may be names.
# No table has more than 80 words, or nobody would read it.
_FEWEST, _RARE = 3, 2
_MOST_WORDS = 80
# A word must be in at least one of this many examples.
_SHARE = 100
_SPEAKS = 0.8
_LIFT = 2.0
# A word that was seen with more labels than this says nothing.
_MOST_LABELS = 2
# Words that change the meaning less than a negation does: a single example with one, whatever its label, is enough.
MILD = frozenset(
    [
        "if",
        "only",
        "can",
        "could",
        "should",
        "would",
        "must",
        "may",
        "might",
        "but",
        "although",
        "though",
        "rather",
        "too",
        "almost",
        "less",
        "least",
        "wenn",
        "falls",
        "nur",
        "aber",
    ]
)
# If at least three examples have another such word and at least 80 % of those answered are right, it changes nothing.
_HARMLESS = 3
_RIGHT = 0.8
_WIDTH, _LINE = 90, 100

Table = dict[str, tuple[Any, ...]]
_TABLE = "dict[str, tuple[object, ...]]"


@dataclass(frozen=True, slots=True)
class LabelsShown:
    """The examples, and what a program without a guard answers.

    Attributes:
        texts: The inputs as texts in lower case.
        labels: The label of each.
        answers: The program's answer to each; None if it gives none.
    """

    texts: tuple[str, ...]
    labels: tuple[Any, ...]
    answers: tuple[Any, ...]


def of_rules(shown: LabelsShown, sure: Constant | None, said: Node, labels: Node, answer: Node) -> tuple[Guard, int]:
    """Return the guard of rules, and the number of entries in its tables.

    It accepts a text if the rules indicate exactly one label, and no word indicates another or was seen with others
    only.

    Args:
        shown: The examples.
        sure: The table of the rules that hold whatever other words there are; None if there are none.
        said: The program for the text of an input.
        labels: The program for the labels that rules find in it.
        answer: The program for the first of them.
    """
    checks = [
        Check(Apply(spoken.NOT_ONE, (labels,)), "Nothing indicates a label, or something indicates a second one.")
    ]
    checks.append(turning(shown, said, answer))
    speaking = _speaking(shown)
    seen = _few({**speaking, **_elsewhere(shown), **speaking}, len(shown.texts))
    found = Named("found", Apply(words.TOPICS, (said,)))
    rare = _few(_speaking(shown, fewest=_RARE), len(shown.texts))
    for table, looked_at, name, why in (
        (seen, found, "SEEN_WITH", _WHY_SEEN),
        (rare, Apply(DIGESTS, (found,)), "RARE_WORDS", _WHY_RARE),
    ):
        if not table:
            continue
        against: Node = Apply(ONLY_ELSEWHERE, (looked_at, answer, _constant(name, table, why)))
        if sure is not None:
            unsure = Apply(ops.NOT, (Apply(spoken.SPOKEN_FOR, (said, sure)),))
            against = Apply(ops.AND, (unsure, against))
        checks.append(Check(against, "A word indicates another label."))
    return Guard(tuple(checks), can_fail=True), len(seen) + len(shown_turns(shown))


def of_scores(calibration: Calibration, unknown: Check, turned: Check, scores: Node, answer: Node) -> tuple[Guard, ...]:
    """Return the guards of a program that scores labels, from loose to strict, one for each of `AGREEMENTS`.

    They accept a text if the best label leads by enough and is no catch-all label.

    Args:
        calibration: The required leads, and the catch-all labels.
        unknown: The check for texts without known words.
        turned: The check for words that reverse the meaning.
        scores: The program for the scores of the labels.
        answer: The program for the best label.
    """
    rest = [turned]
    if calibration.left_over:
        left = Constant("LEFT_OVER", calibration.left_over, "Labels that nothing in a text indicates.")
        rest.append(Check(Apply(IS_IN, (answer, left)), "What fits nothing else."))
    return tuple(Guard((unknown, _lead(calibration, scores, at), *rest)) for at in range(len(AGREEMENTS)))


def _lead(calibration: Calibration, scores: Node, strictness: int) -> Check:
    limit, passed = calibration.limit(strictness), calibration.passed(strictness)
    right = sum(one.right for one in passed)
    why = f"Judged by the others, {len(passed)} of {len(calibration.judged)} examples lead by this, {right} of them rightly."
    return Check(Apply(BELOW, (Apply(MARGIN, (scores,)), Literal(limit))), why)


def turning(shown: LabelsShown, said: Node, answer: Node) -> Check:
    """Return the check for words that reverse the meaning of a text, unless examples had them with the same label."""
    table = shown_turns(shown)
    known = Constant("TURNS", table, _WHY_TURNS if table else _WHY_NONE, (), _TABLE)
    why = "A word may turn what the others say, and was not shown to leave it."
    return Check(Apply(turning_words.TURNED, (said, answer, known)), why)


def shown_turns(shown: LabelsShown) -> dict[str, tuple[Any, ...]]:
    """Return the words that may reverse the meaning of a text but are known to be harmless.

    Each comes with the labels for which it is harmless; an empty tuple means all labels.
    """
    right: dict[str, Counter[Any]] = defaultdict(Counter)
    answered: dict[str, Counter[Any]] = defaultdict(Counter)
    for text, label, answer in zip(shown.texts, shown.labels, shown.answers, strict=True):
        for word in turning_words.turns(text):
            answered[word][answer] += 1
            right[word][answer] += answer is None or _is_same(answer, label)
    table: dict[str, tuple[Any, ...]] = {}
    for word, told in sorted(answered.items()):
        nothing = told.pop(None, 0)
        good = right[word].total() - nothing
        if good >= _RIGHT * told.total() and good + (nothing if word in MILD else 0) >= (
            1 if word in MILD else _HARMLESS
        ):
            table[word] = ()
        elif kept := in_a_line(sorted((a for a, n in told.items() if right[word][a] >= _RIGHT * n), key=str)):
            table[word] = kept
    return table


def in_a_line(labels: Sequence[Any]) -> tuple[Any, ...]:
    """Return as many of *labels*, from the first on, as fit on a line of source."""
    widths = itertools.accumulate(len(repr(label)) + 2 for label in labels)
    return tuple(label for label, width in zip(labels, widths, strict=True) if width <= _WIDTH)


def _is_same(answer: Any, label: Any) -> bool:
    return type(answer) is type(label) and bool(answer == label)


def _constant(name: str, table: Table, why: str) -> Constant:
    """Return the table as a constant, with the words of the same labels joined into lines."""
    together: dict[tuple[Any, ...], list[str]] = {}
    for word, labels in sorted(table.items()):
        lines = together.setdefault(labels, [])
        room = _LINE - len(repr(labels))
        if lines and len(lines[-1]) + len(word) < room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    rows = {words: labels for labels, lines in together.items() for words in lines}
    return Constant(name, rows, why, (), _TABLE)


def _speaking(shown: LabelsShown, fewest: int = _FEWEST) -> Table:
    """Return the words that indicate one label: several of its examples have them, and far fewer of the others.

    With *fewest* below 3, return only words of fewer than three examples, as digests.
    """
    sizes, total = Counter(shown.labels), len(shown.labels)
    found: Table = {}
    for word, counted in _counted(shown, fewest).items():
        if fewest < _FEWEST <= counted.total():
            continue
        label, own = max(counted.items(), key=lambda item: (item[1], str(item[0])))
        elsewhere = (counted.total() - own + 0.5) / (total - sizes[label] + 1)
        if own >= _SPEAKS * counted.total() and own / sizes[label] >= _LIFT * elsewhere:
            found[word if fewest >= _FEWEST else digest(word)] = (label,)
    return found


def _elsewhere(shown: LabelsShown) -> Table:
    """Return the words that were seen with one or two labels only, with these labels.

    Words seen with every label that the rules answer are left out.
    """
    answered = {answer for answer in shown.answers if answer is not None}
    found = {
        word: tuple(sorted(counted, key=str))
        for word, counted in _counted(shown).items()
        if len(counted) <= _MOST_LABELS and not answered <= counted.keys()
    }
    return {word: labels for word, labels in found.items() if len(in_a_line(labels)) == len(labels)}


def _counted(shown: LabelsShown, fewest: int = _FEWEST) -> dict[str, Counter[Any]]:
    """Return for each word the number of examples by label, the most frequent words first.

    Words of fewer than *fewest* examples, or of less than 1 % of them, are left out.
    """
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    for text, label in zip(shown.texts, shown.labels, strict=True):
        for word in _topics(text):
            by_word[word][label] += 1
    least = max(fewest, len(shown.texts) // _SHARE)
    kept = [(word, counted) for word, counted in by_word.items() if counted.total() >= least]
    return dict(sorted(kept, key=lambda item: (-item[1].total(), item[0])))


@lru_cache(maxsize=1024)
def _topics(text: str) -> frozenset[str]:
    return words.topics(text)


def _few(table: Table, examples: int) -> Table:
    """Return the first words of a table: at most 80, and at most as many as there are examples."""
    return dict(itertools.islice(table.items(), min(examples, _MOST_WORDS)))


_WHY_SEEN = "Words (common endings apart) that were seen with these labels only, or nearly so."
_WHY_RARE = "Digests of rarer words, and the label that they were seen with."
_WHY_TURNS = "Words that turn what others say: those that examples had, and with which labels; () is any label."
_WHY_NONE = "Words that turn what others say, as far as examples had them: none."
