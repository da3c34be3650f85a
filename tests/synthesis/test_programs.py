from __future__ import annotations

import itertools

import pytest

from pointmass.synthesis import Signature, synthesize


def best(*examples, **options):
    return synthesize(list(examples), **options)[0]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("Ann Lee", "Lee, A."), ("Bob Stone", "Stone, B."), ("Cy Ford", "Ford, C.")], "Dee Hill", "Hill, D."),
        ([("a/b/c.txt", "c"), ("x/yy.md", "yy"), ("q/w/e/r.pdf", "r")], "home/notes.txt", "notes"),
        (
            [("(206) 555-0100", "2065550100"), ("(425) 555-0199", "4255550199"), ("(360) 5550111", "3605550111")],
            "(509) 555-0123",
            "5095550123",
        ),
        (
            [("Portable Network Graphics", "PNG"), ("very large scale", "VLS"), ("Random Access", "RA")],
            "portable document format",
            "PDF",
        ),
        ([("x: 1, y: 2", "2"), ("x: 10, y: 20", "20"), ("x: 3, y: 44", "44")], "x: 5, y: 66", "66"),
    ],
)
def test_pieces_of_a_text_are_found_and_joined(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        (
            [("2024-03-15", "March 15, 2024"), ("1999-12-01", "December 1, 1999"), ("2010-07-30", "July 30, 2010")],
            "2001-01-09",
            "January 9, 2001",
        ),
        (
            [("3/15/2024", "2024-03-15"), ("12/1/1999", "1999-12-01"), ("7/30/2010", "2010-07-30")],
            "1/9/2001",
            "2001-01-09",
        ),
        ([("18:25", "6:25PM"), ("07:05", "7:05AM"), ("12:00", "12:00PM")], "00:30", "12:30AM"),
        ([("18:25", "18:00"), ("07:45", "07:30"), ("12:10", "12:00")], "09:59", "09:30"),
    ],
)
def test_dates_and_times_are_read_rounded_and_written(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("3.14159", "3.14"), ("2.71828", "2.72"), ("10.5", "10.50")], "1.006", "1.01"),
        ([("1234567", "1,234,567"), ("2134", "2,134"), ("98765", "98,765")], "1000", "1,000"),
        ([("17", "10-20"), ("25", "20-30"), ("42", "40-50")], "68", "60-70"),
        ([("5 of 8", "3"), ("10 of 30", "20"), ("1 of 7", "6")], "2 of 9", "7"),
        ([("7", "00007"), ("123", "00123"), ("45", "00045")], "9", "00009"),
    ],
)
def test_numbers_are_rounded_grouped_combined_and_padded(examples, given, wanted):
    assert best(*examples)(given) == wanted


def test_a_list_is_mapped_and_joined():
    learned = best(("Ann Lee, Bob Ford", "AL, BF"), ("Cy Stone, Dee Hill, Ed Wu", "CS, DH, EW"), ("Flo Ray", "FR"))

    assert learned("Gus Oak, Hal Pine") == "GO, HP"


def test_items_are_counted_as_a_number():
    learned = best(("a, b, c", 3), ("x", 1), ("p, q", 2), ("k, l, m, n", 4))

    assert learned("r, s, t, u, v") == 5
    assert "len(" in learned.source


def test_what_is_absent_gives_nothing():
    learned = best(("Dune (1965)", "1965"), ("Emma", ""), ("Ulysses (1922)", "1922"))

    assert [learned(t) for t in ("Walden (1854)", "Kim")] == ["1854", ""]


def test_branches_are_told_apart_by_a_condition():
    examples = [("a@x.org", "a"), ("bob@y.com", "bob"), ("tel 12", "12"), ("tel 345", "345")]

    learned = best(*examples)

    assert [learned(t) for t in ("cy@z.net", "tel 6789")] == ["cy", "6789"]


def test_a_truth_value_is_a_condition_on_the_input():
    learned = best(("a-b", True), ("ab", False), ("x-y-z", True), ("q", False))

    assert [learned(t) for t in ("m-n", "mn")] == [True, False]


def test_several_parameters_come_in_order():
    learned = best((["Lee", "Ann"], "Ann Lee"), (["Ford", "Bob"], "Bob Ford"), (["Hill", "Dee"], "Dee Hill"))

    assert learned(["Stone", "Cy"]) == "Cy Stone"
    assert learned.signature.names == ("text1", "text2")


def test_a_text_becomes_a_record_field_by_field():
    learned = best(
        ("Ann Lee <ann@x.org>", {"name": "Ann Lee", "mail": "ann@x.org"}),
        ("Bob Ford <bob@y.com>", {"name": "Bob Ford", "mail": "bob@y.com"}),
        ("Dee Hill <dh@z.net>", {"name": "Dee Hill", "mail": "dh@z.net"}),
    )

    assert learned("Cy Stone <cy@q.io>") == {"name": "Cy Stone", "mail": "cy@q.io"}


def test_a_text_is_split_into_a_list():
    learned = best(("a;b;c", ["a", "b", "c"]), ("x;y", ["x", "y"]), ("k;l;m;n", ["k", "l", "m", "n"]))

    assert learned("p;q") == ["p", "q"]


