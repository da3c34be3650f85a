"""Labels by hand on the page of the distribution: which answer of the chosen input is right, said and taken back by a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pointmass.answers import read
from pointmass.errors import InputError, clip
from pointmass.html import tree
from pointmass.html.tree import Part
from pointmass.sample import Sample
from pointmass.sample.data import is_value, label, value_of
from pointmass.sample.labelling import Label
from pointmass.stabilize.label_count import count_labels
from pointmass.widgets.board.inputs_list import right

_SHOWN = 60


def labels_line(sample: Sample, labels: Mapping[int, Label]) -> Part | None:
    """Say how many inputs are labelled, and on how many of them the commonest answer is right."""
    if not labels:
        return None
    found = count_labels(labels, sample.modes(), ())
    untold = found.inputs - found.model_right - found.model_wrong
    unknown = f", not told on {untold}" if untold else ""
    return tree.text(
        f"{found.inputs:,} labelled: commonest answer right on {found.model_right:,}, wrong on {found.model_wrong:,}{unknown}"
    )


def marks(sample: Sample, labels: Mapping[int, Label]) -> dict[int, tuple[str, str]]:
    """Return a mark for each labelled input: whether its commonest answer is right."""
    modes, said = sample.modes(), {True: ("✓", "right"), False: ("✗", "wrong"), None: ("?", "not told by the label")}
    found = {row: said[right(each, modes[row].key)] for row, each in labels.items()}
    return {row: (mark, f"labelled: the commonest answer is {words}") for row, (mark, words) in found.items()}


def mark_of(found: Label | None, key: str) -> str:
    """Return the mark of an outcome of a labelled input."""
    says = None if found is None or not is_value(key) else found.says(key)
    return {True: "✓ right", False: "✗ wrong", None: ""}[says]


def label_part(sample: Sample, found: Label | None, keys: Sequence[str], meant: int, *, typed: str) -> Part:
    """Let a person say which answer of an input is right.

    Args:
        sample: The sample.
        found: What was said of the input.
        keys: The outcomes of the input.
        meant: Which of them is looked at; -1 for none.
        typed: What was typed as another answer.
    """
    if sample.labelling is None:
        return tree.sub("Answers cannot be labelled here: this sample belongs to no workbench.")
    if found is not None:
        when = datetime.fromtimestamp(found.time, UTC).strftime("%Y-%m-%d %H:%M UTC")
        return tree.row(
            tree.sub(f"labelled by {found.by}, {when}: {_words(found)}"), tree.button("Take it back", do="take back")
        )
    key = keys[meant] if meant >= 0 else ""
    this = tree.button(f"✓ “{_short(key)}” is right", do="right", value=str(meant)) if is_value(key) else None
    return tree.stack(
        tree.row(this, tree.button("✗ None of these", do="wrong")),
        tree.fold(
            "another answer is right",
            tree.row(
                tree.entry("answer", typed, said="the right answer", do="typed"),
                tree.button("This is right", do="typed"),
            ),
            key="another answer",
        ),
    )


def say(sample: Sample, row: int, action: str, *, key: str, typed: str) -> None:
    """Keep what was clicked.

    Args:
        sample: The sample.
        row: The number of the input.
        action: ``right``, ``wrong``, ``typed`` or ``take back``.
        key: The outcome that was said to be right; empty for none.
        typed: What was typed as the right answer.

    Raises:
        InputError: What was typed is no answer of the spec's type.
    """
    if sample.labelling is None:
        raise InputError(f"{sample.name}: this sample belongs to no workbench; label its inputs by handle.label(...)")
    spec, inputs = sample.spec, sample.rows[row]
    values = [value_of(each) for each in sample.counts()[row] if is_value(each)]
    if action == "take back":
        sample.labelling.take_back(spec, inputs)
    elif action == "right" and is_value(key):
        sample.labelling.say_right(spec, inputs, value_of(key))
    elif action == "typed":
        sample.labelling.say_right(spec, inputs, _typed(sample, typed))
    elif action == "wrong" and values:
        sample.labelling.say_wrong(spec, inputs, values)


def _typed(sample: Sample, text: str) -> Any:
    """Read what was typed as an answer of a model is read."""
    found = read(text, sample.spec.returns)
    if found.status != "ok":
        raise InputError(f"{sample.name}: {clip(repr(text), 80)} is no answer of its type: {found.detail}")
    return found.value


def _words(found: Label) -> str:
    if found.right is not None:
        return f"“{_short(found.right)}” is right"
    return f"none of these is right: {_listed(found.wrong)}"


def _listed(keys: Sequence[str], shown: int = 3) -> str:
    named = ", ".join(f"“{_short(key)}”" for key in keys[:shown])
    return named + (f" and {len(keys) - shown} more" if len(keys) > shown else "")


def _short(key: str) -> str:
    return tree.theirs(label(key), limit=_SHOWN) or "(empty text)"
