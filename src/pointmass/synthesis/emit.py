"""Write the operator tree of a program, and its guard, as the text of a Python module."""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import literals
from pointmass.synthesis.program import (
    Apply,
    Array,
    Choice,
    Concat,
    Constant,
    Each,
    Literal,
    Named,
    Node,
    Operator,
    Record,
    Var,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pointmass.synthesis.guard import Guard
    from pointmass.synthesis.signature import Signature

_LONG = 72
_WIDTH = 96
# Expressions that begin like this have a type of their own, whatever they are made of.
_TYPED = (
    "bool(",
    "dict(",
    'f"',
    "float(",
    "int(",
    "isinstance(",
    "len(",
    "list(",
    "not ",
    "re.",
    "round(",
    "str(",
    '"',
)
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
class Module:
    """What a module being written has gathered so far.

    Attributes:
        reserved: The names that the function and its parameters have taken.
        texts: The positions of the parameters that are texts.
    """

    reserved: frozenset[str] = frozenset()
    texts: frozenset[int] = frozenset()
    imports: set[str] = field(default_factory=set)
    functions: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)

    def need(self, operator: Operator) -> str:
        """Emit the function of *operator* once, word for word: what was evaluated is what will be called."""
        self.imports.update(operator.imports)
        self._hold(*operator.uses, operator.function)
        return self.free(operator.name)

    def inline(self, operator: Operator, arguments: list[str]) -> str:
        """Return the expression that *operator* is written as, and emit the functions that it calls."""
        self.imports.update(operator.imports)
        self._hold(*operator.uses)
        form = operator.form
        for function in operator.uses:
            form = re.sub(rf"\b{function.__name__}(?=\()", self.free(function.__name__), form)
        return form.format(*arguments)

    def _hold(self, *functions: Callable[..., Any]) -> None:
        for function in functions:
            if function.__name__ not in self.functions:
                self.functions[function.__name__] = inspect.getsource(function).rstrip()

    def free(self, name: str) -> str:
        """Return *name*, or a variation of it where the signature has taken it."""
        return f"{name}_of" if name in self.reserved else name

    def blocks(self) -> list[str]:
        """Return the functions, calls among them by the names that they got."""
        renamed = [name for name in self.functions if name in self.reserved]
        texts = list(self.functions.values())
        for name in renamed:
            texts = [re.sub(rf"(?<![\w.]){name}(?=\()", self.free(name), text) for text in texts]
        return texts


@dataclass(slots=True)
class Result:
    """What a function returns, and the name that its value was given where its type would not be known otherwise."""

    signature: Signature
    name: str = ""

    def is_loose(self, node: Node) -> bool:
        """Whether a type checker sees anything at all in *node*, though the function says what it returns."""
        return self.signature.returns not in {"Any", "object"} and self._is_any(node)

    def _is_any(self, node: Node) -> bool:
        match node:
            case Var():
                parameters = self.signature.parameters
                return node.index >= len(parameters) or parameters[node.index][1] == "Any"
            case Named():
                return self._is_any(node.node)
            case Apply() if not node.operator.form:
                return str(inspect.signature(node.operator.function).return_annotation) == "Any"
            case Apply():
                typed = node.operator.form.startswith(_TYPED) and not node.operator.form.endswith("]")
                return not typed and any(map(self._holds_any, node.arguments))
            case _:
                return isinstance(node, Choice)

    def _holds_any(self, node: Node) -> bool:
        """Whether *node* is made of a parameter that may hold anything."""
        if isinstance(node, Var):
            parameters = self.signature.parameters
            return node.index >= len(parameters) or "Any" in parameters[node.index][1]
        return any(map(self._holds_any, children(node)))


