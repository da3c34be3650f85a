"""Hand back what a word turns that no example had: a negation, an exception, a condition, a wish."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.operators import turns
from pointmass.synthesis.program import Apply, Constant

if TYPE_CHECKING:
    from pointmass.synthesis.program import Node

# Words that turn less than a negation does: it is enough that an example with any label had them.
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
# So many examples with a word that turns, most of them right, show that it turns nothing here.
_HARMLESS = 3
_RIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Shown:
    """What the examples show.

    Attributes:
        texts: The inputs, in lower case.
        labels: The label of each.
        answers: What the program would answer; None where it would not.
    """

    texts: tuple[str, ...]
    labels: tuple[Any, ...]
    answers: tuple[Any, ...]


def turning(shown: Shown, said: Node, answer: Node) -> tuple[Check, ...]:
    """Return the check that no word turns what a text says that no example showed with the label."""
    table = shown_turns(shown)
    known = Constant("TURNS", table, _WHY_TURNS if table else _WHY_NONE, (), "dict[str, tuple[object, ...]]")
    why = "A word may turn what the others say, and was not shown to leave it."
    return (Check(Apply(turns.TURNED, (said, answer, known)), why),)


def shown_turns(shown: Shown) -> dict[str, tuple[Any, ...]]:
    """Return the words that turn what a text says and the answers that stood rightly beside each; none where any may."""
    right: dict[str, Counter[Any]] = defaultdict(Counter)
    answered: dict[str, Counter[Any]] = defaultdict(Counter)
    for text, label, answer in zip(shown.texts, shown.labels, shown.answers, strict=True):
        for word in turns.turns(text):
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
        elif kept := tuple(sorted((a for a, n in told.items() if right[word][a] >= _RIGHT * n), key=str)):
            table[word] = kept
    return table


def _is_same(answer: Any, label: Any) -> bool:
    return type(answer) is type(label) and bool(answer == label)


_WHY_TURNS = "Words that turn what others say: those that examples had, and with which labels; () is any label."
_WHY_NONE = "Words that turn what others say, as far as examples had them: none."
