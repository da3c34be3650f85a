"""The spec: a function whose body is missing. Typed signature, prompt, examples, tools, model and options; frozen."""

from __future__ import annotations

import builtins
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict, Unpack

from pointmass.digest import canonical, digest
from pointmass.errors import InputError, SpecError, clip
from pointmass.frozen import frozen
from pointmass.keywords import nearest
from pointmass.signature import (
    MISSING,
    Annotation,
    Parameter,
    as_said,
    describe,
    fault,
    hints,
    is_name,
    misfit,
    plain,
    show,
)

PLACEHOLDER = re.compile(r"\{+([A-Za-z_]\w*)\}+")
"""A name in braces in a prompt, as many as there are; ``Spec.fill`` says what each number of them means."""

KNOWN = "already known"
"""Marks (``Annotated[..., KNOWN]``) the parameter that holds fields of the result that are known already."""

_ROLES = ("user", "assistant")
_GUARD = "accepts"
_PARTS = ("prompt", "returns", "examples", "history", "tools", "model", "options")
_FREE = frozenset(
    ("id", "input", "format", "type", "object", "filter", "hash", "help", "license", "copyright", "credits", "vars")
)
TAKEN = frozenset(("Any", "datetime", "json", "math", "re", "unicodedata")) | (frozenset(dir(builtins)) - _FREE)
"""Names that code made for a spec uses itself, so that it cannot be called so (a parameter is renamed in the code)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One input with the result that it should have.

    Attributes:
        inputs: The input, a mapping of parameters to JSON data.
        result: The result, JSON data.
    """

    inputs: Mapping[str, Any]
    result: Any


Examples: TypeAlias = Mapping[Any, Any] | Iterable[Example | Sequence[Any]]
"""Examples as people write them: a mapping from input to result, ``Example`` objects, or pairs (input, result)."""


class OtherParts(TypedDict, total=False):
    """The parts of a spec that a stub does not say, for type checkers; see ``Spec``."""

    examples: Examples
    history: Sequence[Mapping[str, str]]
    tools: Sequence[str]
    model: str | None
    options: Mapping[str, Any]
    prompt: str


class SpecParts(OtherParts, total=False):
    """The parts of a spec besides its name and parameters, for type checkers; see ``Spec``."""

    returns: Any


