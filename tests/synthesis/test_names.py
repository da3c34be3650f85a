from __future__ import annotations

import keyword

from hypothesis import example, given
from hypothesis import strategies as st

from pointmass.synthesis.names import RESERVED, Names, all_names, free, renamed, top_names

SOURCE = """import re

LIMIT = 3  # the LIMIT of all


def accepts(text, *, LIMIT=2):
    return re.match("accepts", text) and len(text) > LIMIT


class Box:
    accepts = None


for each in range(2):
    last = each
"""


def test_names_at_the_top_are_those_that_a_module_defines():
    assert top_names(SOURCE) == {"LIMIT", "accepts", "Box", "each", "last"}


def test_a_name_is_changed_where_it_is_a_name_and_not_in_texts_comments_and_attributes():
    made = renamed("import re\n\ndef f(x):\n    return g(x, f=1).f  # f\n\n\nF = 'f'\n", {"f": "h"})

    assert made == "import re\n\ndef h(x):\n    return g(x, f=1).f  # f\n\n\nF = 'f'\n"


def test_a_free_name_is_none_that_occurs():
    assert free("kinds", {"kinds", "kinds_2"}) == "kinds_3"
    assert free("kinds", {"other"}) == "kinds"
    assert {"LIMIT", "text", "range"} <= all_names(SOURCE)


def test_a_name_within_a_formatted_text_is_a_name_and_the_text_around_it_none():
    made = renamed("x = f'f {f(1)!r:>{f}} {{f}} {g.f} f' + 'f'\n", {"f": "h"})

    assert made == "x = f'f {h(1)!r:>{h}} {{f}} {g.f} f' + 'f'\n"
    assert "inner" in all_names("x = f'{inner}'\n")


def test_signs_that_only_unicode_calls_a_line_break_move_no_name():
    source = "A = 'a\u2028b\x0cc'\nB = A\n"

    assert renamed(source, {"A": "C"}) == source.replace("A", "C")


@given(st.lists(st.text(min_size=1, max_size=6), max_size=8), st.text(min_size=1, max_size=6))
@example([], "a b")
@example([], "1")
@example([], "class")
@example([], "re")
@example(["SEEN", "SEEN_2"], "SEEN")
@example([], "\ufb01")
def test_every_name_that_is_given_is_an_identifier_and_means_nothing_else(taken, wanted):
    names = Names(taken)
    given = [names.give(wanted) for _ in range(3)]

    assert all(each.isidentifier() and not keyword.iskeyword(each) for each in given)
    assert len({*given}) == 3
    assert not {*given} & {*taken, *RESERVED}
