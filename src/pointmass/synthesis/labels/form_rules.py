"""Learn rules from the form of a token to its label: ``9999-99`` is a date, ``9.9.9`` a version."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Guard
from pointmass.synthesis.operators import outlines as ops
from pointmass.synthesis.program import Apply, Case, Cases, Constant, Named, Var
from pointmass.synthesis.table import GET, IN_TABLE

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_LONGEST = 40
_FEWEST = 4
_MANY_PARTS = 3


def learn(task: Problem) -> Candidate | None:
    """Return rules by form; None if inputs are no tokens, most have no digits, or no label has two decided examples."""
    texts = task.texts
    labels = Counter(task.outputs)
    tokens = all(len(t) <= _LONGEST and len(t.split()) == 1 for t in texts)
    if not tokens or len(texts) < _FEWEST or not 1 < len(labels) <= len(texts) / 2:
        return None
    contested = [e[0] for e in task.contested if isinstance(e[0], str)]
    outlines = {
        outline: label
        for outline, label in _settled(texts, task.outputs, contested, ops.outline).items()
        if _is_general(outline, texts)
    }
    rest = [i for i, t in enumerate(texts) if ops.outline(t) not in outlines]
    forms = _settled([texts[i] for i in rest], [task.outputs[i] for i in rest], contested, ops.form)
    missed = tuple(i for i, t in enumerate(texts) if ops.outline(t) not in outlines and ops.form(t) not in forms)
    decided = Counter(output for i, output in enumerate(task.outputs) if i not in missed)
    # Rules for one example each would only be a lookup table.
    if not decided or max(decided.values()) < 2 or not _has_digits(texts):  # noqa: PLR2004
        return None
    return _candidate(task, outlines, forms, missed)


def _is_general(outline: str, texts: tuple[str, ...]) -> bool:
    """Whether an outline may be used without the lengths of its numbers.

    True if several lengths were seen, or if it has at least three numbers. One example with two numbers is not enough:
    2024-03 is a date, 3-1 is not.
    """
    return len({ops.form(t) for t in texts if ops.outline(t) == outline}) > 1 or outline.count("9") >= _MANY_PARTS


def _settled(texts: Any, labels: Any, contested: list[str], key: Any) -> dict[str, Any]:
    """Return the keys (forms or outlines) that have only one label, with it.

    Keys of contested inputs are left out, and keys that contain a word and have a single example.
    """
    seen: dict[str, set[Any]] = defaultdict(set)
    for text, label in zip(texts, labels, strict=True):
        seen[key(text)].add(label)
    doubtful = {key(t) for t in contested}
    counted = Counter(map(key, texts))
    return {
        k: next(iter(v))
        for k, v in sorted(seen.items())
        if len(v) == 1 and k not in doubtful and (counted[k] > 1 or not _is_named(k))
    }


def _is_named(key: str) -> bool:
    """Whether a form contains a word of at least three letters, which may be a name; months do not count."""
    return re.search(r"[^\W\d_]{3,}", key.replace("Mmm", "")) is not None


def _has_digits(texts: tuple[str, ...]) -> bool:
    """Whether most tokens contain digits: else forms say little."""
    return sum(any(c.isdigit() for c in t) for t in texts) * 2 > len(texts)


def _candidate(task: Problem, outlines: dict[str, Any], forms: dict[str, Any], missed: tuple[int, ...]) -> Candidate:
    cases = []
    for name, table, operator, why in (
        ("FORMS", forms, ops.FORM, "Forms that decide only as they are: the same outline was seen with other answers."),
        ("OUTLINES", outlines, ops.OUTLINE, "Outlines (9 is a run of digits, Mmm a month) with one answer only."),
    ):
        if table:
            constant = Constant(
                name,
                table,
                why,
                tuple(_note(task, k, operator.function) for k in table),
                f"dict[str, {task.signature.returns}]",
            )
            key = Named(operator.noun, Apply(operator, (Var(0),)))
            cases.append(Case(Apply(IN_TABLE, (key, constant)), Apply(GET, (constant, key))))
    guard = Guard((), (), can_fail=True)
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=Cases(tuple(cases)),
        guard=guard,
        kind="rules",
        cost=8.0 * (len(outlines) + len(forms)),
        support=len(task.envs) - len(missed),
        missed=missed,
        words=f"choose by the form of the token: {len(outlines) + len(forms)} forms",
        rows=task.rows,
    )


def _note(task: Problem, key: str, function: Any) -> str:
    count = sum(function(text) == key for text in task.texts)
    return f"{count} example{'' if count == 1 else 's'}"