@dataclass(slots=True)
class Body:
    """The statements of one block, and the names taken so far."""

    module: Module
    variables: tuple[str, ...]
    indent: str = "    "
    lines: list[str] = field(default_factory=list)
    taken: dict[str, Node] = field(default_factory=dict)
    result: Result | None = None

    def expression(self, node: Node, *, nested: bool = False) -> str:  # noqa: C901, PLR0911 - one return a kind of node
        """Return the source of *node*; steps worth a name become statements before it."""
        match node:
            case Var():
                return self.variables[node.index]
            case Literal():
                return literals.pattern(node.content) if node.regex else literals.literal(node.content)
            case Constant():
                return self._constant(node)
            case Named():
                return self._assign(node.name, node.node, node.why, again=node.again)
            case Apply():
                return self._apply(node, nested=nested)
            case Concat():
                return self._concat(node)
            case Each():
                return self._each(node)
            case Record():
                return "{" + ", ".join(f"{literals.literal(k)}: {self.expression(n)}" for k, n in node.fields) + "}"
            case Array():
                return "[" + ", ".join(self.expression(n) for n in node.items) + "]"
            case Choice():
                return self._inline_choice(node)

    def finish(self, node: Node) -> None:
        """Write the statements that return the value of *node*."""
        if not isinstance(node, Choice):
            self._return(node)
            return
        for case in node.cases:
            test = self.expression(case.test)
            seen = f"  # {_times(case.support)}" if case.support else ""
            self.lines.append(f"{self.indent}if {test}:{seen}")
            self._block(case.node)
        if node.default is None:
            reason = _free("reason", {*self.variables, *self.taken})
            self.lines.append(f'{self.indent}{reason} = "no rule applies"')
            self.lines.append(f"{self.indent}raise ValueError({reason})")
            return
        if node.default_support:
            self.lines.append(f"{self.indent}# What is left: {_times(node.default_support)}.")
        self.finish(node.default)

    def _return(self, node: Node) -> None:
        text = self.expression(node)
        if isinstance(node, Record) and len(text) > _WIDTH:
            self.lines += [f"{self.indent}return {{", *self._fields(node), f"{self.indent}}}"]
            return
        if self.result is None or not self.result.is_loose(node):
            self.lines.append(f"{self.indent}return {text}")
            return
        known = self.result.name
        self.result.name = name = known or _free("answer", {*self.variables, *self.taken, *self.module.functions})
        annotation = "" if known else f": {self.result.signature.returns}"
        self.lines += [f"{self.indent}{name}{annotation} = {text}", f"{self.indent}return {name}"]

    def _fields(self, node: Record) -> list[str]:
        """Return the fields of a record that is too long for one line, one a line."""
        return [f"{self.indent}    {literals.literal(key)}: {self.expression(one)}," for key, one in node.fields]

    def _block(self, node: Node) -> None:
        inner = Body(self.module, self.variables, self.indent + "    ", [], dict(self.taken), self.result)
        inner.finish(node)
        self.lines.extend(inner.lines)

    def _apply(self, node: Apply, *, nested: bool) -> str:
        operator = node.operator
        arguments = [self._argument(a, nested=_is_operand(operator, i)) for i, a in enumerate(node.arguments)]
        if operator.form:
            text = self.module.inline(operator, arguments)
            return f"({text})" if nested and not operator.primary else text
        return f"{self.module.need(operator)}({', '.join(arguments)})"

    def _argument(self, node: Node, *, nested: bool) -> str:
        text = self.expression(node, nested=nested)
        if len(text) > _LONG and isinstance(node, Apply | Concat | Each):
            return self._assign(_noun(node), node, "", text)
        return text

    def _concat(self, node: Concat) -> str:
        """Return texts one after the other; an f-string would write None and numbers too, so that it needs texts."""
        if not all(map(is_text, node.parts)):
            return self._joined([self.expression(p, nested=True) for p in node.parts], node.parts)
        shown = []
        for part in node.parts:
            if isinstance(part, Literal):
                shown.append(literals.within_f_string(part.content))
                continue
            text = self.expression(part)
            # Before Python 3.12 an f-string may hold neither its own quote nor a backslash.
            if not text.isidentifier():
                text = self._assign(_noun(part), part, "", text)
            shown.append("{" + text + "}")
        if len("".join(shown)) <= _WIDTH - len(self.indent):
            return 'f"' + "".join(shown) + '"'
        lines = [f'{self.indent}    f"{one}"' if "{" in one else f'{self.indent}    "{one}"' for one in shown]
        return "(\n" + "\n".join(lines) + f"\n{self.indent})"

    def _joined(self, shown: list[str], parts: tuple[Node, ...]) -> str:
        """Return the parts joined so that what is no text is an error."""
        texts = (is_text(p) or (isinstance(p, Var) and p.index in self.module.texts) for p in parts)
        if not any(texts):
            return f'"".join(({", ".join(shown)}))'
        if len(" + ".join(shown)) <= _WIDTH - len(self.indent):
            return " + ".join(shown)
        rest = "".join(f"\n{self.indent}    + {one}" for one in shown[1:])
        return f"(\n{self.indent}    {shown[0]}{rest}\n{self.indent})"

    def _each(self, node: Each) -> str:
        item = _free(node.name, {*self.variables, *self.taken})
        inner = Body(self.module, (*self.variables, item), self.indent, self.lines, self.taken)
        items = self.expression(node.items)
        body = inner.inline(node.body)
        test = f" if {inner.inline(node.test, nested=False)}" if node.test is not None else ""
        return f"[{body} for {item} in {items}{test}]"

    def inline(self, node: Node, *, nested: bool = True) -> str:  # noqa: PLR0911 - one return a kind of node
        """Return *node* as one expression without statements: the body of a loop."""
        match node:
            case Apply():
                operator = node.operator
                inner = [self.inline(a, nested=_is_operand(operator, i)) for i, a in enumerate(node.arguments)]
                if node.operator.form:
                    text = self.module.inline(operator, inner)
                    return f"({text})" if nested and not operator.primary else text
                return f"{self.module.need(node.operator)}({', '.join(inner)})"
            case Concat():
                text = self._joined([self.inline(p) for p in node.parts], node.parts)
                return f"({text})" if nested and " + " in text else text
            case Named():
                return self.inline(node.node)
            case Record():
                return "{" + ", ".join(f"{literals.literal(k)}: {self.inline(n)}" for k, n in node.fields) + "}"
            case Array():
                return "[" + ", ".join(self.inline(n) for n in node.items) + "]"
            case _:
                return self.expression(node)

    def _inline_choice(self, node: Choice) -> str:
        text = self.inline(node.default) if node.default is not None else "None"
        for case in reversed(node.cases):
            text = f"{self.inline(case.node)} if {self.inline(case.test)} else {text}"
        return f"({text})"

    def _assign(self, name: str, node: Node, why: str, text: str = "", *, again: bool = False) -> str:
        """Give the value of *node* a name, once."""
        for known, taken in self.taken.items():
            if taken == node:
                return known
        text = text or self.expression(node)
        free = (
            name
            if again and name in self.taken
            else _free(name, {*self.variables, *self.taken, *self.module.functions})
        )
        self.lines.append(f"{self.indent}{free} = {text}" + (f"  # {why}" if why else ""))
        self.taken[free] = node
        return free

    def _constant(self, node: Constant) -> str:
        if "Any" in node.annotation:
            self.module.imports.add("from typing import Any")
        # A parameter of the same name would hide it.
        named = replace(node, name=_free(node.name, set(self.module.reserved)))
        known = self.module.constants.setdefault(named.name, named)
        if known != named:
            free = _free(node.name, {*self.module.reserved, *self.module.constants})
            self.module.constants[free] = replace(node, name=free)
            return free
        return named.name


