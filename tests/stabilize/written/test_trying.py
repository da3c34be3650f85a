"""What a module makes of the inputs that its author was shown."""

import pytest

from pointmass.stabilize.written import Teaching, read_module, said_by, tried_on


def tried(quick, source, spec, teaching):
    return tried_on(quick, spec, teaching)(read_module(source, spec=spec))


def test_a_right_module_answers_all_and_nothing_is_wrong(quick, shout, teaching):
    found = tried(quick, "def shout(text):\n    return text.upper()\n", shout, teaching)

    assert (found.wrong, found.answered, found.of) == ((), 11, 11)


def test_what_the_guard_hands_back_is_neither_wrong_nor_answered(quick, shout, teaching):
    source = "def accepts(text):\n    return text[0] != 't'\ndef shout(text):\n    return text.upper()\n"
    found = tried(quick, source, shout, teaching)

    assert (found.wrong, found.answered) == ((), 8)


def test_what_the_model_answers_otherwise_is_wrong_where_it_is_settled(quick, shout, teaching):
    source = "def shout(text):\n    return text.upper() if text[0] != 't' else text\n"
    found = tried(quick, source, shout, teaching)

    assert [(w.teaching.row["text"], w.value) for w in found.wrong] == [
        (t, t) for t in ("two apples", "three apples", "ten apples")
    ]
    assert (
        tried(quick, "def shout(text):\n    return text.upper().replace('SS', 'X')\n", shout, teaching[-1:]).wrong == ()
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise ValueError(text)", "raised: ValueError"),
        ("return [][0]", "raised: IndexError"),
        ("raise SystemExit", "raised: SystemExit"),
        ("while True: pass", "timeout"),
        ("return {text}", "refused (result)"),
        ("return text * 1_000_000", "refused (result)"),
        ("return shout(text)", "raised: RecursionError"),
        ("return object()", "refused (result)"),
        ("import io; io.open('/etc/hostname')", "refused (files)"),
        ("return 3", "it is not of type str"),
        ("return None", "it is not of type str"),
    ],
)
def test_what_breaks_is_wrong_with_why(quick, shout, teaching, body, why):
    (wrong,) = tried(quick, f"def shout(text):\n    {body}\n", shout, teaching[:1]).wrong

    assert wrong.why.startswith(why)


ATTACKS = {
    "a result that says that it equals everything": (
        "class Same(str):\n    def __eq__(self, other):\n        return True\n    def __hash__(self):\n        return 1\n\n\n"
        "def shout(text):\n    return Same('no')\n"
    ),
    "a guard that takes itself away": (
        "def accepts(text):\n    return True\n\n\n"
        "def shout(text):\n    getattr(shout, '__glo' + 'bals__').pop('accepts', None)\n    return text\n"
    ),
    "a function that answers in place of what asks it": (
        "def accepts(text):\n    getattr(accepts, '__glo' + 'bals__')['shout'] = lambda text: [True, True]\n    return True\n\n\n"
        "def shout(text):\n    return text\n"
    ),
    "a guard that is not a truth value": "def accepts(text):\n    return 1\ndef shout(text):\n    return text\n",
    "a function that prints and then says nothing": "import pprint\ndef shout(text):\n    pprint.pprint(text)\n",
    "an exception with the words of an answer": "def shout(text):\n    raise ValueError([True, text.upper()])\n",
}


@pytest.mark.parametrize("source", ATTACKS.values(), ids=ATTACKS)
def test_no_attack_makes_a_wrong_answer_right(quick, shout, teaching, source):
    found = tried(quick, source, shout, teaching[:3])

    assert len(found.wrong) == 3 or found.answered == 0


def test_a_module_without_a_guard_is_asked_everything(quick, shout):
    (said,) = said_by(quick, read_module("def shout(text):\n    return text\n", spec=shout), [["a"]])

    assert (said.answered, said.value) == (True, "a")


BOOK = {"title": "A", "authors": ["B"], "topic": "art"}


def book(entry, *outcomes, contested=False):
    return Teaching({"entry": entry}, tuple(outcomes), contested)


def test_a_field_that_is_not_returned_is_not_wrong(quick, read_book):
    source = "FIELDS = ('title', 'authors')\ndef read_book(entry):\n    return {'title': entry}\n"
    found = tried(quick, source, read_book, [book("A", (BOOK, 4))])

    assert (found.wrong, found.answered) == ((), pytest.approx(1 / 3))


def test_the_fields_that_are_wrong_are_named(quick, read_book):
    source = "def read_book(entry):\n    return {'title': entry, 'authors': [], 'topic': 'art'}\n"
    (wrong,) = tried(quick, source, read_book, [book("A", (BOOK, 4))]).wrong

    assert (wrong.fields, wrong.value["authors"]) == (("authors",), [])


def test_of_a_contested_record_only_the_fields_that_all_draws_share_can_be_wrong(quick, read_book):
    divided = book("A", (BOOK, 2), ({**BOOK, "topic": "Art"}, 2), contested=True)
    title = "def read_book(entry):\n    return {'title': 'no'}\n"
    topic = "def read_book(entry):\n    return {'topic': 'no'}\n"

    assert [w.fields for w in tried(quick, title, read_book, [divided]).wrong] == [("title",)]
    assert tried(quick, topic, read_book, [divided]).wrong == ()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("FIELDS = ('title',)\ndef read_book(entry):\n    return {'topic': 'art'}\n", "which FIELDS does not name"),
        ("def read_book(entry):\n    return {'title': entry, 'isbn': '1'}\n", "which the model leaves out"),
        ("def read_book(entry):\n    return entry\n", "which is not a record"),
    ],
)
def test_what_is_no_part_of_the_record_is_wrong(quick, read_book, source, why):
    (wrong,) = tried(quick, source, read_book, [book("A", (BOOK, 4))]).wrong

    assert why in wrong.why
