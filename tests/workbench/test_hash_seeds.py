"""What one process writes down, the next finds again, whatever its hash seed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys
import pointmass as pm
asked = []
def colours(text, stop=()):
    asked.append(text)
    return ["red", "green", "blue"]
wb = pm.Workbench(sys.argv[1], model=pm.SimulatedModel({colours: 1}), approver=pm.approved_by("me"))
parameters = (pm.Parameter("text", str), pm.Parameter("stop", frozenset[str], frozenset({"the", "a", "of", "and"})))
h = wb.define(pm.Spec("colours", "Name the colours.", parameters, set[str]))
kind = h.kind
s = h.sample([{"text": f"t{n}"} for n in range(12)], draws=2 * int(sys.argv[2]), progress=False)
if h.kind == "neural":
    p = h.stabilize(s, probes=0)
    p.accept()
shape = frozenset({"x", "y", "z"})
tag = wb.define(pm.Spec("tag", "Write a tag line.", (pm.Parameter("tags", frozenset[str]),)), )
t = tag.sample([shape], draws=1, model=pm.SimulatedModel({(lambda tags: asked.append(tags) or "t"): 1}, name="one"), progress=False)
print(h.spec.digest[:12], kind, h.kind, len(asked), max(len(counts) for counts in s.counts()), s.agreement().value)
"""


@pytest.mark.filterwarnings("ignore")
def test_a_set_is_one_outcome_one_key_and_one_default_in_every_process(tmp_path):
    def run(number: int) -> list[str]:
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "f.pointmass"), str(number)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - ours
        return done.stdout.split()

    first, second, third = run(1), run(2), run(3)

    assert first[0] == second[0] == third[0]
    assert [first[1:3], second[1:3], third[1:3]] == [["neural", "hybrid"], ["hybrid", "hybrid"], ["hybrid", "hybrid"]]
    assert [first[3], second[3], third[3]] == ["25", "24", "24"]
    assert first[4:] == second[4:] == third[4:] == ["1", "1.0"]