def module_source(name: str, signature: Signature, program: Node, guard: Guard, words: str) -> str:
    """Return the text of the module: the function *name* and what it needs, then ``accepts`` and what that needs."""
    texts = frozenset(i for i, (_, annotation) in enumerate(signature.parameters) if annotation == "str")
    module = Module(frozenset({name, "accepts", *signature.names}), texts)
    function = _function(module, name, signature, program, words)
    working, steps = list(module.constants), list(module.functions)
    accepts = guard.lines(module, name, signature, program)
    parts = ["\n".join(_doc(f"{name}: learned from examples.\n{words[:1].upper()}{words[1:]}.", ""))]
    parts.append("\n".join(_imports({*module.imports, *signature.imports, *_typing(signature)})))
    parts += [_constant_lines(module.constants[c]) for c in working]
    blocks = dict(zip(module.functions, module.blocks(), strict=True))
    body = [*(blocks[s] for s in steps), "\n".join(function)]
    body += ["\n\n".join(_constant_lines(c) for n, c in module.constants.items() if n not in working)]
    body += [*(block for s, block in blocks.items() if s not in steps), "\n".join(accepts)]
    return "\n\n".join(filter(None, parts)) + "\n\n\n" + "\n\n\n".join(filter(None, body)) + "\n"


def header(name: str, signature: Signature, returns: str) -> str:
    """Return the ``def`` line."""
    parameters = ", ".join(f"{n}: {a}" for n, a in signature.parameters)
    return f"def {name}({parameters}) -> {returns}:"


def _function(module: Module, name: str, signature: Signature, program: Node, words: str) -> list[str]:
    body = Body(module, signature.names, result=Result(signature))
    body.finish(program)
    doc = _doc(signature.doc or f"{words[:1].upper()}{words[1:].rstrip('.')}.")
    return [header(name, signature, signature.returns), *doc, *body.lines]


def _doc(text: str, indent: str = "    ") -> list[str]:
    safe = [literals.printable(line).strip() for line in text.strip().splitlines()] or ["Answer."]
    lines = [short for line in safe for short in textwrap.wrap(line, _WIDTH) or [""]]
    if len(lines) > 1 and lines[1] and len(safe) > 1:
        lines.insert(1, "")
    if lines[-1].endswith(('"', "\\")):
        lines[-1] += " "
    raw = "r" * any("\\" in line for line in lines)
    if len(lines) == 1:
        return [f'{indent}{raw}"""{lines[0]}"""']
    return [f'{indent}{raw}"""{lines[0]}', *(f"{indent}{line}".rstrip() for line in lines[1:]), f'{indent}"""']


