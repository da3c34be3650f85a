from __future__ import annotations

import pytest

from pointmass.synthesis import Signature, synthesize

LITERAL = ("from typing import Literal",)
COLOUR = Signature((("colour", "Literal['red', 'blue', 'orange']"),), "str", imports=LITERAL)
WARMTH = [("red", "warm"), ("blue", "cold"), ("orange", "warm")]


def load(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


def test_a_truth_value_seen_both_ways_is_a_complete_rule():
    best = synthesize([(True, "on"), (False, "off")], signature=Signature((("flag", "bool"),)))[0]

    assert best.kind == "rules"
    assert [best(v) for v in (True, False)] == ["on", "off"]
    assert not any(load(best)["accepts"](v) for v in (1, 0, None, "True"))


def test_literals_that_were_all_seen_are_a_complete_rule_grouped_by_answer():
    best = synthesize(WARMTH, signature=COLOUR)[0]

    assert best.kind == "rules"
    assert 'if colour == "blue":' in best.source
    assert [best(c) for c, _ in WARMTH] == [w for _, w in WARMTH]
    assert not load(best)["accepts"]("green")


def test_a_value_that_was_not_seen_leaves_the_rule_incomplete():
    assert all(c.kind != "rules" for c in synthesize(WARMTH[:2], signature=COLOUR))


def test_a_contested_value_leaves_the_rule_incomplete():
    assert all(c.kind != "rules" for c in synthesize(WARMTH[:2], contested=["orange"], signature=COLOUR))


def test_a_plain_program_stands_before_the_rule_and_answers_everything():
    examples = [(c, c.upper()) for c, _ in WARMTH]

    best = synthesize(examples, signature=COLOUR)[0]

    assert best.kind == "program"
    assert all(best.accepts(c) for c, _ in WARMTH)
    assert not best.accepts("green")


def test_the_one_parameter_that_decides_is_found():
    signature = Signature((("flag", "bool"), ("colour", COLOUR.parameters[0][1])), imports=LITERAL)
    examples = [([flag, c], w) for flag in (True, False) for c, w in WARMTH]

    best = synthesize(examples, signature=signature)[0]

    assert "flag" not in best.source.split("def f(")[1].split('"""')[2].split("def ")[0]
    assert all(load(best)["f"](*given) == wanted for given, wanted in examples)


def test_parameters_that_decide_together_are_a_table_of_all_inputs():
    signature = Signature((("a", "bool"), ("b", "Literal[1, 2]")), "int", imports=LITERAL)
    examples = [([True, 1], 9), ([True, 2], 4), ([False, 1], 4), ([False, 2], 7)]

    best = synthesize(examples, signature=signature)[0]

    assert best.kind == "rules"
    assert all(best.accepts(given) and load(best)["f"](*given) == wanted for given, wanted in examples)


@pytest.mark.parametrize("annotation", ["bool | None", "Literal[True, 1]"])
def test_values_of_several_types_are_kept_apart(annotation):
    values = {"bool | None": [True, False, None], "Literal[True, 1]": [True, 1]}[annotation]
    examples = [(v, f"is {v!r}") for v in values]

    best = synthesize(examples, signature=Signature((("v", annotation),), imports=LITERAL))[0]

    assert [load(best)["f"](v) for v in values] == [w for _, w in examples]


def test_an_annotation_is_read_and_never_evaluated():
    signature = Signature((("v", "Literal[__import__('os').getpid()]"),))

    assert all(c.kind != "rules" for c in synthesize([("a", "b")], signature=signature))
