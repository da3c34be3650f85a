"""The labels of a workbench: what people said is right, kept in its file, shared by all samples of a name."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pointmass.approval import person
from pointmass.digest import canonical
from pointmass.errors import InputError, StoreError, clip
from pointmass.sample.data import value_of
from pointmass.sample.labelling import Label
from pointmass.sampler import read_inputs
from pointmass.signature import from_json, misfit, plain
from pointmass.spec import Spec
from pointmass.store import StoredLabel, StorePort
from pointmass.store.entries import Said

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What people said of the inputs of names. Nothing is written over: what is said later holds.

    Attributes:
        store: Where it is kept.
        told: Called when something was said.
    """

    store: StorePort
    told: Callable[[], object]
    _read: dict[str, list[StoredLabel]] = field(default_factory=dict, init=False, repr=False)

    def known(self, spec: Spec) -> dict[str, Label]:
        """Return the labels of a spec's name that hold now, by the canonical JSON of their input, the oldest first.

        A label stays when the prompt is edited. One whose answer is no value of the type that the spec returns is left out. Where
        the file is closed by now, they are those that were read last: a sample outlives its workbench.
        """
        with contextlib.suppress(StoreError):
            self._read[spec.name] = self.store.labels(spec.name)
        last: dict[str, StoredLabel] = {}
        for each in self._read.get(spec.name, []):
            key = canonical(dict(each.inputs))
            last.pop(key, None)
            last[key] = each
        return {key: label for key, each in last.items() if (label := _label(spec, each)) is not None}

    def say_right(self, spec: Spec, inputs: Mapping[str, Any], value: Any) -> None:
        """Keep which answer of an input is right."""
        self._append(spec, inputs, "right", value)

    def say_wrong(self, spec: Spec, inputs: Mapping[str, Any], values: Sequence[Any]) -> None:
        """Keep which answers of an input are wrong; which one is right is not known."""
        self._append(spec, inputs, "wrong", list(values))

    def take_back(self, spec: Spec, inputs: Mapping[str, Any]) -> None:
        """Keep that nothing is said of an input any more."""
        self._append(spec, inputs, "taken back", None)

    def frame(self, spec: Spec) -> pd.DataFrame:
        """Tabulate the labels of a name, the newest first; see ``Handle.labels``."""
        from pointmass.tables import table  # noqa: PLC0415 - loads pandas

        rows = [
            (
                _bare(spec, each.inputs),
                None if each.right is None else value_of(each.right),
                [value_of(key) for key in each.wrong],
                each.by,
                datetime.fromtimestamp(each.time, UTC),
                each.spec[:12],
                each.spec == spec.digest,
            )
            for each in reversed(self.known(spec).values())
        ]
        return table(rows, ["input", "right", "wrong", "by", "time", "spec", "this_spec"])

    def _append(self, spec: Spec, inputs: Mapping[str, Any], said: Said, value: Any) -> None:
        label = StoredLabel(time.time(), spec.name, spec.digest, dict(inputs), said, value, person())
        self.store.append_label(label).result()
        self.told()

    def __deepcopy__(self, _memo: object) -> Labels:
        """Serve the copy of a sample as well."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave this out of a pickle: a pickled sample is data, and belongs to no workbench."""
        return _nobody, ()


def label(labels: Labels, spec: Spec, given: Any, *, right: Any, wrong: Sequence[Any] | None) -> None:
    """Read what a person said of an input, and keep it; see ``Handle.label``.

    Raises:
        InputError: The input or an answer does not fit the spec, or not one of *right* and *wrong* is given.
    """
    row = row_of(spec, given)
    if (right is UNSAID) == (wrong is None):
        raise InputError(f"{spec.name}.label: give the right answer, or wrong=[...] with the answers that are wrong")
    if wrong is None:
        labels.say_right(spec, row, _fitting(spec, right))
        return
    if isinstance(wrong, str | bytes | Mapping) or not isinstance(wrong, Sequence) or not wrong:
        raise InputError(f"{spec.name}.label: got wrong={clip(repr(wrong))}; it is a list of answers, one or more")
    labels.say_wrong(spec, row, [_fitting(spec, each) for each in wrong])


def row_of(spec: Spec, given: Any) -> Mapping[str, Any]:
    """Read one input as ``sample`` reads it.

    Raises:
        InputError: It does not fit the spec.
    """
    return read_inputs(spec, [given]).rows[0]


UNSAID: Any = object()
"""No answer was given; an answer may be ``None``."""


def _fitting(spec: Spec, value: Any) -> Any:
    try:
        return plain(spec.returns, value)
    except (ValueError, TypeError) as error:
        why = misfit(spec.returns, value, error)
        raise InputError(f"{spec.name}.label: the answer does not fit: {why}") from None


def _label(spec: Spec, said: StoredLabel) -> Label | None:
    if said.said == "taken back":
        return None
    try:
        keys = [
            canonical(from_json(spec.returns, value))
            for value in ([said.value] if said.said == "right" else said.value)
        ]
    except (ValueError, TypeError):  # of an earlier type of the name
        return None
    right, wrong = (keys[0], ()) if said.said == "right" else (None, tuple(keys))
    return Label(said.inputs, right, wrong, said.by, said.time, said.spec)


def _bare(spec: Spec, inputs: Mapping[str, Any]) -> Any:
    return next(iter(inputs.values())) if len(spec.parameters) == 1 and len(inputs) == 1 else dict(inputs)


def _nobody() -> None:
    return None
