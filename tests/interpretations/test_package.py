"""The package as a whole: its names, and what importing it loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pointmass import interpretations, stats


@pytest.mark.parametrize("package", [interpretations, stats])
def test_the_public_names_are_complete_and_sorted(package):
    names = package.__all__

    assert all(hasattr(package, name) for name in names)
    assert names == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))


def test_importing_it_loads_no_heavy_module():
    code = "import sys, pointmass.interpretations, pointmass.stats; print([m for m in ('numpy', 'scipy', 'pandas') if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own interpreter

    assert loaded.strip() == "[]"
