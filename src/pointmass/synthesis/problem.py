"""The examples of one task, checked once, in the form that every learner uses."""

from __future__ import annotations

import itertools
import json
import keyword
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass.errors import ExamplesError, clip
from pointmass.spec import TAKEN
from pointmass.synthesis.effort import Effort
from pointmass.synthesis.signature import Signature, guess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.program import Env


# With fewer examples than this, an input with two outputs is an error; with more, it counts as contested.
_MANY = 10
_GUARD = "accepts"


@dataclass(frozen=True, slots=True)
class Problem:
    """What to synthesize.

    Attributes:
        name: The name of the function.
        signature: Its parameters and result.
        envs: The distinct inputs, each as a tuple with one value per parameter.
        outputs: The output of each.
        contested: Inputs that the program must hand back.
        unlabelled: Further inputs, whose output is not known.
        rows: Whether an input is given as a list with one value per parameter.
        conflicts: One message for each input with several outputs; such inputs are in *contested* as well.
        places: The position of each input among the examples that were given.
        effort: How many steps the search may take.
    """

    name: str
    signature: Signature
    envs: tuple[Env, ...]
    outputs: tuple[Any, ...]
    contested: tuple[Env, ...] = ()
    unlabelled: tuple[Env, ...] = ()
    rows: bool = False
    conflicts: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    effort: Effort = field(default_factory=lambda: Effort(math.inf), compare=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """The inputs of a task whose only parameter is a text; empty for any other task."""
        if self.rows or not all(isinstance(e[0], str) for e in self.envs):
            return ()
        return tuple(e[0] for e in self.envs)

    def without(self, missed: Sequence[int]) -> Problem:
        """Return the problem without the examples at the positions *missed*."""
        kept = [i for i in range(len(self.envs)) if i not in set(missed)]
        envs, outputs = tuple(self.envs[i] for i in kept), tuple(self.outputs[i] for i in kept)
        return replace(self, envs=envs, outputs=outputs)


def json_key(value: Any) -> str:
    """Return the JSON text of *value*, the same for equal values only (unlike ``==``, for which True is 1)."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def problem(
    examples: Sequence[tuple[Any, Any]],
    *,
    name: str,
    budget: float | Effort,
    signature: Signature | None,
    contested: Sequence[Any],
    unlabelled: Sequence[Any],
) -> Problem | None:
    """Check the examples and return the task; None if every input has several outputs.

    The arguments are those of `synthesize`.

    Raises:
        ExamplesError: There are no examples, or a value is not JSON data, or there are fewer than ten examples and an
            input has two outputs, or *name* or a parameter cannot be a name in generated code.
    """
    _check_names(name, signature)
    _check_json(name, examples, contested, unlabelled)
    if not examples:
        raise ExamplesError(f"synthesize {name!r}: there is nothing to learn from: got 0 examples; give at least one")
    known, conflicts = _sorted_out(examples)
    places = {json_key(given): place for place, (given, _) in reversed(list(enumerate(examples)))}
    if conflicts and len(examples) < _MANY:
        raise ExamplesError(f"synthesize {name!r}: {conflicts[0][1]}; give one, or pass the input as contested")
    if not known:
        return None
    contested = [*contested, *(given for given, _ in conflicts)]
    inputs, outputs = [g for g, _ in known], [w for _, w in known]
    shape = signature or guess(inputs, outputs, but=name)
    rows = _rows(inputs, shape, given=signature is not None)
    return Problem(
        name=name,
        signature=shape,
        envs=tuple(_env(i, rows=rows) for i in inputs),
        outputs=tuple(outputs),
        contested=_distinct(contested, rows=rows),
        conflicts=tuple(text for _, text in conflicts),
        places=tuple(places[json_key(given)] for given in inputs),
        unlabelled=_distinct(unlabelled, rows=rows),
        rows=rows,
        effort=budget if isinstance(budget, Effort) else Effort(budget),
    )


def _sorted_out(examples: Sequence[tuple[Any, Any]]) -> tuple[list[tuple[Any, Any]], list[tuple[Any, str]]]:
    """Return the distinct examples, and separately the inputs with several outputs, each with a message."""
    outputs: dict[str, list[Any]] = {}
    inputs: dict[str, Any] = {}
    for given, wanted in examples:
        key = json_key(given)
        inputs.setdefault(key, given)
        if json_key(wanted) not in map(json_key, outputs.setdefault(key, [])):
            outputs[key].append(wanted)
    known = [(inputs[k], o[0]) for k, o in outputs.items() if len(o) == 1]
    conflicts = [
        (
            inputs[k],
            f"the examples contradict each other: {clip(repr(inputs[k]))} gave both {clip(repr(o[0]))} and {clip(repr(o[1]))}",
        )
        for k, o in outputs.items()
        if len(o) > 1
    ]
    return known, conflicts


def _check_json(name: str, examples: Sequence[tuple[Any, Any]], *inputs: Sequence[Any]) -> None:
    """Raise ExamplesError if a value is not JSON data: it could be neither compared nor written as source."""
    for value in itertools.chain(itertools.chain.from_iterable(examples), *inputs):
        try:
            json_key(value)
        except (TypeError, ValueError, RecursionError) as error:
            raise ExamplesError(
                f"synthesize {name!r}: an example holds what is not JSON data: got {clip(repr(value))}; "
                "give texts, numbers, truth values, None, and lists and mappings of them"
            ) from error


def _check_names(name: str, signature: Signature | None) -> None:
    """Raise ExamplesError if generated code could not use the names of the function and its parameters."""
    parameters = signature.names if signature else ()
    if name in parameters:
        raise ExamplesError(f"synthesize {name!r}: a parameter of it is called so, too; give one of them another name")
    for given in (name, *parameters):
        if not given.isidentifier() or keyword.iskeyword(given) or given in {*TAKEN, _GUARD}:
            raise ExamplesError(
                f"synthesize: the function and its parameters cannot be called {clip(repr(given))}; "
                "allowed is an identifier that is not a builtin and no module that the source uses"
            )


def _rows(inputs: list[Any], signature: Signature, *, given: bool) -> bool:
    """Whether the inputs are lists with one value per parameter."""
    if not all(isinstance(i, list | tuple) and len(i) == len(signature.parameters) for i in inputs):
        return False
    annotation = signature.parameters[0][1]
    return len(signature.parameters) > 1 or not (annotation.startswith("list") if given else annotation == "list[Any]")


def _env(value: Any, *, rows: bool) -> Env:
    return tuple(value) if rows else (value,)


def _distinct(inputs: Sequence[Any], *, rows: bool) -> tuple[Env, ...]:
    return tuple(_env(i, rows=rows) for i in {json_key(i): i for i in inputs}.values())