@dataclass(frozen=True, slots=True)
class Spec:
    """What a name means while a model stands behind it.

    Equal content has an equal ``digest``, on every machine. All faults of a spec are found when it is made.

    Attributes:
        name: The name it is called by: a Python identifier.
        prompt: The intent in words. ``{parameter}`` stands for an input; a prompt without one gets the inputs as the
            message that follows it.
        parameters: The parameters, in order.
        returns: The type of the result. ``str`` is taken as text; another type is asked for by JSON schema.
        examples: Inputs with their results, shown to the model as earlier turns.
        history: Earlier turns of the conversation, each ``{"role": "user" | "assistant", "content": str}``.
        tools: Names that the model may call while it answers, whatever stands behind them.
        model: The model to ask, by its service's name for it; ``None`` takes the workbench's.
        options: Further parameters of the request (``max_tokens``, ``thinking``, ``output_config``, …), as the
            service's SDK names them.

    Raises:
        SpecError: Some part does not fit another; the message lists every fault.
    """

    name: str
    prompt: str
    parameters: tuple[Parameter, ...]
    returns: Annotation = str
    examples: tuple[Example, ...] = ()
    history: tuple[Mapping[str, str], ...] = ()
    tools: tuple[str, ...] = ()
    model: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    digest: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check everything, freeze what is mutable, and take the digest."""
        _check_parameters(self)
        faults = [*_faults(self)]
        examples: list[Example] = []
        given, complaints = _examples(self.examples, self.parameters)
        faults += complaints
        for number, example in given.items():
            made, complaints = _example(self, number, example)
            faults += complaints
            examples += [made] if made else []
        if faults:
            raise SpecError(str(self.name), faults)
        put = object.__setattr__  # the only way to set a field of a frozen dataclass while it is made
        put(self, "parameters", tuple(self.parameters))
        put(self, "examples", tuple(examples))
        put(self, "history", tuple(frozen(turn) for turn in self.history))
        put(self, "tools", tuple(self.tools))
        # Deep-copied and frozen: nobody, on either side, changes what the digest names.
        put(self, "options", frozen(dict(self.options)))
        put(self, "digest", digest(self.content()))

    def __hash__(self) -> int:
        """Hash by content, as it compares."""
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy it by its parts; the digest is taken anew."""
        parts = (self.parameters, self.returns, self.examples, self.history, self.tools, self.model, self.options)
        return type(self), (self.name, self.prompt, *parts)

    @classmethod
    def from_function(cls, function: Callable[..., Any], **how: Unpack[SpecParts]) -> Spec:
        """Read a spec from a typed stub: its name, signature and docstring (the prompt).

        Args:
            function: The stub. Its body is never used.
            **how: Further fields of the spec: ``examples``, ``history``, ``tools``, ``model``, ``options``; or ``prompt``
                and ``returns`` in place of what the stub says.

        Raises:
            SpecError: The stub is a lambda or ``async``, lacks an annotation or a docstring, or a part does not fit.
        """
        parts: dict[str, Any] = dict(how)
        name = getattr(function, "__name__", None)
        if not inspect.isfunction(function) or name is None:
            raise SpecError(str(name or function), [f"a spec is made of a function, got {type(function).__name__}"])
        if name == "<lambda>":
            raise SpecError(name, ["a lambda has no name, no types and no prompt; write `def name(x: str) -> str:`"])
        found = hints(function)
        signature = inspect.signature(function)
        faults = [*_part_faults(parts)]
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            awaited = f"await wb.acall({name!r}, {{...}})"
            faults.append(
                f"the stub is `async def`, but the name will wait for its value; write `def`, and `{awaited}`"
            )
        faults += [
            f"parameter {p.name!r} is {p.kind.description}; inputs are one mapping, so each needs a name of its own"
            for p in signature.parameters.values()
            if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        ]
        if faults:
            raise SpecError(name, faults)
        return cls(
            name=name,
            prompt=parts.pop("prompt", None) or inspect.getdoc(function) or "",
            parameters=tuple(
                Parameter(p.name, found.get(p.name, p.annotation), p.default) for p in signature.parameters.values()
            ),
            returns=parts.pop("returns", found.get("return", signature.return_annotation)),
            **parts,
        )

    @property
    def signature(self) -> str:
        """The signature as it would stand in source, without ``def``: ``clean_filename(title: str) -> str``."""
        return f"{self.name}({', '.join(_declare(p) for p in self.parameters)}) -> {show(self.returns)}"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The parameters that the prompt names, each once, in order."""
        return _placeholders(self.prompt)

    @property
    def unfilled(self) -> tuple[str, ...]:
        """What looks like a place for an input in another tool's form, where the prompt has none that is filled in.

        ``{{text}}`` says itself here, and ``{text!r}``, ``{0}`` or ``%(text)s`` are text; the inputs follow as a message.
        """
        if self.placeholders:
            return ()
        names = "|".join(re.escape(p.name) for p in self.parameters)
        forms = (
            rf"\{{+\s*(?:{names})\s*(?:[!:][^{{}}]*)?\}}+",
            r"\{[0-9]\}",
            rf"%\((?:{names})\)[a-z]",
            rf"\$\{{?(?:{names})\b\}}?",
        )
        return tuple(dict.fromkeys(re.findall("|".join(forms), self.prompt)))

    @property
    def known(self) -> str | None:
        """The parameter that holds fields of the result that are known already; ``None`` where the whole is asked for."""
        return next((p.name for p in self.parameters if KNOWN in getattr(p.annotation, "__metadata__", ())), None)

    def fill(self, value: Callable[[str], str]) -> str:
        """Write the prompt as it is said, as ``str.format`` would: ``{x}`` its value, ``{{x}}`` the text ``{x}``.

        So ``{{{x}}}`` is the value in braces. Braces in other places, or more on one side of a name than on the other,
        are text, so that a prompt may show JSON. One pass over the prompt: braces inside a value are text, too.
        """

        def said(match: re.Match[str]) -> str:
            pairs = _pairs(match)
            name = value(match[1]) if pairs % 2 else match[1]
            return "{" * (pairs // 2) + name + "}" * (pairs // 2) if pairs else match[0]

        return PLACEHOLDER.sub(said, self.prompt)

    def content(self) -> dict[str, Any]:
        """Return everything that the spec means, as JSON data: what the digest is taken of."""
        return {
            "name": self.name,
            "prompt": self.prompt,
            "parameters": [
                {"name": p.name, "type": describe(p.annotation)}
                | ({} if p.required else {"default": plain(p.annotation, p.default)})
                for p in self.parameters
            ],
            "returns": describe(self.returns),
            "examples": [{"inputs": dict(example.inputs), "result": example.result} for example in self.examples],
            "history": [dict(turn) for turn in self.history],
            "tools": list(self.tools),
            "model": self.model,
            "options": dict(self.options),
        }

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Name the arguments of a call: positional and keyword arguments become one mapping.

        Args:
            args: The positional arguments.
            kwargs: The keyword arguments, by name; neither names nor values are checked, see ``inputs``.

        Raises:
            InputError: There are too many positional arguments, or one argument is given twice.
        """
        names = [p.name for p in self.parameters]
        if len(args) > len(names):
            raise InputError(f"{self.name}: got {len(args)} positional arguments, takes {len(names)}: {self.signature}")
        given = dict(zip(names, args, strict=False))
        twice = sorted(given.keys() & kwargs.keys())
        if twice:
            raise InputError(f"{self.name}: got {twice} twice, once by position and once by name: {self.signature}")
        return given | dict(kwargs)

    def inputs(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Validate the inputs of one call and return them as JSON data, in the order of the parameters.

        Args:
            given: The inputs by parameter, as objects of its type or as JSON data.

        Raises:
            InputError: One is missing, unknown, or does not fit its type.
        """
        names = {p.name for p in self.parameters}
        unknown = [str(name) for name in given if name not in names]
        missing = [p.name for p in self.parameters if p.required and p.name not in given]
        if unknown or missing:
            what = f"got no {missing}" if missing else f"got {unknown}"
            raise InputError(f"{self.name}: {what}; the parameters are {sorted(names)}: {self.signature}")
        made = {}
        for p in self.parameters:
            value = given.get(p.name, p.default)
            try:
                made[p.name] = plain(p.annotation, value)
                if type(made[p.name]) is not str:  # a text is always said
                    canonical(made[p.name])
            except (ValueError, TypeError) as error:
                raise InputError(f"{self.name}: {p.name}={misfit(p.annotation, value, error)}") from None
        return made


def escaped(text: str) -> str:
    """Write a text so that it says itself in a prompt: no name in it is taken for a parameter, no brace is lost."""

    def doubled(match: re.Match[str]) -> str:
        pairs = _pairs(match)
        return "{" * pairs + match[0] + "}" * pairs

    return PLACEHOLDER.sub(doubled, text)


@functools.lru_cache(maxsize=1024)
def _placeholders(prompt: str) -> tuple[str, ...]:
    """Return the parameters that a prompt names: looked for once, and not for each request."""
    found = (match[1] for match in PLACEHOLDER.finditer(prompt) if _pairs(match) % 2)
    return tuple(dict.fromkeys(found))


def _pairs(match: re.Match[str]) -> int:
    """Count the pairs of braces around a name; none where there are more on one side than on the other."""
    left, right = match.start(1) - match.start(), match.end() - match.end(1)
    return left if left == right else 0


def _declare(parameter: Parameter) -> str:
    default = "" if parameter.required else f" = {parameter.default!r}"
    return f"{parameter.name}: {show(parameter.annotation)}{default}"


def _check_parameters(spec: Spec) -> None:
    """Refuse what is not a list of parameters by itself: no other fault could be found."""
    given: object = spec.parameters
    if isinstance(given, list | tuple) and all(isinstance(each, Parameter) for each in given):
        return
    wanted = "they must be a list of pm.Parameter(name, type)"
    raise SpecError(str(spec.name), [f"the parameters are {clip(repr(given))}; {wanted}"])


def _part_faults(parts: Mapping[str, Any]) -> Iterable[str]:
    unknown = {name: value for name, value in parts.items() if name not in _PARTS}
    meant = nearest(unknown, _PARTS)
    if meant:
        yield f"{list(unknown)} are not parts of a spec; allowed are {list(_PARTS)}{meant}"
    elif unknown:
        yield (
            f"{list(unknown)} are not parts of a spec; allowed are {list(_PARTS)}, "
            f"and what goes to the service stands in options: options={clip(repr(unknown))}"
        )


def _faults(spec: Spec) -> Iterable[str]:
    """Find what is wrong with a spec apart from its examples."""
    names = [p.name for p in spec.parameters]
    prompt: object = spec.prompt
    if not is_name(spec.name):
        yield f"the name {spec.name!r} is not a Python identifier"
    elif spec.name == _GUARD:
        yield f"the name {_GUARD!r} is taken: code that stands in for a spec calls its guard so"
    elif spec.name in TAKEN:
        yield f"the name {spec.name!r} is taken: code that stands in for a spec uses what Python calls so; choose another"
    if not isinstance(prompt, str):
        yield f"the prompt is {type(prompt).__name__}; it must be text"
    elif not prompt.strip():
        yield "the prompt is empty; write what the function should do as its docstring"
    unknown = [name for name in spec.placeholders if name not in names] if isinstance(prompt, str) else []
    if unknown:
        yield f"the prompt uses {unknown}, but the parameters are {names} (write {{{{name}}}} for braces as text)"
    yield from _type_faults(spec, names)
    yield from _surface_faults(spec)


def _type_faults(spec: Spec, names: list[str]) -> Iterable[str]:
    if not names:
        yield "there are no parameters; a spec needs at least one input"
    if len(set(names)) < len(names):
        yield f"a parameter occurs twice: {names}"
    for p in spec.parameters:
        if not is_name(p.name):
            yield f"the parameter {p.name!r} is not a Python identifier"
        complaint = fault(p.annotation)
        if complaint:
            yield f"parameter {p.name!r} {complaint}"
        elif not p.required and _misfit(p.annotation, p.default):
            yield f"parameter {p.name!r} has the default {p.default!r}: {_misfit(p.annotation, p.default)}"
    complaint = fault(spec.returns)
    if complaint:
        yield f"the result {complaint}"


def _surface_faults(spec: Spec) -> Iterable[str]:
    history: Any = spec.history
    if isinstance(history, str | Mapping) or not isinstance(history, Iterable):
        yield f"the history is {clip(repr(history))}; it must be a list of turns"
        history = ()
    for number, turn in enumerate(history, start=1):
        if not isinstance(turn, Mapping) or turn.get("role") not in _ROLES or not isinstance(turn.get("content"), str):
            allowed = "{'role': 'user' | 'assistant', 'content': text}"
            yield f"history turn {number} is {clip(repr(turn))}; allowed is {allowed}"
    tools: object = spec.tools
    if isinstance(tools, str) or not isinstance(tools, Iterable) or not all(is_name(tool) for tool in tools):
        yield f"tools are a list of names, got {spec.tools!r}"
    model: object = spec.model
    if not (model is None or isinstance(model, str)):
        yield f"the model is {type(model).__name__}; name it as its service does, or give the object to pm.Workbench(model=)"
    try:
        canonical(dict(spec.options))
    except (TypeError, ValueError) as error:
        yield f"the options are not JSON data ({error})"


def _misfit(annotation: Annotation, value: object, *, read: Callable[[Annotation, object], Any] = plain) -> str | None:
    if annotation is MISSING or fault(annotation):
        return None
    try:
        canonical(read(annotation, value))
    except (ValueError, TypeError) as error:
        return str(error)
    return None


def _example(spec: Spec, number: int, example: Example) -> tuple[Example | None, list[str]]:
    """Turn one example into JSON data, or say everything that is wrong with it."""
    kinds = {p.name: p.annotation for p in spec.parameters}
    missing = [p.name for p in spec.parameters if p.required and p.name not in example.inputs]
    unknown = [name for name in example.inputs if name not in kinds]
    faults = [f"example {number} gives no {missing}"] if missing else []
    faults += [f"example {number} gives {unknown}, but the parameters are {list(kinds)}"] if unknown else []
    for name, value in example.inputs.items():
        complaint = _misfit(kinds[name], value) if name in kinds else None
        if complaint:
            faults.append(
                f"example {number}: {name}={clip(repr(value))} is not of type {show(kinds[name])}: {complaint}"
            )
    complaint = _misfit(spec.returns, example.result, read=as_said)
    if complaint:
        faults.append(
            f"example {number}: the result {clip(repr(example.result))} is not of type {show(spec.returns)}: {complaint}"
        )
    if faults or any(fault(kind) for kind in (*kinds.values(), spec.returns)):
        return None, faults
    # Defaults are filled in, as they are in a call: the model reads the example as it will read the call.
    made = {p.name: plain(p.annotation, example.inputs.get(p.name, p.default)) for p in spec.parameters}
    return Example(frozen(made), frozen(as_said(spec.returns, example.result))), []


def _examples(given: Any, parameters: Sequence[Parameter]) -> tuple[dict[int, Example], list[str]]:
    """Read examples as people write them: ``Example`` objects, a mapping, or (input or mapping, result) pairs.

    Returns:
        Each that can be read, by its number among those that were given, from 1; and what is wrong with the others.
    """
    names = [p.name for p in parameters]
    made: dict[int, Example] = {}
    faults: list[str] = []
    if isinstance(given, str) or not isinstance(given, Iterable):
        return {}, [f"the examples are {clip(repr(given))}; they must be a list of pairs, or a mapping"]
    for number, entry in enumerate(given.items() if isinstance(given, Mapping) else given, start=1):
        if isinstance(entry, Example):
            made[number] = entry
        elif isinstance(entry, tuple | list) and len(entry) == 2:  # noqa: PLR2004 - a pair; JSON writes it as a list
            named = isinstance(entry[0], Mapping) and (len(names) != 1 or set(entry[0]) == set(names))
            made[number] = Example(entry[0] if named else dict.fromkeys(names[:1], entry[0]), entry[1])
        else:
            wanted = "a pair (input, result), with a mapping as the input where there are several parameters"
            faults.append(f"example {number} is {clip(repr(entry))}; allowed is {wanted}")
    return made, faults
