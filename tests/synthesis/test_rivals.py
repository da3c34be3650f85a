from __future__ import annotations

from pointmass.synthesis import synthesize
from pointmass.synthesis.operators.text import LOWER
from pointmass.synthesis.problem import problem
from pointmass.synthesis.program import Apply, Var
from pointmass.synthesis.rivals import rivals
from pointmass.synthesis.term import Term


def problem_of(examples, *, unlabelled=()):
    return problem(examples, name="f", budget=1.0, signature=None, contested=(), unlabelled=unlabelled)


def test_readings_are_programs_that_differ_on_inputs_like_the_examples():
    best = synthesize([("report.pdf", "pdf"), ("notes.txt", "txt"), ("a.md", "md")])[0]

    said = {reading.value(("a.b.c",)) for reading in best.guard.readings}

    assert {"b", "c", "b.c"} == {best("a.b.c"), *said}
    assert not best.accepts("a.b.c")


def test_a_program_alone_needs_no_reading():
    assert rivals(problem_of([("a=12", "12"), ("a=7", "7")]), [Term(Var(0), 1.0)]).said == ((),)


def test_unlabelled_inputs_tell_readings_apart():
    programs = [Term(Var(0), 1.0), Term(Apply(LOWER, (Var(0),)), 2.0)]

    found = rivals(problem_of([("a", "a"), ("b", "b")], unlabelled=["Q"]), programs)

    assert found.readings(programs[0], 5.0) == (programs[1].node,)
    assert found.readings(programs[0], 0.5) == ()
