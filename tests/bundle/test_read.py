from __future__ import annotations

import dataclasses
import json
from enum import Enum
from typing import Literal

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.bundle import Bundle, is_bundle, read_bundle, write_bundle
from pointmass.errors import BundleError
from pointmass.spec import Spec


class Team(Enum):
    BILLING = "billing"
    TECH = "tech"


@dataclasses.dataclass
class Ticket:
    text: str
    team: Team = Team.TECH


class Reply(pydantic.BaseModel):
    text: str = pydantic.Field(min_length=1)


def route(ticket: Ticket, tries: int | None = None) -> list[Team]:
    """Route the ticket."""


def reply(text: str, tone: Literal["warm", "cool"] = "warm") -> Reply:
    """Reply."""


def test_what_was_written_is_read(folder, bundle):
    assert read_bundle(folder) == bundle
    assert read_bundle(str(folder)).versions[0].artifact.digest == bundle.versions[0].artifact.digest


def test_types_that_the_text_says_whole_are_rebuilt(tmp_path):
    spec = Spec.from_function(route, examples=[({"ticket": Ticket("hi")}, [Team.BILLING])])
    write_bundle(tmp_path / "route", Bundle(spec))
    found = read_bundle(tmp_path / "route").spec

    assert found.digest == spec.digest
    assert found.signature == spec.signature
    assert found.inputs({"ticket": {"text": "x"}}) == spec.inputs({"ticket": {"text": "x"}})


def test_classes_that_are_given_are_those_of_the_spec(tmp_path):
    spec = Spec.from_function(route)
    write_bundle(tmp_path / "route", Bundle(spec))

    assert read_bundle(tmp_path / "route", types=[Ticket, Team]).spec == spec


def test_a_pydantic_model_must_be_given(tmp_path):
    spec = Spec.from_function(reply)
    write_bundle(tmp_path / "reply", Bundle(spec))

    assert read_bundle(tmp_path / "reply", types=[Reply]).spec == spec
    with pytest.raises(BundleError, match=r"spec\.md: .*Reply: a pydantic model\); pass the classes: types=\[Reply\]"):
        read_bundle(tmp_path / "reply")


@pytest.mark.parametrize("name", ["spec.md", "active", "v3.py", "v3.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(BundleError, match=rf"\['{name}'\] missing"):
        read_bundle(folder)


def test_the_tests_of_a_version_need_not_be_deployed(folder, bundle):
    (folder / "test_v3.py").unlink()
    (folder / "__init__.py").unlink()

    assert read_bundle(folder) == bundle


def test_what_is_no_bundle_is_refused_with_what_to_give(tmp_path):
    with pytest.raises(
        BundleError, match=r"this is not a bundle: \['spec.md', 'active'\] missing; give the folder that holds"
    ):
        read_bundle(tmp_path)
    with pytest.raises(BundleError, match="this is not a bundle"):
        read_bundle(tmp_path / "nothing")
    assert not is_bundle(tmp_path)


def test_code_that_was_edited_by_hand_is_refused_and_not_executed(folder):
    mark = folder / "executed"
    (folder / "v3.py").write_text(f"open({str(mark)!r}, 'w')\n" + (folder / "v3.py").read_text())

    with pytest.raises(BundleError, match=r"v3\.py is not the code that was approved"):
        read_bundle(folder)
    assert not mark.exists()


def test_reading_executes_nothing(folder, spec, version):
    mark = folder / "executed"
    write_bundle(folder, Bundle(spec, (version(4, f"open({str(mark)!r}, 'w')\n"),), 4))
    read_bundle(folder)

    assert not mark.exists()


def test_code_of_another_spec_is_refused(folder, spec, version):
    other = dataclasses.replace(spec, prompt="Another intent.")
    write_bundle(folder.parent / "other", Bundle(other, (version(3, of=other),), 3))
    (folder / "spec.md").write_bytes((folder.parent / "other" / "spec.md").read_bytes())

    with pytest.raises(
        BundleError, match=rf"v3\.json: the code was made from spec {spec.digest[:12]}, and spec\.md is"
    ):
        read_bundle(folder)


@pytest.mark.parametrize("said", ["4", "", "latest", "3.0", "03", "-3", "spec.md", "../3"])
def test_active_must_name_what_is_there(folder, said):
    (folder / "active").write_text(said)

    with pytest.raises(
        BundleError, match=r"active: it says .*, and the versions are \[3\]; write one of them, or 'spec'"
    ):
        read_bundle(folder)


@pytest.mark.parametrize(("said", "active"), [("3", 3), (" 3\r\n", 3), ("spec\n", None)])
def test_active_may_be_written_by_hand(folder, said, active):
    (folder / "active").write_text(said)

    assert read_bundle(folder).active == active


@given(data=st.data(), content=st.binary(max_size=200), name=st.sampled_from(["spec.md", "v3.json", "v3.py", "active"]))
def test_a_file_with_anything_in_it_is_refused_and_never_crashes(data, content, name, tmp_path_factory, spec_and_code):
    folder = tmp_path_factory.mktemp("bundle")
    write_bundle(folder, spec_and_code)
    whole = (folder / name).read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    changed = data.draw(st.sampled_from([content, whole[:at], whole[:at] + content + whole[at:]]))
    (folder / name).write_bytes(changed)

    try:
        found = read_bundle(folder)
    except BundleError:
        return
    # What is still read is what was written, but for what no digest covers: evidence, approver, time and note.
    assert found.spec.digest == spec_and_code.spec.digest
    assert [v.artifact.digest for v in found.versions] == [v.artifact.digest for v in spec_and_code.versions]


@pytest.fixture(scope="module")
def spec_and_code():
    from pointmass.artifact import Artifact
    from pointmass.bundle import Version

    spec = Spec.from_function(route)
    return Bundle(spec, (Version(3, Artifact("route", "x = 1\n", spec.digest), "ada", 1.0),), 3)


def test_what_a_link_leads_to_is_not_repeated(folder, tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET-123456")
    (folder / "active").unlink()
    (folder / "active").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(BundleError, match="it says something longer") as caught:
        read_bundle(folder)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("time", [1e300, -1, 253_402_300_800, True])
def test_a_time_that_is_none_is_refused(folder, time):
    record = json.loads((folder / "v3.json").read_text())
    (folder / "v3.json").write_text(json.dumps(record | {"time": time}))

    with pytest.raises(BundleError, match=r"v3\.json: the time .* is none; it is in seconds since 1970"):
        read_bundle(folder)


def test_a_fact_that_stands_twice_is_refused(folder):
    page = (folder / "spec.md").read_text()
    (folder / "spec.md").write_text(page.replace("model: null\n", 'model: "another"\nmodel: null\n'))

    with pytest.raises(BundleError, match="'model' occurs twice in the front matter"):
        read_bundle(folder)
