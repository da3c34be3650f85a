from __future__ import annotations

import random

import pytest

from pointmass.synthesis import synthesize

FIRST = ["Ada", "Bo", "Cy", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jan", "Kai", "Lea"]
LAST = ["Example", "Sample", "Third", "Marsh", "Field", "Brook", "Stone", "Rivers", "Wolf", "Lind"]


def persons(rng, least=0, most=4):
    return [f"{f} {rng.choice(LAST)}" for f in rng.sample(FIRST, rng.randint(least, most))]


def entry(names, *, note="(PDF)", title="On Trees"):
    listed = ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)
    return f"* [{title}](https://example.org/x.pdf)" + (f" - {listed}" if names else "") + f" {note}".rstrip()


def entries(count, *extra, seed=1):
    rng = random.Random(seed)  # noqa: S311 - examples, not secrets
    titles = ["On Trees", "Night Trains - a Ride", "Bread (and Butter)", "Cold Water"]
    found = {}
    while len(found) < count:
        names = persons(rng)
        found[entry(names, note=rng.choice(["", "(PDF)", "(HTML) *(archived)*"]), title=rng.choice(titles))] = names
    return [*found.items(), *extra]


@pytest.fixture(scope="module")
def authors():
    return synthesize(entries(30))[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "* [A Walk](https://example.org/x.pdf) - Ada Example, Bo Sample and Cy Third (PDF) *(CC BY)*",
            ["Ada Example", "Bo Sample", "Cy Third"],
        ),
        ("* [A Walk](https://example.org/x.html) - Uma Newname", ["Uma Newname"]),
        ("* [A Walk - in Rain](https://example.org/x.html) (PDF)", []),
        ("* [A Walk](https://example.org/x.html) - Mona O'Hara-Lind (PDF)", ["Mona O'Hara-Lind"]),
    ],
)
def test_what_a_text_enumerates_is_split_at_all_separators_or_empty(authors, text, wanted):
    assert authors.accepts(text)
    assert authors(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "* [A Walk](https://example.org/x.pdf) - Ada Example et al. (PDF)",
        "* [A Walk](https://example.org/x.pdf) - edited by Ada Example (PDF)",
        "* [A Walk](https://example.org/x.pdf) - Ada Example; Bo Sample (PDF)",
        "* [A Walk](https://example.org/x.pdf) - Ada Example & Bo Sample",
        "* [A Walk](https://example.org/x.pdf) - Ada Example [PDF]",
        "* [A Walk](https://example.org/x.pdf) - Ada Example, Jr. (PDF)",
        "* [A Walk](https://example.org/x.pdf) - Ada Example (PDF) Bo Sample",
        "* [A Walk](https://example.org/x.pdf) by Ada Example (PDF)",
        "* [A Walk](https://example.org/x.pdf) – Ada Example",
    ],
)
def test_separators_words_and_brackets_that_no_example_had_are_handed_back(authors, text):
    assert not any(authors.at(level).accepts(text) for level in range(2, len(authors.by_strictness)))


def test_a_few_exceptions_are_missed_and_handed_back():
    odd = (entry(["Institute of Arts and Letters"]), ["Institute of Arts and Letters"])
    known = entries(30, odd)

    best = synthesize(known)[0]

    assert best.missed == (30,)
    assert best.support == 30
    assert not any(best.at(level).accepts(odd[0]) for level in range(len(best.by_strictness)))


def test_no_list_is_answered_only_where_two_examples_had_none():
    known = [(text, names) for text, names in entries(40) if names]

    best = synthesize(known)[0]

    assert best.accepts(entry(["Ada Example"]))
    assert not best.accepts(entry([]))


def _bibliography(rng):
    names = persons(rng, 1)
    oxford = ", ".join(names[:-1]) + f", and {names[-1]}" if len(names) > 2 else " and ".join(names)
    return f"{oxford} ({rng.randint(1950, 2020)}). On Trees.", names


def _recipients(rng):
    names = persons(rng, 1)
    mails = ", ".join(f"{n} <{n.split()[0].lower()}@example.org>" for n in names)
    return f"From: x@example.org\nTo: {mails}\nSubject: Trees", names


def _tags(rng):
    tags = rng.sample(["red", "green", "blue", "fast", "slow", "new", "old", "big"], rng.randint(0, 4))
    return f"Post {rng.randint(1, 99)}" + (f" | tags: {', '.join(tags)}" if tags else ""), tags


