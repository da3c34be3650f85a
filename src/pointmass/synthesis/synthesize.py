"""The one entry: from examples to programs, best first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import rewrite, rewrite_guard, typed
from pointmass.synthesis.candidate import Candidate, Kind
from pointmass.synthesis.distinct import distinct
from pointmass.synthesis.finite import complete
from pointmass.synthesis.labels.choose import are_copied, label_rules
from pointmass.synthesis.numeric import ranges
from pointmass.synthesis.problem import Problem, canonical, problem
from pointmass.synthesis.program import Choice, Literal, Node, attempt, children, uses_input
from pointmass.synthesis.records.json_map import json_programs
from pointmass.synthesis.say import say
from pointmass.synthesis.strings.caution import STANDARD, cautions
from pointmass.synthesis.strings.concatenate import Spelled
from pointmass.synthesis.strings.rivals import Rivals, rivals
from pointmass.synthesis.table import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.signature import Signature


# One output on fewer inputs than this says little about the next: 12 of 12 bound its share by 0.78 (one-sided, 95 %).
_ENOUGH = 12
_SETTLED = 0.5
# What it costs in bits to be undefined on every unlabelled input.
_UNDEFINED = 20.0


def synthesize(
    examples: Sequence[tuple[Any, Any]],
    *,
    name: str = "f",
    budget: float = 2.0,
    signature: Signature | None = None,
    contested: Sequence[Any] = (),
    unlabelled: Sequence[Any] = (),
    allow_model: bool = False,
) -> list[Candidate]:
    """Return the programs that explain *examples*, best first; the table of known inputs comes last.

    Args:
        examples: ``(input, output)`` pairs. An input is a text, number, truth value or JSON value; a list of values
            of one length in every example counts as several parameters, in order.
        name: What the function is called.
        budget: Seconds after which the search stops; what was found by then is returned.
        signature: Parameters, result and docstring; guessed from the examples where it is not given.
        contested: Inputs on which the answers differ: the programs hand them back, and inputs of the same narrow shape.
        unlabelled: Further inputs without outcome.
        allow_model: Whether a small linear model may choose labels where rules answer clearly less (`Candidate.kind` is
            then ``model``). Fitting it needs scikit-learn, the extra ``learn``; answering needs nothing.

    Raises:
        ExamplesError: There are no examples, or one input of a few has two different outputs. Among ten or more, such
            an input counts as contested, and `Candidate.conflicts` names it.
        InputError: *allow_model* is set, the outputs are labels, and scikit-learn is not installed.
    """
    task = problem(examples, name=name, budget=budget, signature=signature, contested=contested, unlabelled=unlabelled)
    if task is None:
        return []
    found = [*_rewrites(task), *label_rules(task, allow_model=allow_model), *_constant(task)]
    # Labels that the inputs hold themselves may as well be taken out of them.
    if are_copied(task) or not any(_settles(candidate, task) for candidate in found):
        found += _programs(task)
    found = _completed(task, found)
    found.sort(key=lambda c: (len(task.envs) - c.support, c.cost))
    return [replace(c, conflicts=task.conflicts) if task.conflicts else c for c in (*found, table(task))]


def _completed(task: Problem, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates, and where every possible input was seen the rule for each.

    Whoever explains all is right then; what tells the inputs apart by accident says less than the rule.
    """
    rule = complete(task)
    if rule is None:
        return found
    right = [c for c in found if c.support == len(task.envs) and not _branches(c.program)]
    return [*(replace(c, guard=rule.guard, guards=(), strictness=0) for c in right), rule]


def _branches(node: Node) -> bool:
    return isinstance(node, Choice) or any(map(_branches, children(node)))


def _settles(candidate: Candidate, task: Problem) -> bool:
    """Whether a candidate explains so many examples that looking further would only cost time."""
    enough = len(task.envs) >= _ENOUGH and candidate.kind != "model"
    return enough and candidate.support >= _SETTLED * len(task.envs)


def _programs(task: Problem) -> list[Candidate]:
    """Return the programs that compute the output from pieces of the input."""
    goal = typed.Goal(task.envs, task.outputs, task.late)
    structured = not task.rows and all(isinstance(e[0], dict | list) for e in task.envs)
    found = json_programs(goal) if structured else typed.programs(goal)
    # What looks at no input is no program: see `_constant`.
    found = [s for s in found if uses_input(s.node)]
    if len({canonical(o) for o in task.outputs}) == 1:
        # Branches that all give one output decide nothing.
        found = [s for s in found if not _branches(s.node)]
    if task.unlabelled:
        found = sorted(
            (Spelled(s.node, s.cost + _UNDEFINED * _undefined(task, s)) for s in found), key=lambda s: s.cost
        )
    others = rivals(task, found)
    return [_candidate(task, spelled, others, "program") for spelled in distinct(found, task)]


def _undefined(task: Problem, spelled: Spelled) -> float:
    """Return the share of the unlabelled inputs for which a step of the program finds nothing to work on."""
    return sum(attempt(spelled.node, env) is None for env in task.unlabelled) / len(task.unlabelled)


def _constant(task: Problem) -> list[Candidate]:
    """Return the one output as a constant, where enough different inputs gave it: a few may as well be chance."""
    first = canonical(task.outputs[0])
    if len(task.outputs) < _ENOUGH or any(canonical(o) != first for o in task.outputs):
        return []
    spelled = Spelled(Literal(task.outputs[0]), 8.0 + 2.0 * len(first))
    return [_candidate(task, spelled, Rivals(), "constant")]


def _candidate(task: Problem, spelled: Spelled, others: Rivals, kind: Kind) -> Candidate:
    kinds = (*ranges.kinds(task), *ranges.contested(task))
    guards = tuple(
        replace(g, checks=(*kinds, *(ranges.ranges(task) if level else ()), *g.checks))
        for level, g in enumerate(cautions(task, spelled, others))
    )
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=spelled.node,
        guard=guards[STANDARD],
        guards=guards,
        strictness=STANDARD,
        kind=kind,
        cost=spelled.cost,
        support=len(task.envs),
        words=say(spelled.node, task),
        rows=task.rows,
    )


def _rewrites(task: Problem) -> list[Candidate]:
    if not task.texts or not all(isinstance(o, str) for o in task.outputs):
        return []
    fits = rewrite.learn(task.texts, tuple(str(o) for o in task.outputs))
    contested = tuple(e[0] for e in task.contested if isinstance(e[0], str))
    found = []
    for fit in fits[:3]:
        texts = tuple(t for i, t in enumerate(task.texts) if i not in fit.missed)
        guards = rewrite_guard.guards(rewrite_guard.Seen(texts, contested, fit.rewrite))
        program = fit.rewrite.node()
        made = Candidate(
            task.name,
            task.signature,
            program,
            guards[rewrite_guard.STANDARD],
            "program",
            fit.rewrite.cost,
            len(texts),
            fit.rewrite.words,
            task.rows,
            guards=guards,
            strictness=rewrite_guard.STANDARD,
        )
        if not any(made.accepts(task.texts[i]) for i in fit.missed):
            found.append(made)
    return found
