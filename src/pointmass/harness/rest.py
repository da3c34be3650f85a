"""The rest of a record: a model is asked for the fields that code did not give, and both are put together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pointmass.draw import Draw
from pointmass.errors import OutcomeError, PointmassError
from pointmass.facts import notice
from pointmass.harness.ask import Ask, what_came
from pointmass.models.base import Completion, Tool
from pointmass.models.request import render
from pointmass.sampler import as_draw
from pointmass.signature import Parameter, from_json, part_of, record_fields
from pointmass.spec import KNOWN, Example, Spec


@dataclass(frozen=True, slots=True)
class Rest(Ask):
    """One draw of the fields of a record that code did not give.

    Attributes:
        whole: The spec of the whole record.
        known: The fields that code gave, JSON data.
    """

    whole: Spec = dataclasses.field(kw_only=True)
    known: Mapping[str, Any] = dataclasses.field(kw_only=True)

    @property
    def asked(self) -> list[str]:
        """The names of the fields that the model is asked for."""
        return [each.key for each in record_fields(self.spec.returns)]

    def read(self, completion: Completion, index: int, *, request: str) -> Draw:
        """Read the model's answer as a draw of the rest. It is a format violation if it does not fit what code gave."""
        draw = as_draw(completion, self.spec, index, request=request)
        if draw.status != "ok":
            return draw
        try:
            from_json(self.whole.returns, self._record(draw))
        except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything; each means that it does not fit
            why = str(error).split("\n", 1)[0] or type(error).__name__
            return dataclasses.replace(draw, status="format violation", outcome=None, detail=why)
        return draw

    def value(self, draw: Draw) -> Any:
        """Return the record: the fields that code gave, and those of the draw."""
        return self._made(self.whole, self._record(draw), draw)

    def no_value(self, draw: Draw) -> OutcomeError:
        """Return the error to raise for a draw without a value; it says which fields code gave."""
        return OutcomeError(
            f"{self.whole.name}: code gave {_listed(self.known)}, and the model's answer for {_listed(self.asked)} is not "
            f"a value: {what_came(draw)}; sample the spec to see how often, or soften the name, so that the model answers "
            "whole records",
            status=draw.status,
            text=draw.text,
            known=self.known,
        )

    def model_error(self, error: PointmassError) -> PointmassError:
        """Return the model's error, of the same class, with a message that says which fields code gave and which not."""
        said = f"{self.whole.name}: code gave {_listed(self.known)}, and a model is needed for {_listed(self.asked)}: {error}"
        try:
            told = type(error)(said)
        except TypeError:  # a class of a model's own, whose constructor takes more than a message
            error.add_note(said)
            return error
        told.__dict__.update(error.__dict__)
        return told

    def _record(self, draw: Draw) -> dict[str, Any]:
        parts = {**draw.outcome, **self.known}
        return {each.key: parts[each.key] for each in record_fields(self.whole.returns) if each.key in parts}


def ask_rest(
    whole: Spec, rest: Spec, inputs: Mapping[str, Any], known: Mapping[str, Any], *, tools: Sequence[Tool]
) -> Rest:
    """Return the question for the rest of one record.

    Args:
        whole: The spec of the whole record.
        rest: The spec of the rest, from ``rest_of``.
        inputs: The inputs, JSON data.
        known: The fields that code gave, JSON data; at least one, and not all.
        tools: The tools that the model may call.
    """
    asked = [each.key for each in record_fields(rest.returns)]
    row = {**inputs, str(rest.known): dict(known)}
    note = notice("fields by code", known=tuple(known), asked=tuple(asked))
    return Rest(rest, row, render(rest, row, tools=tools), note, whole=whole, known=known)


def rest_of(spec: Spec, known: Iterable[str]) -> Spec:
    """Return a spec for the fields of a record that are not known.

    Its result has only these fields, and one more parameter (``known``, or ``known_`` if the name is taken) takes the
    known fields. So its draws are stored apart from draws of the whole record. The examples are split in the same way.
    It can be sampled as any other spec.
    """
    given = frozenset(known)
    asked = [each.key for each in record_fields(spec.returns) if each.key not in given]
    name = "known"
    while name in {p.name for p in spec.parameters}:
        name += "_"
    return dataclasses.replace(
        spec,
        parameters=(*spec.parameters, Parameter(name, Annotated[part_of(spec.returns, given), KNOWN])),
        returns=part_of(spec.returns, asked),
        examples=tuple(_split(example, name, asked) for example in spec.examples),
    )


def _split(example: Example, name: str, asked: Sequence[str]) -> Example:
    """Split the result of an example: the fields that are asked for are the result, the others become an input."""
    known = {key: value for key, value in example.result.items() if key not in asked}
    return Example(
        {**example.inputs, name: known}, {key: example.result[key] for key in asked if key in example.result}
    )


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
