"""Write a program and its guard as the source of a Python module."""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from pointmass.synthesis import literals
from pointmass.synthesis.names import RESERVED, Names, renamed
from pointmass.synthesis.program import (
    Apply,
    Array,
    Cases,
    Concat,
    Constant,
    Each,
    Fields,
    Literal,
    Named,
    Node,
    Operator,
    Var,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pointmass.synthesis.signature import Signature

_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
_LONG = 72
_WIDTH = 96
# Expressions that begin like this have a known type, whatever their parts are.
_TYPED = re.compile(r"(?:bool|dict|float|int|isinstance|len|list|round|str)\(|not |re\.|f?\"")
UNDEFINED = "(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)"
_TEXT_METHODS = frozenset(
    {"capitalize", "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rstrip", "strip", "title", "upper"}
)
_OPEN_FORMS = ("{0}[", "{0} ")
_PLACES = {0: "first", 1: "second", 2: "third", 3: "fourth", -1: "last", -2: "second_last"}
_TOKENS = {
    r"\d+": "number",
    "[A-Za-z]+": "word",
    r"\w+": "word",
    r"\S+": "word",
    "[A-Z][a-z]+": "name",
    "[A-Z]+": "capitals",
}


@dataclass(slots=True)
class ModuleWriter:
    """The parts of a module that is being written.

    Attributes:
        names: The names in use: those of the signature, and those given so far.
        texts: The positions of the parameters that are texts.
        imports: The import lines.
        ahead: Names that the module gives later, known from writing it once before; variables must not hide them.
        locals: The names of local variables.
        functions: The source of each function that the program calls, by its name.
        constants: The constants of the module, by their names.
    """

    names: Names
    texts: frozenset[int] = frozenset()
    imports: set[str] = field(default_factory=set)
    ahead: frozenset[str] = frozenset()
    locals: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)
    _made: list[tuple[Constant, str]] = field(default_factory=list)

    def call(self, operator: Operator, arguments: list[str]) -> str:
        """Return the expression for *operator*, and add the functions that it needs, with their source unchanged."""
        for line in operator.imports:
            self._import(line)
        for function in (*operator.uses, *(() if operator.form else (operator.function,))):
            name = function.__name__
            if name not in self._given:
                self._given[name] = self.names.give(name)
                self.functions[self._given[name]] = inspect.getsource(function).rstrip()
        if not operator.form:
            return f"{self._given[operator.name]}({', '.join(arguments)})"
        return _NAME.sub(lambda found: self._given.get(found[0], found[0]), operator.form).format(*arguments)

    def blocks(self) -> list[str]:
        """Return the source of the functions, with calls of each other renamed to the names given here."""
        own = set(self._given.values())
        others = {name: given for name, given in self._given.items() if name != given}
        return [renamed(text, others) if name in own and others else text for name, text in self.functions.items()]

    def constant(self, constant: Constant) -> str:
        """Add a constant to the module, unless it is there already, and return its name."""
        known = next((name for made, name in self._made if made == constant), None)
        if known is None:
            if "Any" in constant.annotation:
                self.imports.add("from typing import Any")
            known = self.names.give(constant.name)
            self._made.append((constant, known))
            self.constants[known] = replace(constant, name=known)
        return known

    def variable(self, wanted: str, used: Collection[str]) -> str:
        """Return a name for a variable of a function that neither the module nor the function uses."""
        name = self.names.near(wanted, {*used, *self.ahead})
        self.locals.add(name)
        return name

    def hidden(self) -> frozenset[str]:
        """Return the names of functions and constants that a local variable hides."""
        return frozenset(self.locals & {*self._given.values(), *self.constants})

    def _import(self, line: str) -> None:
        head, _, names = line.rpartition("import ")
        for name in names.split(", "):
            if name not in self._given:
                kept = name in RESERVED and name not in self.names.called
                self._given[name] = name if kept else self.names.give(name)
            given = self._given[name]
            self.imports.add(f"{head}import {name}" + ("" if given == name else f" as {given}"))


@dataclass(slots=True)
class Result:
    """The result of a function.

    Attributes:
        signature: The signature, which has the annotation of the result.
        name: The name of an annotated variable for the result; empty if none was needed so far.
    """

    signature: Signature
    name: str = ""

    def is_loose(self, node: Node) -> bool:
        """Whether a type checker sees ``Any`` in *node*, although the function is annotated with a type."""
        return self.signature.returns not in {"Any", "object"} and self._is_any(node)

    def _is_any(self, node: Node) -> bool:
        match node:
            case Var():
                return self._annotation(node) == "Any"
            case Named():
                return self._is_any(node.node)
            case Apply() if not node.operator.form:
                return str(inspect.signature(node.operator.function).return_annotation) == "Any"
            case Apply():
                typed = _TYPED.match(node.operator.form) and not node.operator.form.endswith("]")
                return not typed and any(map(self._holds_any, node.arguments))
        return isinstance(node, Cases)

    def _holds_any(self, node: Node) -> bool:
        """Whether *node* uses a parameter annotated with ``Any``."""
        return "Any" in self._annotation(node) if isinstance(node, Var) else any(map(self._holds_any, children(node)))

    def _annotation(self, variable: Var) -> str:
        parameters = self.signature.parameters
        return parameters[variable.index][1] if variable.index < len(parameters) else "Any"


