"""What ``interpretations`` takes: one frozen class, checked before anything is grouped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from pointmass.keywords import YES_OR_NO, Allowed, is_number, keyword

_FUNCTION = Allowed(lambda value: value is None or callable(value), "a function, or None")


class ReadingHow(TypedDict, total=False):
    """Keyword arguments of ``interpretations``, for type checkers; see ``Sample.interpretations``."""

    kind: str
    cut: float | None
    key: Callable[[Any], Any] | None
    same: Callable[[Any, Any], Any] | None
    embed: Callable[[list[str]], Any] | None
    by_hand: bool
    progress: bool


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """The arguments of ``interpretations``; see ``Sample.interpretations``."""

    kind: str = keyword("auto")
    cut: float | None = keyword(
        None, Allowed(lambda value: value is None or is_number(value), "a number: how far apart two answers may be")
    )
    key: Callable[[Any], Any] | None = keyword(None, _FUNCTION)
    same: Callable[[Any, Any], Any] | None = keyword(None, _FUNCTION)
    embed: Callable[[list[str]], Any] | None = keyword(None, _FUNCTION)
    by_hand: bool = keyword(default=True)
    progress: bool = keyword(default=True, check=YES_OR_NO)

    @property
    def given(self) -> dict[str, Any]:
        """How outcomes are compared, as arguments; what was left out is left out."""
        how = {name: getattr(self, name) for name in ("cut", "key", "same", "embed")}
        kind = {} if self.kind == "auto" else {"kind": self.kind}
        return {**kind, **{name: value for name, value in how.items() if value is not None}}
