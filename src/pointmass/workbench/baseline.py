"""Read a baseline from a file: the sample that one of its series holds, and its spec."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal

from pointmass.errors import EvidenceError
from pointmass.facts import notice
from pointmass.models.base import input_key
from pointmass.sample import Sample, Stopped
from pointmass.sample.labelling import Labelling
from pointmass.sampler import kept_rule, newest_request, reached
from pointmass.signature import MISSING, Parameter
from pointmass.spec import Example, Spec
from pointmass.store import Holding, StorePort
from pointmass.workbench.kept_edits import EditsInFile

_BARE: Mapping[str, Any] = {
    kind.__name__: kind for kind in (str, int, float, bool, list, dict, tuple, set, frozenset)
} | {"None": None, "NoneType": types.NoneType, "Any": Any}


@dataclass(frozen=True, slots=True)
class Baseline:
    """A sample read from a file, and the model that answered.

    Attributes:
        sample: The sample, with all of its draws.
        model: The identity of the model that answered.
    """

    sample: Sample
    model: str


def read_baseline(store: StorePort, name: str, *, number: int = 1) -> Baseline:
    """Read a sample of a name from a file. The draws of a watch are not samples and are ignored.

    Args:
        store: The file.
        name: The name of the spec. If the file holds several specs of that name, the one that the name was bound to
            last is taken; if that one has no sample, the one that was drawn last.
        number: Which sample of that spec, counted from 1 for the oldest.

    Raises:
        EvidenceError: The file holds no such sample, or the spec has types that only its own program can define.
    """
    contents = store.contents()  # what was drawn last comes first
    held = [each for each in contents if each.name == name and _is_sample(each)]
    if not held:
        raise EvidenceError(f"{name}: the file holds no sample of it; it holds {sorted({c.name for c in contents})}")
    meant = [event.event.get("content", {}).get("spec_digest") for event in store.bindings(name)][-1:]
    of = [each for each in held if each.series.spec in meant] or held
    oldest = [each for each in of if each.series.spec == of[0].series.spec][::-1]
    if not 1 <= number <= len(oldest):
        raise EvidenceError(f"{name}: the file holds {len(oldest)} samples of it, got number {number}; counted from 1")
    return Baseline(read_sample(store, oldest[number - 1]), oldest[number - 1].series.model)


def _is_sample(held: Holding) -> bool:
    return held.series.purpose == "sample" and held.draws > 0


def read_spec(store: StorePort, digest: str) -> Spec:
    """Build the spec with this digest again from its content in a file.

    Raises:
        EvidenceError: The file does not hold it, or it has types that only its own program can define.
    """
    content = store.spec(digest)
    if content is None:
        raise EvidenceError(f"spec {digest[:12]}: the file does not hold it")
    try:
        spec = Spec(
            name=content["name"],
            prompt=content["prompt"],
            parameters=tuple(
                Parameter(p["name"], _type(p["type"]), p.get("default", MISSING)) for p in content["parameters"]
            ),
            returns=_type(content["returns"]),
            examples=tuple(Example(e["inputs"], e["result"]) for e in content["examples"]),
            history=tuple(content["history"]),
            tools=tuple(content["tools"]),
            model=content["model"],
            options=content["options"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise EvidenceError(_own_types(content, error)) from error
    if spec.digest != digest:
        raise EvidenceError(_own_types(content, "it is another when it is built again"))
    return spec


def read_sample(store: StorePort, held: Holding, *, labelling: Labelling | None = None) -> Sample:
    """Return the sample of one series in a file.

    Args:
        store: The file.
        held: Which series.
        labelling: Knows what people said of its inputs.

    Raises:
        EvidenceError: Its spec has types that only its own program can define.
    """
    spec = read_spec(store, held.series.spec)
    stored = store.draws(held.series, every=True)
    draws = {key: newest_request(each, spec) for key, each in stored.items()}
    rows = {key: row for key in draws if (row := store.input(key)) is not None and _is_of(key, row, store)}
    return Sample(
        spec=spec,
        rows=tuple(rows.values()),
        weights=(1,) * len(rows),
        draws=tuple(draws[key] for key in rows),
        requested=max(max(d.index for d in draws[key]) + 1 for key in rows),
        model=held.series.model,
        stopped=kept_rule(store, held.series, drawn={key: reached(d.index for d in draws[key]) for key in rows})
        or _stopped([len(draws[key]) for key in rows]),
        labelling=labelling,
        edit_log=EditsInFile(store, spec.digest),
    )


def _stopped(sizes: list[int]) -> Stopped | None:
    """Return that a rule stopped the sample, if the inputs' numbers of draws differ; ``None`` if that cannot be told.

    Numbers differ because a stopping rule chose them, which files of older versions do not hold, or because the drawing was
    interrupted. If every input has two or more draws, the first draws that all inputs have were not chosen by any rule.
    """
    if len(set(sizes)) < 2 or min(sizes) < 2:  # noqa: PLR2004 - two draws can agree
        return None
    return Stopped("something stopped it that the file does not hold: a rule, or a break", min(sizes))


def _is_of(key: str, row: Mapping[str, Any], store: StorePort) -> bool:
    """Whether an input has the key under which it is stored; if not, it was changed, and its draws are left out."""
    if input_key(row) == key:
        return True
    store.tell(notice("input is another", key=key[:12]))
    return False


def _type(described: Any) -> Any:
    """Return the type that ``pointmass.signature.describe`` described; only types made of builtins can be built."""
    if isinstance(described, str):
        return _BARE[described]
    ((kind, inside),) = described.items()
    if kind == "literal":
        return Literal[tuple(inside)]
    if kind == "union":
        return reduce(or_, [types.NoneType if (each := _type(part)) is None else each for part in inside])
    return typing.cast("Any", _BARE[kind])[tuple(... if part == "..." else _type(part) for part in inside)]


def _own_types(content: Mapping[str, Any], why: object) -> str:
    return (
        f"{content.get('name')}: its types cannot be built from the file ({why}); define the spec in a program, and call "
        "handle.watch(baseline) there"
    )
