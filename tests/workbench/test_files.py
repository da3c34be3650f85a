"""The one file of a workbench: whole when it is copied, looked at when it may not be written, opened when rows are bad."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys

import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.errors import StoreError
from pointmass.harness import bind_artifact
from pointmass.store import Store

SOURCE = "def accepts(title):\n    return True\n\n\ndef shout(title):\n    return title.upper()\n"
SPEC = pm.Spec("shout", "Upper case.", (pm.Parameter("title", str),))


def up(title):
    return title.upper()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "files.pointmass"


@pytest.fixture
def wb(path):
    with pm.Workbench(path, model=pm.SimulatedModel({up: 1.0})) as opened:
        yield opened


def held(path, to):
    """Copy the one file, as a backup or a mail does, and return how many draws and events the copy holds."""
    shutil.copy(path, to)
    with Store(to) as store:
        return sum(each.draws for each in store.contents()), len(store.bindings())


def bind(wb):
    artifact = Artifact("shout", SOURCE, SPEC.digest)
    said = Decision(approved=True, by="ada", digest=artifact.digest)
    wb.registry.bind(bind_artifact(artifact, SPEC, said), action="stabilize", by="ada", time=1.0)


def test_a_copy_made_while_a_workbench_is_open_holds_every_draw_and_every_meaning(wb, path, tmp_path):
    shout = wb.define(SPEC)
    for count in (1, 100, 250):
        shout.sample([f"word {number}" for number in range(count)], draws=8, progress=False)
        assert held(path, tmp_path / f"{count}.pointmass") == (count * 8, 1)
    bind(wb)
    assert held(path, tmp_path / "bound.pointmass") == (2000, 2)
    shout.soften()
    assert held(path, tmp_path / "softened.pointmass") == (2000, 3)


def test_a_copy_holds_what_came_before_a_sample_broke_off(path, tmp_path):
    class Breaks(pm.Model):
        identity = "breaks"
        asked = 0

        async def complete(self, request, index):  # noqa: ARG002 - the seam's own signature
            self.asked += 1
            if self.asked > 20:
                raise RuntimeError("a fault of the model's own")
            return pm.Completion("A")

    with pm.Workbench(path, model=Breaks()) as wb:
        shout = wb.define(SPEC)
        with contextlib.suppress(RuntimeError):
            shout.sample([f"w{number}" for number in range(10)], draws=8, concurrency=1, progress=False)

        assert held(path, tmp_path / "copy.pointmass")[0] == 20


def test_what_a_model_said_stands_in_the_file_once(path):
    mark = "an answer that is said once and 9381 found again"
    with pm.Workbench(path, model=pm.SimulatedModel({(lambda title: mark): 1.0})) as wb:
        wb.define(SPEC).sample(["a"], draws=1, progress=False)

    assert path.read_bytes().count(mark.encode()) == 1


BAD = (
    "UPDATE bindings SET event = json_remove(event, '$.by')",
    "UPDATE bindings SET event = json_remove(event, '$.by'), crc = NULL",
    "UPDATE bindings SET event = json_set(event, '$.time', 1e300), crc = NULL",
    "UPDATE bindings SET event = json_set(event, '$.content', 7), crc = NULL",
    "UPDATE bindings SET event = json_set(event, '$.kind', 'magic'), crc = NULL",
    "UPDATE bindings SET event = 'not json'",
    "UPDATE draws SET text = X'ff00fe' WHERE id = 3",
    "UPDATE draws SET outcome = '{not json' WHERE id = 2",
)


@pytest.mark.parametrize("statement", BAD)
def test_bad_rows_are_told_and_cost_nothing_else(wb, path, statement, capsys):
    wb.define(SPEC).sample(["a", "b"], draws=4, progress=False)
    wb.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(statement)
        raw.commit()

    model = pm.SimulatedModel({up: 1.0})
    with pm.Workbench(path, model=model) as again:
        shout = again.define(SPEC)
        sample = shout.sample(["a", "b"], draws=4, progress=False)
        repr(shout.history())

        assert sample.statuses() == {"ok": 8}
        assert len(again.notices()) == 1
        assert "it was left out" in again.notices()[0]
        assert again.notices()[0] in capsys.readouterr().err
        assert sum(each.draws for each in again.store.contents()) == 8


@pytest.mark.parametrize("kind", ["delete from draws", "update bindings set event = json_set(event, '$.by', 'alice')"])
def test_no_trigger_of_a_stranger_runs(wb, path, kind, tmp_path):
    wb.define(SPEC).sample(["a"], draws=4, progress=False)
    wb.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(f"CREATE TRIGGER t AFTER INSERT ON bindings BEGIN {kind}; END")
        raw.commit()

    with pytest.raises(StoreError, match="trigger 't'"):
        pm.Workbench(path)
    command = [sys.executable, "-m", "pointmass.cli", "recover", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert (done.returncode, done.stderr) == (0, "")
    with pm.Workbench(tmp_path / "files-recovered.pointmass") as saved:
        saved.define(SPEC)
        saved.bind(up, name="shout")
        assert "alice" not in {event.by for event in saved["shout"].history()}
        assert sum(each.draws for each in saved.store.contents()) == 4


def test_a_file_that_may_not_be_written_can_be_looked_at_from_the_workbench_and_the_command_line(wb, path):
    inputs = ["a", "b"]
    wb.define(SPEC).sample(inputs, draws=4, progress=False)
    wb.close()
    path.chmod(0o444)
    before = path.read_bytes()

    with pm.Workbench(path, model=pm.SimulatedModel({up: 1.0})) as looking:
        shout = looking.define(SPEC)
        assert shout.sample(inputs, draws=4, progress=False).statuses() == {"ok": 8}
        assert len(shout.history()) == 1
        assert "it may not be written, so it can be looked at" in looking.notices()[0]
        with pytest.raises(StoreError, match="it can only be looked at"):
            shout.sample(["c"], draws=1, progress=False)
    for command in (["show", str(path)], ["history", str(path), "shout"]):
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "pointmass.cli", *command], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert path.read_bytes() == before
