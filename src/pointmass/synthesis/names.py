"""Names in generated code: each has one meaning in a module, however the spec, its parameters and fields are named."""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import re
import tokenize
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

MODULES = frozenset(("datetime", "hashlib", "itertools", "json", "math", "re", "unicodedata"))
"""The modules that generated code imports."""

RESERVED = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *MODULES, "Any", "Literal", "accepts"))
"""Names that generated code uses with their usual meaning and never redefines."""


class Names:
    """The names of one module: it gives each name out only once.

    Args:
        taken: Names in use from the start: those of functions, parameters and fields.
    """

    def __init__(self, *taken: Iterable[str]) -> None:
        self.called = frozenset().union(*taken)
        self._taken = {*RESERVED, *self.called}

    def give(self, wanted: str) -> str:
        """Return a new name for the module, the wanted one or that with a number; from now on it is taken."""
        name = free(wanted, self._taken)
        self._taken.add(name)
        return name

    def near(self, wanted: str, used: Collection[str]) -> str:
        """Return a name for a local variable, neither one of the module nor in *used*; other functions may use it."""
        return free(wanted, {*self._taken, *used})


def free(name: str, taken: Collection[str]) -> str:
    """Return an identifier that is not taken: the name itself, or the name with a number appended."""
    name = re.sub(r"\W", "_", unicodedata.normalize("NFKC", name))
    name = name if name.isidentifier() else f"_{name}"
    if name not in taken and not keyword.iskeyword(name):
        return name
    return next(f"{name}_{number}" for number in range(2, len(taken) + 4) if f"{name}_{number}" not in taken)


def top_names(source: str) -> set[str]:
    """Return the names that a module defines at its top level, without imported ones.

    Raises:
        SyntaxError: The source is not valid Python.
    """
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            stored = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
            found |= {each.id for each in stored}
    return found


def all_names(source: str) -> set[str]:
    """Return every name that occurs in a module, keywords left out."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    found = {token.string for token in tokens if token.type == tokenize.NAME and not keyword.iskeyword(token.string)}
    # Before Python 3.12 an f-string is a single token, so its names come from the syntax tree.
    return found | {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def renamed(source: str, names: Mapping[str, str]) -> str:
    """Return the source of a module with some of its names changed.

    Attributes (after a dot) and keyword arguments (before ``=`` within brackets) stay. If a name is changed where it
    means something else, the tests of the code show it, which run afterwards in any case.

    Args:
        source: The source of the module.
        names: The new names by the old ones.
    """
    lines = io.StringIO(source).readlines()  # unlike `splitlines`, it splits lines as the tokenizer does
    for (row, start), (end_row, end), text in reversed(list(_changes(source, names))):
        lines[row - 1 : end_row] = [lines[row - 1][:start] + text + lines[end_row - 1][end:]]
    return "".join(lines)


def _changes(source: str, names: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """Yield where a part to replace starts and ends, and the text to put there."""
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    depth = 0
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type == tokenize.STRING and _FORMATTED.match(token.string):
            yield token.start, token.end, _in_formatted(token.string, names)
        if token.type == tokenize.NAME and token.string in names:
            attribute = before is not None and before.string == "."
            keyword_argument = depth > 0 and after is not None and after.string == "="
            if not attribute and not keyword_argument:
                yield token.start, token.end, names[token.string]


_FORMATTED = re.compile(r"(?i)(?:f|rf|fr)['\"]")


def _in_formatted(text: str, names: Mapping[str, str]) -> str:
    """Rename within the braces of a formatted text, which before Python 3.12 is one token."""
    made: list[str] = []
    depth = 0
    for part in _PIECES.findall(text):
        escaped = part in ("{{", "}}") and not depth
        depth += 0 if escaped else part.count("{") - part.count("}")
        made.append(names.get(part, part) if depth and not made[-1].endswith(".") else part)
    return "".join(made)


_PIECES = re.compile(r"\{\{|\}\}|[^\W\d]\w*|\d\w*|.", re.DOTALL)
