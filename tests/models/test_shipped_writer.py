from __future__ import annotations

import ast
from importlib.resources import files

import pytest

from pointmass.errors import UnknownNameError
from pointmass.models.shipped_writer import RecordedWriter, shipped_writer

NAMES = {"own_titles": "clean_filename", "own_entries": "parse_book", "own_messages": "route_ticket"}


def code_of(text):
    """Read the block of code as a reader of Markdown would."""
    before, rest = text.split("```python\n")
    code, after = rest.split("```")
    assert (before, after) == ("Here is the module.\n\n", "\n")
    return code


@pytest.mark.parametrize("name", NAMES)
def test_each_draft_is_answered_to_the_letter_as_a_block_of_code(ask, name):
    folder = files("pointmass") / "data" / "written"
    drafts = [(folder / f"{name}.{number}.py").read_text(encoding="utf-8") for number in range(2)]
    writer = shipped_writer(name)

    assert [code_of(ask(writer, index=index).text) for index in range(5)] == [drafts[i] for i in (0, 1, 0, 1, 0)]


@pytest.mark.parametrize(("name", "function"), NAMES.items())
def test_each_draft_is_a_module_with_the_function_and_its_guard(name, function):
    for draft in shipped_writer(name).drafts:
        made = {node.name for node in ast.parse(draft).body if isinstance(node, ast.FunctionDef)}

        assert {function, "accepts"} <= made


def test_a_writer_says_that_it_is_a_recording_and_invents_no_figure(ask, make_request):
    writer = shipped_writer("own_titles")
    completion = ask(writer)

    assert writer.identity.startswith("recorded-writer:own_titles:")
    assert repr(writer) == "<RecordedWriter 'own_titles', 2 drafts>"
    assert "says nothing about the prompt" in writer.caveat(make_request())
    assert (completion.origin, completion.stop_reason) == ("replayed", "end_turn")
    assert (completion.usage, completion.latency, completion.dollars, completion.model) == (None, None, None, None)


def test_other_drafts_are_another_writer():
    a, b = RecordedWriter("own_titles", ("x = 1\n",)), RecordedWriter("own_titles", ("x = 2\n",))

    assert a.identity != b.identity


@pytest.mark.parametrize("name", ["own_title", "clean_filename", "", "own_titles.0"])
def test_a_name_without_drafts_lists_those_that_have_some(name):
    with pytest.raises(UnknownNameError, match=r"there are \['own_entries', 'own_messages', 'own_titles'\]"):
        shipped_writer(name)
