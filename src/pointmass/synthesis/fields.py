"""Records field by field: each field of the outputs is a function of its own, with its own programs and its own guard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.effort import STEPS, Effort
from pointmass.synthesis.signature import Signature, guess
from pointmass.synthesis.synthesize import synthesize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.candidate import Candidate


def fields(
    examples: Sequence[tuple[Any, Any]],
    *,
    name: str = "f",
    budget: float = 2.0,
    signature: Signature | None = None,
    contested: Sequence[Any] | Mapping[str, Sequence[Any]] = (),
    unlabelled: Sequence[Any] = (),
    allow_model: bool = False,
) -> dict[str, list[Candidate]]:
    """Return for each field of the output records the programs that explain it, best first.

    A field is learned from the outputs that have it, so that an output may hold only the fields that are settled on
    its input. The list of a field ends with the table of known inputs, as that of `synthesize` does; it is empty where
    every input has several values of the field.

    Args:
        examples: ``(input, output)`` pairs, every output a record: a mapping with texts as keys.
        name: What the function is called; that of a field is ``name_field``.
        budget: Seconds for all fields together; each gets an equal share, and what the ones before it left over.
        signature: Parameters and docstring of the whole function; the result of a field is guessed from its values.
        contested: Inputs on which the answers differ: a sequence holds for every field, a mapping for each its own.
        unlabelled: Further inputs without outcome.
        allow_model: Whether a model may choose labels, see `synthesize`.

    Returns:
        The programs by field, in the order in which the outputs show the fields first; empty where an output is no
        record, or where there are no examples.

    Raises:
        ExamplesError: One input of a few has two values of one field, or *name* is no name of a function.
        InputError: *allow_model* is set, a field holds labels, and scikit-learn is not installed.
    """
    if not all(_is_record(output) for _, output in examples):
        return {}
    keys = list(dict.fromkeys(key for _, output in examples for key in output))
    found = {}
    for number, key in enumerate(keys):
        effort = Effort(budget / (len(keys) - number))
        known = [(given, output[key]) for given, output in examples if key in output]
        found[key] = synthesize(
            known,
            name=_name(name, key),
            budget=effort,
            signature=_signature(signature, known),
            contested=contested.get(key, ()) if isinstance(contested, Mapping) else contested,
            unlabelled=unlabelled,
            allow_model=allow_model,
        )
        budget = max(0.0, budget - effort.taken / STEPS)
    return found


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _name(name: str, key: str) -> str:
    """Return what the function of a field is called: the key may be any text, a name may not."""
    return "_".join([name, *"".join(c if f"_{c}".isidentifier() else " " for c in key).split()])


def _signature(whole: Signature | None, known: Sequence[tuple[Any, Any]]) -> Signature | None:
    if whole is None:
        return None
    inner = guess([given for given, _ in known], [wanted for _, wanted in known])
    return replace(whole, returns=inner.returns, doc="")
