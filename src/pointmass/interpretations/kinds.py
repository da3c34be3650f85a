"""Which kind of answer this is: it decides what may be merged, so the choice is said with its reason."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args

from pointmass.errors import InputError
from pointmass.interpretations.canonical import parse_code, parse_json

Kind = Literal["label", "number", "name", "text", "record", "code", "mixed"]
KINDS: tuple[str, ...] = get_args(Kind)
"""What `cluster` knows: one-word answers, numbers, names (paths, codes, dates: compared exactly), prose, JSON, code."""

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
_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind, and why.

    Attributes:
        kind: One of `KINDS`.
        why: The reason, for a person.
    """

    kind: str
    why: str


def choose_kind(values: Sequence[Any], kind: str = "auto") -> KindChoice:
    """Choose the kind of distinct outcomes, the most frequent first.

    Args:
        values: Distinct outcomes, none of them ``None``; only the first 200 are looked at.
        kind: A kind of `KINDS`, or ``"auto"``.

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
        return _kind_of_texts(looked_at)
    return _kind_of_objects(looked_at)


def _kind_of_objects(values: Sequence[Any]) -> KindChoice:
    if all(isinstance(value, bool) for value in values):
        return KindChoice("label", "every answer is true or false")
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return KindChoice("number", "every answer is a number")
    if all(_is_record(value) for value in values):
        return KindChoice("record", "every answer has fields or items")
    return KindChoice("mixed", "answers of several types: each is compared by its own type")


def _is_record(value: Any) -> bool:
    return (
        isinstance(value, (Mapping, list, tuple, set, frozenset))
        or dataclasses.is_dataclass(value)
        or callable(getattr(value, "model_dump", None))
    )


def _kind_of_texts(texts: Sequence[str]) -> KindChoice:
    need = _MOST * len(texts)
    if sum(parse_json(text) is not None for text in texts) >= need:
        return KindChoice("record", "the answers parse as JSON")
    if sum(_is_code(text) for text in texts) >= len(texts) / 2:
        return KindChoice("code", "the answers parse as Python statements")
    if _are_names(texts):
        return KindChoice("name", "the answers look like names, paths, codes or dates: case and punctuation count")
    if sum(len(text) <= _LABEL_LENGTH and len(text.split()) <= _LABEL_WORDS for text in texts) >= need:
        return KindChoice("label", "the answers are a word or a few: case, spacing and quotes do not count")
    return KindChoice("text", "the answers are prose: case, spacing, quotes and a final full stop do not count")


def _is_code(text: str) -> bool:
    if not re.search(r"[=:(]", text):
        return False
    tree = parse_code(text)
    return tree is not None and any(isinstance(node, _STATEMENTS) for node in tree.body)


def _are_names(texts: Sequence[str]) -> bool:
    bare = [text.strip().strip("\"'`") for text in texts]
    single = sum(len(text.split()) <= 1 for text in bare)
    marked = sum(bool(_MARKED.search(text)) for text in bare)
    return single >= _MOST * len(bare) and marked >= len(bare) / 2
