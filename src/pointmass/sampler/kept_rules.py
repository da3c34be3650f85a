"""Store the stopping rules that ended drawings, so that a file tells which numbers of draws depended on the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pointmass.digest import digest
from pointmass.sample.made import Stopped
from pointmass.store import Series, StorePort

_MOST = 10**6  # the most draws of an input that a stored rule may state; files are not trusted


def keep_rule(store: StorePort, series: Series, name: str, *, stopped: Stopped, drawn: Mapping[str, int]) -> None:
    """Store the rule that ended a drawing. Storing the newest rule again changes nothing.

    Args:
        store: The store.
        series: The series whose drawing ended.
        name: The name of the spec.
        stopped: The rule.
        drawn: The number of draws of each input when the rule ended the drawing, by the input's key.
    """
    said = {"rule": stopped.rule, "fixed": stopped.fixed, "looks": stopped.looks, "drawn": dict(drawn)}
    kept = list(_kept(store, series))
    if not kept or {name: kept[-1].get(name) for name in said} != said:
        store.put_spec(_address(series, len(kept)), name, {"rule of": series.spec, **said})


def kept_rule(store: StorePort, series: Series, *, drawn: Mapping[str, int]) -> Stopped | None:
    """Return the rule that ended the drawing of a series; ``None`` if there is none.

    A rule no longer applies if every input has another number of draws now. If several rules apply, the newest is
    returned, with the smallest number of draws that any of them takes of every input.

    Args:
        store: The store.
        series: The series.
        drawn: The number of draws of each input now, by the input's key.
    """
    found = [
        stopped
        for each in _kept(store, series)
        if (stopped := _read(each)) and any(drawn.get(key) == number for key, number in each["drawn"].items())
    ]
    if not found:
        return None
    looks = found[-1].looks if len(found) == 1 else 0
    return Stopped(found[-1].rule, min(each.fixed for each in found), looks)


def reached(indices: Iterable[int]) -> int:
    """Return how many draws an input has, counted by their indices (from 0), so that failed draws count, too."""
    return max(indices, default=-1) + 1


def _kept(store: StorePort, series: Series) -> Iterator[dict[str, Any]]:
    number = 0
    while (content := store.spec(_address(series, number))) is not None:
        number += 1
        yield content


def _read(content: Mapping[str, Any]) -> Stopped | None:
    rule, fixed, looks, drawn = (content.get(name) for name in ("rule", "fixed", "looks", "drawn"))
    whole = all(type(each) is int and 0 <= each <= _MOST for each in (fixed, looks))
    if not (isinstance(rule, str) and isinstance(drawn, dict) and whole):
        return None
    return Stopped(rule, int(fixed or 0), int(looks or 0))


def _address(series: Series, number: int) -> str:
    of = [series.spec, series.model, series.purpose, series.number]
    return digest({"rule of": of, "number": number})
