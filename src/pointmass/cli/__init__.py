"""The command line: one module a command, each loading what it needs."""

from pointmass.cli.commands import app, main

__all__ = ["app", "main"]
