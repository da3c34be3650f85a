from __future__ import annotations

from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Var, attempt
from pointmass.synthesis.strings.cuts import applied, by_mark, into_tokens, mark_cost, marks_of
from pointmass.synthesis.term import Term

TEXTS = ("a-b-c", "d-e")
BASE = Term(Var(0), 1.0, TEXTS)


def test_every_piece_has_the_values_that_its_program_gives():
    found = [
        *by_mark("-").taken(BASE, [t.split("-") for t in TEXTS]),
        *into_tokens(r"\w", 1.0).taken(BASE, [list(t.replace("-", "")) for t in TEXTS]),
        applied(BASE, pieces.UNTIL, 2, cost=1.0),
    ]

    assert found
    assert all(one.values == tuple(attempt(one.node, (t,)) for t in TEXTS) for one in found)


def test_a_piece_that_one_text_lacks_is_taken_or_nothing_and_costs_more():
    found = {one.node: one for one in into_tokens(r"\w", 1.0).taken(BASE, [list(t.replace("-", "")) for t in TEXTS])}
    third = [one for one in found.values() if one.values == ("c", "")]

    assert next(one.node.operator for one in third if isinstance(one.node, Apply)) is pieces.NTH_OR_NOTHING
    assert min(one.cost for one in third) > min(one.cost for one in found.values() if one.values == ("c", "e"))


def test_what_all_or_most_texts_share_may_delimit_signs_first():
    assert marks_of(["Ann of Ely, 3", "Bob of Rye, 4"])[:3] == [" ", ",", ", "]
    assert "of " in marks_of(["Ann of Ely, 3", "Bob of Rye, 4"])


def test_naming_a_word_costs_more_than_naming_a_sign():
    assert mark_cost("-") < mark_cost(" - ") + 1.0 < mark_cost(" of ") + 1.0
