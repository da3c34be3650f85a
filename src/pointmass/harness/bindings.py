"""Make bindings of specs, approved artifacts and functions. Approved source is executed here, and nowhere else."""

from __future__ import annotations

import functools
import inspect
import linecache
from collections.abc import Callable
from types import ModuleType
from typing import Any

from pointmass.approval import Decision
from pointmass.artifact import Artifact, fields_given
from pointmass.digest import digest
from pointmass.errors import BundleError, InputError, NotApprovedError, clip
from pointmass.harness.partial import Misfit, in_parts, typed_record
from pointmass.registry import Binding
from pointmass.signature import MISSING, Annotation, Parameter, hints, is_name, plain, show, strictly, typed
from pointmass.spec import Spec

_BARE = (str, int, float, bool)
"""Types whose objects are JSON data already, so that nothing is converted."""


def bind_spec(spec: Spec) -> Binding:
    """Return the binding of a spec: a model answers."""
    return Binding(
        name=spec.name,
        kind="neural",
        digest=spec.digest,
        parameters=spec.parameters,
        returns=spec.returns,
        description=spec.prompt,
        spec=spec,
    )


def bind_artifact(artifact: Artifact, spec: Spec, said: Decision) -> Binding:
    """Execute the source of an artifact, and return its binding, with the spec behind it.

    Args:
        artifact: The code.
        spec: The spec whose model answers what the code hands back.
        said: The approval of exactly this code, from ``decide`` or ``Approvals.find``; required.

    Raises:
        NotApprovedError: ``said`` is no approval, or one of something else; nothing was executed.
        BundleError: The artifact was made from another spec, it declares fields that the result does not have (nothing
            was executed), or its source lacks its function or ``accepts``.
        Exception: Whatever the source raises when it is executed.
    """
    if said.approved is not True or said.digest != artifact.digest:
        got = f"an approval of {said.digest[:12] or 'nothing'}" if said.approved is True else "no approval"
        raise NotApprovedError(
            f"{artifact.name}: code {artifact.digest[:12]} was not executed: got {got}; ask the approver about this code"
        )
    if artifact.spec_digest != spec.digest:
        raise BundleError(
            f"{artifact.name}: the code was made from spec {artifact.spec_digest[:12]}, and the spec is "
            f"{spec.digest[:12]}; stabilize again, or go back to that spec"
        )
    fields = fields_given(artifact, spec.returns)
    module = _execute(artifact)
    function, accepts = getattr(module, artifact.name, None), getattr(module, "accepts", None)
    if not callable(function) or not callable(accepts):
        raise BundleError(f"{artifact.name}: the source must define two functions, {artifact.name!r} and 'accepts'")
    answer = _plain_function(function, spec)
    return Binding(
        name=artifact.name,
        kind="hybrid",
        digest=artifact.digest,
        parameters=spec.parameters,
        returns=spec.returns,
        description=spec.prompt,
        spec=spec,
        artifact=artifact,
        function=in_parts(answer, spec, fields) if fields else answer,
        accepts=_plain_guard(accepts, spec),
        typed=functools.partial(typed_record if fields else _typed, spec.returns),
        fields=fields,
        approved=said,
    )


