"""Programs as trees of operators: they are evaluated here, and `emit` writes them as source."""

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

# The errors that a step may raise if it is undefined on an input; any other error is a bug of pointmass.
UNDEFINED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operation, as a function to evaluate and as source to emit.

    Attributes:
        function: Computes the value. If *form* is empty, its source is copied into generated code.
        form: The operation as an expression over ``{0}``, ``{1}``, ...; it must compute the same as *function*.
        words: What it does, over the same placeholders, for `Candidate.words`.
        imports: The import lines that the source needs.
        uses: The functions that *function* calls; their source is copied as well.
        noun: A name for the result, for steps that need one.
        primary: Whether *form* needs no brackets beside an operator or a dot, like a call.
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


# Expressions of these kinds need no brackets beside an operator or a dot.
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
    """Return the operator for an expression of pointmass: the same expression is evaluated here and emitted.

    Args:
        form: The expression over ``{0}``, ``{1}``, ...
        words: What it does; see `Operator`.
        imports: The import lines that it needs.
        uses: The functions that it calls.
        noun: A name for the result.
        gives: ``str`` if the result is a text and a later step has to know it.
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
    """A variable by its number: a parameter of the function, or, after these, the item of an enclosing loop."""

    index: int = 0

    def value(self, env: Env) -> Any:
        """Return the value of the variable in *env*."""
        return env[self.index]


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant that is written where it is used; with *regex* true as a regular expression."""

    content: Any
    regex: bool = False

    def __hash__(self) -> int:
        """Return a hash, also for lists and dicts, which have none: programs are keys of dicts."""
        held = self.content
        return hash((len(held) if isinstance(held, list | dict) else held, self.regex))

    def value(self, env: Env) -> Any:  # noqa: ARG002 - the same on every input
        """Return the constant."""
        return self.content


@dataclass(frozen=True, slots=True)
class Constant:
    """A named constant of the generated module.

    Attributes:
        name: The name that it gets, unless that is taken.
        content: Its value: JSON data, a tuple, a frozenset or a compiled regular expression.
        why: The comment above it.
        notes: A comment for each entry of a dict, or for each of *lines*.
        annotation: Its type as source text; empty for none.
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
    """An operator applied to arguments."""

    operator: Operator
    arguments: tuple[Node, ...]

    def value(self, env: Env) -> Any:
        """Return the operator's result; raises one of `UNDEFINED` if it is undefined here."""
        return self.operator.function(*[argument.value(env) for argument in self.arguments])


@dataclass(frozen=True, slots=True)
class Concat:
    """The concatenation of texts."""

    parts: tuple[Node, ...]

    def value(self, env: Env) -> str:
        """Return the parts joined; raises TypeError when one is not text."""
        texts: list[Any] = [part.value(env) for part in self.parts]
        return "".join(texts)


@dataclass(frozen=True, slots=True)
class Named:
    """A step that is assigned to a variable in generated code.

    Attributes:
        name: The name of the variable.
        node: The step.
        why: The comment beside the assignment.
        again: Whether the step reuses the variable of the step before it, which nothing else uses.
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
    """One branch.

    Attributes:
        test: The condition.
        node: The program that runs if it holds.
        support: The number of examples that take this branch.
    """

    test: Node
    node: Node
    support: int = 0


@dataclass(frozen=True, slots=True)
class Cases:
    """A program with branches: the first case whose test holds answers, else *default*; without one it is an error."""

    cases: tuple[Case, ...]
    default: Node | None = None
    default_support: int = 0

    def value(self, env: Env) -> Any:
        """Return the value of the first case that holds, else of the default; raises ValueError without a default."""
        for case in self.cases:
            if case.test.value(env):
                return case.node.value(env)
        if self.default is None:
            raise ValueError("no rule applies")
        return self.default.value(env)


@dataclass(frozen=True, slots=True)
class Each:
    """A list comprehension: *body* for every item of *items* for which *test* holds. The item is the last variable."""

    items: Node
    body: Node
    test: Node | None = None
    depth: int = 1
    name: str = "item"

    def value(self, env: Env) -> list[Any]:
        """Return the results, in the order of the items."""
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
    """Return the value of *node*, or None if it is undefined on *env*."""
    try:
        return node.value(env)
    except UNDEFINED:
        return None


def outlived(search: Callable[..., Iterable[T] | None], *arguments: Any, dropped: Counter[str]) -> list[T]:
    """Run a part of a search and return what it finds; if it raises an error, what it found before.

    Every family of programs and every kind of piece is searched through this function, so that an error in one operator
    does not end the whole search.

    Args:
        search: Yields or returns findings, or stores them elsewhere and returns None.
        arguments: Its arguments.
        dropped: Counts the errors, by the name of the search and the class of the error.

    Raises:
        PointmassError: The search raised one, which is passed on.
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
    """Return *node* with *change* applied to each node directly below it."""
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
    """Return *node* with its first variables replaced by *variables*; the numbers of the others grow by *shift*."""
    if isinstance(node, Var):
        return variables[node.index] if node.index < len(variables) else Var(node.index + shift)
    return rebuilt(node, lambda inner: replaced(inner, variables, shift))


def swapped(node: Node, old: Node, new: Node) -> Node:
    """Return *node* with every *old* replaced by *new*."""
    return new if node == old else rebuilt(node, lambda inner: swapped(inner, old, new))


def uses_input(node: Node) -> bool:
    """Whether the program uses any variable."""
    return isinstance(node, Var) or any(uses_input(child) for child in children(node))
