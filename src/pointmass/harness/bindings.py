"""Turn a spec, an approved artifact or a function into a binding: the one place where approved source is executed."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable
from types import ModuleType
from typing import Any

from pointmass.approval import Decision
from pointmass.artifact import Artifact, fields_given
from pointmass.digest import digest
from pointmass.errors import BundleError, InputError, NotApprovedError, clip
from pointmass.harness.partial import Misfit, by_fields, in_parts
from pointmass.registry import Binding
from pointmass.signature import MISSING, Annotation, Parameter, hints, is_name, plain, show, strictly, typed
from pointmass.spec import Spec

_BARE = (str, int, float, bool)
"""Types whose objects and JSON data are the same, so that nothing has to be converted on the way."""


def bind_spec(spec: Spec) -> Binding:
    """Make the binding of a spec: a model answers."""
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
    """Make the binding of an artifact with its spec behind it. Executes the source.

    Args:
        artifact: The code.
        spec: The spec behind it.
        said: The yes to exactly this code, as ``decide`` or ``Approvals.find`` gives it; there is no way around it.

    Raises:
        NotApprovedError: ``said`` is not a yes, or is one to something else; nothing was executed.
        BundleError: The artifact was made from another spec, its source does not define what it should, or it declares
            fields that the result does not have. What the source itself raises is raised as it is.
    """
    if said.approved is not True or said.digest != artifact.digest:
        of = f"a yes to {said.digest[:12] or 'nothing'}" if said.approved is True else "no yes"
        raise NotApprovedError(
            f"{artifact.name}: code {artifact.digest[:12]} was to be executed on {of}; ask its approver"
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
        raise BundleError(f"{artifact.name}: the source defines no function {artifact.name!r} and `accepts` beside it")
    plainly = _plain_function(function, spec)
    answer = in_parts(plainly, spec, fields) if fields else plainly
    return Binding(
        name=artifact.name,
        kind="hybrid",
        digest=artifact.digest,
        parameters=spec.parameters,
        returns=spec.returns,
        description=spec.prompt,
        spec=spec,
        artifact=artifact,
        function=by_fields(answer, spec) if fields else _typed_function(answer, spec),
        said=answer,
        accepts=_plain_guard(accepts, spec),
        fields=fields,
        approved=said,
    )


def bind_function(function: Callable[..., Any], *, name: str | None = None, context: type) -> Binding:
    """Make the binding of a function that a person wrote.

    Args:
        function: Plain or ``async``. A first parameter annotated with *context* is given by the harness.
        name: The name to bind, when it is not the function's own.
        context: The type of the context.

    Raises:
        InputError: It is not a function with named parameters, or the name is none.
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
    """Return the name to bind a function under, or say what is wrong: the thing, or the name."""
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
    """Let a function whose first parameters have no name for callers (a built-in) be called by name, too."""
    if not positional:
        return function

    def call(*context: Any, **inputs: Any) -> Any:
        given = [inputs.pop(name) for name in positional[len(context) :] if name in inputs]
        return function(*context, *given, **inputs)

    return call


def _execute(artifact: Artifact) -> ModuleType:
    """Execute approved source as a module of its own; its lines show in tracebacks."""
    filename = f"<pointmass {artifact.name} {artifact.digest[:12]}>"
    module = ModuleType(f"pointmass_artifact_{artifact.name}")
    lines = artifact.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(artifact.source), None, lines, filename)
    exec(compile(artifact.source, filename, "exec"), module.__dict__)  # noqa: S102 - approved: bind_artifact looked
    return module


def _typed_function(said: Callable[..., Any], spec: Spec) -> Callable[..., Any]:
    """Let code that gives JSON data give the spec's own type, and hand back what does not fit it."""
    kind = spec.returns
    if kind in _BARE:

        def checked(*args: Any) -> Any:
            value = said(*args)
            return value if type(value) is kind else _bare(kind, value)

        return checked

    def call(*args: Any) -> Any:
        data = said(*args)
        try:
            return typed(kind, data)
        except ValueError:  # what is strict with objects may read the same as JSON: a date in a strict record
            return strictly(kind, data)

    return call


def _bare(kind: Annotation, value: Any) -> Any:
    try:
        return typed(kind, value)
    except ValueError:
        raise Misfit(
            f"the code gave {clip(repr(value))} ({type(value).__name__}), which is not of type {show(kind)}"
        ) from None


def _plain_function(function: Callable[..., Any], spec: Spec) -> Callable[..., Any]:
    """Let code that works on JSON data take the spec's own types."""
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
    """The source of a function; where there is none (a built-in, a console), where it lives."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', repr(type(function)))}"
