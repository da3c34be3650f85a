"""The operator tree of a program: what is evaluated here is what `emit` writes as source."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from pointmass.errors import PointmassError

Env: TypeAlias = tuple[Any, ...]
T = TypeVar("T")

# What a step may raise where it finds nothing to take; anything else is our bug.
UNDEFINED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operation, as a function to evaluate and as source to emit.

    Attributes:
        function: Computes the value. Emitted word for word where *form* is empty.
        form: The operation as an inline expression over ``{0}``, ``{1}``, ...; it must equal *function*.
        words: What it does, over the same placeholders, for `Candidate.words`.
        imports: Import lines that the source needs.
        uses: Functions that *function* calls, emitted before it.
        noun: What the result is called where a step needs a name.
        primary: Whether *form* binds as tightly as a call, so that a method may follow.
    """

    function: Callable[..., Any]
    form: str = ""
    words: str = ""
    imports: tuple[str, ...] = ()
    uses: tuple[Callable[..., Any], ...] = ()
    noun: str = "part"
    primary: bool = True

    @property
    def name(self) -> str:
        """The name of the emitted function."""
        return str(self.function.__name__)


# An expression of these kinds binds as tightly as a call.
_TIGHT = (
    ast.Call,
    ast.Attribute,
    ast.Subscript,
    ast.JoinedStr,
    ast.List,
    ast.ListComp,
    ast.Dict,
    ast.DictComp,
    ast.Name,
)


def inline(
    form: str,
    words: str = "",
    imports: tuple[str, ...] = (),
    uses: tuple[Callable[..., Any], ...] = (),
    *,
    noun: str = "part",
    gives: str = "",
) -> Operator:
    """Return the operator that an expression of ours is: what is evaluated is what is emitted.

    Args:
        form: The expression over ``{0}``, ``{1}``, ...
        words: What it does; see `Operator`.
        imports: The import lines that it needs.
        uses: The functions that it calls.
        noun: What the result is called.
        gives: The name of the type of its result, where a step after it has to know that it is ``str``.
    """
    count = 1 + max(int(name) for _, name, _, _ in string.Formatter().parse(form) if name)
    names = [f"x{place}" for place in range(count)]
    space: dict[str, Any] = {function.__name__: function for function in uses}
    exec("\n".join(imports), space)  # noqa: S102 - import lines of ours
    text = form.format(*names)
    function = eval(f"lambda {', '.join(names)}: {text}", space)  # noqa: S307 - an expression of ours
    function.__annotations__["return"] = gives
    tight = isinstance(ast.parse(text, mode="eval").body, _TIGHT)
    return Operator(function, form, words, imports, uses, noun, tight)


@dataclass(frozen=True, slots=True)
class Var:
    """A parameter of the function, or the item of an enclosing loop, by position."""

    index: int = 0

    def value(self, env: Env) -> Any:
        """Return the value that *env* holds at this position."""
        return env[self.index]


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant written where it is used; *regex* ones as raw strings."""

    content: Any
    regex: bool = False

    def __hash__(self) -> int:
        """Hash it also where its content, a list or a dict, has no hash of its own: programs are looked up by their nodes."""
        held = self.content
        return hash((len(held) if isinstance(held, list | dict) else held, self.regex))

    def value(self, env: Env) -> Any:  # noqa: ARG002 - the same on every input
        """Return the constant."""
        return self.content


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant of the module, under its own name and with a comment that says why it is what it is.

    Attributes:
        notes: A comment for each entry of a dict, or for each of the *lines* of a pattern.
        lines: The parts of a regular expression, one per line; joined, they are the pattern.
    """

    name: str
    content: Any = field(hash=False)
    why: str = ""
    notes: tuple[str, ...] = ()
    annotation: str = ""
    lines: tuple[str, ...] = ()

    def value(self, env: Env) -> Any:  # noqa: ARG002 - the same on every input
        """Return the constant."""
        return self.content


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator on its arguments."""

    operator: Operator
    arguments: tuple[Node, ...]

    def value(self, env: Env) -> Any:
        """Return the operator's result; raises one of `UNDEFINED` where it has none."""
        return self.operator.function(*[argument.value(env) for argument in self.arguments])


@dataclass(frozen=True, slots=True)
class Concat:
    """Texts one after the other: an f-string."""

    parts: tuple[Node, ...]

    def value(self, env: Env) -> str:
        """Return the parts joined; raises TypeError when one is not text."""
        texts: list[Any] = [part.value(env) for part in self.parts]
        return "".join(texts)


@dataclass(frozen=True, slots=True)
class Named:
    """A step that gets a line of its own, with a name and a reason.

    Attributes:
        again: Whether the step takes over the name of the step before it, which nothing else uses.
    """

    name: str
    node: Node
    why: str = ""
    again: bool = False

    def value(self, env: Env) -> Any:
        """Return the value of the step."""
        return self.node.value(env)


