from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import TypedDict

import pytest

from pointmass.artifact import Artifact, fields_given
from pointmass.errors import BundleError

SOURCE = "def accepts(x):\n    return True\n"


def test_equal_source_name_and_spec_have_an_equal_digest():
    assert Artifact("f", SOURCE, "spec").digest == Artifact("f", SOURCE, "spec").digest


@pytest.mark.parametrize("other", [("g", SOURCE, "spec"), ("f", SOURCE + " ", "spec"), ("f", SOURCE, "other")])
def test_another_name_source_or_spec_is_another_artifact(other):
    assert Artifact(*other).digest != Artifact("f", SOURCE, "spec").digest


def test_what_was_measured_of_the_code_does_not_change_which_code_it_is():
    measured = Artifact("f", SOURCE, "spec", "sample", {"agreed": 3})

    assert measured.digest == Artifact("f", SOURCE, "spec").digest
    assert measured != Artifact("f", SOURCE, "spec")


def test_an_artifact_and_its_evidence_cannot_be_changed():
    given = {"agreed": 3}
    artifact = Artifact("f", SOURCE, "spec", evidence=given)
    given["agreed"] = 4

    assert artifact.evidence["agreed"] == 3
    with pytest.raises(TypeError):
        artifact.evidence["agreed"] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        artifact.source = ""


def test_an_artifact_can_be_hashed_copied_and_sent_to_another_process():
    artifact = Artifact("f", SOURCE, "spec", "sample", {"agreed": 3})

    assert pickle.loads(pickle.dumps(artifact)) == artifact  # noqa: S301 - its own
    assert copy.deepcopy(artifact) == artifact
    assert len({artifact, copy.copy(artifact)}) == 1


class Book(TypedDict):
    title: str
    topic: str
    pages: int


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ('FIELDS = ("topic", "title")\n', ("title", "topic")),
        ("FIELDS = ['title']\n", ("title",)),
        ('FIELDS: tuple[str, ...] = ("pages",)\n', ("pages",)),
        ('FIELDS = ("pages",)\nFIELDS = ("title",)\n', ("title",)),
        ('ALL = FIELDS = ("title",)\n', ("title",)),
        ("# FIELDS\n", ()),
        ('def accepts(x):\n    FIELDS = ("nothing",)\n', ()),
        ("FIELDS: tuple[str, ...]\n", ()),
        ('FIELDS = ("title",\n', ()),
        (SOURCE, ()),
    ],
)
def test_code_says_which_fields_it_gives_and_nothing_is_executed_to_read_it(source, fields):
    assert fields_given(Artifact("f", source + "raise SystemError\n", "spec"), Book) == fields


@pytest.mark.parametrize("returns", [str, dict[str, str], list[Book], Book | None])
def test_what_is_no_record_has_no_fields_to_give(returns):
    assert fields_given(Artifact("f", 'FIELDS = ("any",)\n', "spec"), returns) == ()


@pytest.mark.parametrize("said", ["()", '("author",)', '"title"', "NAMES", '("title", 3)', '{"title": 1}', "3"])
def test_fields_that_the_record_does_not_have_are_refused_and_the_message_says_which_it_has(said):
    with pytest.raises(
        BundleError, match=r"^f: the source says FIELDS = .*\['title', 'topic', 'pages'\]; write FIELDS"
    ):
        fields_given(Artifact("f", f"FIELDS = {said}\n", "spec"), Book)