def test_json_is_mapped_filtered_and_summed():
    def order(*rows):
        return {"id": len(rows), "rows": [{"item": i, "price": p, "paid": b} for i, p, b in rows]}

    def wanted(*rows):
        return {"unpaid": [i for i, _, b in rows if not b], "total": sum(p for _, p, _ in rows)}

    data = [(("a", 1, True), ("b", 2, False)), (("c", 5, False),), (("d", 7, True), ("e", 1, False), ("f", 4, True))]
    learned = best(*[(order(*rows), wanted(*rows)) for rows in data])

    assert learned(order(("x", 9, False), ("y", 3, True))) == {"unpaid": ["x"], "total": 12}


def test_a_few_equal_outputs_are_no_constant():
    assert [c.kind for c in synthesize([("lax", "US"), ("mth", "US"), ("agc", "US")])] == ["table"]


def test_many_equal_outputs_are_a_constant():
    found = synthesize([(f"{chr(97 + i) * 3} x{i}", "fine") for i in range(15)])

    assert found[0].kind == "constant"
    assert found[0]("anything") == "fine"


def test_two_unrelated_examples_are_only_a_table():
    assert {c.kind for c in synthesize([("kwz", "QQ9"), ("bbb", "1#2")])} == {"table"}


def test_the_guard_hands_back_where_other_programs_disagree():
    learned = best(("a.b", "b"), ("c.d", "d"), ("e.f", "f"))

    assert learned.accepts("g.h")
    assert not learned.accepts("g.h.i")
    assert not learned.accepts("g?h")
    assert not learned.accepts(7)


def test_a_kind_of_input_on_which_answers_differ_is_handed_back_and_none_is_quoted():
    words = "alpha beta gamma delta omega kappa sigma theta".split()  # noqa: SIM905 - shorter to read
    contested = [f"{a}.{b}.zip" for a, b in itertools.permutations(words[:3], 2)]
    learned = best(*((f"{a}.{b}", b) for a, b in itertools.permutations(words, 2)), contested=contested)

    assert not any(learned.accepts(given) for given in (*contested, "mu.nu.xi"))
    assert learned.accepts("lambda.rho")
    assert not any(given in learned.source for given in contested)


def test_a_contested_input_among_others_of_its_kind_takes_nothing_away():
    words = "alpha beta gamma delta omega kappa sigma theta".split()  # noqa: SIM905 - shorter to read
    examples = [(f"{a}.{b}", b) for a, b in itertools.permutations(words, 2)]

    learned = best(*examples, contested=["eta.zeta"])

    assert all(learned.accepts(given) for given, _ in examples)
    assert learned.accepts("lambda.rho")
    assert not learned.accepts("eta.zeta")
    assert "eta" not in learned.source.replace("beta", "").replace("theta", "")


def test_the_docstring_and_annotations_of_the_spec_stand_in_the_source():
    signature = Signature((("path", "str"),), "str", 'Take the """stem""" of a path.')
    learned = best(("a/b.txt", "b"), ("c/dd.md", "dd"), ("e/f.py", "f"), name="stem", signature=signature)

    assert "def stem(path: str) -> str:" in learned.source
    assert "Take the '''stem''' of a path." in learned.source


def test_inputs_without_an_outcome_help_to_choose():
    examples = [("a1 b2 c3", "c3"), ("d4 e5 f6", "f6")]

    learned = best(*examples, unlabelled=["g7 h8", "i9 j0"])

    assert learned("k1 l2") == "l2"


def test_the_search_is_the_same_every_time():
    examples = [("Ann Lee", "Lee, A."), ("Bob Stone", "Stone, B."), ("Cy Ford", "Ford, C.")]

    assert [c.source for c in synthesize(examples)] == [c.source for c in synthesize(examples)]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([(["a,b,c", 1], "a"), (["d,e", 2], "e"), (["f,g,h", 3], "h")], ["k,l", 1], "k"),
        ([(["prefix", "pre"], "fix"), (["undo", "un"], "do"), (["remake", "re"], "make")], ["preview", "pre"], "view"),
        ([(["banana", "a"], 3), (["banana", "n"], 2), (["abc", "x"], 0)], ["hannah", "h"], 2),
        (
            [(["Red car", "red"], "yes"), (["Blue", "red"], "no"), (["tired", "RED"], "yes")],
            ["a RED one", "red"],
            "yes",
        ),
    ],
)
def test_one_parameter_may_steer_what_is_taken_of_another(examples, given, wanted):
    assert best(*examples)(given) == wanted


def test_a_missing_parameter_is_a_case_of_its_own():
    learned = best(("30+", "30"), ("43", "43"), (None, "0"))

    assert [learned(v) for v in ("9+", None)] == ["9", "0"]


def test_a_thousand_examples_take_no_longer_than_a_few():
    examples = [(f"{i:04d}-{chr(97 + i % 26)}{i % 7}.txt", f"{chr(97 + i % 26)}{i % 7}") for i in range(1000)]

    learned = best(*examples)

    assert learned("77-zz.md") == "zz"
