"""The rest of a record: what is asked of a model where code gave some of the fields, and how the two become one record."""

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
    """A spec is asked for those fields of its result that code did not give.

    Attributes:
        whole: The spec of the whole record.
        known: What code gave, JSON data.
    """

    whole: Spec = dataclasses.field(kw_only=True)
    known: Mapping[str, Any] = dataclasses.field(kw_only=True)

    @property
    def asked(self) -> list[str]:
        """The fields that the model is asked for."""
        return [each.key for each in record_fields(self.spec.returns)]

    def read(self, completion: Completion, index: int, *, request: str) -> Draw:
        """Read what the model said as a draw of the rest; what makes no record together with what is known is none."""
        draw = as_draw(completion, self.spec, index, request=request)
        if draw.status != "ok":
            return draw
        try:
            from_json(self.whole.returns, self._record(draw))
        except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything; here it is a misfit
            why = str(error).split("\n", 1)[0] or type(error).__name__
            return dataclasses.replace(draw, status="format violation", outcome=None, detail=why)
        return draw

    def value(self, draw: Draw) -> Any:
        """Return the record: what code gave, and what the model said of the rest."""
        return self._made(self.whole, self._record(draw), draw)

    def no_value(self, draw: Draw) -> OutcomeError:
        """Say what code gave, and that the model's answer for the rest is not a value."""
        return OutcomeError(
            f"{self.whole.name}: code gave {_listed(self.known)}, and the model's answer for {_listed(self.asked)} is not "
            f"a value: {what_came(draw)}; sample the spec to see how often, or soften the name, so that the model answers "
            "whole records",
            status=draw.status,
            text=draw.text,
            known=self.known,
        )

    def blamed(self, error: PointmassError) -> PointmassError:
        """Say of an error of the model, without another kind of error, what code gave and what was asked."""
        said = f"{self.whole.name}: code gave {_listed(self.known)}, and a model is needed for {_listed(self.asked)}: {error}"
        try:
            told = type(error)(said)
        except TypeError:  # a model's own error, made of something else than a message
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
    """Ask for the rest of one record.

    Args:
        whole: The spec of the whole record.
        rest: The spec of the rest, from ``rest_of``.
        inputs: The inputs, JSON data.
        known: What code gave, JSON data; at least one field, and not all.
        tools: What the model may call.
    """
    asked = [each.key for each in record_fields(rest.returns)]
    row = {**inputs, str(rest.known): dict(known)}
    note = notice("fields by code", known=tuple(known), asked=tuple(asked))
    return Rest(rest, row, render(rest, row, tools=tools), note, whole=whole, known=known)


def rest_of(spec: Spec, known: Iterable[str]) -> Spec:
    """Return the spec of those fields of a record that are not known: what its draws are stored under.

    It is the spec with a smaller result and one more parameter, which holds what is known, so that its draws are never
    taken for draws of the whole. Examples are projected. It can be sampled as any spec.
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
    """Project an example: what is asked of it is its result, and the rest is known."""
    known = {key: value for key, value in example.result.items() if key not in asked}
    return Example(
        {**example.inputs, name: known}, {key: example.result[key] for key in asked if key in example.result}
    )


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