def bind_function(function: Callable[..., Any], *, name: str | None = None, context: type) -> Binding:
    """Return the binding of a function that a person wrote.

    Args:
        function: Plain or ``async``. If its first parameter is annotated with *context*, the harness passes it.
        name: The name to bind; by default the function's own.
        context: The type of the context.

    Raises:
        InputError: It is not a function with named parameters, or the name is not a Python identifier.
    """
    own = _name(function, name)
    found = hints(function)
    kinds = _kinds(function, own)
    loose = [str(p) for p in kinds if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if loose:
        raise InputError(
            f"bind: {own!r} takes {loose}; inputs are one mapping, so each parameter needs a name of its own"
        )
    parameters = [Parameter(p.name, found.get(p.name, MISSING), p.default) for p in kinds]
    takes_context = bool(parameters) and _is(parameters[0].annotation, context)
    return Binding(
        name=own,
        kind="symbolic",
        digest=digest({"name": own, "function": _text_of(function)}),
        parameters=tuple(parameters[1:] if takes_context else parameters),
        returns=found.get("return", MISSING),
        description=inspect.getdoc(function) or "",
        function=_by_name(function, [p.name for p in kinds if p.kind is p.POSITIONAL_ONLY]),
        is_async=inspect.iscoroutinefunction(function),
        takes_context=takes_context,
    )


def _name(function: Any, wanted: str | None) -> str:
    """Return the name to bind a function to.

    Raises:
        InputError: It is not a function, or the name is not a Python identifier.
    """
    if not callable(function):
        raise InputError(
            f"bind: got {clip(repr(function))} ({type(function).__name__}), which cannot be called; give a function"
        )
    own = getattr(function, "__name__", "") if wanted is None else wanted
    if is_name(own):
        return str(own)
    if wanted is not None:
        raise InputError(f"bind: the name {wanted!r} is not a Python identifier; models and code call it by this name")
    raise InputError(f"bind: a function with a name is needed, got {clip(repr(function))}; pass name=")


def _kinds(function: Callable[..., Any], own: str) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):  # a built-in or a class that does not say what it takes
        raise InputError(
            f"bind: {own!r} does not say what its parameters are; bind a function of your own that calls it"
        ) from None


def _by_name(function: Callable[..., Any], positional: list[str]) -> Callable[..., Any]:
    """Return a function that also takes the *positional* parameters of *function* by name, as built-ins do not."""
    if not positional:
        return function

    def call(*context: Any, **inputs: Any) -> Any:
        given = [inputs.pop(name) for name in positional[len(context) :] if name in inputs]
        return function(*context, *given, **inputs)

    return call


def _execute(artifact: Artifact) -> ModuleType:
    """Execute approved source as a module of its own, whose lines appear in tracebacks."""
    filename = f"<pointmass {artifact.name} {artifact.digest[:12]}>"
    module = ModuleType(f"pointmass_artifact_{artifact.name}")
    lines = artifact.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(artifact.source), None, lines, filename)
    exec(compile(artifact.source, filename, "exec"), module.__dict__)  # noqa: S102 - approved: bind_artifact checked
    return module


def _typed(kind: Annotation, data: Any) -> Any:
    """Return what the code gave as an object of the result type.

    Raises:
        Misfit: The type is ``str``, ``int``, ``float`` or ``bool``, and the value is not of it.
        ValueError: It does not fit another type.
    """
    try:
        return typed(kind, data)
    except ValueError:
        if kind in _BARE:
            raise Misfit(
                f"the code gave {clip(repr(data))} ({type(data).__name__}), which is not of type {show(kind)}"
            ) from None
    return strictly(kind, data)  # a strict record does not take a date as text from Python, but takes it from JSON


def _plain_function(function: Callable[..., Any], spec: Spec) -> Callable[..., Any]:
    """Return a function that takes objects of the spec's types, and calls code that takes JSON data."""
    if _takes_bare(spec):
        return function
    kinds = [p.annotation for p in spec.parameters]
    return lambda *args: function(*[plain(kind, value) for kind, value in zip(kinds, args, strict=True)])


def _plain_guard(accepts: Callable[..., Any], spec: Spec) -> Callable[..., bool]:
    if _takes_bare(spec):
        return accepts
    kinds = [p.annotation for p in spec.parameters]

    def guard(*args: Any) -> bool:
        return bool(accepts(*[plain(kind, value) for kind, value in zip(kinds, args, strict=True)]))

    return guard


def _takes_bare(spec: Spec) -> bool:
    return all(p.annotation in _BARE for p in spec.parameters)


def _is(annotation: Annotation, context: type) -> bool:
    return annotation is context or annotation == f"pm.{context.__name__}"


def _text_of(function: Callable[..., Any]) -> str:
    """Return the source of a function; its module and name if there is no source (a built-in, a console)."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', repr(type(function)))}"
