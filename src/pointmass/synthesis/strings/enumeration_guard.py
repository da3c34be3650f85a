"""The guard of an enumeration: it accepts items like those of examples, and empty lists only if examples had some."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.literals import char_class, regex_escaped
from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators import shapes, tests
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var, attempt
from pointmass.synthesis.seen import longest, odd_places, unlike
from pointmass.synthesis.strings.enumeration_marks import JOINING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.strings.enumerations import Enumeration

# One example against a separator counts as much as 20 examples for it.
_WRONG = 20
# Small words that are parts of names of persons and groups in several languages.
_PARTICLES = frozenset(
    [
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "for",
        "ibn",
        "la",
        "le",
        "of",
        "ten",
        "ter",
        "the",
        "van",
        "von",
        "zu",
        "zur",
    ]
)
# Words in lower case are checked only if they are at most this fraction of all words of the items.
_FEW = 0.25
# One letter of each kind of Latin letter with an accent: names may have them even if no example shows one.
_LATIN = "\u00e9\u00df\u00f8\u00e6\u00f0\u00fe\u0142\u0111\u0131\u0153"
_BRACKETS = r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>"
_SMALL = r"(?<![\w.'’-])[a-zß-öø-ÿ][\w'’-]*"


@dataclass(frozen=True, slots=True)
class ListsShown:
    """The examples that the enumeration explains, and those that it does not.

    Attributes:
        made: The enumeration.
        texts: The texts of the explained examples.
        lists: Their lists.
        unexplained: The other examples, as text and list.
    """

    made: Enumeration
    texts: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    unexplained: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def items(self) -> list[str]:
        """All items of all explained examples."""
        return [item for one in self.lists for item in one]

    @property
    def empty(self) -> list[str]:
        """The texts with an empty list."""
        return [t for t, one in zip(self.texts, self.lists, strict=True) if not one]


def shown(task: Problem, made: Enumeration) -> ListsShown:
    """Divide the examples of *task* into those that the enumeration explains and the rest."""
    kept = task.without(made.missed)
    unexplained = tuple((task.texts[i], tuple(task.outputs[i])) for i in made.missed)
    return ListsShown(made, kept.texts, tuple(map(tuple, kept.outputs)), unexplained)


def guards(seen: ListsShown) -> tuple[Guard, ...]:
    """Return three guards from loose to strict, each with the checks of the one before it.

    They hand back:

    0. items of a kind that no example had; empty lists unlike those of the examples;
    1. words after the list if no example had any; items with more or fewer words than those of the examples;
    2. texts with characters in places where no example had them.
    """
    answer = Named("answer", seen.made.node)
    base = [*_unlike_items(seen, answer), *_empty(seen, answer), *_blank(seen, answer), *_doubtful(seen)]
    alike = [*base, *_beside(seen), *_words(seen, answer)]
    strict = [*alike, *odd_places("", Var(0), seen.texts)]
    return tuple(Guard(tuple(checks), can_fail=True, longest=longest(seen.texts)) for checks in (base, alike, strict))


def _known(name: str, text: str, why: str = "") -> Constant:
    return pattern_lines(name, [(text, "")], why)


def _inside(signs: Iterable[str]) -> str:
    return char_class("".join(sorted(signs)))


def _unlike_items(seen: ListsShown, answer: Node) -> list[Check]:
    """Hand back lists with an item that has a sign, a kind of character or a small word that no example's item had."""
    items = seen.items
    firsts, lasts = ({i[at] for i in items if not i[at].isalnum()} for at in (0, -1))
    # Apostrophes and hyphens between letters belong to the word.
    within = "" if seen.made.change else "(?!(?<=[^\\W\\d_])['\u2019-][^\\W\\d_])"
    lines = [(within + unlike([*items, _LATIN]), "a kind of character")]
    lines += [(f"^[^\\w{_inside(firsts)}]", "a sign at the start"), (f"[^\\w{_inside(lasts)}]$", "a sign at the end")]
    lines += _small_words(items)
    odd = pattern_lines("UNLIKE_ITEM", lines, f"What no item of the {len(seen.texts)} examples had.")
    return [Check(Apply(ops.ANY_HAS, (odd, answer)), "An item with what no example's item had.")]