@dataclass(slots=True)
class Body:
    """The statements of one block.

    Attributes:
        module: The module that the block is part of.
        variables: The names of the variables, by their numbers in the program.
        indent: The indentation of the statements.
        lines: The statements written so far.
        taken: The steps that have a name, by their names.
        result: The result of the function; None where nothing is returned.
        flat: Whether only an expression can be written: within a comprehension or a conditional expression.
    """

    module: ModuleWriter
    variables: tuple[str, ...]
    indent: str = "    "
    lines: list[str] = field(default_factory=list)
    taken: dict[str, Node | None] = field(default_factory=dict)
    result: Result | None = None
    flat: bool = False

    def expression(self, node: Node, *, nested: bool = False) -> str:  # noqa: C901, PLR0911 - one return per kind of node
        """Return the source of *node*; named steps become statements before it, unless the body is flat."""
        match node:
            case Var():
                return self.variables[node.index]
            case Literal():
                return self._literal(node)
            case Constant():
                return self.module.constant(node)
            case Named():
                if self.flat:
                    return self.expression(node.node, nested=nested)
                return self._assigned(node.node, name=node.name, why=node.why, again=node.again)
            case Apply():
                places = (_is_operand(node.operator, i) for i in range(len(node.arguments)))
                arguments = [self._argument(a, nested=n) for a, n in zip(node.arguments, places, strict=True)]
                text = self.module.call(node.operator, arguments)
                return f"({text})" if nested and node.operator.form and not node.operator.primary else text
            case Concat():
                return (
                    self._joined(node, nested=nested)
                    if self.flat or not all(map(is_text, node.parts))
                    else self._f(node)
                )
            case Each():
                return self._each(node)
            case Fields():
                return self._display("{}", [f"{literals.literal(k)}: {self.expression(n)}" for k, n in node.fields])
            case Array():
                return self._display("[]", [self.expression(n) for n in node.items])
            case Cases():
                return self._inline_choice(node)

    def finish(self, node: Node) -> None:
        """Write the statements that return the value of *node*."""
        if not isinstance(node, Cases):
            self._return(node)
            return
        for case in node.cases:
            test = self.expression(case.test)
            self._line(f"if {test}:" + (f"  # {_times(case.support)}" if case.support else ""))
            inner = Body(self.module, self.variables, self.indent + "    ", [], dict(self.taken), self.result)
            inner.finish(case.node)
            self.lines.extend(inner.lines)
        if node.default is None:
            reason = self._free("reason")
            self._line(f'{reason} = "no rule applies"')
            self._line(f"raise ValueError({reason})")
            return
        if node.default_support:
            self._line(f"# What is left: {_times(node.default_support)}.")
        self.finish(node.default)

    def _return(self, node: Node) -> None:
        text = self.expression(node)
        if self.result is not None and self.result.is_loose(node):
            annotation = "" if self.result.name else f": {self.result.signature.returns}"
            self.result.name = self.result.name or self._free("answer")
            self._line(f"{self.result.name}{annotation} = {text}")
            text = self.result.name
        self._line(f"return {text}")

    def _line(self, text: str) -> None:
        self.lines.append(self.indent + text)

    def _free(self, name: str) -> str:
        return self.module.variable(name, {*self.variables, *self.taken})

    def _fits(self, text: str) -> bool:
        return len(text) <= _WIDTH - len(self.indent)

    def _lines(self, opened: str, inner: Iterable[str], closed: str) -> str:
        """Return an expression of several lines."""
        return "\n".join([opened, *(f"{self.indent}    {one}" for one in inner), self.indent + closed])

    def _literal(self, node: Literal) -> str:
        write = literals.pattern if node.regex else literals.string_literal
        text = write(node.content) if isinstance(node.content, str) else literals.literal(node.content)
        if self._fits(text) or not isinstance(node.content, str):
            return text
        return self._lines("(", literals.chunks(node.content, write), ")")

    def _display(self, ends: str, items: list[str]) -> str:
        """Return a list or dict display: on one line if it fits, else with one item per line."""
        text = ends[0] + ", ".join(items) + ends[1]
        return text if self._fits(text) else self._lines(ends[0], (f"{item}," for item in items), ends[1])

    def _argument(self, node: Node, *, nested: bool) -> str:
        text = self.expression(node, nested=nested)
        long = len(text) > _LONG and isinstance(node, Apply | Concat | Each) and not self.flat
        return self._assigned(node, text) if long else text

    def _f(self, node: Concat) -> str:
        """Return the parts, which all are texts, as an f-string."""
        shown = []
        for part in node.parts:
            if isinstance(part, Literal):
                shown.append(literals.within_f_string(part.content))
                continue
            text = self.expression(part)
            # Before Python 3.12 an f-string may hold neither its own quote nor a backslash.
            shown.append("{" + (text if text.isidentifier() else self._assigned(part, text)) + "}")
        if self._fits("".join(shown)):
            return 'f"' + "".join(shown) + '"'
        return self._lines("(", (f'f"{one}"' if "{" in one else f'"{one}"' for one in shown), ")")

    def _joined(self, node: Concat, *, nested: bool) -> str:
        """Return the parts joined in a way that raises an error if a part is not a text; an f-string would not."""
        shown = [self.expression(p, nested=True) for p in node.parts]
        if not any(is_text(p) or (isinstance(p, Var) and p.index in self.module.texts) for p in node.parts):
            return f'"".join(({", ".join(shown)}))'
        text = " + ".join(shown)
        if self._fits(text):
            return f"({text})" if nested else text
        return self._lines("(", [shown[0], *(f"+ {one}" for one in shown[1:])], ")")

    def _within(self, *more: str) -> Body:
        """Return the body of an expression that is evaluated only for an item, or only in a case."""
        return Body(self.module, (*self.variables, *more), self.indent, self.lines, self.taken, flat=True)

    def _each(self, node: Each) -> str:
        item = self._free(node.name)
        inner = self._within(item)
        test = f" if {inner.expression(node.test)}" if node.test is not None else ""
        return f"[{inner.expression(node.body)} for {item} in {self.expression(node.items)}{test}]"

    def _inline_choice(self, node: Cases) -> str:
        inner = self._within()
        text = inner.expression(node.default) if node.default is not None else "None"
        for case in reversed(node.cases):
            text = f"{inner.expression(case.node)} if {inner.expression(case.test)} else {text}"
        return f"({text})"

    def _assigned(self, node: Node, text: str = "", *, name: str = "", why: str = "", again: bool = False) -> str:
        """Write an assignment of *node* to a variable, unless there is one already, and return the name."""
        known = next((k for k, taken in self.taken.items() if taken == node), None)
        if known is not None:
            return known
        text = text or self.expression(node)
        name = name or _noun(node)
        name = name if again and name in self.taken else self._free(name)
        self._line(f"{name} = {text}" + (f"  # {why}" if why else ""))
        self.taken[name] = node
        return name


