"""Prints what a file of draws and bindings contains."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from pointmass.cli.show import say, text
from pointmass.registry import Registry
from pointmass.store import Store
from pointmass.workbench.history import History

if TYPE_CHECKING:
    from rich.console import Console


def print_contents(console: Console, file: Path) -> None:
    """List the draws of a file by spec and model, and the names with what each means."""
    with Store(file, readonly=True) as store:
        held = store.contents()
        registry = Registry(store)
        means = {name: registry.history(name)[-1] for name in registry.known}
        told = store.notices
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("spec", "digest", "asked", "for", "inputs", "draws", "failed", "newest"):
        table.add_column(name, overflow="fold")
    for each in held:
        newest = datetime.fromtimestamp(each.newest, UTC).strftime("%Y-%m-%d %H:%M UTC")
        of = each.series
        counts = (f"{each.inputs:,}", f"{each.draws:,}", f"{each.failed:,}")
        table.add_row(text(each.name), text(of.spec[:12]), text(of.model), of.purpose, *counts, newest)
    console.print(table if held else "no draws yet")
    for name, last in means.items():
        waits = last.kind == "hybrid" and registry.approvals.find(last.digest) is None
        code = "; its code is not approved on this machine" if waits else ""
        say(console, f"{name}: {last.kind} since v{last.version} ({last.action}, by {last.by}{code})")
    for notice in told:
        say(console, f"note: {notice}")


def print_history(console: Console, file: Path, name: str) -> None:
    """Print the history of a name."""
    with Store(file, readonly=True) as store:
        events = Registry(store).history(name)
    say(console, repr(History(name, tuple(events))) if events else f"{name}: nothing was ever bound to it in this file")
