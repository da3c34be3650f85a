from __future__ import annotations

import json

import pytest

from pointmass.bundle.version import read_record, version_of, write_record
from pointmass.errors import BundleError


@pytest.fixture
def facts(spec, version):
    return json.loads(write_record(version(3), spec))


def reread(facts, source, *, number=3):
    return version_of(read_record(json.dumps(facts), where="v3.json"), source, number=number)


def test_the_record_says_what_a_reviewer_looks_for_before_the_evidence(spec, version, facts):
    assert list(facts) == [
        *("bundle", "name", "version", "artifact_digest", "source_digest", "spec_digest", "sample_digest", "model"),
        *("options", "bounds", "approver", "approved", "time", "note", "evidence"),
    ]
    assert facts["bounds"] == {"agreed": 2, "answered": 2, "agreement_at_least": 0.22, "level": 0.95}
    assert facts["approved"] == "2025-11-24T16:00:00+00:00"
    assert facts["artifact_digest"] == version(3).artifact.digest
    assert facts["spec_digest"] == spec.digest


def test_a_version_comes_back_as_it_was(version, facts):
    assert reread(facts, version(3).artifact.source) == version(3)


def test_a_checkout_that_changed_the_line_endings_changed_nothing(version, facts):
    assert reread(facts, version(3).artifact.source.replace("\n", "\r\n")) == version(3)


def test_code_that_was_edited_is_refused_and_the_message_says_what_to_do(version, facts):
    edited = version(3).artifact.source.replace("lower", "upper")

    with pytest.raises(
        BundleError, match=r"v3\.py is not the code that was approved .*: it was edited, by hand or by a formatter"
    ):
        reread(facts, edited)


def test_code_that_was_edited_with_its_record_is_refused(version, facts):
    other = version(3, version(3).artifact.source.replace("lower", "upper")).artifact
    forged = json.loads(json.dumps(facts))
    forged["source_digest"] = "0" * 64

    with pytest.raises(BundleError, match="is not the code that was approved"):
        reread(forged, other.source)


def test_an_artifact_digest_of_other_code_is_refused(version, facts):
    with pytest.raises(BundleError, match=f"the artifact digest says {'0' * 12}, and name, code and spec make"):
        reread(facts | {"artifact_digest": "0" * 64}, version(3).artifact.source)


def test_the_record_of_another_version_is_refused(version, facts):
    with pytest.raises(BundleError, match="it is the record of version 3, and the file says 4; rename it"):
        reread(facts, version(3).artifact.source, number=4)


@pytest.mark.parametrize("key", ["name", "version", "artifact_digest", "source_digest", "approver", "time", "evidence"])
def test_a_record_without_a_fact_is_refused(facts, key):
    del facts[key]

    with pytest.raises(BundleError, match=rf"v3\.json: \['{key}'\] are missing or of another type"):
        read_record(json.dumps(facts), where="v3.json")


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null"])
def test_what_is_no_record_is_refused(text):
    with pytest.raises(BundleError, match="and no record of a version"):
        read_record(text, where="v3.json")


def test_a_newer_record_asks_for_an_upgrade(facts):
    with pytest.raises(BundleError, match=r"a newer pointmass wrote it \(format 2\); upgrade"):
        read_record(json.dumps(facts | {"bundle": 2}), where="v3.json")