class Guarding(Protocol):
    """A guard: it says which inputs a program answers."""

    def lines(self, module: ModuleWriter, name: str, signature: Signature, program: Node) -> list[str]:
        """Return the lines of the function ``accepts``."""


def module_source(name: str, signature: Signature, program: Node, guard: Guarding, words: str) -> str:
    """Return the source of the module: the function *name* and what it needs, then ``accepts`` and what that needs."""
    texts = frozenset(i for i, (_, annotation) in enumerate(signature.parameters) if annotation == "str")
    ahead: frozenset[str] = frozenset()
    while True:
        module = ModuleWriter(Names({name}, signature.names), texts, {*signature.imports}, ahead)
        text = _written(module, name, signature, program, guard, words)
        if not (hidden := module.hidden()):
            return text
        ahead |= hidden


def _written(module: ModuleWriter, name: str, signature: Signature, program: Node, guard: Guarding, words: str) -> str:
    if "Any" in " ".join([signature.returns, *(a for _, a in signature.parameters)]):
        module.imports.add("from typing import Any")
    body = Body(module, signature.names, result=Result(signature))
    body.finish(program)
    said = words[:1].upper() + words[1:]
    function = [header(name, signature, signature.returns), *_doc(signature.doc or f"{said.rstrip('.')}."), *body.lines]
    constants, steps = len(module.constants), len(module.functions)
    accepts = guard.lines(module, name, signature, program)
    blocks, shown = module.blocks(), [constant_lines(c) for c in module.constants.values()]
    head = ["\n".join(_doc(f"{name}: learned from examples.\n{said}.", "")), "\n".join(import_lines(module.imports))]
    parts = [*blocks[:steps], "\n".join(function), "\n\n".join(shown[constants:]), *blocks[steps:], "\n".join(accepts)]
    return "\n\n".join(filter(None, [*head, *shown[:constants]])) + "\n\n\n" + "\n\n\n".join(filter(None, parts)) + "\n"


def header(name: str, signature: Signature, returns: str) -> str:
    """Return the ``def`` line."""
    parameters = ", ".join(f"{n}: {a}" for n, a in signature.parameters)
    return f"def {name}({parameters}) -> {returns}:"


