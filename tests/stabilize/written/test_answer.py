"""The code in an answer."""

import hypothesis
import hypothesis.strategies as st
import pytest

from pointmass.stabilize.written.answer import code_of, fenced


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("x = 1", "x = 1\n"),
        ("\n\n  \nx = 1\n\n", "x = 1\n"),
        ("Here.\n\n```python\nx = 1\n```\n\nIt sets x.", "x = 1\n"),
        ("```\r\nx = 1\r\n```\r\n", "x = 1\n"),
        ("~~~py\nx = 1\n~~~", "x = 1\n"),
        ("```python\nfirst\n```\nbetter:\n```python\nsecond\n```", "second\n"),
        ("````python\ns = '''\n```\n'''\n````", "s = '''\n```\n'''\n"),
        ("```python\ncut = off", "cut = off\n"),
        ("It is `x = 1`, not ```more```.", "It is `x = 1`, not ```more```.\n"),
        ("```python\n```", ""),
        ("", ""),
    ],
)
def test_the_last_fenced_block_is_the_code_or_the_whole_answer(answer, code):
    assert code_of(answer) == code


def test_a_break_that_is_no_line_feed_stays_in_the_code():
    assert code_of("```\nx = '\u2028'\n```") == "x = '\u2028'\n"


@pytest.mark.parametrize("text", ["x = 1", "a\n```\nb", "`````"])
def test_nothing_in_a_text_closes_the_fence_around_it(text):
    assert code_of(f"Before.\n{fenced(text)}\nAfter.") == text + "\n"


@hypothesis.given(st.text(alphabet=st.sampled_from("`~ \npy"), max_size=60).map(str.strip))
def test_whatever_a_text_is_it_comes_back_out_of_its_fence(text):
    assert code_of(fenced(text)).rstrip("\n") == text.strip("\n").rstrip()