def _constant_lines(constant: Constant) -> str:
    safe = " ".join(literals.printable(line) for line in constant.why.splitlines())
    lines = [f"# {line}" for line in textwrap.wrap(safe, _WIDTH)]
    annotation = f": {constant.annotation}" if constant.annotation else ""
    if constant.annotation == "re.Pattern[str]":
        lines.extend(_pattern_lines(constant))
        return "\n".join(lines)
    if isinstance(constant.content, dict) and constant.content:
        notes = constant.notes or ("",) * len(constant.content)
        items = tuple((k, v, note) for (k, v), note in zip(constant.content.items(), notes, strict=True))
        return "\n".join([*lines, f"{constant.name}{annotation} = {{", *literals.mapping_lines(items), "}"])
    shown = literals.literal(constant.content)
    frozen = isinstance(constant.content, frozenset)
    if len(shown) > _WIDTH and isinstance(constant.content, tuple | frozenset):
        opened, closed = ("frozenset({", "})") if frozen else ("(", ")")
        inner = literals.display_lines(constant.content)
        return "\n".join([*lines, f"{constant.name}{annotation} = {opened}", *inner, closed])
    return "\n".join([*lines, f"{constant.name}{annotation} = {f'frozenset({shown})' if frozen else shown}"])


def _pattern_lines(constant: Constant) -> list[str]:
    if len(constant.lines) < 2:  # noqa: PLR2004 - one part needs no list
        return [f"{constant.name} = re.compile({literals.pattern(constant.content.pattern)})"]
    notes = constant.notes or ("",) * len(constant.lines)
    inner = []
    for part, note in zip(constant.lines, notes, strict=True):
        comment = f"  # {literals.one_line(note)}" if note else ""
        inner.append(f"    {literals.pattern(part)}{comment}")
    return [f"{constant.name} = re.compile(", *inner, ")"]


def _typing(signature: Signature) -> list[str]:
    text = " ".join([signature.returns, *(a for _, a in signature.parameters)])
    return ["from typing import Any"] if "Any" in text else []


def _imports(lines: set[str]) -> list[str]:
    """Return the import lines in order, one a module."""
    plain = sorted(line for line in lines if line.startswith("import "))
    names: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            module, _, imported = line.removeprefix("from ").partition(" import ")
            names.setdefault(module, set()).update(imported.split(", "))
    return [*plain, *(f"from {m} import {', '.join(sorted(names[m], key=_name_order))}" for m in sorted(names))]


def _name_order(name: str) -> tuple[bool, bool, str]:
    """Order names as isort does: constants, classes, functions."""
    return not name.isupper(), name[0].islower(), name


def _is_operand(operator: Operator, place: int) -> bool:
    """Whether the argument at *place* stands beside an operator or a dot, so that it must bind tightly."""
    return bool(operator.form) and not re.search(rf"[(,]\s*\{{{place}\}}\s*[,)]", operator.form)


def is_text(node: Node) -> bool:
    """Whether the value of *node* is a text wherever it has one, whatever the input is."""
    match node:
        case Literal():
            return isinstance(node.content, str)
        case Concat():
            return True
        case Named():
            return is_text(node.node)
        case Choice():
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
    # A part of a list is a list, and what is handed on may be anything.
    return not node.operator.form.startswith(_OPEN_FORMS) or is_text(node.arguments[0])


def _noun(node: Node) -> str:
    """Return what to call the value of a step: by its place, where it has one among others of its kind."""
    if not isinstance(node, Apply):
        return "items" if isinstance(node, Each) else "text"
    places = [a.content for a in node.arguments if isinstance(a, Literal) and type(a.content) is int]
    kinds = [_TOKENS[a.content] for a in node.arguments if isinstance(a, Literal) and a.content in _TOKENS and a.regex]
    noun = kinds[0] if kinds else "part" if node.operator.noun == "found" else node.operator.noun
    ordinal = _PLACES.get(places[-1], "") if places and (kinds or noun in {"part", "word"}) else ""
    return f"{ordinal}_{noun}" if ordinal else noun


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{i}" for i in range(2, len(taken) + 3) if f"{name}_{i}" not in taken)


def _times(count: int) -> str:
    return f"{count} example" + ("" if count == 1 else "s")
