"""Assertions about distributions, for pytest: what they claim is proven, refuted, or neither."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pointmass.testing.assertions import assert_agrees, assert_rate, assert_same
    from pointmass.testing.sampled import sample_of
    from pointmass.testing.verdict import Inconclusive

_HOMES = {
    "Inconclusive": "verdict",
    "assert_agrees": "assertions",
    "assert_rate": "assertions",
    "assert_same": "assertions",
    "sample_of": "sampled",
}
"""Where each name lives. Loaded when it is first used: pytest loads the plugin of this package in every project."""

__all__ = ["Inconclusive", "assert_agrees", "assert_rate", "assert_same", "sample_of"]


def __getattr__(name: str) -> Any:
    """Load a name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pointmass.testing' has no attribute {name!r}; it has {', '.join(_HOMES)}")
    value = getattr(import_module(f"pointmass.testing.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
