"""Trust an empty answer only if a word of the text says that there is nothing to find."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check
from pointmass.synthesis.program import Apply, Constant, Named, Node, Operator, Var

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_WORDS = 12
# A word that fewer texts have may be a name.
_LEAST = 3
_HALF = 0.5


def contradicted(answer: str, text: str, words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether *text* contradicts the answer, by words seen only where there was nothing to find, or only where there was."""
    nothing = any(word in text for word in words)
    return (not nothing or any(word in text for word in others)) if answer == "" else nothing


_CONTRADICTED = Operator(
    contradicted, "", "{0} is empty where {1} has none of {2}, or one of {3}; or it is not, where it has"
)


def unexplained_nothing(program: Node, texts: Sequence[str], outputs: Sequence[str]) -> Iterator[Check]:
    """Hand back texts whose words contradict an empty answer, or an answer that is not empty.

    There is a check only if at least half of the texts with an empty answer have such a word; else the answer does not
    depend on words.

    Args:
        program: The program; its first parameter is the text.
        texts: The texts of the examples.
        outputs: Their answers, the empty text if there is nothing to find.
    """
    left = [text for text, output in zip(texts, outputs, strict=True) if not output]
    if not left or len(left) == len(texts):
        return
    full = [text for text, output in zip(texts, outputs, strict=True) if output]
    words, others = tuple(_speaking(left, full)), tuple(_speaking(full, left))
    covered = sum(any(word in text for word in words) for text in left)
    if covered >= _HALF * len(left):
        nothing = Constant("SPEAKS_FOR_NOTHING", words, "Words that examples had only where there was nothing to find.")
        something = Constant("SPEAKS_FOR_A_VALUE", others, "Words that examples had only where there was something.")
        test = Apply(_CONTRADICTED, (Named("answer", program), Var(0), nothing, something))
        yield Check(test, "Nothing found, and nothing says so; or found where the words say that there is nothing.")


def _speaking(own: list[str], others: list[str]) -> Iterator[str]:
    """Yield at most 12 words that are in at least three of the *own* texts and in none of the *others*.

    Each next word is the one that is in most of the texts without any word before it.
    """
    counts = Counter(word for text in own for word in set(re.findall(r"(?<!\w)[A-Za-z]{3,}(?!\w)", text)))
    whole = "\n".join(others)
    pure = [word for word, count in counts.items() if count >= _LEAST and word not in whole]
    for _ in range(_MOST_WORDS if pure else 0):
        best = max(pure, key=lambda word: (sum(word in text for text in own), -len(word), word))
        if not any(best in text for text in own):
            return
        yield best
        own = [text for text in own if best not in text]