def _small_words(items: list[str]) -> list[tuple[str, str]]:
    """Return patterns of words that join or end lists, or of words in lower case, if the items hardly have any."""
    words = [w for item in items for w in re.findall(r"[\w'’-]+", item)]
    small = Counter(w for item in items for w in set(re.findall(_SMALL, item)))
    few = sum(small.values()) <= _FEW * len(words)
    joining = sorted(JOINING - {w.lower() for w in words})
    lines = [] if few else [(f"(?<![\\w.'\u2019-])(?:{'|'.join(joining)})(?![\\w'\u2019-])", "a word that joins")]
    if few:
        inner = {p for item in items for p in re.findall(r"(?<=\w )[a-z]+(?= \w)", item)} & _PARTICLES
        several = sum(small[p] for p in inner) > 1
        often = sorted({w for w, n in small.items() if n > 1} | (_PARTICLES if several else set()))
        known = f"(?!(?:{'|'.join(map(regex_escaped, often))})(?!\\w))" if often else ""
        lines.append((_SMALL.replace("[a-z", f"{known}[a-z", 1), "a small word"))
    return lines


def _words(seen: ListsShown, answer: Node) -> list[Check]:
    """Hand back items with more words than any example's, or with fewer than any in a list of several."""
    most = max(len(i.split()) for i in seen.items)
    checks = [Check(Apply(ops.ANY_LONGER, (answer, Literal(most))), "An item of more words than any example's.")]
    least = min((len(i.split()) for one in seen.lists if len(one) > 1 for i in one), default=1)
    if least > 1:
        short = Apply(ops.ANY_SHORTER, (answer, Literal(least)))
        checks.append(Check(short, "A list with an item of fewer words than any example's list."))
    return checks


def _empty(seen: ListsShown, answer: Node) -> list[Check]:
    """Hand back empty lists, unless at least two examples had one and the text is like theirs."""
    nothing = Apply(tests.EQUAL, (answer, Literal([])))
    if len(seen.empty) < 2:  # noqa: PLR2004 - one may be a slip
        return [Check(nothing, "No list, which too few examples showed.")]
    bare = [re.sub(_BRACKETS, "", t) for t in seen.empty]
    more = _known("MORE", unlike(bare), "What no text without a list has outside of brackets.")
    rest = _without_brackets(Var(0))
    search = Apply(shapes.SEARCH, (more, rest))
    longer = Apply(tests.WORDS_ABOVE, (rest, Literal(max(len(t.split()) for t in bare))))
    why = "No list, but more in the text than where no example had one."
    lengths = [longer] if any(c.isalnum() for t in bare for c in t) else []
    return [Check(Apply(tests.AND, (nothing, doubt)), why) for doubt in (search, *lengths)]


def _blank(seen: ListsShown, answer: Node) -> list[Check]:
    """Hand back lists with nothing between two separators, if no example had that."""
    if not seen.made.separators:
        return []
    blank = Apply(ops.HAS_BLANK_PART, (seen.made.found, seen.made.split))
    if any(one and attempt(blank, (t,)) for t, one in zip(seen.texts, seen.lists, strict=True)):
        return []
    return [Check(Apply(tests.AND, (answer, blank)), "Nothing between two separators, which no example had.")]


def _without_brackets(text: Node) -> Node:
    brackets = _known("BRACKETS", _BRACKETS, "What stands in brackets.")
    return Apply(text_ops.REPLACE_MATCHES, (brackets, Literal(""), text))


def _doubtful(seen: ListsShown) -> list[Check]:
    """Hand back enumerations with a separator that occurred within an item of an unexplained example."""
    wrong = [
        s
        for s in seen.made.separators
        if (against := sum(any(re.search(s, i) for i in wanted) for _, wanted in seen.unexplained))
        and _WRONG * against
        > sum(len(one) > 1 and bool(re.search(s, t)) for t, one in zip(seen.texts, seen.lists, strict=True))
    ]
    if not wrong:
        return []
    doubtful = _known("DOUBTFUL", "|".join(wrong), "What separates, but stood within an item, too.")
    return [Check(Apply(shapes.SEARCH, (doubtful, seen.made.found)), "What separates, or belongs to an item.")]


def _beside(seen: ListsShown) -> list[Check]:
    """Hand back texts with words after the list outside of brackets, if no example has any."""
    if not seen.made.region:
        return []
    named = [regex_escaped(s) for s in seen.made.stops if any(map(str.isalnum, s))]
    known = re.compile("|".join([_BRACKETS, *named]))
    rests = [known.sub("", ops.behind(seen.made.listing.content, t)) for t in seen.texts]
    if any(c.isalnum() for rest in rests for c in rest):
        return []
    rest = Apply(ops.BEHIND, (seen.made.listing, Var(0)))
    beside = _known("BESIDE", known.pattern, "What may stand behind a list.")
    bare = Apply(text_ops.REPLACE_MATCHES, (beside, Literal(""), rest))
    word = _known("WORD", r"[^\W_]", "A letter or a digit.")
    return [Check(Apply(shapes.SEARCH, (word, bare)), "Words behind the list.")]
