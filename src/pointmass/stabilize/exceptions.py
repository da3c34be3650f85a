"""Inputs that code has to hand back one by one, whatever their shape: a guard that lets one through gets a check more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pointmass.synthesis import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.program import Apply, Array, Constant, Node, Var
from pointmass.synthesis.table import IS_IN, KEY_OF, key_of

_NAME = "LEFT_TO_THE_MODEL"
_WHY = "Inputs that the model is divided on, or answers by another rule."


def handing_back(candidate: Candidate, inputs: Sequence[Any]) -> Candidate:
    """Return a program whose guards hand some inputs back.

    A guard that is learned from shapes lets an input through that has the shape of many others, even if it is known that
    the model does not answer that one as the program does.

    Args:
        candidate: The program.
        inputs: The inputs, as the synthesizer takes them.
    """
    loose = [given for given in inputs if any(candidate.at(at).accepts(given) for at in range(len(candidate.levels)))]
    if not loose:
        return candidate
    check = _check(candidate, loose)
    guards = tuple(_with(guard, check) for guard in candidate.levels)
    return replace(candidate, guards=guards, guard=guards[min(candidate.strictness, len(guards) - 1)])


def _with(guard: Guard, check: Check) -> Guard:
    return replace(guard, checks=(*guard.checks, check))


def _check(candidate: Candidate, inputs: Sequence[Any]) -> Check:
    plain = len(candidate.signature.parameters) == 1 and all(isinstance(given, str) for given in inputs)
    if plain:
        asked: Node = Var(0)
        known = tuple(sorted(set(inputs)))
    else:
        asked = Apply(KEY_OF, (Array(tuple(Var(i) for i in range(len(candidate.signature.parameters)))),))
        known = tuple(sorted({key_of(list(given) if candidate.rows else [given]) for given in inputs}))
    return Check(Apply(IS_IN, (asked, Constant(_NAME, known, _WHY))), "The model does not answer these so.")
