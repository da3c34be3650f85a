"""The entry point: from examples to programs, the best first."""

from __future__ import annotations

import logging
import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import typed
from pointmass.synthesis.apart import apart
from pointmass.synthesis.candidate import Candidate, Kind
from pointmass.synthesis.choices import missed
from pointmass.synthesis.columns import by_column
from pointmass.synthesis.finite import whole_domain
from pointmass.synthesis.goal import Goal
from pointmass.synthesis.labels.choose import are_copied, label_rules
from pointmass.synthesis.ladder import ladder
from pointmass.synthesis.nearly import allowed, nearly, price
from pointmass.synthesis.own_guards import enumerated, normalizations
from pointmass.synthesis.problem import Problem, json_key, problem
from pointmass.synthesis.program import Cases, Literal, Node, attempt, children, outlived, uses_input
from pointmass.synthesis.records.json_map import json_programs
from pointmass.synthesis.rivals import Rivals, rivals
from pointmass.synthesis.say import say
from pointmass.synthesis.strings.anchored import anchored
from pointmass.synthesis.table import table
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.effort import Effort
    from pointmass.synthesis.guard import Check
    from pointmass.synthesis.signature import Signature


_LOG = logging.getLogger(__name__)
# With fewer examples than this, nothing ends the search early: even 12 of 12 equal outputs prove only a share of 0.78
# (one-sided, 95 %).
_ENOUGH = 12
# The share of the effort for programs with exceptions, which are searched before those with many branches.
_FOR_NEARLY = 0.5
# The share of the effort for programs if rules of labels were found before.
_BESIDE_RULES = 0.3
_SELDOM = 20
_LABELLING = frozenset({"rules", "model"})
# Extra cost, in bits, of a program that is undefined on every unlabelled input; in proportion if only on some.
_UNDEFINED = 20.0


def synthesize(
    examples: Sequence[tuple[Any, Any]],
    *,
    name: str = "f",
    budget: float | Effort = 2.0,
    signature: Signature | None = None,
    contested: Sequence[Any] = (),
    unlabelled: Sequence[Any] = (),
    allow_model: bool = False,
) -> list[Candidate]:
    """Return the programs that explain *examples*, the best first; a table of the known inputs comes last.

    Args:
        examples: ``(input, output)`` pairs of JSON data. Inputs that are lists of scalars, with the same length in
            every example, are taken as several parameters, in order.
        name: The name of the function.
        budget: The effort of the search, in seconds, or an `Effort`. Seconds are counted in steps, so that the result
            does not depend on the machine. What was found by then is returned.
        signature: The parameters, result and docstring; guessed from the examples if not given.
        contested: Inputs on which answers differ. The programs hand them back, and with them all inputs that meet a
            condition which contested inputs meet more often than by chance.
        unlabelled: Further inputs, whose output is not known.
        allow_model: Whether a small linear model may choose labels if rules answer clearly less (`Candidate.kind` is
            then ``model``). Fitting it needs scikit-learn, the extra ``learn``; the resulting code needs nothing.

    Returns:
        The candidates; none if every input has several outputs.

    Raises:
        ExamplesError: There are no examples, or one holds what is not JSON data, or a name cannot be used, or there are
            fewer than ten examples and an input has two different outputs. With ten or more, such an input counts as
            contested, and `Candidate.conflicts` names it.
        InputError: *allow_model* is set, the outputs are labels, and scikit-learn is not installed.
    """
    task = problem(examples, name=name, budget=budget, signature=signature, contested=contested, unlabelled=unlabelled)
    if task is None:
        return []
    dropped: Counter[str] = Counter()
    found = [
        *outlived(by_column, task, normalizations, dropped=dropped),
        *outlived(by_column, task, enumerated, dropped=dropped),
        *outlived(by_column, task, _anchored, dropped=dropped),
        *outlived(_labels, task, allow_model, dropped=dropped),
        *_constant(task),
    ]
    # If the inputs hold the labels word for word, programs may copy them.
    if are_copied(task) or not any(_settles(candidate, task) for candidate in found):
        # Beside rules of labels, programs get only a part of the effort, as they rarely do better.
        labelled = any(c.kind in _LABELLING for c in found) and not are_copied(task)
        rest = replace(task, effort=task.effort.part(_BESIDE_RULES)) if labelled else task
        found += outlived(_programs, rest, dropped=dropped)
    found = _answering(task, _completed(task, found))
    if dropped:
        _LOG.debug("synthesize %r: given up, with the errors that were raised: %s", name, dict(dropped))
    return [replace(c, conflicts=task.conflicts) if task.conflicts else c for c in (*found, table(task))]