def _doc(text: str, indent: str = "    ") -> list[str]:
    safe = [literals.in_docstring(line).strip() for line in text.strip().splitlines()] or ["Answer."]
    lines = [short for line in safe for short in textwrap.wrap(line, _WIDTH) or [""]]
    if len(lines) > 1 and lines[1] and len(safe) > 1:
        lines.insert(1, "")
    if lines[-1].endswith(('"', "\\")):
        lines[-1] += " "
    raw = "r" * any("\\" in line for line in lines)
    start = f'{indent}{raw}"""{lines[0]}'
    if len(lines) == 1:
        return [f'{start}"""']
    return [start, *(f"{indent}{line}".rstrip() for line in lines[1:]), f'{indent}"""']


def constant_lines(constant: Constant) -> str:
    """Return the lines that define a constant of a module, with the comment above it."""
    content, annotation = constant.content, f": {constant.annotation}" if constant.annotation else ""
    opened, closed = "", ""
    inner = [] if isinstance(content, re.Pattern | dict) and content else [literals.literal(content)]
    match content:
        case re.Pattern():
            parts = constant.lines if len(constant.lines) > 1 else (content.pattern,)
            opened, closed, annotation = "re.compile(", ")", ""
            inner = [literals.pattern(part) for part in parts]
            if len(parts) > 1:
                inner = literals.noted(inner, constant.notes)
        case dict() if content:
            opened, closed = "{", "}"
            inner = literals.noted(
                [f"{literals.key(k)}: {literals.literal(v)}," for k, v in content.items()], constant.notes
            )
        case tuple() if len(inner[0]) > _WIDTH:
            opened, inner, closed = "(", literals.display_lines(content), ")"
        case frozenset():
            opened, closed = "frozenset(", ")"
            if len(inner[0]) > _WIDTH:
                opened, inner, closed = "frozenset({", literals.display_lines(sorted(content)), "})"
    safe = " ".join(literals.in_docstring(line) for line in constant.why.splitlines())
    start = "\n".join(
        [*(f"# {line}" for line in textwrap.wrap(safe, _WIDTH)), f"{constant.name}{annotation} = {opened}"]
    )
    return start + ("\n" + "\n".join(inner) + "\n" if inner[0].startswith("    ") else inner[0]) + closed


def import_lines(lines: set[str]) -> list[str]:
    """Return the import lines sorted, one per module; within a line first constants, then classes, then functions."""
    names: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            module, _, imported = line.removeprefix("from ").partition(" import ")
            names.setdefault(module, set()).update(imported.split(", "))
    order = {m: sorted(names[m], key=lambda n: (not n.isupper(), n[0].islower(), n)) for m in sorted(names)}
    plain = sorted(line for line in lines if line.startswith("import "))
    return [*plain, *(f"from {m} import {', '.join(found)}" for m, found in order.items())]


def _is_operand(operator: Operator, place: int) -> bool:
    """Whether the argument at *place* is next to an operator or a dot in the form, so that it may need brackets."""
    return bool(operator.form) and not re.search(rf"[(,]\s*\{{{place}\}}\s*[,)]", operator.form)


def is_text(node: Node) -> bool:
    """Whether the value of *node* is a text for every input for which it is defined."""
    match node:
        case Literal():
            return isinstance(node.content, str)
        case Concat():
            return True
        case Named():
            return is_text(node.node)
        case Cases():
            return all(map(is_text, (*(c.node for c in node.cases), *([node.default] if node.default else ()))))
        case Apply():
            return _gives_text(node)
    return False


def _gives_text(node: Apply) -> bool:
    function = node.operator.function
    if getattr(function, "__objclass__", None) is str:
        return function.__name__ in _TEXT_METHODS
    if str(inspect.signature(function).return_annotation) not in {"str", "<class 'str'>"}:
        return False
    # These forms give a part of their argument or the argument itself, which is a text only if the argument is.
    return not node.operator.form.startswith(_OPEN_FORMS) or is_text(node.arguments[0])


def _noun(node: Node) -> str:
    """Return a name for the value of a step, such as ``second_word``: with its place if it is one of several."""
    if not isinstance(node, Apply):
        return "items" if isinstance(node, Each) else "text"
    places = [a.content for a in node.arguments if isinstance(a, Literal) and type(a.content) is int]
    kinds = [_TOKENS[a.content] for a in node.arguments if isinstance(a, Literal) and a.content in _TOKENS and a.regex]
    noun = kinds[0] if kinds else "part" if node.operator.noun == "found" else node.operator.noun
    ordinal = _PLACES.get(places[-1], "") if places and (kinds or noun in {"part", "word"}) else ""
    return f"{ordinal}_{noun}" if ordinal else noun


def _times(count: int) -> str:
    return f"{count} example" + ("" if count == 1 else "s")
