"""Experiments with variants of a spec on the same inputs. A variant changes one surface, or two if they are crossed."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pointmass.comparison import compare
from pointmass.comparison.scoring import check_target
from pointmass.comparison.variation import BASE, CROSS, Variation
from pointmass.errors import InputError, clip
from pointmass.keywords import read
from pointmass.models.base import Model
from pointmass.sample import Sample
from pointmass.sampler import Until, read_inputs
from pointmass.signature import show
from pointmass.spec import Spec
from pointmass.workbench.options import SURFACES, SampleHow, SampleOptions, VaryOptions
from pointmass.workbench.turns import by_turns

if TYPE_CHECKING:
    from pointmass.workbench.home import Home

_PAIR = 2
_LABEL = 40


def vary(workbench: Home, spec: Spec, inputs: Any, draws: int | Until, how: VaryOptions) -> Variation:
    """Sample a spec and its variants on the same inputs, and compare each variant with the unchanged spec.

    Args:
        workbench: The workbench that makes and keeps the draws.
        spec: The unchanged spec.
        inputs: As for ``sample``.
        draws: Draws of each input and variant, or a stopping rule. With ``pm.until(better="as it is", …)`` the
            unchanged spec gets all draws, and each variant is drawn until it is known to be better or worse.
        how: The surfaces, each with a list of values or a mapping from names to values, and the arguments of ``sample``
            and ``pm.compare``.

    Raises:
        InputError: No surface is given, its values are not a list or mapping, two variants have the same name,
            ``cross`` is set without exactly two surfaces, or the target does not fit the inputs.
        SpecError: A variant is not a valid spec.
    """
    surfaces = {name: _named(spec, name, values) for name, values in how.surfaces.items()}
    if not surfaces:
        raise InputError(f"{spec.name}.vary: nothing to vary; give lists of values for one or more of {SURFACES}")
    names = [BASE, *itertools.chain.from_iterable(surfaces.values())]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{spec.name}.vary: {twice} name more than one variant; give {{name: value}} with other names")
    if how.cross and len(surfaces) != _PAIR:
        raise InputError(f"{spec.name}.vary: two surfaces are crossed, got {list(surfaces)}")
    variants = [(name, surface, _parts(spec, parts)) for name, surface, parts in _variants(surfaces, cross=how.cross)]
    read_parts = [read(SampleOptions, parts, whose=f"{spec.name}.vary", first="") for _, _, parts in variants]
    # All variants are made first, so that an invalid one is refused before any draw is paid for.
    made = [each.variant(spec) for each in read_parts]
    given = inputs if hasattr(inputs, "__len__") else list(inputs)  # every variant needs all of a generator
    if how.target is not None:
        check_target(how.target, inputs=len(read_inputs(spec, given)), name=f"{spec.name}.vary")
    named = {BASE: {}, **{name: parts for name, _, parts in variants}}
    asked = [
        (spec.digest, ""),
        *((each.digest, _identity(how.model)) for each, how in zip(made, read_parts, strict=True)),
    ]
    apart = len(set(asked)) == len(asked) or not how.fresh
    if type(draws) is int and draws > 0 and apart:  # `sample` checks the number of draws further
        samples = by_turns(workbench, spec, given, draws, named, how.sampling)
    else:
        samples = _one_by_one(workbench, spec, given, draws, named, how.sampling)
    compared = compare(samples, target=how.target, score=how.score, level=how.level, seed=how.seed)
    return Variation(samples, {name: surface for name, surface, _ in variants}, compared)


def _one_by_one(
    workbench: Home,
    spec: Spec,
    inputs: Any,
    draws: int | Until,
    variants: Mapping[str, Mapping[str, Any]],
    how: SampleHow,
) -> dict[str, Sample]:
    """Draw one variant after the other, because a stopping rule needs this, and so do equal variants with ``fresh``."""
    samples: dict[str, Sample] = {}
    for name, parts in variants.items():
        if isinstance(draws, Until) and draws.better == BASE:
            rule = dataclasses.replace(draws, better=samples[BASE]) if samples else draws.most
            samples[name] = workbench.sample(spec, inputs, rule, **how, **parts)
        else:
            samples[name] = workbench.sample(spec, inputs, draws, **how, **parts)
    return samples


def _identity(model: Model | str | None) -> str:
    return model.identity if isinstance(model, Model) else ""


def _named(spec: Spec, surface: str, values: Any) -> dict[str, Any]:
    """Return the values of a surface by name; values in a list are named by their text or number."""
    if isinstance(values, Mapping) and surface != "options":
        return {str(name): value for name, value in values.items()}
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputError(
            f"{spec.name}.vary: {surface} is a list of values or a mapping of names to values, got "
            f"{clip(repr(values), 60)}"
        )
    named = [(_name(surface, number, value), value) for number, value in enumerate(values, start=1)]
    plain = len({name for name, _ in named}) == len(named)
    return dict(named) if plain else {f"{surface} {n}": value for n, (_, value) in enumerate(named, start=1)}


def _name(surface: str, number: int, value: Any) -> str:
    """Return the name of a value: the surface and the value's text if that is short, else its number, from 1."""
    if surface == "returns":
        return f"returns {clip(show(value), _LABEL)}"
    text = value.identity if isinstance(value, Model) else value
    return f"{surface} {text}" if isinstance(text, str) and len(text) <= _LABEL else f"{surface} {number}"


def _variants(
    surfaces: Mapping[str, Mapping[str, Any]], *, cross: bool
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield for each variant its name, the surface that it changes (two if crossed), and the values by surface."""
    for surface, values in surfaces.items():
        for name, value in values.items():
            yield name, surface, {surface: value}
    if cross:
        (first, ones), (second, others) = surfaces.items()
        for (one, a), (other, b) in itertools.product(ones.items(), others.items()):
            yield f"{one}{CROSS}{other}", f"{first}{CROSS}{second}", {first: a, second: b}


def _parts(spec: Spec, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of ``sample`` that make a variant; effort and options are added to the spec's options."""
    made = {name: value for name, value in parts.items() if name not in {"effort", "options"}}
    if "effort" in parts or "options" in parts:
        options = dict(spec.options) | dict(parts.get("options", {}))
        if "effort" in parts:
            options["output_config"] = dict(options.get("output_config") or {}) | {"effort": parts["effort"]}
        made["options"] = options
    return made
