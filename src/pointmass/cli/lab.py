"""Open JupyterLab on the notebooks that ship with pointmass."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from pointmass.errors import InputError


def open_lab(folder: Path, options: Sequence[str] = ()) -> int:
    """Copy the notebooks into a folder, unless they are there, and open JupyterLab on it.

    Args:
        folder: The folder; made when it is not there.
        options: Options for JupyterLab, as they are.

    Returns:
        JupyterLab's exit status.

    Raises:
        InputError: JupyterLab is not installed, or the folder is a file.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise InputError("lab: JupyterLab is not installed here; install it with: pip install '.[lab]'")
    copied = copy_notebooks(folder)
    print(f"{len(copied)} notebooks are in {folder}/; JupyterLab opens on them (Ctrl-C ends it)")  # noqa: T201 - for the person
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(folder), *options])  # noqa: S603 - our own command line


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the notebooks into a folder; one that is there already is kept, with what a person did in it."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"lab: {folder} is a file; name a folder for the notebooks")
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for notebook in notebooks():
        target = folder / notebook.name
        if not target.exists():
            shutil.copyfile(notebook, target)
        copied.append(target)
    return copied


def notebooks() -> list[Path]:
    """Return the notebooks: of the installed package, or of the clone that it was installed from as editable."""
    home = Path(str(resources.files("pointmass")))
    places = (home / "notebooks", home.parents[1] / "notebooks")
    return next((found for place in places if (found := sorted(place.glob("*.ipynb")))), [])
