"""Conditions on a text: that it contains a word or a phrase, anywhere or at its start or end."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pointmass.synthesis.literals import regex_escaped
from pointmass.synthesis.operators import outlines as ops
from pointmass.synthesis.operators.topics import topics
from pointmass.synthesis.operators.turning_words import turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Scripts written without blanks between words: each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_LETTERS = rf"[^\W\d_{_UNSPACED}]"
_TOKEN = re.compile(rf"\d+|[{_UNSPACED}]|{_LETTERS}+(?:['\u2019]{_LETTERS}+)*|\s+|.", re.DOTALL)
_ENDS_SENTENCES = frozenset(".,;:!?'\"-")
_STOPS = frozenset(".,;!?")
_LONGEST = 5
_READ = 400
_SPELLINGS = 9
_WIDTH = 60
# A number with more digits is likely an identifier, so it counts only as a number.
_DIGITS = 4
# Extra cost of a sign alone, and of a certain number, in bits.
_SIGN = _NUMBER = 3.0
# Extra cost of a phrase that must be at the start or the end of the text, in bits.
_TIED = 1.0
# A link whose path has no file extension and that has no query.
_NO_EXTENSION = r"://[^\s)/?]+(?:/(?:[^\s)?]*/)?[^\s)/.?]*)?(?=[\s)]|$)"


@dataclass(frozen=True, slots=True)
class Condition:
    """A pattern that some of the texts contain.

    Attributes:
        pattern: The regular expression, for texts in lower case.
        bits: Its cost, in bits.
        word: The word that it looks for; empty for any other pattern.
        holds: A number whose bits are set at the positions of the texts that contain it; 0 if not known.
    """

    pattern: str
    bits: float = 0.0
    word: str = ""
    holds: int = 0


# A condition whose texts are not known yet: its pattern, its cost in bits, and the word that it looks for.
_Asked = tuple[str, float, str]


class _Piece(NamedTuple):
    """One token of a phrase.

    Attributes:
        pattern: Its regular expression.
        kind: ``w`` for a word, ``c`` for a character of a script without blanks, ``d`` for digits, ``b`` for blanks,
            ``s`` for a sign.
        token: The token; empty for any number.
        bits: Its extra cost, in bits.
    """

    pattern: str
    kind: str
    token: str
    bits: float = 0.0


def conditions(texts: Sequence[str], *, fewest: int) -> list[Condition]:
    """Return the conditions that at least *fewest* of *texts* meet, but not all.

    Of several that the same texts meet, only the cheapest is returned. Conditions that more texts meet cost less.
    """
    found: dict[int, Condition] = {}
    for asked in (map(_words, texts), map(_phrases, texts)):
        found = _told_apart(asked, len(texts), fewest) | found
    order = sorted(found.values(), key=lambda c: (-c.holds.bit_count(), c.bits, c.pattern))
    # The cost of choosing a condition is the logarithm of its position in this order.
    return [replace(c, bits=c.bits + math.log2(place + 1)) for place, c in enumerate(order, start=1)]


def keywords(text: str) -> frozenset[str]:
    """Return the words of *text* that may say what it is about: no numbers, single letters or words without content."""
    whole = re.findall(r"\b[^\W\d_]{2,}\b", re.sub(r"\w*n't\b|(?<=\w)'\w+", " ", text.replace("\u2019", "'")))
    return frozenset(w for w in ops.words(" ".join(whole)) if _says_something(w) and not _is_unspaced(w))


def _is_unspaced(word: str) -> bool:
    return re.search(f"[{_UNSPACED}]", word) is not None


def _told_apart(asked: Iterable[Iterable[_Asked]], number: int, fewest: int) -> dict[int, Condition]:
    """Return for each set of texts (as bits) the cheapest condition that exactly these meet."""
    holds: dict[_Asked, int] = {}
    for at, of_text in enumerate(asked):
        this = 1 << at
        for one in of_text:
            holds[one] = holds.get(one, 0) | this
    best: dict[int, _Asked] = {}
    for one, texts in holds.items():
        if fewest <= texts.bit_count() < number and len(one[0]) <= _WIDTH:
            known = best.get(texts)
            if known is None or _order(one) < _order(known):
                best[texts] = one
    return {texts: Condition(*one, texts) for texts, one in best.items()}


def _order(one: _Asked) -> tuple[float, int, str]:
    pattern, bits, _ = one
    return bits, len(pattern), pattern


def _words(text: str) -> Iterator[_Asked]:
    if re.search(_NO_EXTENSION, text):
        yield _NO_EXTENSION, _TIED, ""
    for word in keywords(text):
        yield rf"\b{regex_escaped(word)}{'' if word.endswith('s') else 's?'}\b", 0.0, word


def _phrases(text: str) -> Iterator[_Asked]:
    """Yield runs of up to five tokens of *text* as patterns, anywhere or at an end of the text.

    Numbers are also generalized to any number. A single word counts only at an end, as `_words` yields it otherwise.
    """
    tokens = _TOKEN.findall(text)[:_READ]
    spelled = [_spellings(token) for token in tokens]
    for start, end in _runs(tokens):
        of_run = spelled[start:end]
        if not _says_anything([pieces[0] for pieces in of_run]):
            continue
        for pieces in itertools.islice(itertools.product(*of_run), _SPELLINGS):
            pattern, bits = _phrase(pieces)
            if len(pieces) > 1 or pieces[0].kind != "w":
                yield pattern, bits, ""
            if start == 0:
                yield "^" + pattern.removeprefix(r"\b"), bits + _TIED, ""
            if end == len(tokens):
                yield pattern.removesuffix(r"\b") + "$", bits + _TIED, ""


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of tokens that does not cut words, cross lines, or start or end with blanks."""
    sides = [left[-1:] + right[:1] for left, right in itertools.pairwise(["", *tokens, ""])]
    within = [re.fullmatch(r"\w\w", both) is not None and not _is_unspaced(both) for both in sides]
    for start, first in enumerate(tokens):
        if within[start] or first.isspace():
            continue
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
            if "\n" in tokens[end - 1]:
                break
            if not (within[end] or tokens[end - 1].isspace()):
                yield start, end


