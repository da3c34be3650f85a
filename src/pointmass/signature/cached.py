"""A cache for functions of a type, keyed by the annotation as written, as ``int | str`` equals ``str | int``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from pointmass.signature.annotations import Annotation

T = TypeVar("T")

_MOST = 1024


def kept(find: Callable[[Annotation], T]) -> Callable[[Annotation], T]:
    """Cache the results of a function of a type; types that cannot be hashed are cached by their identity only.

    Equal types may differ in the order of their members, and so in their schema. Therefore the cache uses their text as
    well, so that a result does not depend on which of them came first in the process.
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
        by_place[place] = (annotation, found)  # the reference keeps its id from being reused
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