@dataclass(frozen=True, slots=True)
class Case:
    """One branch: what must hold, what is returned then, and on how many examples that rests."""

    test: Node
    node: Node
    support: int = 0


@dataclass(frozen=True, slots=True)
class Cases:
    """The first case whose test holds; *default* where none does, or an error where there is none."""

    cases: tuple[Case, ...]
    default: Node | None = None
    default_support: int = 0

    def value(self, env: Env) -> Any:
        """Return the value of the first case that holds; raises ValueError when none does."""
        for case in self.cases:
            if case.test.value(env):
                return case.node.value(env)
        if self.default is None:
            raise ValueError("no rule applies")
        return self.default.value(env)


@dataclass(frozen=True, slots=True)
class Each:
    """*body* for every item of *items*, where *test* holds: a list comprehension. The item is the last variable."""

    items: Node
    body: Node
    test: Node | None = None
    depth: int = 1
    name: str = "item"

    def value(self, env: Env) -> list[Any]:
        """Return the list of results, in order."""
        found = []
        for item in self.items.value(env):
            inner = (*env, item)
            if self.test is None or self.test.value(inner):
                found.append(self.body.value(inner))
        return found


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object, field by field."""

    fields: tuple[tuple[str, Node], ...]

    def value(self, env: Env) -> dict[str, Any]:
        """Return the object."""
        return {key: node.value(env) for key, node in self.fields}


@dataclass(frozen=True, slots=True)
class Array:
    """A JSON array of a fixed number of items."""

    items: tuple[Node, ...]

    def value(self, env: Env) -> list[Any]:
        """Return the array."""
        return [node.value(env) for node in self.items]


Node: TypeAlias = Var | Literal | Constant | Apply | Concat | Named | Cases | Each | Fields | Array


def attempt(node: Node, env: Env) -> Any:
    """Return the value of *node*, or None where it is undefined."""
    try:
        return node.value(env)
    except UNDEFINED:
        return None


def outlived(search: Callable[..., Iterable[T] | None], *arguments: Any, dropped: Counter[str]) -> list[T]:
    """Return what a part of a search finds; where a step of it raises, what it found up to there.

    No operator ends a search: every family of programs and every kind of piece is asked for through here.

    Args:
        search: What yields or returns findings, or offers them and returns nothing.
        arguments: What to call it with.
        dropped: Where to count, by search and error, what was given up.
    """
    found: list[T] = []
    try:
        found.extend(search(*arguments) or ())
    except PointmassError:
        raise
    except (*UNDEFINED, MemoryError, RecursionError, re.error) as error:
        dropped[f"{search.__name__}: {type(error).__name__}"] += 1
    return found


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below *node*."""
    found: list[Node] = []

    def seen(below: Node) -> Node:
        found.append(below)
        return below

    rebuilt(node, seen)
    return tuple(found)


def size(node: Node) -> int:
    """Return the number of nodes of the tree."""
    return 1 + sum(size(child) for child in children(node))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:  # noqa: PLR0911 - one return per kind of node
    """Return *node* with each node directly below it changed."""
    match node:
        case Apply():
            return Apply(node.operator, tuple(map(change, node.arguments)))
        case Concat():
            return Concat(tuple(map(change, node.parts)))
        case Named():
            return Named(node.name, change(node.node), node.why, node.again)
        case Cases():
            cases = tuple(Case(change(c.test), change(c.node), c.support) for c in node.cases)
            return Cases(cases, change(node.default) if node.default is not None else None, node.default_support)
        case Each():
            items, body = change(node.items), change(node.body)
            return Each(items, body, change(node.test) if node.test is not None else None, node.depth, node.name)
        case Fields():
            return Fields(tuple((k, change(n)) for k, n in node.fields))
        case Array():
            return Array(tuple(map(change, node.items)))
        case _:
            return node


def replaced(node: Node, variables: tuple[Node, ...], shift: int = 0) -> Node:
    """Return *node* with its variables replaced; variables beyond those (of loops) move by *shift*."""
    if isinstance(node, Var):
        return variables[node.index] if node.index < len(variables) else Var(node.index + shift)
    return rebuilt(node, lambda inner: replaced(inner, variables, shift))


def swapped(node: Node, old: Node, new: Node) -> Node:
    """Return *node* with *new* wherever *old* stands."""
    return new if node == old else rebuilt(node, lambda inner: swapped(inner, old, new))


def uses_input(node: Node) -> bool:
    """Whether the value of the program depends on its input at all."""
    return isinstance(node, Var) or any(uses_input(child) for child in children(node))
