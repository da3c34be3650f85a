"""What a user's type checker says of pointmass: `typing_tests/` holds what it must take and what it must refuse."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "typing_tests"


@pytest.mark.timeout(600)  # without a cache it reads the stubs of pandas, too
def test_mypy_takes_what_fits_and_refuses_what_does_not():
    program = "from mypy.main import main; main()"
    command = [sys.executable, "-c", program, "--config-file", str(FOLDER / "mypy.ini"), str(FOLDER)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(importlib.util.find_spec("pyright") is None, reason="pyright is not installed (extra `test`)")
@pytest.mark.timeout(600)
def test_pyright_takes_what_fits_and_refuses_what_does_not():
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(FOLDER)]
    quiet = os.environ | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # it would look for a newer version
    done = subprocess.run(  # noqa: S603 - ours
        [*command, "--pythonpath", sys.executable], cwd=ROOT, capture_output=True, text=True, check=False, env=quiet
    )
    found = json.loads(done.stdout)

    assert found["summary"]["filesAnalyzed"] == len(list(FOLDER.glob("*.py")))
    assert found["generalDiagnostics"] == []
