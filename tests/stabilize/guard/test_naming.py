from __future__ import annotations

from pointmass.stabilize.guard.naming import all_names, free, renamed, top_names

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
