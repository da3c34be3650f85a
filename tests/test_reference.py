"""The reference page lists every public name with the first line of its docstring: ``python tests/test_reference.py`` writes it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import pointmass
from pointmass import errors, stats, testing

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
HEAD = """# Reference

Public is what stands here: the names of `pointmass`, of `pointmass.testing` (assertions for pytest), of `pointmass.stats` (statistics
with the input as the unit) and the errors of `pointmass.errors`. They stay, or change with a line in `CHANGELOG.md`; every other module
may change at any time. `help(name)` says what a name takes and returns, in which units, and what it raises.
"""
MODULES = (
    ("pointmass", pointmass, "`import pointmass as pm`"),
    ("pointmass.testing", testing, "A pytest plugin: see `pytest --help`, section *pointmass*."),
    ("pointmass.stats", stats, "Pure functions of counts; their results can be asked for an interval or a p-value."),
    ("pointmass.errors", errors, "Every error that pointmass raises, each also the nearest builtin."),
)
VALUES = {
    "Approver": "Who is asked: any function from a `pm.Question` to a `pm.Decision`, or to `True` for a yes.",
    "LIKE_THESE": "The scope of an interval that speaks of inputs like those that were sampled.",
    "THESE": "The scope of an interval that speaks of the sampled inputs only.",
    "WINNERS_CURSE": "What to know of the best of several variants: its lead is partly luck.",
}
"""What the public names are that have no docstring of their own."""
PARTS = ("Handle", "Workbench", "Sample", "Proposal", "Job", "Comparison", "Sampling", "Until", "Context")


def public(module):
    names = getattr(module, "__all__", None)
    return sorted(names) if names else sorted(n for n, each in vars(module).items() if is_error(each))


def is_error(thing):
    return inspect.isclass(thing) and issubclass(thing, Exception) and thing.__module__ == errors.__name__


def members(kind):
    """The public methods and properties of a class, its own and those that it inherits from pointmass."""
    for name in sorted(set(dir(kind))):
        found = inspect.getattr_static(kind, name)
        found = found.__func__ if isinstance(found, classmethod | staticmethod) else found
        if not name.startswith("_") and (inspect.isfunction(found) or isinstance(found, property)):
            yield name, found


def summary(thing):
    text = inspect.getdoc(thing) or ""
    return re.sub(r"``?([^`]+)``?", r"`\1`", " ".join(text.split("\n\n")[0].split())).replace("|", "\\|")


def rows(named):
    return [f"| `{name}` | {what} |" for name, what in named]


def page():
    parts = [HEAD]
    for title, module, about in MODULES:
        things = [(name, getattr(module, name)) for name in public(module) if not name.startswith("__")]
        lines = rows((n, VALUES.get(n) or summary(t)) for n, t in things)
        parts.append("\n".join([f"## `{title}`\n", f"{about}\n", "| name | what it is |", "|---|---|", *lines]) + "\n")
    for name in PARTS:
        lines = rows((n, summary(t)) for n, t in members(getattr(pointmass, name)))
        parts.append("\n".join([f"## `pm.{name}`\n", "| member | what it does |", "|---|---|", *lines]) + "\n")
    return "\n".join(parts)


def functions():
    """Every public function and method, with its name."""
    for title, module, _ in MODULES[:3]:
        for name in public(module):
            thing = getattr(module, name)
            if inspect.isfunction(thing):
                yield f"{title}.{name}", thing
            elif inspect.isclass(thing):
                yield from ((f"{title}.{name}.{n}", f) for n, f in members(thing) if inspect.isfunction(f))


def classes():
    for title, module, _ in MODULES[:3]:
        yield from ((f"{title}.{n}", t) for n in public(module) if inspect.isclass(t := getattr(module, n)))


def test_the_reference_page_lists_every_public_name():
    names = re.compile(r"^\| `(\w+)` \| .+\|$|^## `(.*)`$", re.MULTILINE)
    stands = names.findall(PAGE.read_text(encoding="utf-8"))

    assert stands == names.findall(page()), "python tests/test_reference.py writes the page anew"


def test_every_public_name_says_what_it_is():
    assert [name for name, thing in (*functions(), *classes()) if not inspect.getdoc(thing)] == []


def test_every_argument_of_a_public_function_is_explained():
    """By its name in the docstring, or there where the docstring sends a reader; one argument is what the first line is about."""
    missing = {}
    for name, function in functions():
        taken = [each for each in inspect.signature(function).parameters if each not in {"self", "cls"}]
        said = inspect.getdoc(function) or ""
        unsaid = [each for each in taken if each not in said]
        if (
            len(taken) > 1
            and unsaid
            and not re.search(r"[Ss]ee ``|[Aa]s ``|seam", said)
            and not name.endswith(".complete")
        ):
            missing[name] = unsaid

    assert missing == {}


def test_every_field_of_a_public_class_is_explained():
    missing = {}
    for name, kind in classes():
        said = "\n".join(each.__doc__ or "" for each in kind.__mro__)
        fields = [each for each in getattr(kind, "__dataclass_fields__", ()) if not each.startswith("_")]
        if unsaid := [each for each in fields if each not in said]:
            missing[name] = unsaid

    assert missing == {}


@pytest.mark.parametrize("name", ["errors", "stats", "testing"])
def test_a_public_module_is_there_without_an_import_of_its_own(name):
    assert getattr(pointmass, name).__name__ == f"pointmass.{name}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
