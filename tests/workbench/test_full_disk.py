"""A disk that takes no more: what was acknowledged is in the file, and the message says what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pointmass as pm

PROGRAM = """
import resource, sys
import pointmass as pm
from pointmass.errors import StoreError
wb = pm.Workbench(sys.argv[1], model=pm.SimulatedModel({(lambda text: text * 50): 1}))
name = wb.define(pm.Spec("f", "Answer.", (pm.Parameter("text", str),)))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
seen = []
try:
    name.sample([f"q{number}" for number in range(500)], draws=4, progress=lambda progress: seen.append(progress.done))
except StoreError as error:
    print(error)
print(seen[-1])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system limits no file of a process")
def test_a_disk_that_is_full_ends_the_sample_and_loses_nothing_that_was_acknowledged(tmp_path):
    file = tmp_path / "full.pointmass"
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    said, acknowledged = done.stdout.splitlines()

    assert "check the disk, and make the same call again" in said
    assert 0 < int(acknowledged) < 2000
    with pm.Workbench(file) as again:
        assert sum(held.draws for held in again.store.contents()) >= int(acknowledged)
