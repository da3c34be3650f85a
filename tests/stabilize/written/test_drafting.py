"""Having a model write code: ask, read, try, hand back."""

import asyncio

import pytest

from pointmass.errors import InputError, LimitError, ModelOverloadedError, NoModelError
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Completion, Price
from pointmass.models.limited import Limited
from pointmass.models.local_server import LocalServer
from pointmass.models.none import NoModel
from pointmass.models.recorded import Recorded, RecordedModel
from pointmass.stabilize.written import CheckedModule, TeachingScore, drafts, read_module, tried_on

RIGHT = "def accepts(text):\n    return text.isascii()\n\n\ndef shout(text):\n    return text.upper()\n"
HALF = RIGHT.replace("return text.upper()", "return text.upper() if text[0] != 't' else text")
NEARLY = RIGHT.replace("return text.upper()", "return text.upper() if text[0] != 'n' else text")
CAUTIOUS = RIGHT.replace("return text.isascii()", "return text[0] == 'o'")
KEYED = 'TABLE = {"one apples": "ONE APPLES"}\n' + RIGHT


def fenced(code):
    return f"Here it is.\n\n```python\n{code}```\n"


@pytest.fixture
def write(shout, teaching, quick):
    def write(author, **parts):
        number = parts.pop("number", len(getattr(author, "scripts", [0])))
        parts = {"tried": tried_on(quick, shout, teaching)} | parts
        return asyncio.run(drafts(author, shout, teaching, number=number, **parts))

    return write


def last(author):
    return author.asked[-1][0].messages[-1]["content"]


def test_a_right_draft_is_kept_as_it_is(scripted, write):
    author = scripted([fenced(RIGHT)])
    (draft,) = write(author)

    assert (draft.number, draft.module.source, draft.rounds, draft.reasons) == (0, RIGHT, 0, ())
    assert (draft.tried.wrong, draft.tried.answered, draft.tried.of) == ((), 10, 11)
    assert (draft.models, [call.response_id for call in draft.calls]) == (("author-0",), ["0.0"])
    assert "A language model answers this today" in draft.prompt


def test_drafts_are_asked_by_their_number_and_kept_in_order(scripted, write):
    author = scripted([fenced(RIGHT)], [fenced(CAUTIOUS)])
    first, second = write(author)

    assert [index for _, index in author.asked] == [0, 1]
    assert (first.module.source, second.module.source) == (RIGHT, CAUTIOUS)


def test_drafts_are_written_at_the_same_time(scripted, shout, teaching):
    both = asyncio.Event()

    class Waiting(scripted):
        async def complete(self, request, index):
            if index == 1:
                both.set()
            await asyncio.wait_for(both.wait(), 10)
            return await super().complete(request, index)

    author = Waiting([fenced(RIGHT)], [fenced(RIGHT)])

    made = asyncio.run(drafts(author, shout, teaching, number=2, tried=lambda _: TeachingScore((), 1, 1)))

    assert all(draft.module for draft in made)


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("def shout(text:\n", "it is not Python"),
        (RIGHT.replace("def shout", "def yell"), "defines no function 'shout'"),
        ("import os\n" + RIGHT, "imports 'os'"),
        (RIGHT.replace("return text.upper()", "return open(text).read()"), "uses open"),
        (RIGHT.replace("return text.upper()", "print(text)"), "uses print"),
        ("import sys\n" + RIGHT.replace("return text.upper()", "sys.exit()"), "imports 'sys'"),
        (RIGHT + "\ndel accepts\n", "would change what 'accepts' means"),
        ("FIELDS = ('loudness',)\n" + RIGHT, "which has no fields"),
        ("I cannot do that.", "it is not Python"),
        ("", "there is no code"),
    ],
)
def test_a_draft_that_breaks_the_contract_goes_back_with_why(scripted, write, planted, said):
    author = scripted([fenced(planted), fenced(RIGHT)])
    (draft,) = write(author)

    assert said in last(author)
    assert (draft.module.source, draft.rounds, draft.reasons) == (RIGHT, 1, ())


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (HALF, '"two apples"'),
        (RIGHT.replace("return text.upper()", "raise KeyError(text)"), "raised: KeyError"),
        (RIGHT.replace("return text.upper()", "while text: pass"), "timeout"),
        (RIGHT.replace("return text.upper()", "return text * 10**6"), "refused (result)"),
        (RIGHT.replace("return text.upper()", "import io; return io.open(text)"), "refused (files)"),
        (KEYED, "repeats 1 of the shown inputs"),
    ],
)
def test_a_draft_that_is_wrong_on_shown_inputs_goes_back_with_them(scripted, write, planted, said):
    author = scripted([fenced(planted), fenced(RIGHT)])
    (draft,) = write(author)

    assert said in last(author)
    assert (draft.module.source, draft.rounds, draft.tried.wrong) == (RIGHT, 1, ())


def test_a_draft_goes_back_at_most_so_often_and_its_best_version_is_kept(scripted, write):
    author = scripted([fenced(HALF), fenced(NEARLY), fenced(HALF), fenced(RIGHT)])
    (draft,) = write(author)

    assert (draft.module.source, draft.rounds, len(author.asked)) == (NEARLY, 2, 3)
    assert [wrong.teaching.row["text"] for wrong in draft.tried.wrong] == ["nine apples"]
    assert "Correction 2." in last(author)


def test_no_round_means_no_correction(scripted, write):
    (draft,) = write(scripted([fenced(HALF)]), rounds=0)

    assert (draft.module.source, draft.rounds, len(draft.tried.wrong)) == (HALF, 0, 3)


