from __future__ import annotations

import inspect
import pickle
from dataclasses import dataclass

import numpy as np
import pytest

from pointmass.errors import EvidenceError, InputError
from pointmass.keywords import LEVEL, SEED, UNSET, YES_OR_NO, Allowed, is_number, is_whole, keyword, read, takes


@dataclass(frozen=True, slots=True)
class WatchIt:
    running: bool = keyword(default=False, check=YES_OR_NO)
    level: float = keyword(0.95, LEVEL)
    seed: int = keyword(0, SEED)
    agreement: float = keyword(0.75, Allowed(lambda value: value < 1, "below 1", EvidenceError))
    anything: object = keyword(UNSET)


def watch(**how):
    return read(WatchIt, how, whose="clean.watch", first="a baseline")


def test_what_is_left_out_has_its_default():
    assert watch(seed=3) == WatchIt(seed=3)


def test_an_unknown_argument_is_told_by_the_verb_with_the_name_that_it_is_like():
    with pytest.raises(
        InputError,
        match=r"^clean\.watch: got \['runing'\]; it takes a baseline, running, level, .*; is 'running' meant\?$",
    ):
        watch(runing=True)


def test_several_names_are_like_several():
    with pytest.raises(InputError, match=r"; are 'running' and 'level' meant\?$"):
        watch(runing=True, levl=0.9)


def test_a_name_like_none_lists_what_there_is_and_guesses_nothing():
    with pytest.raises(InputError, match=r"got \['wait'\]; it takes a baseline, running, level, seed, .*anything$"):
        watch(wait=False)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"running": "no"}, "got running='no'; it is True or False"),
        ({"running": 1}, "got running=1; it is True or False"),
        ({"level": 95}, "got level=95; it is a fraction between 0 and 1"),
        ({"level": float("nan")}, "got level=nan"),
        ({"seed": True}, "got seed=True; it is a whole number"),
    ],
)
def test_a_wrong_argument_is_told_by_the_verb_with_what_will_do(how, told):
    with pytest.raises(InputError, match=f"^clean.watch: {told}"):
        watch(**how)


def test_a_check_may_name_its_own_error():
    with pytest.raises(EvidenceError, match=r"^clean\.watch: got agreement=3; it is below 1$"):
        watch(agreement=3)


def test_numbers_of_numpy_are_numbers():
    assert is_number(np.float32(0.5))
    assert is_whole(np.int64(3))
    assert not is_whole(np.bool_(True))  # noqa: FBT003 - a value


def test_the_arguments_stand_in_the_signature_for_help_and_completion():
    @takes(WatchIt)
    def verb(baseline: int, **how: object) -> str:
        return f"{baseline}{how}"

    signature = inspect.signature(verb)

    assert list(signature.parameters) == ["baseline", "running", "level", "seed", "agreement", "anything"]
    assert signature.parameters["level"].default == 0.95
    assert signature.parameters["level"].kind is inspect.Parameter.KEYWORD_ONLY
    assert repr(signature.parameters["anything"].default) == "unset"


def test_what_was_not_given_is_itself_after_pickling():
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 - our own
