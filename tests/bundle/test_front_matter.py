from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pointmass.bundle.front_matter import read_page, spec_of, write_page
from pointmass.errors import BundleError
from pointmass.signature import Parameter
from pointmass.spec import Example, Spec

ROUGH = "a\"'''\\\n---\r\u202e\u2028\x00{x}{{y}}\ud800é"


def spec_on(page):
    return spec_of(read_page(page, where="spec.md"), types=(), where="spec.md")


def test_a_page_is_front_matter_and_the_prompt(spec):
    assert write_page(spec) == (
        "---\n"
        "bundle: 1\n"
        'name: "clean"\n'
        'signature: "clean(title: str, width: int = 9) -> str"\n'
        f'digest: "{spec.digest}"\n'
        'parameters: [{"name": "title", "type": "str"}, {"name": "width", "type": "int", "default": 9}]\n'
        'returns: "str"\n'
        "model: null\n"
        "options: {}\n"
        "tools: []\n"
        "examples: []\n"
        "history: []\n"
        "---\n"
        'Clean the title.\n---\nnot: "more"\n'
    )


def test_the_front_matter_is_valid_yaml(spec):
    facts = yaml.safe_load(write_page(spec).split("\n---\n")[0].removeprefix("---\n"))

    assert facts["name"] == "clean"
    assert facts["parameters"] == spec.content()["parameters"]


@given(st.text(st.characters(), min_size=1).filter(str.strip))
def test_any_prompt_comes_back_character_for_character(prompt):
    prompt = prompt.replace("{", "(")
    spec = Spec("f", prompt, (Parameter("x", str),))

    assert spec_on(write_page(spec)) == spec


@given(st.text(st.characters()), st.dictionaries(st.text(), st.integers() | st.text(st.characters())))
def test_any_example_history_and_option_comes_back(text, options):
    spec = Spec(
        "f",
        "Do it.",
        (Parameter("x", str, text),),
        examples=(Example({"x": text}, text), Example({"x": ROUGH}, ROUGH)),
        history=({"role": "user", "content": text},),
        tools=("clean",),
        model="m",
        options=options,
    )

    assert spec_on(write_page(spec)) == spec


def test_a_checkout_that_changed_the_line_endings_changed_nothing(spec):
    assert spec_on(write_page(spec).replace("\n", "\r\n")) == spec


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Clean the title.", "Clean the titles."),
        ('"default": 9', '"default": 8'),
        ('"name": "title"', '"name": "titel"'),
        ("options: {}", 'options: {"max_tokens": 1}'),
        ('name: "clean"', 'name: "tidy"'),
        ("model: null", 'model: "another"'),
    ],
)
def test_a_page_that_was_changed_is_refused(spec, old, new):
    page = write_page(spec)
    assert old in page

    with pytest.raises(BundleError, match=f"^spec.md: the spec states the digest {spec.digest[:12]}, and it is"):
        spec_on(page.replace(old, new, 1))


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("", "this is not a page of a bundle"),
        ("# Readme\n", "this is not a page of a bundle"),
        ("---\nname: 1\n", "this is not a page of a bundle"),
        ("---\nname\n---\n", "'name' is not a line of front matter; allowed is `key: <JSON>`"),
        ("---\nname: clean\n---\n", "spec.md: name: this is not JSON"),
        ('---\nname: "clean"\n---\n', r"the front matter has no \['bundle', 'digest', 'parameters'"),
        ("---\nbundle: 2\n---\n", r"a newer pointmass wrote it \(format 2\); upgrade"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(page, why):
    with pytest.raises(BundleError, match=why):
        read_page(page, where="spec.md")


@pytest.mark.parametrize(
    ("key", "value"),
    [("parameters", "{}"), ("parameters", "[3]"), ("examples", '[{"inputs": 1}]'), ("tools", '"x"'), ("options", "[]")],
)
def test_a_fact_of_another_shape_is_refused(spec, key, value):
    lines = [f"{key}: {value}" if line.startswith(f"{key}: ") else line for line in write_page(spec).split("\n")]

    with pytest.raises(BundleError, match=r"restore the file|must be a mapping"):
        read_page("\n".join(lines), where="spec.md")


@given(st.text(st.characters()))
def test_whatever_stands_in_the_file_is_read_or_refused(text):
    for page in (text, f"---\n{text}\n---\nprompt\n"):
        with pytest.raises(BundleError):
            read_page(page, where="spec.md")
