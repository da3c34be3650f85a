"""``%sample``, ``%stabilize``, ``%soften``: the verbs of a name as lines, for who would rather not type brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pointmass.errors import UnknownNameError
from pointmass.magics.line import LineError, Words, read_words, value_of
from pointmass.magics.spec_cell import find_workbench

if TYPE_CHECKING:
    from pointmass.registry import Event
    from pointmass.sample import Sample
    from pointmass.stabilize import Proposal
    from pointmass.workbench import Handle

NAMES = ("sample", "stabilize", "soften")
USAGES: Mapping[str, str] = {
    "sample": "%sample NAME INPUTS [draws=16] [OPTION=VALUE ...] [--workbench VARIABLE]",
    "stabilize": "%stabilize NAME [SAMPLE] [OPTION=VALUE ...] [--workbench VARIABLE]",
    "soften": "%soften NAME [--workbench VARIABLE]",
}
_SAYS: Mapping[str, str] = {
    "sample": """Draw a sample of a name, and show it.

INPUTS is a variable (a list, a DataFrame), or a constant: ["a", "b"]. An OPTION is one of ``sample``: draws=8 fresh=True
prompt="Other words." model=variable. A value is a variable or a constant; nothing of the line is executed.

    s = %sample clean_filename titles draws=8""",
    "stabilize": """Propose code for a name, and show it; nothing is bound before you accept it.

SAMPLE is a variable; without it, what was drawn last of the name in this session. An OPTION is one of ``stabilize``:
agreement=0.95 probes=0 budget=5.

    p = %stabilize clean_filename s agreement=0.95""",
    "soften": """Let the model behind a name answer again.

    %soften clean_filename""",
}


def magics(names: Mapping[str, Any]) -> dict[str, Callable[[str], Any]]:
    """Return the line magics of a notebook, by name.

    Args:
        names: The notebook's variables.
    """
    return {name: _magic(name, verb, names) for name, verb in _VERBS.items()}


def _magic(
    name: str, verb: Callable[[Words, Mapping[str, Any]], Any], names: Mapping[str, Any]
) -> Callable[[str], Any]:
    from IPython.core.error import UsageError  # noqa: PLC0415 - IPython loads the magics, the core does not
    from IPython.core.magic import no_var_expand  # noqa: PLC0415 - as above

    @no_var_expand  # braces are Python's here
    def run(line: str) -> Any:
        try:
            return verb(read_words(line, names, usage=USAGES[name]), names)
        except (LineError, UnknownNameError) as error:  # told without a traceback, which would be ours
            raise UsageError(str(error)) from None

    run.__name__ = run.__qualname__ = name
    run.__doc__ = f"{USAGES[name]}\n\n{_SAYS[name]}"
    return run


def _sample(words: Words, names: Mapping[str, Any]) -> Sample:
    handle, (inputs,) = _read(words, names, "sample", ("INPUTS",))
    return handle.sample(value_of(inputs, names, usage=USAGES["sample"]), **words.named)


def _stabilize(words: Words, names: Mapping[str, Any]) -> Proposal:
    missing = len(words.plain) == 1
    handle, rest = _read(words, names, "stabilize", () if missing else ("SAMPLE",))
    sample = handle.partial() if missing else value_of(rest[0], names, usage=USAGES["stabilize"])
    return handle.stabilize(sample, **words.named)


def _soften(words: Words, names: Mapping[str, Any]) -> Event:
    handle, _ = _read(words, names, "soften", ())
    if words.named:
        raise LineError(f"{USAGES['soften']}: it takes no options, got {sorted(words.named)}")
    return handle.soften()


def _read(
    words: Words, names: Mapping[str, Any], magic: str, more: tuple[str, ...]
) -> tuple[Handle[..., Any], tuple[str, ...]]:
    """Find the name of a line on its workbench, and what stands after it."""
    usage = USAGES[magic]
    if len(words.plain) != 1 + len(more):
        got = len(words.plain)
        what = " and ".join(("a NAME", *more))
        raise LineError(f"{usage}: got {got} word{'' if got == 1 else 's'} without '='; it takes {what}")
    name, *rest = words.plain
    workbench = find_workbench(words.workbench, names, whose=f"%{magic}")
    if name not in workbench.registry.active:
        raise UnknownNameError(f"%{magic}: {name!r} is not bound; bound are {workbench.names}")
    return workbench[name], tuple(rest)


_VERBS: Mapping[str, Callable[[Words, Mapping[str, Any]], Any]] = {
    "sample": _sample,
    "stabilize": _stabilize,
    "soften": _soften,
}
