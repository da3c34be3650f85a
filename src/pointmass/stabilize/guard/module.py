"""Write the learned guard beside code of any author, as a module that needs nothing else."""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.stabilize.guard import traits as written
from pointmass.stabilize.guard.doubts import Doubt
from pointmass.stabilize.guard.novelty import Column, Novelty
from pointmass.synthesis.emit import constant_lines
from pointmass.synthesis.names import Names, all_names, renamed, top_names
from pointmass.synthesis.operators.places import places, side
from pointmass.synthesis.operators.turns import turns
from pointmass.synthesis.pattern_lines import pattern_lines

Look: TypeAlias = Literal["through", "signs", "places"]
"""How finely a guard looks at texts."""

_WIDTH = 100
_BARE = ("str", "int", "float", "bool")
_WRITTEN = (
    *(written.kind_of, written.kinds, written.traits, written.as_letters),
    *(side, places, turns, written.numbers, written.address_of),
)
"""The functions that conditions may call, each after those that it calls."""

_IMPORTS = (
    ("kind_of", "unicodedata"),
    ("as_letters", "re"),
    ("places", "itertools"),
    ("places", "re"),
    ("turns", "re"),
    ("numbers", "re"),
    ("address_of", "hashlib"),
    ("address_of", "json"),
)

_THROUGH = '''def goes_through({parameter}: str) -> bool:
    """Whether characters that no example had are only copied or skipped, as letters are, and not treated."""
    _ANSWER, _PLAIN = {name}({parameter}), UNSEEN.sub("a", {parameter})
    return _PLAIN == {parameter} or {name}(_PLAIN) == as_letters(_ANSWER, UNSEEN)'''

_OWN = "explained"
"""What the guard of the code's author is called, once another stands before it."""

_FUNCTION, _LOCALS = "_FUNCTION", {"_ANSWER": "answer", "_PLAIN": "plain"}
"""How names stand in the text until every name of the module is given; so do parameters, as ``_GIVEN_0``."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard of a module is made of.

    Attributes:
        seen: What was seen of inputs and answers; ``None`` for code whose author asks for that himself, as the synthesizer does.
        doubts: The conditions under which inputs are handed back.
        left: The content addresses of sampled inputs that the code would answer otherwise than the model.
        look: How finely it looks: ``through``: a new sign counts where the code treats it, and not where it only copies or
            skips it; ``signs``: every new sign counts; ``places``: it counts, too, what stands where.
    """

    seen: Novelty | None
    doubts: tuple[Doubt, ...] = ()
    left: Collection[str] = ()
    look: Look = "signs"


def guarded(source: str, name: str, parameters: Sequence[tuple[str, str]], guard: Guarded, *, own: bool) -> str:
    """Return a module whose ``accepts`` holds the learned guard beside its author's.

    Args:
        source: The module of an author.
        name: The name of its function.
        parameters: The names of the parameters, each with its type as code.
        guard: The learned guard.
        own: Whether the module has an ``accepts`` of its own.
    """
    if own and guard.seen is None and not guard.doubts and not guard.left:
        return source
    names = Names(all_names(source), (each for each, _ in parameters))
    own_name = names.give(_OWN)
    module = renamed(source, {"accepts": own_name}) if own else source
    block = _Block(parameters, guard, own_name if own else "")
    text = block.text()
    given = {_FUNCTION: name} | {f"_GIVEN_{at}": each for at, (each, _) in enumerate(parameters)}
    given |= {here: names.give(wanted) for here, wanted in (block.names | _LOCALS).items()}
    lines, imported = _imported(source, block.imports, names)
    return _with_imports(module, lines).rstrip("\n") + "\n\n\n" + renamed(text, given | imported)


def _imported(source: str, modules: Collection[str], names: Names) -> tuple[set[str], dict[str, str]]:
    """Return the lines that import some modules, and other names for those whose own the source uses for something else."""
    bound = top_names(source) | _imports(source, but=modules)
    others = {each: names.give(each) for each in modules if each in bound}
    return {f"import {each}" + (f" as {others[each]}" if each in others else "") for each in modules}, others


