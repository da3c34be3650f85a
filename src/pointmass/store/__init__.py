"""The store: all draws, calls and bindings in one SQLite file; entries are only ever appended."""

from __future__ import annotations

from pointmass.store.acknowledged import Acknowledgement
from pointmass.store.calls import StoredCall
from pointmass.store.database import Store
from pointmass.store.entries import BindingEvent, Holding, Purpose, Series, StoredLabel
from pointmass.store.port import StorePort
from pointmass.store.recover import Recovered, recover
from pointmass.store.rows import counted

__all__ = [
    "Acknowledgement",
    "BindingEvent",
    "Holding",
    "Purpose",
    "Recovered",
    "Series",
    "Store",
    "StorePort",
    "StoredCall",
    "StoredLabel",
    "counted",
    "recover",
]
