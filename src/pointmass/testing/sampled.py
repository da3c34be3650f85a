"""Draws of a name, whatever stands behind it: of the model before it is stabilized, of the code afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from pointmass.draw import Draw
from pointmass.facts import notice
from pointmass.registry import Binding
from pointmass.sample import Sample
from pointmass.sampler import Until, read_inputs
from pointmass.sampler.result import given
from pointmass.signature import plain
from pointmass.workbench import Handle
from pointmass.workbench.options import SampleHow

DRAWS = 16
"""Draws of each input, unless the mark or the caller says otherwise."""


def sample_of(handle: Handle, inputs: Any, draws: int | Until = DRAWS, **how: Unpack[SampleHow]) -> Sample:
    """Draw what a name answers, so that one test serves before the name is stabilized and after it.

    While a model stands behind the name, this is ``handle.sample``: a distribution. Once code does, the code is called
    for every draw of the inputs that its guard accepts, and the spec is sampled on the others, as a call would do. What the
    code answers is the same each time, so a claim about a rate becomes one about values: each input holds or fails.

    Args:
        handle: The name.
        inputs: As for ``handle.sample``.
        draws: Draws of each input, or a rule; one about all inputs together takes its ``most`` of what code answers, which
            costs nothing.
        **how: As for ``handle.sample``.

    Raises:
        EvidenceError: A function that a person bound stands behind the name, and no spec.
        InputError: The inputs or the numbers do not fit.
    """
    spec, binding = handle.spec, handle.binding
    if binding.function is None:
        return handle.sample(inputs, draws, **how)
    asked = read_inputs(spec, inputs)
    coded = {
        at: _called(binding, row, entry, draws)
        for at, (row, entry) in enumerate(zip(asked.rows, given(spec, asked), strict=True))
    }
    left = [at for at in coded if not coded[at]]
    if left:
        drawn = handle.sample([dict(asked.rows[at]) for at in left], draws, **how)
        coded |= dict(zip(left, drawn.draws, strict=True))
    rows = tuple(coded[at] for at in range(len(asked)))
    by_code = len(asked) - len(left)
    return Sample(
        spec=spec,
        rows=asked.rows,
        weights=asked.weights,
        draws=rows,
        requested=max(map(len, rows)),
        model=f"code {binding.digest[:12]}" + (f" and {drawn.model}" if left else ""),
        notices=(
            *asked.notices,
            notice("code answered", answered=by_code, inputs=len(asked)),
            *(drawn.notices if left else ()),
        ),
    )


def _called(binding: Binding, row: Mapping[str, Any], entry: Any, draws: int | Until) -> tuple[Draw, ...]:
    """Call the code for every draw of an input; nothing where the guard or an exception hands it to the spec."""
    made: list[Draw] = []
    args = [row.get(p.name, p.default) for p in binding.parameters]
    assert binding.function is not None  # noqa: S101 - narrows the type: there is code
    try:
        if binding.accepts is not None and not binding.accepts(*args):
            return ()
        while len(made) < _wanted(entry, made, draws):
            value = plain(binding.returns, binding.function(*args))
            made.append(Draw(len(made), "ok", value, str(value)))
    except Exception:  # noqa: BLE001 - as in a call: whatever the code raises, the spec behind it answers
        return ()
    return tuple(made)


def _wanted(entry: Any, made: list[Draw], draws: int | Until) -> int:
    if isinstance(draws, int):
        return draws
    return draws.most if draws.together else draws.course(entry, made).target
