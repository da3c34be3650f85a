"""Which of many programs are offered, and which say what an example leaves open."""

from __future__ import annotations

from pointmass.synthesis import synthesize
from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.operators import pieces, text
from pointmass.synthesis.problem import problem
from pointmass.synthesis.program import Apply, Literal, Var
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
    programs = [Term(Var(0), 1.0), Term(Apply(text.LOWER, (Var(0),)), 2.0)]

    found = rivals(problem_of([("a", "a"), ("b", "b")], unlabelled=["Q"]), programs)

    assert found.readings(programs[0], 5.0) == (programs[1].node,)
    assert found.readings(programs[0], 0.5) == ()


EXAMPLES = [("Ann Lee", "Lee"), ("Bob Stone", "Stone"), ("Cy Ford", "Ford")]


def task(**options):
    made = problem(
        EXAMPLES, name="f", budget=2.0, signature=None, contested=(), unlabelled=options.get("unlabelled", ())
    )
    assert made is not None
    return made


def offered(found, task):
    return rivals(task, found).distinct


def part(index, cost):
    return Term(Apply(pieces.PART, (Var(0), Literal(" "), Literal(index))), cost)


def test_another_spelling_of_the_same_program_is_left_out():
    last = Term(Apply(pieces.LAST_PARTS, (Var(0), Literal(" "), Literal(1))), 5.0)

    assert offered([part(-1, 4.0), last, part(1, 6.0)], task()) == [part(-1, 4.0), part(1, 6.0)]


def test_what_the_unlabelled_inputs_tell_apart_is_kept():
    plain, stripped = Term(Var(0), 1.0), Term(Apply(text.LSTRIP, (Var(0), Literal("q"))), 2.0)

    assert offered([plain, stripped], task()) == [plain]
    assert offered([plain, stripped], task(unlabelled=["qq"])) == [plain, stripped]


def test_far_dearer_programs_are_left_out():
    assert offered([part(-1, 4.0), part(1, 60.0)], task()) == [part(-1, 4.0)]


def test_the_programs_returned_differ_on_some_input():
    found = [c for c in synthesize(EXAMPLES) if c.kind == "program"]
    probes = [changed for given, _ in EXAMPLES for changed in nearby(given)]

    def answers(candidate):
        answered = []
        for probe in probes:
            try:
                answered.append(candidate(probe))
            except (LookupError, ValueError):
                answered.append(None)
        return tuple(answered)

    assert len(found) > 1
    assert len({answers(c) for c in found}) == len(found)
