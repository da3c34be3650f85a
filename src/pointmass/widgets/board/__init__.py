"""The panel of a workbench: its names, and for the chosen one the pages on which it is worked on."""

from pointmass.widgets.board.panel import WorkbenchPanel

__all__ = ["WorkbenchPanel"]
