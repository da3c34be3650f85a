"""The rules that ended drawings, kept beside the draws: so a file tells which numbers of draws a result chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pointmass.digest import digest
from pointmass.sample.made import Stopped
from pointmass.store import Series, StorePort

_MOST = 10**6  # draws of an input; a file may say anything


def keep_rule(store: StorePort, series: Series, name: str, *, stopped: Stopped, drawn: Mapping[str, int]) -> None:
    """Keep the rule that ended a drawing. Keeping the same again changes nothing.

    Args:
        store: Where.
        series: Whose draws it ended.
        name: The name of the spec.
        stopped: The rule.
        drawn: How many draws of each input it took, by key.
    """
    said = {"rule": stopped.rule, "fixed": stopped.fixed, "looks": stopped.looks, "drawn": dict(drawn)}
    kept = list(_kept(store, series))
    if not kept or {name: kept[-1].get(name) for name in said} != said:
        store.put_spec(_address(series, len(kept)), name, {"rule of": series.spec, **said})


def kept_rule(store: StorePort, series: Series, *, drawn: Mapping[str, int]) -> Stopped | None:
    """Return the rule that ended a drawing; ``None`` where none did, or where more was drawn of every input since.

    Of several rules the newest is named, with the draws that all of them take in any case.

    Args:
        store: Where.
        series: Whose draws.
        drawn: How many draws of each input there are now, by key.
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
    """Return how many draws an input was drawn for, by their numbers: failed ones count."""
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
