"""Write the learned guard beside code of any author, as a module that needs nothing else."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.stabilize.guard import traits as written
from pointmass.stabilize.guard.doubts import Doubt
from pointmass.stabilize.guard.naming import all_names, free, renamed
from pointmass.stabilize.guard.novelty import Column, Novelty

Look: TypeAlias = Literal["through", "signs", "joints"]
"""How finely a guard looks at texts."""

_WIDTH = 100
_BARE = ("str", "int", "float", "bool")

_THROUGH = '''def goes_through({parameter}: str) -> bool:
    """Whether signs that no example had are only copied or skipped, as letters are, and not treated."""
    answer, new = {name}({parameter}), kinds({parameter}) - SEEN
    if new and as_letters(answer, new) != {name}(as_letters({parameter}, new)):
        return False
    return {made_of}(as_letters(answer, new)) <= ANSWERS'''

_OWN = "explained"
"""What the guard of the code's author is called, once another stands before it."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard of a module is made of.

    Attributes:
        seen: What was seen of inputs and answers.
        doubts: The conditions under which inputs are handed back.
        left: The content addresses of sampled inputs that the code would answer otherwise than the model.
        look: How finely it looks: ``through``: a new sign counts where the code treats it, and not where it only copies or
            skips it; ``signs``: every new sign counts; ``joints``: it counts, too, what stands side by side.
    """

    seen: Novelty
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
    taken = all_names(source)
    own_name = free(_OWN, taken)
    module = renamed(source, {"accepts": own_name}) if own else source
    block = _Block(name, parameters, guard, own_name if own else "")
    text = block.text()
    clashes = {each: free(each, taken | all_names(text)) for each in block.names if each in taken}
    return _with_imports(module, block.imports).rstrip("\n") + "\n\n\n" + renamed(text, clashes)


class _Block:
    """The text of a guard, and what it needs."""

    def __init__(self, name: str, parameters: Sequence[tuple[str, str]], guard: Guarded, own: str) -> None:
        self._name = name
        self._parameters = [each for each, _ in parameters]
        self._types = [kind for _, kind in parameters]
        self._guard = guard
        self._own = own
        self._constants: list[str] = []
        self.names: list[str] = []
        self.imports: set[str] = {"import unicodedata"}
        self._needed = {"kind_of"}

    def text(self) -> str:
        """Write constants, helpers and ``accepts``."""
        conditions = [line for at in range(len(self._parameters)) for line in self._of_column(at)]
        conditions += self._of_doubts()
        conditions += self._of_left()
        arguments = ", ".join(self._parameters)
        if self._own:
            conditions.append(f"{self._own}({arguments})")
        self._constant("ANSWERS", self._guard.seen.answers, "What the answers of the examples were made of.")
        if self._goes_through:
            conditions.append(f"goes_through({arguments})")
        else:
            conditions.append(f"{self._made_of(f'{self._name}({arguments})', texts=self._guard.seen.texts)} <= ANSWERS")
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
        column, name = self._guard.seen.columns[at], self._parameters[at]
        suffix = "" if len(self._parameters) == 1 else f"_{name.upper()}"
        self._constant(f"SEEN{suffix}", column.traits, f"What `{name}` was made of in the examples.")
        lines = [f"isinstance({name}, str)"] if column.texts else []
        if not self._goes_through:
            lines.append(f"{self._made_of(name, texts=column.texts)} <= SEEN{suffix}")
        if column.longest:
            lines.append(_texts(column, name, f"len({name}) <= {column.longest}"))
        if column.largest:
            lines.append(f"not (isinstance({name}, (int, float)) and abs({name}) > {column.largest!r})")
        if column.turns is not None:
            self._needed.add("turns")
            self.imports.add("import re")
            self._constant(
                f"TURNS_SEEN{suffix}", column.turns, "Words that turn the sense, as far as examples had them."
            )
            lines.append(_texts(column, name, f"turns({name}) <= TURNS_SEEN{suffix}"))
        if self._guard.look == "joints" and column.joints is not None:
            self._needed.add("joints")
            self.imports.add("import itertools")
            self._constant(f"JOINTS{suffix}", column.joints, f"What stood side by side in `{name}`.")
            lines.append(_texts(column, name, f"joints({name}) <= JOINTS{suffix}"))
        return lines

    @property
    def _goes_through(self) -> bool:
        """Whether a new sign is looked for where the code treats it only."""
        columns = self._guard.seen.columns
        return self._guard.look == "through" and len(columns) == 1 and columns[0].texts

    def _of_doubts(self) -> list[str]:
        lines = []
        for doubt in self._guard.doubts:
            form = doubt.form.format(self._parameters[doubt.parameter])
            if "re." in form:
                self.imports.add("import re")
            if "numbers(" in form:
                self.imports.add("import re")
                self._needed.add("numbers")
            lines.append(f"not {form}  # {doubt.why}" if not form.startswith("not ") else f"{form[4:]}  # {doubt.why}")
        return [line if len(line) <= _WIDTH else f"{line.split('  # ')[0]}" for line in lines]

    def _of_left(self) -> list[str]:
        if not self._guard.left:
            return []
        self._needed.add("address_of")
        self.imports |= {"import hashlib", "import json"}
        self._constant("LEFT_TO_THE_MODEL", self._guard.left, "Addresses of inputs that the model answers otherwise.")
        return [f"address_of({', '.join(self._parameters)}) not in LEFT_TO_THE_MODEL"]

    def _made_of(self, what: str, *, texts: bool) -> str:
        function = "kinds" if texts else "traits"
        self._needed |= {"kinds", function}
        return f"{function}({what})"

    def _constant(self, name: str, content: Iterable[str], why: str) -> None:
        self.names.append(name)
        self._constants.append(f"# {why}\n{name} = {_set(sorted(content))}")

    def _helpers(self) -> list[str]:
        """Return the functions that the conditions call, word for word those that the guard was learned with."""
        if self._goes_through:
            self._needed |= {"kinds", "as_letters", "kinds" if self._guard.seen.texts else "traits"}
        order = ("kind_of", "kinds", "traits", "as_letters", "joints", "turns", "numbers", "address_of")
        functions = [inspect.getsource(getattr(written, each)).rstrip() for each in order if each in self._needed]
        self.names += [each for each in order if each in self._needed]
        if "turns" in self._needed:
            self.names.append("TURNS")
            functions.insert(0, f"TURNS = re.compile(\n{_pattern(written.TURNS.pattern)}\n)")
        if self._goes_through:
            self.names.append("goes_through")
            made_of = "kinds" if self._guard.seen.texts else "traits"
            functions.append(_THROUGH.format(name=self._name, parameter=self._parameters[0], made_of=made_of))
        return functions


def _texts(column: Column, name: str, condition: str) -> str:
    """Ask a condition on texts only where others were seen, too."""
    return condition if column.texts else f"not (isinstance({name}, str) and not {condition})"


def _pattern(pattern: str) -> str:
    parts = textwrap.wrap(pattern.replace("|", " | "), _WIDTH - 10)
    return "\n".join(f'    r"{part.replace(" ", "")}"' for part in parts)


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
    text = source.splitlines(keepends=True)
    gap = [] if head else ["\n"]
    return "".join([*text[:end], *gap, *(f"{line}\n" for line in missing), *text[end:]])
