"""Whether code repeats the inputs that it was shown."""

import pytest

from pointmass.stabilize.written import quoted, read_module

INPUT = "Meeting Notes (2).docx"


def module(line, spec):
    return read_module(f"import re\n\n\ndef shout(text):\n    {line}\n    return text.upper()\n", spec=spec)


@pytest.mark.parametrize(
    "line",
    [
        "known = {'Meeting Notes (2).docx': 'MEETING'}",
        "known = 'see: Meeting Notes (2).docx, and more'",
        "known = 'meeting  notes (2).DOCX'",
        "known = 'Meeting Notes' + ' (2)' + '.docx'",
        "known = 'Meeting Notes' ' (2).docx'",
        "known = b'Meeting Notes (2).docx'",
        "known = re.compile(r'Meeting Notes \\(2\\)\\.docx')",
        "known = f'Meeting Notes (2).docx{text}'",
        "'''For Meeting Notes (2).docx.'''",
        "pass  # as in Meeting Notes (2).docx",
    ],
)
def test_an_input_is_found_however_it_is_repeated(shout, line):
    assert quoted(module(line, shout), [INPUT, "Another one.txt"]) == [INPUT]


@pytest.mark.parametrize("line", ["known = 'Meeting Notes'", "known = 'docx'", "meeting_notes_2_docx = 1"])
def test_a_part_of_an_input_is_no_repetition(shout, line):
    assert quoted(module(line, shout), [INPUT]) == []


def test_a_short_input_is_a_word_that_any_code_may_hold(shout):
    assert quoted(module("known = '2024-03'", shout), ["2024-03"]) == []


def test_every_text_of_an_input_counts_by_itself(shout):
    given = [{"a": ["Another one.txt", INPUT], "n": 3}, INPUT]

    assert quoted(module(f"known = {INPUT!r}", shout), given) == [INPUT]
