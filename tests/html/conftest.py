"""The made-up views, and a reader that says what a piece of HTML consists of."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

VOID = {"col", "br", "hr", "img", "input", "meta", "link"}


@dataclass
class Page:
    """What a browser would see: the tags, their attributes, the text, and the tags that were never closed."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.page.tags.append(tag)
        self.page.attributes += attrs
        if tag not in VOID:
            self.page.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.page.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not (self.page.open and self.page.open[-1] == "style"):
            self.page.words.append(data)


@pytest.fixture(scope="session")
def read() -> Any:
    """Return what reads HTML into a ``Page``."""

    def read_html(html: str) -> Page:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        return reader.page

    return read_html


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """Return the module of made-up views: test folders are not packages, so it is loaded by its path."""
    name = "pointmass_tests_made"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("made.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
