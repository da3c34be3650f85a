"""``%%spec``: a cell becomes a prompt. The line gives name, types and options, the cell's body is the prompt.

    %%spec clean_filename(title: str) -> str --model claude-sonnet-5-5
    Turn each title into a clean file name.

The line is parsed, never executed: a type is a name, an attribute or a subscript, looked up in the notebook's own
variables, then among the builtins, then in ``typing``.
"""

from __future__ import annotations

import ast
import builtins
import shlex
import textwrap
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.errors import SpecError, UnknownNameError
from pointmass.signature import MISSING, Annotation, Parameter

if TYPE_CHECKING:
    from pointmass.workbench import Handle, Workbench

USAGE = "%%spec name(param: type, ...) -> type [--model NAME] [--workbench VARIABLE]"
_OPTIONS = ("--model", "--workbench")


@dataclass(frozen=True, slots=True)
class SpecLine:
    """The line of a ``%%spec`` cell, read: a signature with its types looked up, and the options.

    Attributes:
        name: The name to define.
        parameters: Its parameters, in order.
        returns: The type of its result.
        model: The model to ask; ``None`` takes the workbench's.
        workbench: The variable that holds the workbench; ``None`` to find it.
        faults: What could not be read; a type among it is given as ``str``.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Annotation
    model: str | None = None
    workbench: str | None = None
    faults: tuple[str, ...] = ()


def define(line: str, prompt: str, names: dict[str, Any]) -> Handle:
    """Define the spec of a cell on the notebook's workbench, and put it under its name among the variables.

    Args:
        line: The rest of the line after ``%%spec``.
        prompt: The body of the cell.
        names: The notebook's variables; gets the new one.

    Raises:
        SpecError: The line or the spec is at fault; the message lists every fault.
        UnknownNameError: No workbench is to be found, or several are.
    """
    from pointmass.spec import Spec  # noqa: PLC0415 - pydantic is loaded with the first spec, not with IPython

    read = read_line(line, names)
    try:
        spec = Spec(
            name=read.name,
            prompt=textwrap.dedent(prompt).strip(),
            parameters=read.parameters,
            returns=read.returns,
            model=read.model,
        )
    except SpecError as error:
        raise SpecError(read.name, [*read.faults, *error.faults]) from None
    if read.faults:
        raise SpecError(read.name, [*read.faults])
    workbench = find_workbench(read.workbench, names)
    names[read.name] = handle = workbench.define(spec)
    return handle


def find_workbench(name: str | None, names: Mapping[str, Any], *, whose: str = "%%spec") -> Workbench:
    """Return the workbench of a notebook: the one that *name* holds, else ``wb``, else the only one there is.

    Args:
        name: The variable; ``None`` to find it.
        names: The notebook's variables.
        whose: The magic, for messages.

    Raises:
        UnknownNameError: There is none, there are several, or the named variable holds none.
    """
    from pointmass.workbench import Workbench  # noqa: PLC0415 - the whole engine; not needed to turn the magic on

    found = {key: value for key, value in names.items() if isinstance(value, Workbench) and not key.startswith("_")}
    if name is not None:
        if name not in found:
            raise UnknownNameError(f"{whose}: --workbench {name} is not a workbench; {_listed(found)}")
        return found[name]
    if "wb" in found:
        return found["wb"]
    if len({id(value) for value in found.values()}) == 1:
        return next(iter(found.values()))
    raise UnknownNameError(
        f"{whose}: {'several workbenches' if found else 'no workbench'} to work on; {_listed(found)}"
    )


def read_line(line: str, names: Mapping[str, Any]) -> SpecLine:
    """Read the line of a ``%%spec`` cell as far as it can be read, so that its faults are told together with those of the cell.

    Args:
        line: The rest of the line after ``%%spec``.
        names: Where the names of types are looked up first.

    Raises:
        SpecError: It is not a signature.
    """
    function, rest = _split(line.strip())
    faults: list[str] = []
    options = _options(rest, faults)
    parameters = tuple(_parameters(function, names, faults))
    returns = _annotation(function.returns, names, "the result", faults)
    return SpecLine(
        name=function.name,
        parameters=parameters,
        returns=returns,
        model=options.get("--model"),
        workbench=options.get("--workbench"),
        faults=tuple(faults),
    )


def _split(line: str) -> tuple[ast.FunctionDef, str]:
    """Part the signature from the options: at the first ``--`` before which a signature is complete."""
    ends = [at for at in range(len(line)) if line.startswith(" --", at)] + [len(line)]
    for end in ends:
        try:
            tree = ast.parse(f"def {line[:end]}: ...")
        except (SyntaxError, ValueError):
            continue
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.FunctionDef):
            return tree.body[0], line[end:]
    raise SpecError(
        line.split("(", maxsplit=1)[0].strip() or "%%spec", [f"the line {line!r} is not a signature; write {USAGE}"]
    )


def _options(rest: str, faults: list[str]) -> dict[str, str]:
    try:
        words = shlex.split(rest.replace("=", " "))
    except ValueError as error:
        faults.append(f"the options {rest.strip()!r} cannot be read ({error}); write {USAGE}")
        return {}
    options = dict(zip(words[::2], words[1::2], strict=False))
    wrong = [word for word in words[::2] if word not in _OPTIONS]
    if wrong or len(words) % 2:
        faults.append(f"the options are {rest.strip()!r}; allowed is [--model NAME] [--workbench VARIABLE]")
    return options


def _parameters(function: ast.FunctionDef, names: Mapping[str, Any], faults: list[str]) -> Iterable[Parameter]:
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    pairs = [*zip(positional, [*defaults, *given.defaults], strict=True)]
    pairs += zip(given.kwonlyargs, given.kw_defaults, strict=True)
    for parameter, default in pairs:
        whose = f"parameter {parameter.arg!r}"
        before = len(faults)
        kind = _annotation(parameter.annotation, names, whose, faults)
        # A default is checked against a type that was found, and never against what stands in for one that was not.
        known = len(faults) == before
        value = _default(default, names, whose, faults)
        yield Parameter(parameter.arg, kind, value if known else MISSING)
    for starred in (given.vararg, given.kwarg):
        if starred is not None:
            faults.append(
                f"parameter {starred.arg!r} is starred; inputs are one mapping, so each needs a name of its own"
            )
            yield Parameter(starred.arg, str)  # so that the prompt may name it without being at fault itself


def _annotation(node: ast.expr | None, names: Mapping[str, Any], whose: str, faults: list[str]) -> Annotation:
    """Look a type up, or note why it cannot be; a missing one is left to the spec to complain about."""
    if node is None:
        return MISSING
    try:
        return _type(node, names)
    except (LookupError, AttributeError, TypeError, SyntaxError) as error:
        faults.append(f"{whose} has the type {ast.unparse(node)}: {error.args[0] if error.args else error}")
        return str


def _default(node: ast.expr | None, names: Mapping[str, Any], whose: str, faults: list[str]) -> Any:
    if node is None:
        return MISSING
    try:
        return looked_up(node, names) if isinstance(node, (ast.Name, ast.Attribute)) else ast.literal_eval(node)
    except (LookupError, AttributeError, ValueError, TypeError) as error:
        faults.append(f"{whose} has the default {ast.unparse(node)}: {error.args[0] if error.args else error}")
        return MISSING


def _type(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Turn the text of a type into the type, by looking names up; nothing is executed."""
    match node:
        case ast.Name() | ast.Attribute():
            return looked_up(node, names)
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=str(text)):
            return _type(ast.parse(text, mode="eval").body, names)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return typing.Union[_type(left, names), _type(right, names)]  # noqa: UP007 - also takes what knows no `|`
        case ast.Subscript(value=value, slice=inner):
            outer = looked_up(value, names)
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            made = tuple(_argument(outer, place, part, names) for place, part in enumerate(parts))
            return outer[made if isinstance(inner, ast.Tuple) else made[0]]
        case _:
            raise TypeError(
                "a type is written with names, dots, brackets and |; give anything else a name in a cell first"
            )


