from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.signature import Parameter
from pointmass.spec import Spec

SOURCE = '''\
"""clean: learned from examples."""


def accepts(title: str, width: int) -> bool:
    return title.isascii() and title != "README"


def clean(title: str, width: int) -> str:
    return title.lower().replace(" ", "-")[:width]
'''
EVIDENCE = {
    "agreed": 2,
    "answered": 2,
    "agreement_at_least": 0.22,
    "level": 0.95,
    "cases": [
        {"inputs": {"title": "A b", "width": 9}, "result": "a-b"},
        {"inputs": {"width": 2, "title": "Long"}, "result": "lo"},
    ],
    "hands_back": [{"title": "README", "width": 9}, {"title": "Müller", "width": 9}],
}


@pytest.fixture
def spec():
    return Spec("clean", 'Clean the title.\n---\nnot: "more"', (Parameter("title", str), Parameter("width", int, 9)))


@pytest.fixture
def version(spec):
    """Make versions of the spec's code."""

    def make(number=3, source=SOURCE, *, of=spec, evidence=EVIDENCE):
        artifact = Artifact(of.name, source, of.digest, "5a3b", evidence)
        return Version(number, artifact, "ada", 1764000000.25, "2 of 2 agree (≥ 22%)")

    return make


@pytest.fixture
def bundle(spec, version):
    return Bundle(spec, (version(3),), 3)


@pytest.fixture
def folder(bundle, tmp_path):
    """A bundle as it lies on disk."""
    write_bundle(tmp_path / "clean", bundle)
    return tmp_path / "clean"


@pytest.fixture(scope="session")
def tests_of():
    """Let another pytest, as it is set by default and where no pointmass is, test a folder; return what it says."""

    def test(folder):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-W",
            "error",
            "--tb=short",
            str(folder),
        ]
        (folder / "pointmass.py").write_text("raise ImportError('a bundle needs no pointmass')\n")
        bare = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTHONDONTWRITEBYTECODE": "1"}
        environment = os.environ | bare | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        return done.returncode, done.stdout + done.stderr

    return test
