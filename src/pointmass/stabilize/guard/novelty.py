"""Checks that hand back new inputs: those with signs, lengths, magnitudes, types or answers that no example had.

Agreement is measured on inputs like those that were sampled, and nothing is known about others. Therefore every guard
hands back inputs with new features that the code treats. Guards differ in how closely they look: whether new signs that
the code only copies or skips count as well, and whether places of signs count (``C++``, ``camelCase``, ``v2.1``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pointmass.synthesis import ladder
from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators import familiar, shapes, tests
from pointmass.synthesis.operators.places import BEYOND
from pointmass.synthesis.operators.turning_words import TURNS, turns
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Node, Operator, Var
from pointmass.synthesis.program import Literal as Fixed
from pointmass.synthesis.seen import odd_places, unlike

Look: TypeAlias = Literal["through", "signs", "places"]
"""How closely a guard looks at texts. ``through``: a new sign counts only if the code treats it, and not if it copies
or skips it; ``signs``: every new sign counts; ``places``: signs at new places count as well."""

_ROOM = 2
"""A text may be this many times as long as the longest one seen."""

_SHORT = 20
"""Texts up to this length, in characters, are never too long."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """The examples with which inputs and answers are compared.

    Attributes:
        inputs: The arguments of every example, ``(n_examples, n_parameters)``.
        answers: The code's answers to them, which are right, ``(n_examples,)``.
        labels: Whether the answers are labels; then new words that reverse the meaning of a text count, too.
    """

    inputs: Sequence[Sequence[Any]]
    answers: Sequence[Any]
    labels: bool = False

    def of_inputs(self, names: Sequence[str], look: Look) -> Iterator[Check]:
        """Yield the checks of the inputs, one parameter after the other."""
        for at, seen in enumerate(zip(*self.inputs, strict=True)):
            label = f"_OF_{names[at].upper()}" if len(names) > 1 else ""
            if _are_texts(seen):
                yield from self._of_texts(Var(at), seen, label, look)
            else:
                yield from ladder.values_like(Var(at), seen, label)
                yield from ladder.within(Var(at), seen) if all(map(is_number, seen)) else ()

    def of_answers(self, answer: Node, code: Node, look: Look) -> Iterator[Check]:
        """Yield the checks of the answer; *code* is the function itself."""
        said = answer
        if self._goes_through(look):
            unseen = _unlike("UNSEEN", [each for (each,) in self.inputs])
            goes = Apply(_GOES_THROUGH, (Var(0), answer, unseen, code))
            yield Check(
                Apply(tests.NOT, (goes,)), "Characters that no example had are treated, not only copied or skipped."
            )
            said = Apply(_AS_LETTERS, (answer, unseen))
        if _are_texts(self.answers):
            yield Check(
                Apply(shapes.SEARCH, (_unlike("ODD_ANSWER", self.answers), said)), "What no example's answer had."
            )
            if all(self.answers):
                yield Check(Apply(tests.EQUAL, (answer, Fixed(""))), "No example had nothing as its answer.")
        else:
            yield from ladder.values_like(said, self.answers, "_OF_ANSWERS")
            if all(map(is_number, self.answers)) and min(self.answers) >= 0:
                yield Check(Apply(familiar.BELOW_ZERO, (answer,)), "No example's answer was below zero.")

    def _of_texts(self, text: Node, seen: Sequence[str], label: str, look: Look) -> Iterator[Check]:
        longest = max(_SHORT, _ROOM * max(map(len, seen)))
        yield Check(Apply(tests.LENGTH_ABOVE, (text, Fixed(longest))), "Far longer than any example.")
        if all(seen):
            yield Check(Apply(tests.EQUAL, (text, Fixed(""))), "No example was empty.")
        if not self._goes_through(look):
            yield Check(Apply(shapes.SEARCH, (_unlike(f"UNSEEN{label}", seen), text)), "A sign that no example had.")
        if self.labels:
            known = Constant(f"TURNS_SEEN{label}", frozenset().union(*map(turns, seen)), "Words that turn the sense.")
            yield Check(Apply(BEYOND, (Apply(TURNS, (text,)), known)), "A word that no example had turns the sense.")
        if look == "places":
            yield from odd_places(label, text, seen)[-1:]

    def _goes_through(self, look: Look) -> bool:
        """Whether a new sign counts only if the code treats it: for a single text parameter and the loosest look."""
        return look == "through" and len(self.inputs[0]) == 1 and _are_texts([each for (each,) in self.inputs])


def _are_texts(seen: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in seen)


def _unlike(name: str, seen: Sequence[str]) -> Constant:
    return pattern_lines(name, [(unlike(seen), "")], "Characters of kinds that no example had.")


def as_letters(value: object, unseen: re.Pattern[str]) -> object:
    """Put a letter for every character that is unlike those seen, in all texts of JSON data."""
    if isinstance(value, str):
        return unseen.sub("a", value)
    if isinstance(value, list | tuple):
        return [as_letters(item, unseen) for item in value]
    if isinstance(value, dict):
        return {key: as_letters(item, unseen) for key, item in value.items()}
    return value


def goes_through(text: str, answer: object, unseen: re.Pattern[str], code: Callable[[str], object]) -> bool:
    """Whether characters that no example had are only copied or skipped, as letters are, and not treated."""
    plain = unseen.sub("a", text)
    return plain == text or code(plain) == as_letters(answer, unseen)


_AS_LETTERS = Operator(as_letters, "", "{0} with letters for what is new", ("import re",))
_GOES_THROUGH = Operator(
    goes_through,
    "",
    "what is new in {0} is copied",
    ("import re", "from collections.abc import Callable"),
    (as_letters,),
)