def _labels(rng):
    labels = rng.sample(["Red", "Green", "Blue", "Fast", "Slow", "New", "Old", "Big"], rng.randint(1, 4))
    return "Labels: " + " / ".join(labels), [label.lower() for label in labels]


def _fields(rng):
    fields = [rng.choice(["a1", "b 22", "c", "d-4"]) for _ in range(rng.randint(1, 5))]
    return ",".join(fields), fields


@pytest.mark.parametrize("layout", [_bibliography, _recipients, _tags, _labels, _fields])
def test_lists_in_other_layouts_are_read(layout):
    rng = random.Random(3)  # noqa: S311 - examples, not secrets
    known, fresh = dict(layout(rng) for _ in range(40)), dict(layout(rng) for _ in range(40))

    best = synthesize(list(known.items()))[0]
    answered = {text: best(text) for text in fresh if best.accepts(text)}

    assert len(answered) > 0.9 * len(fresh)
    assert answered == {text: fresh[text] for text in answered}


def test_the_source_quotes_no_name_that_a_single_example_had():
    slip = (entry(["Ada Example", "Bo Sample", "Zacharias Unique"]), ["Ada Example", "Bo Sample"])

    source = synthesize(entries(30, slip))[0].source

    assert "Zacharias" not in source


def test_numbers_below_a_millionth_and_raised_digits_raise_nothing():
    for examples in (
        [("2000000000 ns", "2 s"), ("3000000000 ns", "3 s"), ("7000000000 ns", "7 s")],
        [("price²", "²"), ("price", "none"), ("cost³", "³"), ("tax", "none"), ("fee¹", "¹")],
    ):
        assert synthesize(examples)


def test_the_source_is_readable_and_answers_as_the_candidate_does(authors):
    texts = [text for text, _ in entries(20, seed=5)] + [
        "",
        "\n",
        "* [A](b) - C D,, E F",
        "* [A](b) - , (PDF)",
        "x - y",
    ]
    for level in range(len(authors.by_strictness)):
        candidate, module = authors.at(level), {}
        exec(candidate.source, module)  # noqa: S102 - the test reads what would be bound

        assert max(map(len, candidate.source.splitlines())) <= 120
        for text in texts:
            assert module["accepts"](text) == candidate.accepts(text)
            if candidate.accepts(text):
                assert module["f"](text) == candidate(text)


def test_nothing_between_two_separators_is_handed_back(authors):
    assert not authors.accepts("* [A Walk](https://example.org/x.pdf) - Ada Example,, Bo Sample (PDF)")


def test_a_slip_among_many_examples_does_not_keep_the_rest_from_a_program():
    slip = (entry(["Ada Example", "Bo Sample", "Cy Third"]), ["Ada Example", "Bo Sample"])

    best = synthesize([*(e for e in entries(40) if e[0] != slip[0]), slip])[0]

    assert best.kind == "program"
    assert len(best.missed) == 1


def test_a_part_that_is_never_a_list_of_several_is_the_only_item():
    known = [(text, names) for text, names in entries(40) if len(names) < 2]

    best = synthesize(known)[0]

    assert best.accepts("* [A Walk](https://example.org/x.html) - Uma Newname (PDF)")
    assert best("* [A Walk](https://example.org/x.html) - Uma Newname (PDF)") == ["Uma Newname"]
    assert not best.accepts("* [A Walk](https://example.org/x.html) - Uma Newname, Bo Sample (PDF)")


def test_the_label_before_a_list_is_part_of_where_it_starts():
    rng = random.Random(3)  # noqa: S311 - examples, not secrets
    known = [
        (text, list(tags)) for text, tags in {t: tuple(w) for t, w in (_tags(rng) for _ in range(40))}.items() if tags
    ]

    best = synthesize(known)[0]

    assert all(best(text) == tags for text, tags in known)
    assert not any(best(text.replace("tags:", "mood:")) for text, _ in known)


def test_numbers_between_items_may_be_any():
    steps = [["salt", "oil"], ["milk"], ["rice", "beans", "corn"], ["flour", "yeast"], ["oats", "figs", "dates"]]
    texts = ["Buy: " + " ".join(f"{n}) {item}" for n, item in enumerate(one, start=1)) for one in steps]

    best = synthesize(list(zip(texts, steps, strict=True)))[0]

    assert best("Buy: 1) tea 2) jam 3) nuts 4) pears 5) plums") == ["tea", "jam", "nuts", "pears", "plums"]
