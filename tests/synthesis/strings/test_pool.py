"""The pieces that are kept, and in which case."""

from __future__ import annotations

from pointmass.synthesis import synthesize
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Var
from pointmass.synthesis.strings.pool import Pool, shared_start


def test_what_is_read_twice_is_kept():
    pool = Pool(("a1",))

    assert pool.matches(r"\d", "a1b2") == (("1", False), ("2", False))
    assert pool.matches(r"\d", "a1b2") is pool.matches(r"\d", "a1b2")


def test_a_match_within_a_longer_word_is_known_to_be_cut():
    assert Pool(("b",)).matches("b+", "abb b") == (("bb", True), ("b", False))


def test_the_cheapest_programs_for_one_value_stay():
    pool = Pool(("ab",))
    for cost in (4.0, 1.0, 3.0, 2.0):
        pool.put(("ab",), cost, Apply(text.STRIP_CHARS, (Var(0), Var(int(cost)))))

    assert [a.cost for a in pool.atoms["ab",]] == [1.0, 2.0, 3.0]


def test_the_shared_start_is_the_longest():
    assert shared_start(["abc", "abd", "ab"]) == "ab"
    assert shared_start(["", "x"]) == ""


def test_a_single_word_gets_a_capital_and_what_may_follow_it_none():
    learned = synthesize([(f"#part{{{w}}}", w.capitalize()) for w in ("framework", "introduction", "experiments")])[0]

    assert learned("#part{related work}") == "Related work"