def _answering(task: Problem, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates sorted by cost with exceptions; each hands back the examples that it does not explain."""
    made = []
    for candidate in found:
        checks = _exceptions(task, candidate)
        guards = tuple(replace(guard, checks=(*guard.checks, *checks)) for guard in candidate.by_strictness)
        cost = candidate.cost + sum(price(task.outputs[i]) for i in candidate.missed)
        support = len(task.envs) - len(candidate.missed)
        places = tuple(task.places[i] for i in candidate.missed)
        strict = candidate.strictness
        guarded = replace(candidate, guard=guards[strict], guards=guards if candidate.guards else ())
        made.append(replace(guarded, cost=cost, support=support, missed=places))
    return _ranked(made)


def _ranked(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates sorted by cost; those that choose labels keep their order among each other."""
    ranks, best = [], math.inf
    for candidate in reversed(found):
        best = min(best, candidate.cost) if candidate.kind in _LABELLING else math.inf
        ranks.append(min(best, candidate.cost))
    ranked = [c for _, c in sorted(zip(reversed(ranks), found, strict=True), key=lambda ranked: ranked[0])]
    # Programs that give a label by default come after rules that say what indicates each label.
    rules = any(c.kind in _LABELLING and not c.missed for c in ranked)
    return sorted(ranked, key=lambda c: rules and _has_default(c.program) and c.kind == "program")


def _has_default(node: Node) -> bool:
    """Whether some branch, or the default, of the program is a constant."""
    leaves = (*(case.node for case in node.cases), node.default) if isinstance(node, Cases) else ()
    return any(isinstance(leaf, Literal) for leaf in leaves) or any(map(_has_default, children(node)))


def _exceptions(task: Problem, candidate: Candidate) -> list[Check]:
    """Return checks that hand back the contested inputs, and the examples to which the program gives another answer."""
    loosest, missed = candidate.by_strictness[0], set(candidate.missed)
    wrong = [*task.contested, *(task.envs[i] for i in candidate.missed)]
    wrong = [env for env in wrong if loosest.accepts(env, task.signature, candidate.program)]
    return apart(wrong, [env for i, env in enumerate(task.envs) if i not in missed])


def _completed(task: Problem, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates; if every possible input was seen, only those that are surely right.

    These are the candidates that explain all examples without branches, and the rule that lists every input. Branches
    with conditions found by accident are dropped.
    """
    rule = whole_domain(task)
    if rule is None:
        return found
    right = [c for c in found if not c.missed and not _branches(c.program)]
    return [*(replace(c, guard=rule.guard, guards=(), strictness=0) for c in right), rule]


def _branches(node: Node) -> bool:
    return isinstance(node, Cases) or any(map(_branches, children(node)))


def _settles(candidate: Candidate, task: Problem) -> bool:
    """Whether a candidate ends the search: it misses at most one in twenty examples, and there are at least twelve.

    Rules of labels do not end the search, as a program may answer inputs that they leave open.
    """
    if len(task.envs) < _ENOUGH or candidate.kind not in {"program", "constant"}:
        return False
    return len(candidate.missed) * _SELDOM <= len(task.envs)


def _anchored(task: Problem) -> list[Candidate]:
    """Return the programs that find one value of a text by the text before it."""
    if not task.texts or not all(isinstance(output, str) for output in task.outputs):
        return []
    found = []
    for term in anchored(task.texts, task.outputs):
        left = missed(term.node, task.envs, task.outputs)
        found += [replace(made, missed=left) for made in _guarded(task.without(left), [term])]
    return found


def _labels(task: Problem, allow_model: bool) -> list[Candidate]:  # noqa: FBT001 - handed on through `outlived`
    found = by_column(task, lambda one: label_rules(one, allow_model=allow_model))
    found.sort(key=lambda c: (len(task.envs) - c.support, c.cost))
    return [replace(c, missed=missed(c.program, task.envs, task.outputs)) for c in found]


def _programs(task: Problem) -> list[Candidate]:
    """Return the programs that compute the output from the input, for all examples or for nearly all."""
    near: list[Term] = []
    goal = Goal(task.envs, task.outputs, task.effort, near=near)
    if not allowed(len(task.envs)):
        return _guarded(task, _search(goal))
    # A search for texts collects programs that nearly fit in `near`. Other searches get only a part of the effort, so
    # that some is left for programs with exceptions.
    whole = all(isinstance(o, str) for o in task.outputs)
    found = _plain(goal if whole else replace(goal, late=task.effort.part(_FOR_NEARLY)))
    if found and found[0].cost <= typed.DEAR:
        return _guarded(task, found)
    if _is_structured(goal) and (said := _search(goal)):
        # For records and lists, a program for all examples is enough: exceptions are not tried.
        return _guarded(task, said)
    partly = _nearly(task, replace(goal, late=task.effort.part(_FOR_NEARLY)))
    return [*_guarded(task, _search(goal)), *partly]


def _nearly(task: Problem, goal: Goal) -> list[Candidate]:
    """Return the programs with exceptions; their guards are made from the examples that they explain."""
    near = nearly(goal, _plain, _search)
    if not near:
        return []
    left = missed(near[0].node, task.envs, task.outputs)
    rest = task.without(left)
    same = [s for s in near if uses_input(s.node) and not missed(s.node, rest.envs, rest.outputs)]
    return [replace(c, missed=left) for c in _guarded(rest, same)]


def _is_structured(goal: Goal) -> bool:
    return all(len(e) == 1 and isinstance(e[0], dict | list) for e in goal.envs)


def _search(goal: Goal) -> list[Term]:
    found = json_programs(goal) if _is_structured(goal) else typed.programs(goal)
    # A program that uses no input is a constant: see `_constant`.
    return [s for s in found if uses_input(s.node)]


def _plain(goal: Goal) -> list[Term]:
    return _search(replace(goal, plain=True))


def _guarded(task: Problem, found: list[Term]) -> list[Candidate]:
    """Return candidates for programs that explain every example of *task*; of programs with equal answers only one."""
    if len({json_key(o) for o in task.outputs}) == 1:
        # If all outputs are equal, branches are pointless.
        found = [s for s in found if not _branches(s.node)]
    if task.unlabelled:
        found = sorted((Term(s.node, s.cost + _UNDEFINED * _undefined(task, s)) for s in found), key=lambda s: s.cost)
    others = rivals(task, found)
    return [_candidate(task, spelled, others, "program") for spelled in others.distinct]


def _undefined(task: Problem, spelled: Term) -> float:
    """Return the share of the unlabelled inputs on which the program is undefined, a fraction in [0, 1]."""
    return sum(attempt(spelled.node, env) is None for env in task.unlabelled) / len(task.unlabelled)


def _constant(task: Problem) -> list[Candidate]:
    """Return a constant if all examples have the same output and there are at least twelve, as a few may be chance."""
    first = json_key(task.outputs[0])
    if len(task.outputs) < _ENOUGH or any(json_key(o) != first for o in task.outputs):
        return []
    spelled = Term(Literal(task.outputs[0]), 8.0 + 2.0 * len(first))
    return [_candidate(task, spelled, Rivals(), "constant")]


def _candidate(task: Problem, spelled: Term, others: Rivals, kind: Kind) -> Candidate:
    guards = ladder(task, spelled, others)
    # For inputs that are not a single text, the guard in force by default allows only numbers in the range seen.
    strictness = 0 if task.texts or len(guards) == 1 else 1
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=spelled.node,
        guard=guards[strictness],
        guards=guards,
        strictness=strictness,
        kind=kind,
        cost=spelled.cost,
        support=len(task.envs),
        words=say(spelled.node, task),
        rows=task.rows,
    )