def _alone(piece: _Piece) -> float:
    """Return the extra cost, in bits, of a phrase of one token: signs are common, most of all those of sentences."""
    if piece.kind not in "sd":
        return 0.0
    return 2 * _SIGN if piece.token in _ENDS_SENTENCES else _SIGN


@lru_cache(maxsize=4096)
def _says_something(word: str) -> bool:
    return bool(topics(word))


@lru_cache(maxsize=4096)
def _turns(word: str) -> bool:
    """Whether a word may reverse the meaning of the words around it; phrases with such a word are not used."""
    return bool(turns(word))


@lru_cache(maxsize=4096)
def _spellings(token: str) -> tuple[_Piece, ...]:
    if token.isdecimal() and token.isascii():
        first = _Piece(token[0] + r"\d" * (len(token) - 1), "d", token)
        any_number = _Piece(r"\d+", "d", "", 0.5)
        exact = (_Piece(token, "d", token, _NUMBER),) if 1 < len(token) <= _DIGITS else ()
        return (first, *exact, any_number) if len(token) <= _DIGITS else (any_number,)
    if token[0].isalpha():
        return (_Piece(regex_escaped(token), "c" if _is_unspaced(token) else "w", token),)
    return (_Piece(regex_escaped(token), "b" if token.isspace() else "s", token),)


def _says_anything(pieces: Sequence[_Piece]) -> bool:
    """Whether a run of tokens has content: not only words without content and signs of sentences."""
    said = [piece.token for piece in pieces if piece.kind == "w"]
    if not said:
        return True
    if pieces[-1].token in _STOPS or any(map(_turns, said)):
        return False
    plain = all(piece.kind in "wb" or (piece.kind == "s" and piece.token in _ENDS_SENTENCES) for piece in pieces)
    return not plain or any(map(_says_something, said))


def _phrase(pieces: Sequence[_Piece]) -> tuple[str, float]:
    """Return the tokens as one pattern, and its extra cost in bits."""
    bits = _alone(pieces[0]) if len(pieces) == 1 else 0.0
    pattern = ""
    for piece in pieces:
        pattern += piece.pattern
        bits += piece.bits
    return ("\\b" if pieces[0].kind in "wd" else "") + pattern + ("\\b" if pieces[-1].kind in "wd" else ""), bits
