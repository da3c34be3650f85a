"""The command line: one module per command, each loading what it needs."""

from pointmass.cli.commands import app, main

__all__ = ["app", "main"]