def _imports(source: str, *, but: Collection[str]) -> set[str]:
    """Return the names that a module gets by its imports, those apart that are plain imports of some modules."""
    found = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            plain = but if isinstance(node, ast.Import) else ()
            others = (each for each in node.names if not (each.name in plain and each.asname in (None, each.name)))
            found |= {each.asname or each.name.partition(".")[0] for each in others}
    return found


class _Block:
    """The text of a guard, and what it needs."""

    def __init__(self, parameters: Sequence[tuple[str, str]], guard: Guarded, own: str) -> None:
        self._called = [each for each, _ in parameters]
        self._parameters = [f"_GIVEN_{at}" for at in range(len(parameters))]
        self._types = [kind for _, kind in parameters]
        self._guard = guard
        self._own = own
        self._constants: list[str] = []
        self.names: dict[str, str] = {}
        """The names of the text, each with what it would be called if that is free."""
        self.imports: set[str] = set()
        self._needed: set[str] = set()

    def text(self) -> str:
        """Write constants, helpers and ``accepts``."""
        conditions = [line for at in range(len(self._parameters)) for line in self._of_column(at)]
        conditions += self._of_doubts()
        conditions += self._of_left()
        arguments = ", ".join(self._parameters)
        if self._own:
            conditions.append(f"{self._own}({arguments})")
        if self._goes_through:
            conditions.append(f"goes_through({arguments})")
        if self._guard.seen is not None:
            answer = f"{_FUNCTION}({arguments})"
            if self._goes_through:
                self._needed.add("as_letters")
                answer = f"as_letters({answer}, UNSEEN)"
            why = "what the answers of the examples were made of"
            conditions.append(
                self._like(
                    self._guard.seen.answers, answer, "ODD" if self._guard.seen.answers.texts else "ANSWERS", why
                )
            )
        typed = ", ".join(f"{n}: {t}" if t in _BARE else n for n, t in zip(self._parameters, self._types, strict=True))
        accepts = [
            f"def accepts({typed}) -> bool:",
            '    """Answer only what is like the examples; everything else is left to the model."""',
            "    try:",
            "        return bool(",
            *(f"            {'and ' if at else ''}{line}" for at, line in enumerate(conditions)),
            "        )",
            "    except Exception:  # what a step cannot work on is unlike the examples",
            "        return False",
        ]
        return "\n\n\n".join(["\n\n".join(self._constants), *self._helpers(), "\n".join(accepts)]) + "\n"

    def _of_column(self, at: int) -> list[str]:
        if self._guard.seen is None:
            return []
        column, name, called = self._guard.seen.columns[at], self._parameters[at], self._called[at]
        lines = [f"isinstance({name}, str)"] if column.texts else []
        what = "UNSEEN" if column.texts else "SEEN"
        like = self._like(column, name, what, f"what `{called}` was made of in the examples", at)
        lines += [] if self._goes_through and not column.filled else [name if self._goes_through else like]
        if column.longest:
            lines.append(_texts(column, name, f"len({name}) <= {column.longest}"))
        if column.largest:
            lines.append(f"not (isinstance({name}, (int, float)) and abs({name}) > {column.largest!r})")
        if column.turns is not None:
            why = "Words that turn the sense, as far as examples had them."
            lines.append(_texts(column, name, self._within("turns", name, "TURNS_SEEN", column.turns, why, at)))
        if self._guard.look == "places" and column.places is not None:
            why = f"What stood where in `{called}`: a-9 is a hyphen between a word and digits, aA a capital within a word."
            lines.append(_texts(column, name, self._within("places", name, "PLACES", column.places, why, at)))
        return lines

    def _like(self, column: Column, what: str, name: str, why: str, at: int | None = None) -> str:
        """Return the condition that a value is made of nothing that none seen was made of."""
        if not column.texts:
            return self._within("traits", what, name, column.traits, f"{why[0].upper()}{why[1:]}.", at)
        here = self._named(name, at)
        self.imports.add("re")
        self._constants.append(constant_lines(pattern_lines(here, [(column.unlike, "")], f"Unlike {why}.")))
        return f"{f'{what} and ' if column.filled else ''}not {here}.search({what})"

    def _within(self, function: str, what: str, name: str, known: Collection[str], why: str, at: int | None) -> str:
        self._needed.add(function)
        return f"{function}({what}) <= {self._constant(name, known, why, at)}"

    @property
    def _goes_through(self) -> bool:
        """Whether a new sign is looked for where the code treats it only."""
        if self._guard.seen is None or self._guard.look != "through":
            return False
        return len(self._guard.seen.columns) == 1 and self._guard.seen.columns[0].texts

    def _of_doubts(self) -> list[str]:
        lines = []
        for doubt in self._guard.doubts:
            form = doubt.form.format(self._parameters[doubt.parameter])
            if "re." in form:
                self.imports.add("re")
            if "numbers(" in form:
                self._needed.add("numbers")
            lines.append(f"not {form}  # {doubt.why}" if not form.startswith("not ") else f"{form[4:]}  # {doubt.why}")
        return [line if len(line) <= _WIDTH else f"{line.split('  # ')[0]}" for line in lines]

    def _of_left(self) -> list[str]:
        if not self._guard.left:
            return []
        self._needed.add("address_of")
        self._constant("LEFT_TO_THE_MODEL", self._guard.left, "Addresses of inputs that the model answers otherwise.")
        return [f"address_of({', '.join(self._parameters)}) not in LEFT_TO_THE_MODEL"]

    def _constant(self, name: str, content: Iterable[str], why: str, at: int | None = None) -> str:
        """Write a constant, and return its name as it stands in the text."""
        here = self._named(name, at)
        self._constants.append(f"# {why}\n{here} = {_set(sorted(content))}")
        return here

    def _named(self, name: str, at: int | None) -> str:
        """Return the name of a constant as it stands in the text; one of several parameters is called after it."""
        here = f"{name}_{at}" if at else name
        alone = at is None or len(self._called) == 1
        self.names[here] = name if alone else f"{name}_{self._called[at or 0].upper()}"
        return here

    def _helpers(self) -> list[str]:
        """Return the functions that the conditions call, word for word those that the guard was learned with."""
        needs = {"traits": ("kind_of", "kinds"), "places": ("side",)}
        needed = self._needed.union(*(needs.get(each, ()) for each in self._needed))
        functions = [inspect.getsource(each).rstrip() for each in _WRITTEN if each.__name__ in needed]
        self.names |= {each.__name__: each.__name__ for each in _WRITTEN if each.__name__ in needed}
        self.imports |= {module for each, module in _IMPORTS if each in needed}
        if self._goes_through:
            self.names["goes_through"] = "goes_through"
            functions.append(_THROUGH.format(name=_FUNCTION, parameter=self._parameters[0]))
        return functions