def test_a_draft_that_is_never_corrected_has_reasons_and_no_module(scripted, write):
    (draft,) = write(scripted([fenced("import os\n")] * 3))

    assert draft.module is None
    assert draft.tried is None
    assert any("imports 'os'" in reason for reason in draft.reasons)


def test_an_author_who_gives_the_same_code_again_is_not_asked_a_third_time(scripted, write):
    author = scripted([fenced(HALF), fenced(HALF), fenced(RIGHT)])
    (draft,) = write(author)

    assert (draft.module.source, draft.rounds, len(author.asked)) == (HALF, 1, 2)
    assert draft.reasons == ("draft 0 of 'shout': the same code came again after correction 1",)


def test_what_answers_nothing_is_worse_than_what_is_nearly_right(scripted, write):
    nothing = RIGHT.replace("return text.isascii()", "return False")
    (draft,) = write(scripted([fenced(NEARLY), fenced(nothing), fenced(HALF)]))

    assert draft.module.source == NEARLY


def test_code_that_repeats_inputs_is_kept_only_where_there_is_nothing_better(scripted, write):
    (keyed,) = write(scripted([fenced(KEYED)] * 3))
    (mended,) = write(scripted([fenced(KEYED), fenced(HALF), fenced(KEYED)]))

    assert (keyed.repeated, keyed.module.source) == (("one apples",), KEYED)
    assert (mended.repeated, mended.module.source) == ((), HALF)


def test_an_error_of_the_model_ends_its_draft_and_no_other(scripted, write):
    author = scripted(
        [ModelOverloadedError("529; ask again")], [fenced(HALF), LimitError("no calls left")], [fenced(RIGHT)]
    )
    failed, half, right = write(author)

    assert (failed.module, failed.reasons, failed.calls) == (None, ("529; ask again",), ())
    assert (half.module.source, half.reasons, half.rounds) == (HALF, ("no calls left",), 0)
    assert (right.module.source, right.reasons) == (RIGHT, ())


def test_a_limit_on_calls_ends_what_is_left(scripted, write):
    author = Limited(scripted([fenced(HALF), fenced(RIGHT)]), calls=1)
    (draft,) = write(author, number=1)

    assert draft.module.source == HALF
    assert "1 of 1 calls" in draft.reasons[0]


@pytest.mark.parametrize(("stop", "asked"), [("refusal", 1), ("max_tokens", 2)])
def test_a_refusal_ends_a_draft_and_an_answer_that_was_cut_off_goes_back(scripted, write, stop, asked):
    author = scripted([Completion(fenced("def"), stop_reason=stop), fenced(RIGHT)])
    (draft,) = write(author)

    assert len(author.asked) == asked
    assert (draft.module is None) is (stop == "refusal")
    assert ("refused to write" in " ".join(draft.reasons)) is (stop == "refusal")
    assert ("cut off" in last(author)) is (stop == "max_tokens")


def test_nobody_to_ask_is_an_error_and_no_reason(write):
    with pytest.raises(NoModelError):
        write(NoModel(), number=2)


@pytest.mark.parametrize("parts", [{"number": 0}, {"number": 1, "rounds": -1}])
def test_numbers_that_cannot_be_are_refused_before_anything_is_asked(scripted, write, parts):
    author = scripted([])

    with pytest.raises(InputError, match="needed are 1 draft"):
        write(author, **parts)
    assert author.asked == []


def test_without_anything_else_the_sandbox_tries_them(scripted, shout, teaching):
    (draft,) = asyncio.run(drafts(scripted([fenced(HALF), fenced(RIGHT)]), shout, teaching, number=1))

    assert isinstance(draft.module, CheckedModule)
    assert (draft.module, draft.rounds) == (read_module(RIGHT, spec=shout), 1)


def test_code_may_use_a_library_that_a_person_allows(scripted, shout, teaching):
    using = f"from dateutil import parser\n{RIGHT}".replace(
        "text.upper()", "text.upper() if parser.parse('3 May') else ''"
    )
    allowed, refused = (
        asyncio.run(drafts(scripted([fenced(using)]), shout, teaching, number=1, rounds=0, allow_imports=names))[0]
        for names in (("dateutil",), ())
    )

    assert (allowed.module.libraries, allowed.tried.wrong) == (("dateutil",), ())
    assert (refused.module, "imports 'dateutil'" in refused.reasons[0]) == (None, True)


def test_a_live_model_is_asked_as_for_any_other_request(shout, teaching):
    def answer(body, _):
        return fenced(HALF if len(body["messages"]) == 1 else RIGHT)

    with LocalServer(answer=answer) as server:
        author = AnthropicModel("writer-1", base_url=server.url, price=Price(input=3, output=15))
        (draft,) = asyncio.run(drafts(author, shout, teaching, number=1))

    assert (draft.module.source, draft.rounds, len(draft.calls)) == (RIGHT, 1, 2)
    assert draft.models == ("writer-1",)
    assert len({call.response_id for call in draft.calls}) == 2
    assert draft.cost.dollars > 0


def test_drafts_can_be_recorded_and_replayed(scripted, write, tmp_path):
    author = scripted([fenced(HALF), fenced(NEARLY), fenced(RIGHT)], [fenced("import os\n"), fenced(CAUTIOUS)])
    first = write(Recorded(author, tmp_path / "drafts.jsonl"), number=2)
    again = write(RecordedModel(tmp_path / "drafts.jsonl"), number=2)

    assert [draft.module for draft in again] == [draft.module for draft in first]
    assert [draft.rounds for draft in again] == [2, 1]
    assert [call.response_id for call in again[0].calls] == [call.response_id for call in first[0].calls]
