"""Offer known entities in the inputs as pieces: e-mail addresses, hosts of URLs, identifiers, sums of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.operators.entities import ways
from pointmass.synthesis.program import Apply, Constant, Operator
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.strings.pool import Pool

_PIECE = 2.0
_LAST, _OR_NOTHING = 0.7, 2.5
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of entity, such as an e-mail address.

    Attributes:
        constant: Its pattern. If the pattern has a group, the group is the part that is taken.
        cost: Its cost in about bits.
        taken: The operators that take the first match, the last one, and the first or the empty text.
    """

    constant: Constant
    cost: float
    taken: tuple[Operator, Operator, Operator]


def _entity(name: str, words: str, pattern: str, cost: float) -> Entity:
    constant = Constant(name, re.compile(pattern), f"What {words} looks like.", (), "re.Pattern[str]")
    return Entity(constant, cost, ways(words.partition(" ")[2], name.lower()))


# A match may start only at the start of a run of such characters: else a long run would take quadratic time.
_NAME = r"(?<![\w.+-])[\w.+-]+"
_AT = r"@([\w-]+(?:\.[\w-]+)+)"
_UNITS = "kg|g|mg|lb|oz|km|cm|mm|m|mi|ft|in|l|ml|ms|s|min|h|kB|KB|MB|GB|TB|W|kW|V|A"
ENTITIES = (
    _entity("EMAIL", "an e-mail address", rf"{_NAME}@[\w-]+(?:\.[\w-]+)+", 1.5),
    _entity("USER", "a user of an e-mail address", r"(?<![\w.+-])([\w.+-]+)@[\w-]+(?:\.[\w-]+)+", 2.3),
    _entity("DOMAIN", "a domain of an e-mail address", rf"{_NAME}{_AT}", 2.3),
    _entity("URL", "a URL", r"https?://[^\s<>\"']*[\w/=]", 1.5),
    _entity("HOST", "a host of a URL", r"https?://([^\s/:?#]+)", 1.8),
    _entity("SITE", "a host of a URL without www", r"https?://(?:www\.)?([^\s/:?#]+)", 2.6),
    _entity("URL_PATH", "a path of a URL", r"https?://[^\s/?#]+(/[^\s?#]*)", 2.3),
    _entity("FILE_ENDING", "a file ending", r"[\w)-]\.([A-Za-z][A-Za-z0-9]{0,4})(?![\w./@])", 2.6),
    _entity("FILE_PATH", "a file path", r"(?<![\w:/.])(?:~|\.{1,2})?/[\w./+-]*\w", 2.3),
    _entity("IP_ADDRESS", "an IP address", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", 1.5),
    _entity("DAY", "a date", r"(?<![\d-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?![\d-])", 1.6),
    _entity("CLOCK", "a time of day", r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?(?![\d:])", 1.6),
    _entity("SUM", "a sum of money", r"[$€£¥]\s?\d+(?:[.,]\d+)*|(?<![\d.,])\d+(?:[.,]\d+)*\s?[$€£¥]", 1.8),
    _entity("VERSION", "a version", r"(?<![\w.])v?\d+(?:\.\d+){1,3}(?:-[\w.]+)?(?![\w.]*\w)", 2.4),
    _entity("IDENTIFIER", "an identifier", r"(?<![\w-])[A-Z]{1,5}-\d+(?![\w-])", 1.6),
    _entity("QUANTITY", "a quantity", rf"(?<![\w.,])\d+(?:[.,]\d+)?\s?(?:{_UNITS})(?!\w)", 2.2),
)


def entities(pool: Pool, base: Term) -> Iterator[Term]:
    """Yield the entities in the texts: the first and the last of each kind, or the first if any."""
    for entity in ENTITIES:
        matches = [pool.matches(entity.constant.content.pattern, v) for v in base.values]
        # A kind of entity that only one of several texts has is no rule.
        if sum(map(bool, matches)) < _SEVERAL and not all(matches):
            continue
        first, last, maybe = entity.taken
        ways = [(first, 0, 0.0), (last, -1, _LAST)] if all(matches) else [(maybe, 0, _OR_NOTHING)]
        for operator, index, extra in ways:
            values = tuple(m[index][0] if m else "" for m in matches)
            yield Term(Apply(operator, (entity.constant, base.node)), base.cost + _PIECE + entity.cost + extra, values)
