"""Saves what can be read of a damaged file from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pointmass.cli.show import say
from pointmass.store import Store
from pointmass.store import recover as saved

if TYPE_CHECKING:
    from rich.console import Console


def recover(console: Console, file: Path, to: Path | None) -> int:
    """Save what can be read of a file into a new one, say what, and return the exit code: 1 where something was lost.

    Args:
        console: Where to say it.
        file: The file; it is left as it is.
        to: The new file; by default beside the old one.

    Raises:
        StoreError: Nothing can be read, or the new file is there already or cannot be made.
    """
    done = saved(file, to or file.with_name(f"{file.stem}-recovered{file.suffix}"))
    say(console, f"{done.path}: {', '.join(f'{count:,} {name}' for name, count in done.kept.items())}")
    with Store(done.path, readonly=True) as store:
        lost = [f"{done.lost:,} rows could not be saved"] if done.lost else []
        lost += [f"{done.missing:,} pages of the file are missing, with what stood on them"] if done.missing else []
        for line in [*lost, *store.notices]:
            say(console, line)
    return 1 if lost else 0
