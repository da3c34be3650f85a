from __future__ import annotations

import pytest

import pointmass as pm


@pytest.fixture
def recorded():
    """A workbench on the recorded draws, whose approver says yes."""
    with pm.Workbench(model=pm.shipped("clean_filename"), approver=pm.approved_by("a reader")) as wb:
        yield wb


@pytest.fixture
def clean_filename(recorded):
    @recorded.spec
    def clean_filename(title: str) -> str:
        """Turn each title into a clean file name."""

    return clean_filename


@pytest.fixture
def sample(clean_filename):
    return clean_filename.sample(pm.shipped_inputs("clean_filename"), draws=16, progress=False)