def _argument(outer: Any, place: int, node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Turn one argument in brackets into what it means there: a value in ``Literal``, else a type (or ``...``)."""
    literal = outer is typing.Literal or (outer is typing.Annotated and place > 0)
    if literal and not isinstance(node, (ast.Name, ast.Attribute)):
        try:
            return ast.literal_eval(node)
        except ValueError:
            raise TypeError(f"{ast.unparse(node)} is not a constant") from None
    if isinstance(node, ast.Constant) and node.value is ...:
        return ...
    return looked_up(node, names) if literal else _type(node, names)


def looked_up(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return what a name, with dots or without, stands for: among the notebook's variables, the builtins, then ``typing``.

    Raises:
        LookupError: Nothing is called so.
        AttributeError: What stands before a dot has no such part.
        TypeError: It is no name.
    """
    match node:
        case ast.Name(id=name):
            for place in (names, vars(builtins), vars(typing)):
                if name in place:
                    return place[name]
            raise LookupError(f"{name!r} is not defined; define or import it in a cell above")
        case ast.Attribute(value=value, attr=name) if not name.startswith("_"):
            return getattr(looked_up(value, names), name)
        case _:
            raise TypeError(f"{ast.unparse(node)} is not a name")


def _listed(found: Mapping[str, Any]) -> str:
    if not found:
        return "make one first: wb = pointmass.Workbench(...)"
    return f"there are {sorted(found)}: name one with --workbench"
