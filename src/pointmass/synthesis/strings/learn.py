"""Learn programs from text to text: search on a few examples of distinct shapes, verify on all, and add what fails."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pointmass.synthesis.goal import Goal
from pointmass.synthesis.numeric.number_values import shape_of
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.program import Node, Var, attempt, outlived
from pointmass.synthesis.strings import lists
from pointmass.synthesis.strings.concatenate import concatenations
from pointmass.synthesis.strings.contexts import contexts
from pointmass.synthesis.strings.cuts import marks_of
from pointmass.synthesis.strings.entities import entities
from pointmass.synthesis.strings.enumerate_pieces import explore
from pointmass.synthesis.strings.moments import moments
from pointmass.synthesis.strings.numbers import codes, quantities, written_numbers
from pointmass.synthesis.strings.pool import Pool
from pointmass.synthesis.strings.together import together
from pointmass.synthesis.strings.written_values import SHARED, Style, steps_of
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SEARCHED = 5
_ROUNDS = 3
_NEAREST = 6
_LONGEST = 4000
_LISTED = 10
_COUNTED = 24
# For how many lists a change of the items is searched; the likeliest lists come first.
_MOST_CHANGES = 30
# `_PIECE` is added to the cost of a program that reads a list. Below `_CHEAP` a program without lists is so simple that
# lists are not tried.
_PIECE = 1.5
_CHEAP = 9.0
_LONG_ITEM = 24
_ENDLESS = re.compile(r"\d{60}")


def straight(goal: Goal, *, limit: int = 30) -> list[Term]:
    """Return programs without a branch that explain every example, the cheapest first.

    The search sees at most five examples; up to two more are added where its best program fails on the others.
    """
    chosen = _distinct(goal)
    for _ in range(_ROUNDS):
        found = search(goal.at(chosen), limit=limit)
        right = [s for s in found if explains(s.node, goal)]
        if right or not found or len(chosen) == len(goal.envs):
            return right
        if goal.near is not None:
            goal.near.extend(found[:_NEAREST])
        chosen = [*chosen, next(i for i, e in enumerate(goal.envs) if attempt(found[0].node, e) != goal.outputs[i])]
    return []


def search(goal: Goal, *, limit: int) -> list[Term]:
    """Return the cheapest programs for exactly these examples, the cheapest first."""
    late, columns = goal.late, _columns(goal)
    joined = tuple("\0".join(str(env[i]) for i in columns) for env in goal.envs)
    pool = Pool(goal.outputs, joined, late=late)
    asked = partial(outlived, dropped=pool.dropped)
    bases = [Term(Var(i), 0.0, tuple(str(env[i]) for env in goal.envs)) for i in columns]
    marks = {base: marks_of(base.values) for base in bases}
    for base in bases:
        asked(explore, pool, base, marks[base], late, _depth(goal, base))
        for inner in asked(entities, pool, base):
            pool.take(inner)
            asked(explore, pool, inner, marks[base], late, 1)
        asked(contexts, pool, base, late)
    # Texts with 60 or more digits in a row are no numbers that people write, and computing with them takes long.
    nodes = [base.node for base in bases if not any(map(_ENDLESS.search, base.values))]
    style = Style(pool)
    asked(moments, style, goal.envs, nodes, late)
    asked(quantities, style, goal.envs, nodes, late)
    asked(codes, style, goal.envs, nodes)
    asked(written_numbers, style, goal.envs, late)
    if not goal.variables:
        asked(together, pool, goal.envs)
    found = concatenations(pool, late, limit=limit)
    if not goal.flat and not (found and found[0].cost < _CHEAP):
        before = len(pool.atoms)
        whole = [s for base in bases for s in asked(_listed, pool, goal, base, marks[base], late)]
        # If the time is up, the programs without lists stay.
        again = concatenations(pool, late, limit=limit) if len(pool.atoms) > before else []
        found = [*(again or found), *whole]
    return sorted((replace(s, cost=s.cost - SHARED * _repeated(s.node)) for s in found), key=lambda s: s.cost)


def _columns(goal: Goal) -> list[int]:
    """Return the positions of the variables that are texts, among those that the goal may use."""
    width = range(len(goal.envs[0]))
    return [i for i in goal.variables or width if all(isinstance(e[i], str) for e in goal.envs)]


def _depth(goal: Goal, base: Term) -> int:
    """Return 2 if the pieces of the texts are to be taken apart again, else 1.

    Pieces of very long texts are not taken apart again, or memory would not be bounded. For items of lists the limit is
    lower: only simple changes are looked for in long items.
    """
    longest = _LONG_ITEM if goal.variables else _LONGEST
    return 1 if sum(len(v or "") for v in base.values) > longest * len(base.values) else 2


def explains(node: Node, goal: Goal) -> bool:
    """Whether the program gives the right output for every example."""
    return all(attempt(node, e) == o for e, o in zip(goal.envs, goal.outputs, strict=True))


def _listed(pool: Pool, goal: Goal, base: Term, marks: list[str], late: Callable[..., bool]) -> list[Term]:
    """Return the programs that count or join lists, and offer texts made of lists as pieces."""
    whole: list[Term] = []
    depth = len(goal.envs[0])
    for items in lists.lists_in(base, marks, depth=depth, limit=_COUNTED):
        if late(16):
            return whole
        for made in lists.glued(items, goal.outputs):
            pool.offer(made.values, made.cost, made.node)
        whole.extend(lists.counts(items, goal.outputs, late))
    change = changer(late, _MOST_CHANGES)
    for items in lists.lists_in(base, marks, depth=depth, limit=_LISTED) if not whole else ():
        if late(16):
            break
        whole.extend(Term(m.node, m.cost + _PIECE) for m in lists.joined(items, goal.outputs, change, late))
    return whole


def changer(late: Callable[..., bool], most: int) -> lists.Change:
    """Return a search for the change of the items of a list; from the call after *most* on it finds nothing.

    The search takes pairs of an item and what it becomes, and the depth of loops.
    """
    tried = itertools.count()

    def change(items: list[tuple[str, str]], at: int) -> list[Term]:
        if next(tried) >= most:
            return []
        envs = tuple((*(None,) * at, i) for i, _ in items)
        return straight(Goal(envs, tuple(o for _, o in items), late, variables=(at,), flat=True), limit=3)

    return change


def _repeated(node: Node) -> int:
    """Count the repeated steps of the program: each is written only once, so it is counted as cheaper."""
    counts = Counter(steps_of(node))
    return counts.total() - len(counts)


def _distinct(goal: Goal) -> list[int]:
    """Return the positions of at most five examples, preferring those with different shapes."""
    chosen: dict[Sequence[str], int] = {}
    for i, env in enumerate(goal.envs):
        chosen.setdefault(tuple(shapes.skeleton(v) if isinstance(v, str) else shape_of(v) for v in env), i)
    order = [*chosen.values(), *(i for i in range(len(goal.envs)) if i not in chosen.values())]
    return sorted(order[:_SEARCHED])
