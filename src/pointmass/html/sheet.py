"""The part of the style sheet that one view uses: a notebook holds a sheet for each view, so each is as small as it can be."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pointmass.html.escape import Html
from pointmass.html.style import SHEET

_BLOCK = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_CONDITION = re.compile(r"::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]")
_ELEMENT = re.compile(r"(?<![\w.-])[a-z][a-z0-9]*")
_CLASSES = re.compile(r'class="([^"]*)"')
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_SPACE = re.compile(r"\s*([:;,])\s*")
_SHEETS = re.compile(r"<style>[^<]*</style>")


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule: what it says of each of its selectors, and what has to be there for that."""

    within: str
    selectors: tuple[tuple[str, frozenset[str]], ...]
    body: str

    def of(self, there: frozenset[str]) -> str:
        """Return the rule as far as something is there that it is about; empty where nothing is."""
        used = [selector for selector, needs in self.selectors if needs <= there]
        return f"{','.join(used)}{{{self.body}}}" if used else ""


def sheet(content: str) -> Html:
    """Return the style element for a piece of HTML: the rules about what occurs in it, on one line.

    Args:
        content: The HTML, within the element that has the class ``pm``.
    """
    classes = (f".{name}" for found in _CLASSES.findall(content) for name in found.split())
    there = frozenset([".pm", "div", *classes, *_TAG.findall(content)])
    return Html(f"<style>{_written(there)}</style>")


def bare(content: str) -> str:
    """Return HTML of views without their style sheets."""
    return _SHEETS.sub("", content)


@functools.lru_cache(maxsize=64)
def _written(there: frozenset[str]) -> str:
    """Write the rules about these classes and elements; views of a kind have the same ones."""
    said = []
    for rule in _rules():
        found = rule.of(there)
        if found:
            said.append(f"{rule.within}{{{found}}}" if rule.within else found)
    return "".join(said)


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_read(SHEET))


def _read(text: str, within: str = "") -> Iterable[_Rule]:
    for head, body in _BLOCK.findall(text):
        if head.strip().startswith("@"):
            yield from _read(body, " ".join(head.split()))
        else:
            selectors = tuple((" ".join(each.split()), _needs(each)) for each in head.split(","))
            yield _Rule(within, selectors, _SPACE.sub(r"\1", " ".join(body.split())).rstrip(";"))


def _needs(selector: str) -> frozenset[str]:
    plain = _CONDITION.sub("", selector)
    elements = _ELEMENT.findall(_CLASS.sub(" ", plain))
    return frozenset([*(f".{name}" for name in _CLASS.findall(plain)), *elements])
