"""What is found out of a type once, kept: by the annotation as it is written, for ``int | str`` equals ``str | int``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from pointmass.signature.annotations import Annotation

T = TypeVar("T")

_MOST = 1024


def kept(find: Callable[[Annotation], T]) -> Callable[[Annotation], T]:
    """Let a function of a type keep what it found, whatever was asked before; types that cannot be hashed are found anew.

    Types that are equal may differ in the order of their members, and so in their schema: what is sent must not depend on
    which of them came first in a process.
    """
    by_text = functools.lru_cache(maxsize=_MOST)(lambda annotation, _: find(annotation))
    by_place: dict[int, tuple[Annotation, T]] = {}

    @functools.wraps(find)
    def look_up(annotation: Annotation) -> T:
        place = id(annotation)
        known = by_place.get(place)
        if known is not None and known[0] is annotation:
            return known[1]
        found = by_text(annotation, _text(annotation)) if _hashable(annotation) else find(annotation)
        if len(by_place) >= _MOST:
            by_place.clear()
        by_place[place] = (annotation, found)  # it is held, so that no other takes its place in memory
        return found

    return look_up


def _text(annotation: Annotation) -> str:
    return "" if isinstance(annotation, type) else repr(annotation)


def _hashable(annotation: Any) -> bool:
    try:
        hash(annotation)
    except TypeError:
        return False
    return True
