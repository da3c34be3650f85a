"""Operations that find the labels that a text indicates, by a table of patterns with their labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pointmass.synthesis.program import Operator, inline

_ANY = ("import re", "from typing import Any")


def spoken_for(said: str, rules: dict[str, Any]) -> list[Any]:
    """Return the labels of the rules whose pattern is in *said*, each once, in the order of the rules."""
    found: list[Any] = []
    for pattern, label in rules.items():
        if label not in found and re.search(pattern, said):
            found.append(label)
    return found


def first_label(labels: list[Any]) -> Any:
    """Return the first of *labels*; raises ValueError where there is none."""
    if not labels:
        raise ValueError("no rule applies")
    return labels[0]


SPOKEN_FOR = Operator(spoken_for, "", "the labels that {1} find in {0}", _ANY, noun="labels")


FIRST = Operator(first_label, "", "the first of {0}", ("from typing import Any",), noun="label")
MERGED = inline("{0} | {1}", "{0} and {1}")
NOT_ONE = inline("len({0}) != 1", "{0} are not one")


@lru_cache(maxsize=64)
def said(texts: tuple[bool, ...]) -> Operator:
    """Return the operator that puts its arguments together as one text in lower case, a line each.

    Args:
        texts: Which of the arguments are texts; the others are written as Python writes them.
    """

    def together(*values: Any) -> str:
        if not all(isinstance(value, str) for value, text in zip(values, texts, strict=True) if text):
            raise TypeError("no text")
        return "\n".join(map(str, values)).lower()

    shown = [f"{{{at}}}" if text else f"str({{{at}}})" for at, text in enumerate(texts)]
    form = "{0}.lower()" if texts == (True,) else f'"\\n".join(({", ".join(shown)})).lower()'
    return Operator(together, form, "{0}", noun="said")
