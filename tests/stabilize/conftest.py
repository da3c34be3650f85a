"""What the tests of proposals share."""

from __future__ import annotations

import pytest

from pointmass.sandbox import Sandbox
from pointmass.stabilize.trial import said_of


@pytest.fixture(scope="session")
def sandbox():
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="session")
def says(sandbox):
    """Ask the proposed module for one input: what it answers, or that it hands the input back."""

    def ask(proposal, *inputs):
        (said,) = said_of(sandbox, proposal.source, proposal.name, [list(inputs)])
        return said.value if said.answered else "(handed back)"

    return ask
