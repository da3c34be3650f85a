from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from pointmass.artifact import Artifact

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
