"""Facts, before anybody words them: the three words for a figure that is not there, and notices with a code and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any, Self

from pointmass.sentences import SAID, Code, Data, Severity, sentence

NOT_RECORDED = "not recorded"
"""It was so, and nobody wrote it down: the tokens of a recording, the name of a model that did not say it."""

NOTHING = "nothing to measure"
"""There is nothing that it could be measured on: the agreement of an input that no draw answered."""

NOT_APPLICABLE = "not applicable"
"""The question does not arise: the dollars of a model without a price, the tokens of a call that code answered."""


NO_PRICE = f"{NOT_APPLICABLE}: no price set"
"""Why tokens that were counted have no dollars."""


def missing(*, not_recorded: Sequence[str] = (), no_price: bool = False) -> str:
    """Say which figures are not there, and why: ``tokens and seconds not recorded; dollars not applicable: no price set``.

    Args:
        not_recorded: What was so, and nobody wrote down.
        no_price: Whether dollars are missing because no price is set.
    """
    *most, last = not_recorded or [""]
    names = f"{', '.join(most)} and {last}" if most else last
    return "; ".join(
        part for part in (names and f"{names} {NOT_RECORDED}", f"dollars {NO_PRICE}" if no_price else "") if part
    )


class Notice(str):
    """What a reader should know, as a fact: it is decided on by its code, and read as the sentence that it is as text.

    Args:
        code: Which fact.
        severity: ``note``, ``doubt``, or ``void``: then the result that it belongs to found nothing out.
        data: Its figures and names.
        of: Whose it is, where it is said of one of several: a variant.
    """

    __slots__ = ("code", "data", "of", "severity")
    code: Code
    severity: Severity
    data: Data
    of: str

    def __new__(cls, code: Code, severity: Severity, data: Data, *, of: str = "") -> Self:
        """Make the sentence of the fact."""
        said = sentence(code, data)
        self = super().__new__(cls, f"{of}: {said}" if of else said)
        for name, value in {"code": code, "severity": severity, "data": MappingProxyType(dict(data)), "of": of}.items():
            super().__setattr__(self, name, value)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a fact stays what it is."""
        raise AttributeError(f"a notice cannot be changed, got {name}={value!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fact, and not its sentence."""
        return _again, (self.code, self.severity, dict(self.data), self.of)


def notice(code: Code, *, severity: Severity | None = None, of: str = "", **data: Any) -> Notice:
    """Make a notice.

    Args:
        code: Which fact.
        severity: How much it takes from the trust in the result; as the code says when left out.
        of: Whose it is.
        **data: Its figures and names, as its sentence needs them.
    """
    return Notice(code, severity or SAID[code].severity, data, of=of)


def void(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return those that leave nothing of the result that they belong to."""
    return tuple(each for each in notices if each.severity == "void")


def joined(notices: Iterable[str]) -> str:
    """Write notices in a line, each once."""
    return "; ".join(dict.fromkeys(each for each in notices if each))


def _again(code: Code, severity: Severity, data: Data, of: str) -> Notice:
    return Notice(code, severity, data, of=of)
