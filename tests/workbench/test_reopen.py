"""Coming back tomorrow: names and samples of a file open without their stubs and without the model that answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pointmass as pm

TITLES = [f"Title {number} X" for number in range(30)]
LOW = pm.Spec("low", "Lower it.", (pm.Parameter("title", str),))


def lower(title: str) -> str:
    return title.lower()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Callable[..., pm.Workbench]]:
    opened: list[pm.Workbench] = []

    def open_file(**how: object) -> pm.Workbench:
        for each in opened:
            each.close()
        opened.append(pm.Workbench(tmp_path / "names.pointmass", **how))
        return opened[-1]

    yield open_file
    for each in opened:
        each.close()


def model() -> pm.Model:
    return pm.SimulatedModel({lower: 1.0})


def test_a_name_and_its_sample_open_without_stub_and_model(session: Callable[..., pm.Workbench]) -> None:
    session(model=model()).define(LOW).sample(TITLES, 4, progress=False)
    wb = session()

    assert wb.names == ["low"]
    assert wb["low"].spec.prompt == "Lower it."
    (kept,) = wb.samples("low")
    assert (kept.inputs, kept.draws) == (30, 120)
    assert kept.open().counts()[0].most_common() == [('"title 0 x"', 4)]
    assert repr(wb.samples()).startswith("0  <sample of low: 30 inputs, 120 draws, simulated:")
    assert repr(session(model=model()).samples("other")) == "the file holds no sample yet"


def test_code_that_this_user_approved_here_answers_again_and_nobody_is_asked(
    session: Callable[..., pm.Workbench],
) -> None:
    wb = session(model=model(), approver=pm.approved_by("me"))
    low = wb.define(LOW)
    low.stabilize(low.sample(TITLES, 4, progress=False)).accept()
    wb = session()

    assert wb["low"].kind == "hybrid"
    assert wb["low"]("Title 77 X") == "title 77 x"
    assert wb.trace()[-1].by == "code"


def test_a_definition_that_takes_something_away_says_what_and_how_to_bring_it_back(
    session: Callable[..., pm.Workbench], capsys: pytest.CaptureFixture[str]
) -> None:
    wb = session(model=model(), approver=pm.approved_by("me"))
    low = wb.define(LOW)
    low.stabilize(low.sample(TITLES, 4, progress=False)).accept()
    wb = session(model=model(), approver=pm.approved_by("me"))
    wb.define(LOW)
    assert capsys.readouterr().err == ""  # the same stub again: nothing changes
    wb.define(pm.Spec("low", "Lower every title.", (pm.Parameter("title", str),)))

    assert capsys.readouterr().err == (
        "pointmass: low: it was v2, approved code, and is defined anew: the prompt differs, so a model answers by the new "
        "spec; wb.rollback('low', 2) brings v2 back\n"
    )
    assert wb["low"].kind == "neural"
    wb.rollback("low", 2)
    assert wb["low"].kind == "hybrid"


def test_request_options_of_a_file_wait_for_a_yes(
    session: Callable[..., pm.Workbench], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spec = pm.Spec("low", "Lower it.", (pm.Parameter("title", str),), options={"max_tokens": 7})
    session(model=model()).define(spec)
    monkeypatch.setenv("POINTMASS_HOME", str(tmp_path / "somebody else"))
    wb = session(model=model())

    assert [(each.name, each.what) for each in wb.pending()] == [("low", "options")]


def test_a_spec_of_types_of_a_program_waits_for_that_program(session: Callable[..., pm.Workbench]) -> None:
    import enum

    class Colour(enum.Enum):
        RED = "red"

    session(model=model()).define(pm.Spec("hue", "Which?", (pm.Parameter("title", str),), Colour))

    assert session().names == []