def _texts(column: Column, name: str, condition: str) -> str:
    """Ask a condition on texts only where others were seen, too."""
    return condition if column.texts else f"not (isinstance({name}, str) and not {condition})"


def _set(content: Sequence[str]) -> str:
    """Write a set of texts: as words in a row where they have no blanks, in lines that can be read."""
    if not content:
        return "frozenset()"
    if any(len(each.split()) != 1 for each in content):
        lines = textwrap.wrap(", ".join(map(ascii, content)), _WIDTH, break_long_words=False, break_on_hyphens=False)
        return "frozenset(\n    {\n" + "\n".join(f"        {line}" for line in lines) + "\n    }\n)"
    lines = textwrap.wrap(" ".join(content), _WIDTH - 14, break_long_words=False, break_on_hyphens=False)
    quoted = [ascii(line if at == len(lines) - 1 else f"{line} ") for at, line in enumerate(lines)]
    if len(quoted) == 1:
        return f"frozenset({quoted[0]}.split())"
    return "frozenset(\n    (\n" + "\n".join(f"        {line}" for line in quoted) + "\n    ).split()\n)"


def _with_imports(source: str, lines: Iterable[str]) -> str:
    """Return a module with further imports behind its own, or behind its docstring."""
    tree = ast.parse(source)
    there = {ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
    missing = sorted(set(lines) - there)
    if not missing:
        return source
    head = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    document = tree.body[:1] if ast.get_docstring(tree) is not None else []
    end = max((node.end_lineno or 0 for node in (*document, *head)), default=0)
    text = io.StringIO(source).readlines()
    gap = [] if head else ["\n"]
    return "".join([*text[:end], *gap, *(f"{line}\n" for line in missing), *text[end:]])
