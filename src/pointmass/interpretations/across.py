"""Readings across inputs: draws to a table of conversations by inputs, and programs back to readings with examples."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.interpretations.by_hand import BY_ITSELF, program_of, relabelled
from pointmass.interpretations.edits import ACROSS, Edit
from pointmass.interpretations.linked import Linked, link, with_programs
from pointmass.interpretations.readings import Cluster
from pointmass.interpretations.short_lines import shorten

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Across:
    """The result of linking.

    Attributes:
        linked: The programs and how sure they are.
        labels: The program of each draw; empty when it cannot be told.
        programs: The programs as readings, the heaviest first; empty when it cannot be told.
    """

    linked: Linked
    labels: tuple[int, ...]
    programs: tuple[Cluster, ...]


def across(
    outcomes: Sequence[Any],
    meanings: Sequence[str | None],
    *,
    inputs: Sequence[Hashable],
    conversations: Sequence[Hashable],
    names: dict[Hashable, Any],
    called: Mapping[Hashable, str],
    edits: Sequence[Edit] = (),
) -> Across:
    """Link draws of the same conversation over inputs.

    Args:
        outcomes: One outcome per draw.
        meanings: The text of the reading of each within its input, ``None`` for no answer.
        inputs: The key of each draw's input.
        conversations: The key of each draw's conversation.
        names: For each key of an input the input itself, in the order wanted.
        called: For each key of a conversation how edits name it.
        edits: What a person did to programs by hand, in order.
    """
    rows = list(dict.fromkeys(conversations))
    given: dict[tuple[Hashable, Hashable], Counter[str]] = defaultdict(Counter)
    example: dict[tuple[Hashable, str], Any] = {}
    for outcome, text, input_, conversation in zip(outcomes, meanings, inputs, conversations, strict=True):
        if text is None:  # no value is no answer that conversations could have in common
            continue
        given[conversation, input_][text] += 1
        example[input_, text] = min(example.get((input_, text), outcome), outcome, key=str)
    table = [[_most(given.get((row, column))) for column in names] for row in rows]
    known = tuple(called[row] for row in rows)
    linked = replace(link(table), conversations=known)
    if linked.verdict == "cannot tell":
        return Across(linked, (), ())
    mine = [each for each in edits if each.where == ACROSS]
    if not mine:
        of_row = dict(zip(rows, linked.labels, strict=True))
        return Across(linked, tuple(of_row[each] for each in conversations), _programs(linked, table, names, example))
    labels = relabelled(linked.labels, known, mine)
    linked = linked if labels == list(linked.labels) else with_programs(linked, table, labels)
    of_row = dict(zip(rows, linked.labels, strict=True))
    programs = _by_hand(_programs(linked, table, names, example), linked, known, mine)
    return Across(linked, tuple(of_row[each] for each in conversations), programs)


def _by_hand(
    programs: tuple[Cluster, ...], linked: Linked, conversations: Sequence[str], edits: Sequence[Edit]
) -> tuple[Cluster, ...]:
    """Mark the programs that a person made or named."""
    names: dict[int, str] = {}
    made: dict[int, tuple[Edit, ...]] = {}
    for edit in edits:
        for label in {program_of(group, linked.labels, conversations) for group in edit.groups}:
            if label is None:
                continue
            if edit.name:
                names[label] = edit.name
            if edit.do != "rename":
                made[label] = (*made.get(label, ()), edit)
    return tuple(replace(each, name=names.get(each.label, ""), edits=made.get(each.label, ())) for each in programs)


def _programs(
    linked: Linked,
    table: Sequence[Sequence[str | None]],
    names: dict[Hashable, Any],
    example: dict[tuple[Hashable, str], Any],
) -> tuple[Cluster, ...]:
    columns, inputs = list(names), list(names.values())
    sizes = Counter(linked.labels)
    forms = [sorted({row[j] for row in table if row[j] is not None}, key=str) for j in range(len(columns))]
    clusters = []
    for label in range(linked.n_programs):
        chosen = _shown(linked, label)
        answers = [(j, str(forms[j][linked.modes[label][j]])) for j in chosen if linked.modes[label][j] >= 0]
        exemplar = {str(inputs[j]): example[columns[j], form] for j, form in answers}
        pairs = [
            f"{shorten(str(inputs[j]), 30)} \u2192 {shorten(str(example[columns[j], form]), 30)}" for j, form in answers
        ]
        clusters.append(
            Cluster(
                label=label,
                count=sizes[label],
                total=linked.n_conversations,
                exemplar=exemplar,
                canonical="; ".join(form.rstrip(BY_ITSELF) for _, form in answers),
                reading="; ".join(pairs) or "one program, with noise",
                forms=(),
                among=linked.n_programs,
                doubt=linked.doubt_of(label),
            )
        )
    return tuple(clusters)


def _shown(linked: Linked, label: int) -> list[int]:
    """Choose the inputs that set a program apart: the telling ones, then those where it answers unlike most others."""
    if not linked.modes:
        return []
    own = linked.modes[label]
    ranked = [split.index for split in linked.splits]
    unlike = sorted(ranked, key=lambda j: -sum(other[j] != own[j] for other in linked.modes))
    return list(dict.fromkeys([*linked.telling, *unlike]))[: max(_EXAMPLES, len(linked.telling))]


def _most(counts: Counter[str] | None) -> str | None:
    return None if not counts else min(counts, key=lambda text: (-counts[text], text))
