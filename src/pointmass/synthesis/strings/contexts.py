"""Find one piece by what stands around it: from an anchor on the left up to the first of several stops, or nothing."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Literal, Node
from pointmass.synthesis.strings.pool import shared_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pointmass.synthesis.strings.pool import Column, Pool

_OCCURRENCES = 3
_LONGEST_ANCHOR = 24
_MOST_PATTERNS = 400
_MOST_STOPS = 3


def contexts(pool: Pool, values: Column, node: Node, cost: float, late: Callable[..., bool]) -> None:
    """Offer patterns that capture each whole output (or nothing, where it is empty) in *values*."""
    wanted = pool.outputs
    texts = [v or "" for v in values]
    filled = [i for i, w in enumerate(wanted) if w]
    if not filled or any(wanted[i] not in texts[i] for i in filled):
        return
    spots = [_spots(texts[i], wanted[i]) for i in filled]
    tried = 0
    for chosen in itertools.islice(itertools.product(*spots), 12):
        lefts = [texts[i][:at] for i, at in zip(filled, chosen, strict=True)]
        rights = [texts[i][at + len(wanted[i]) :] for i, at in zip(filled, chosen, strict=True)]
        for (left, left_cost), (body, right, body_cost) in itertools.product(
            list(_lefts(lefts)), list(_bodies([wanted[i] for i in filled], rights))
        ):
            tried += 1
            if tried > _MOST_PATTERNS or late(2):
                return
            pattern = f"{left}({body}){right}"
            if all(pieces.captured(pattern, t) == w for t, w in zip(texts, wanted, strict=True)):
                captured = Apply(pieces.CAPTURED, (Literal(pattern, regex=True), node))
                pool.offer(wanted, cost + 4.0 + left_cost + body_cost, captured)


def _spots(text: str, wanted: str) -> list[int]:
    return [m.start() for m in itertools.islice(re.finditer(re.escape(wanted), text), _OCCURRENCES)]


def _lefts(lefts: list[str]) -> Iterator[tuple[str, float]]:
    """Yield anchors for what stands before: the start, the text that all share there, kinds of characters."""
    if not any(lefts):
        yield "^", 0.5
        return
    shared = _shared_end(lefts)
    for start in dict.fromkeys((0, *_word_starts(shared), len(shared) - 1)):
        anchor = shared[start:] if shared else ""
        if anchor:
            yield escaped(anchor), _anchor_cost(anchor)
    last = {left[-1:] for left in lefts}
    if len(last) > 1 and all(not c.isalnum() for c in last):
        signs = char_class("".join(sorted(last - {""})))
        yield (f"(?:^|[{signs}])" if "" in last else f"[{signs}]"), 2.0 + len(last)
    for kind in _kinds(lefts):
        yield kind, 4.0
    yield "", 3.0


def _shared_end(lefts: list[str]) -> str:
    """Return the longest text that all *lefts* end in, within reason."""
    shortest = min(lefts, key=len)
    for length in range(min(len(shortest), _LONGEST_ANCHOR), 0, -1):
        if all(left.endswith(shortest[-length:]) for left in lefts):
            return shortest[-length:]
    return ""


def _kinds(lefts: list[str]) -> Iterator[str]:
    """Yield patterns of a token and a blank or sign before the piece that all lefts end in."""
    for token, glue in itertools.product((r"\d+", "[A-Za-z]+", r"\w+", r"\S+"), (" ", ", ", "-", "")):
        if all(re.search(f"(?:^|[^A-Za-z0-9]){token}{glue}$", left) for left in lefts):
            yield rf"(?<![A-Za-z0-9]){token}{glue}"
            return


def _word_starts(shared: str) -> list[int]:
    return [m.start() for m in re.finditer(r"(?<!\w)\w|(?<=\w)\W", shared)]


def _bodies(wanted: list[str], rights: list[str]) -> Iterator[tuple[str, str, float]]:  # noqa: C901 - one list of kinds of end
    """Yield ``(body, what follows, cost)``: up to the stops that were seen, or as long as the kinds of characters go on."""
    ends = not all(rights)
    if not any(rights):
        yield ".*", "$", 0.5
        for first in _firsts(wanted):
            yield f"{first}.*", "$", 1.5
    stops = sorted({r[0] for r in rights if r})
    yield from _ends_by_kind(wanted, stops)
    if any(c.isalnum() for c in stops) and len(stops) > 1:
        stops = []
    if len(stops) <= 3 and not any(s in w for s in stops for w in wanted) and stops:  # noqa: PLR2004 - more stops are no rule
        yield f"[^{char_class(''.join(stops))}]+", "", 1.0 * len(stops) + (0.0 if ends else 0.2)
    for length in (2, 3, 6, 12):
        longer = sorted({r[:length] for r in rights if r})
        if len(longer) > 2 or any(len(s) < length for s in longer):  # noqa: PLR2004 - as above
            continue
        options = "|".join([*map(escaped, longer), *(["$"] if ends else [])])
        if any(c.isalnum() for s in longer for c in s) and len(longer) > 1:
            continue
        follows, price = (
            f"(?:{options})" if len(longer) + ends > 1 else options,
            sum(_anchor_cost(s) for s in longer) + 1.0,
        )
        yield ".+?", follows, price
        for first in _firsts(wanted):
            yield f"{first}.*?", follows, price + 1.0
    yield from _named_stops(wanted, rights)
    kinds = {_kind(r) for r in rights}
    if len(kinds) == 1 and "" not in kinds:
        yield ".+?", kinds.pop(), 2.0
    for body, price in _classes(wanted):
        yield body, "", price
        if not ends and len(stops) == 1:
            yield body, f"(?={escaped(stops[0])})", price + 1.0


def _named_stops(wanted: list[str], rights: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield a body up to the first of a few stops: a sign, or a word that several examples go on with."""
    groups: dict[str, list[str]] = {}
    for right in rights:
        if right:
            groups.setdefault(right[:2], []).append(right)
    if not 1 < len(groups) <= _MOST_STOPS:
        return
    stops = []
    for group in groups.values():
        shared = shared_start(group) if len(group) > 1 else group[0]
        match = re.match(r"\W*[^\W\d_]+\W+", shared) if len(group) > 1 else None
        stop = match.group() if match else "".join(itertools.takewhile(lambda c: not c.isalnum(), shared))
        if not stop.strip() or any(stop in w for w in wanted):
            return
        stops.append(stop)
    follows = "|".join([*map(escaped, stops), *([] if all(rights) else ["$"])])
    yield ".+?", f"(?:{follows})", 1.0 + sum(map(_anchor_cost, stops))


