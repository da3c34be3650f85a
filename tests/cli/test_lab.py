from __future__ import annotations

import pytest

from pointmass.cli.lab import copy_notebooks, notebooks
from pointmass.errors import InputError


def test_the_notebooks_are_found_and_copied(tmp_path):
    copied = copy_notebooks(tmp_path / "mine")

    assert [path.name for path in copied] == [path.name for path in notebooks()]
    assert "01_tour.ipynb" in {path.name for path in copied}


def test_a_notebook_that_a_person_worked_in_is_kept(tmp_path):
    (tmp_path / "01_tour.ipynb").write_text("mine")
    copy_notebooks(tmp_path)

    assert (tmp_path / "01_tour.ipynb").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")

    with pytest.raises(InputError, match="is a file"):
        copy_notebooks(tmp_path / "taken")
