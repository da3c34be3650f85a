"""What pointmass costs, measured side by side with what it stands on, in one go on this machine."""

from __future__ import annotations

from pointmass.bench.calling import call_cost
from pointmass.bench.figure import Figure
from pointmass.bench.importing import import_cost
from pointmass.bench.main import main
from pointmass.bench.per_draw import draw_cost

__all__ = ["Figure", "call_cost", "draw_cost", "import_cost", "main"]