def _ends_by_kind(wanted: list[str], stops: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield bodies that go on up to the first capital, or up to the first digit."""
    for body, holds in (("[^A-Z]+", str.isupper), (r"\D+", str.isdigit)):
        if len(stops) > 1 and all(map(holds, stops)) and not any(holds(c) for w in wanted for c in w):
            yield body, "", 2.0


def _kind(right: str) -> str:
    """Return the pattern of a sign and the kind of character after it, or nothing where that is not what follows."""
    if len(right) < 2 or right[0].isalnum() or not right[1].isalnum():  # noqa: PLR2004 - a sign and a character
        return ""
    return escaped(right[0]) + (r"\d" if right[1].isdigit() else "[A-Z]" if right[1].isupper() else "[a-z]")


def _firsts(wanted: list[str]) -> Iterator[str]:
    """Yield the kind of character that every piece starts with."""
    for pattern in (r"\d", "[A-Z]", "[a-z]", r"\$"):
        if all(re.match(pattern, w) for w in wanted):
            yield pattern
    if len({w[0] for w in wanted}) == 1 and not wanted[0][0].isalnum():
        yield escaped(wanted[0][0])


def _classes(wanted: list[str]) -> Iterator[tuple[str, float]]:
    chars = set("".join(wanted))
    kinds = [(str.isdigit, "0-9"), (str.isupper, "A-Z"), (str.islower, "a-z")]
    letters = "".join(r for f, r in kinds if any(f(c) for c in chars))
    signs = sorted(c for c in chars if not c.isalnum())
    if len(signs) <= 4 and all(c.isascii() for c in chars):  # noqa: PLR2004 - a class of many signs is no class
        inner = letters + char_class("".join(signs))
        yield f"[{inner}]+", 3.0 + len(signs)
        if signs and not signs[0].isspace():
            yield f"[{letters}][{inner}]*", 4.0 + len(signs)


def _anchor_cost(anchor: str) -> float:
    words = len(re.findall(r"[^\W\d_]+", anchor))
    letters = sum(c.isalnum() for c in anchor)
    return 1.0 + 1.5 * words + 0.1 * letters + 0.4 * (len(anchor) - letters) + 1.0 * sum(c.isdigit() for c in anchor)
