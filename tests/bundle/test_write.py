from __future__ import annotations

import dataclasses
import json

import pytest

from pointmass.bundle import Bundle, read_bundle, write_bundle
from pointmass.errors import BundleError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_bundle_is_these_files_and_no_others(folder, bundle):
    assert names(folder) == ["__init__.py", "active", "spec.md", "test_v3.py", "v3.json", "v3.py"]
    assert sorted(path.name for path in write_bundle(folder, bundle)) == names(folder)


def test_the_code_is_the_source_byte_for_byte(folder, version):
    assert (folder / "v3.py").read_bytes() == version(3).artifact.source.encode()


def test_active_is_the_number_as_text_or_the_word_spec(folder, bundle, tmp_path):
    write_bundle(tmp_path / "neural", dataclasses.replace(bundle, active=None))

    assert (folder / "active").read_text() == "3\n"
    assert (tmp_path / "neural" / "active").read_text() == "spec\n"


def test_the_same_bundle_is_the_same_bytes_wherever_it_is_written(folder, bundle, tmp_path):
    write_bundle(tmp_path / "again", bundle)

    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_equal_content_is_the_same_bytes_whatever_the_order_of_its_keys(spec, version, tmp_path):
    evidence = {"b": {"y": 1, "x": 2}, "a": 1}
    for name, options, given in (
        ("one", {"a": 1, "b": 2}, evidence),
        ("two", {"b": 2, "a": 1}, dict(reversed(evidence.items()))),
    ):
        of = dataclasses.replace(spec, options=options)
        write_bundle(tmp_path / name, Bundle(of, (version(3, of=of, evidence=given),), 3))

    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_writing_again_touches_no_file(folder, bundle):
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    write_bundle(folder, bundle)

    assert {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_an_earlier_version_of_the_same_spec_stays(folder, spec, version):
    write_bundle(folder, Bundle(spec, (version(4, version(3).artifact.source + "\n"),), 4))
    found = read_bundle(folder)

    assert [v.number for v in found.versions] == [3, 4]
    assert found.active == 4


def test_versions_of_a_spec_that_is_gone_are_removed_with_their_tests(folder, spec, version):
    other = dataclasses.replace(spec, prompt="Another intent.")
    write_bundle(folder, Bundle(other, (version(5, of=other),), 5))

    assert names(folder) == ["__init__.py", "active", "spec.md", "test_v5.py", "v5.json", "v5.py"]
    assert read_bundle(folder).spec == other


def test_a_number_of_a_spec_that_is_gone_may_be_used_again(folder, spec, version):
    other = dataclasses.replace(spec, prompt="Another intent.")
    write_bundle(folder, Bundle(other, (version(3, of=other),), 3))

    assert read_bundle(folder).version(3).artifact.spec_digest == other.digest


def test_a_version_never_changes(folder, spec, version):
    before = (folder / "v3.py").read_bytes()
    other = version(3, version(3).artifact.source.replace("lower", "upper"))

    with pytest.raises(BundleError, match=r"version 3 is there already, and is other code .* a version never changes"):
        write_bundle(folder, Bundle(spec, (other,), 3))
    assert (folder / "v3.py").read_bytes() == before


def test_what_was_measured_later_of_the_same_code_is_written(folder, spec, version):
    more = version(3, evidence={"agreed": 30})
    write_bundle(folder, Bundle(spec, (more,), 3))

    assert json.loads((folder / "v3.json").read_text())["evidence"] == {"agreed": 30}


def test_the_folder_of_another_name_is_refused(folder, spec, version):
    other = dataclasses.replace(spec, name="tidy")
    source = version(3).artifact.source.replace("clean", "tidy")

    with pytest.raises(BundleError, match="it holds the bundle of 'clean', not 'tidy'; give another"):
        write_bundle(folder, Bundle(other, (version(3, source, of=other),), 3))


def test_files_that_are_not_ours_are_left_alone(folder, bundle):
    for name in ("notes.md", "v9.json", "vendor.json", "v1.py"):
        (folder / name).write_text("mine")
    write_bundle(folder, bundle)

    assert {(folder / name).read_text() for name in ("notes.md", "v9.json", "vendor.json", "v1.py")} == {"mine"}


def test_evidence_that_is_no_json_data_is_refused(spec, version, tmp_path):
    with pytest.raises(BundleError, match="cannot be written as JSON"):
        write_bundle(tmp_path / "clean", Bundle(spec, (version(3, evidence={"x": float("nan")}),), 3))


def test_a_folder_that_cannot_be_made_is_refused(bundle, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(BundleError, match="the folder cannot be made"):
        write_bundle(tmp_path / "file" / "clean", bundle)
