"""Which kind of answer this is: it decides what may be merged, so the choice is said with its reason."""

from __future__ import annotations

import ast
import dataclasses
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any, Literal, get_args

from pointmass.errors import InputError
from pointmass.interpretations.canonical import answer_core, name_form, parse_code, parse_json, text_form, unfence
from pointmass.interpretations.days import date_form
from pointmass.interpretations.expression import expression_form, final_part
from pointmass.interpretations.traces import calls_of

Kind = Literal[
    "label", "entity", "number", "date", "name", "text", "record", "trace", "calls", "code", "expression", "mixed"
]
KINDS: tuple[str, ...] = get_args(Kind)
"""What `cluster` knows: few fixed answers, names of things, numbers, dates, names (paths and codes: compared exactly), prose,
JSON, traces of tool calls (by what was done, or as they were made), code, arithmetic expressions behind their working."""

_MARKED = re.compile(r"\w[./\\:@_-]+\w|[^\W\d_]\d|\d[^\W\d_]|[a-z][A-Z]")
_STATEMENTS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.For,
    ast.While,
    ast.If,
    ast.Assign,
    ast.Return,
    ast.With,
    ast.Try,
)
_MOST = 0.8
_LOOKED_AT = 200
_LABEL_LENGTH = 40
_LONGEST = 2000
_LABEL_WORDS = 3
_BRIEF_WORDS = 8
_MOSTLY = 0.6
_SOME = 0.2
_VERY_FEW = 3
_FEW = 12
_TIMES = 1.5
_REPEATED = 0.2
_TRACES = "the answers are calls of tools: what was done counts, not what was looked up before, nor the order"
_ENTITY = re.compile(r"\s*[\"'(]*(?:the |an? )?[^\W_a-z]")


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind, and why.

    Attributes:
        kind: One of `KINDS`.
        why: The reason, for a person.
    """

    kind: str
    why: str


def choose_kind(
    values: Sequence[Any], kind: str = "auto", *, draws: int = 0, pairs: Collection[tuple[Any, Any]] = ()
) -> KindChoice:
    """Choose the kind of distinct outcomes, the most frequent first.

    Args:
        values: Distinct outcomes, none of them ``None``; only the first 200 are looked at.
        kind: A kind of `KINDS`, or ``"auto"``.
        draws: How many draws they come from.
        pairs: Distinct inputs with their outcomes, where inputs are known: an answer that is its own input in other
            letters or signs is not a label, and those letters and signs are what may be contested.

    Raises:
        InputError: There is no such kind.
    """
    if kind != "auto":
        if kind not in KINDS:
            raise InputError(f"cluster: no kind is called {kind!r}; there are auto, {', '.join(KINDS)}")
        return KindChoice(kind, "as asked for")
    if not values:
        return KindChoice("label", "there is no answer to look at")
    looked_at = [value.value if isinstance(value, Enum) else value for value in values[:_LOOKED_AT]]
    if all(isinstance(value, str) for value in looked_at):
        few = _are_few(looked_at, len(values), draws)
        return _kind_of_texts(looked_at, few=few, rewritten=_are_rewritten(pairs))
    return _kind_of_objects(looked_at)


def _are_few(texts: Sequence[str], n_values: int, draws: int) -> bool:
    """Say whether so few different answers came back so often that they are a fixed set."""
    distinct = len({text_form(text) for text in texts}) if n_values == len(texts) else n_values
    return distinct <= max(_VERY_FEW, min(_FEW, draws / _TIMES), _REPEATED * draws)


def _are_rewritten(pairs: Collection[tuple[Any, Any]]) -> bool:
    """Say whether most answers have the letters and digits of their own input, or its day, whatever else is in them."""
    texts = [
        (given, said) for given, said in islice(pairs, _LOOKED_AT) if isinstance(given, str) and isinstance(said, str)
    ]
    return sum(_is_rewritten(given, said) for given, said in texts) > len(texts) / 2


def _is_rewritten(given: str, said: str) -> bool:
    if (squeezed := _squeezed(said)) and squeezed == _squeezed(given):
        return True
    day = date_form(name_form(said))
    return day is not None and day == date_form(name_form(given))


def _squeezed(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text[:_LONGEST])
    return "".join(char for char in parts if char.isalnum()).casefold()


def _kind_of_objects(values: Sequence[Any]) -> KindChoice:
    if all(isinstance(value, bool) for value in values):
        return KindChoice("label", "every answer is true or false")
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return KindChoice("number", "every answer is a number")
    if all(isinstance(value, date) for value in values):
        return KindChoice("date", "every answer is a date")
    if _are_traces(values):
        return KindChoice("trace", _TRACES)
    if all(_is_record(value) for value in values):
        return KindChoice("record", "every answer has fields or items")
    return KindChoice("mixed", "answers of several types: each is compared by its own type")


def _is_record(value: Any) -> bool:
    return (
        isinstance(value, (Mapping, list, tuple, set, frozenset))
        or dataclasses.is_dataclass(value)
        or callable(getattr(value, "model_dump", None))
    )


def _kind_of_texts(texts: Sequence[str], *, few: bool, rewritten: bool) -> KindChoice:
    return _formal_kind(texts) or _kind_of_marks(texts, rewritten=rewritten) or _kind_of_words(texts, few=few)


def _kind_of_marks(texts: Sequence[str], *, rewritten: bool) -> KindChoice | None:
    """Return the kind of answers in which single signs count; ``None`` when they are words."""
    if rewritten:
        return KindChoice("name", "most answers are their input written otherwise: case and punctuation count")
    if sum(date_form(name_form(text)) is not None for text in texts) >= _MOST * len(texts):
        return KindChoice("date", "the answers are dates: how a day is written does not count")
    if _are_names(texts):
        return KindChoice("name", "the answers look like names, paths or codes: case and punctuation count")
    return None


def _kind_of_words(texts: Sequence[str], *, few: bool) -> KindChoice:
    cores = [answer_core(text) for text in texts]
    brief = sum(len(core.split()) <= _BRIEF_WORDS for core in cores) >= _MOSTLY * len(cores)
    if brief and sum(bool(_ENTITY.match(core)) for core in cores) > len(cores) / 2:
        why = "the answers look like names of things: never merged by likeness, only without case, article and comment"
        return KindChoice("entity", why)
    short = sum(len(text) <= _LABEL_LENGTH and len(text.split()) <= _LABEL_WORDS for text in texts)
    if few and short >= _MOST * len(texts):
        return KindChoice("label", "the answers are a few short ones: case, spacing and quotes do not count")
    return KindChoice("text", "the answers are prose: wordings that are much alike are one reading")


def _formal_kind(texts: Sequence[str]) -> KindChoice | None:
    """Return the kind of answers in a formal language; ``None`` when they are words."""
    if _are_traces([unfence(text) for text in texts]):
        return KindChoice("trace", _TRACES)
    if sum(parse_json(text) is not None for text in texts) >= _MOST * len(texts):
        return KindChoice("record", "the answers parse as JSON")
    if sum(_is_code(text) for text in texts) >= _SOME * len(texts):
        return KindChoice("code", "the answers parse as Python statements")
    if sum(_is_expression(text) for text in texts) >= _SOME * len(texts):
        why = "the answers end in an arithmetic expression: order of terms and value do not count"
        return KindChoice("expression", why)
    return None


def _are_traces(values: Sequence[Any]) -> bool:
    """Say whether every answer is a list of calls, and one of them not empty."""
    found = [calls_of(value) for value in values]
    return all(each is not None for each in found) and any(found)


def _is_expression(text: str) -> bool:
    """Say whether a text gives an expression as its answer; a bare 10-12 is a range, a score or a date."""
    return ("=" in text or final_part(text) is not None) and expression_form(text) is not None


def _is_code(text: str) -> bool:
    if not re.search(r"[=:(]", text):
        return False
    tree = parse_code(text)
    if tree is None:
        return False
    first = tree.body[0] if tree.body else None
    body = first.body if isinstance(first, ast.FunctionDef) and first.name == "_" else tree.body
    return any(isinstance(node, _STATEMENTS) for node in body)


def _are_names(texts: Sequence[str]) -> bool:
    bare = [text.strip().strip("\"'`") for text in texts]
    single = sum(len(text.split()) <= 1 for text in bare)
    marked = sum(bool(_MARKED.search(text)) for text in bare)
    return single >= _MOST * len(bare) and marked >= len(bare) / 2
