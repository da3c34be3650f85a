from __future__ import annotations

import os
import subprocess
import sys

import pytest

TESTS = """
from pointmass.testing import Inconclusive

def test_sure():
    pass

def test_wrong():
    raise AssertionError("refuted")

def test_unsure():
    raise Inconclusive("inconclusive: 39 more inputs would prove it")
"""


@pytest.fixture
def outcome(tmp_path):
    """Run three tests (proven, refuted, inconclusive) in a pytest of their own."""

    def of(*options, ini="", test=TESTS):
        (tmp_path / "test_three.py").write_text(test)
        (tmp_path / "pytest.ini").write_text(f"[pytest]\n{ini}\n")
        command = [sys.executable, "-m", "pytest", "-p", "pointmass.testing.plugin", "-p", "no:cacheprovider", *options]
        alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    return of


def test_inconclusive_fails_unless_the_project_says_otherwise_and_is_counted_by_itself(outcome):
    done = outcome("-k", "unsure")

    assert done.returncode == 1
    assert "1 inconclusive" in done.stdout
    assert "39 more inputs would prove it" in done.stdout


@pytest.mark.parametrize(
    ("options", "ini"),
    [(["--pointmass-inconclusive=skip"], ""), ([], "pointmass_inconclusive = skip")],
)
def test_inconclusive_is_skipped_where_the_option_or_the_ini_file_says_so(outcome, options, ini):
    done = outcome("-k", "unsure or sure", *options, ini=ini)

    assert done.returncode == 0
    assert "1 inconclusive" in done.stdout
    assert "39 more inputs would prove it" in done.stdout


def test_what_is_refuted_fails_either_way(outcome):
    done = outcome("--pointmass-inconclusive=skip")

    assert done.returncode == 1
    assert "1 failed, 1 passed, 1 inconclusive" in done.stdout


def test_a_setting_that_means_nothing_is_refused(outcome):
    done = outcome(ini="pointmass_inconclusive = maybe")

    assert done.returncode == 4
    assert "got 'maybe'; it is 'fail' or 'skip'" in done.stderr


def test_the_plugin_costs_a_test_session_nothing_that_it_does_not_use():
    program = "import sys, pytest; import pointmass.testing.plugin; print('pointmass.comparison' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert done.stdout.strip() == "False"
