"""Write the learned guard into the module of any author."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pointmass.stabilize.guard.contested import ContestedRegion
from pointmass.stabilize.guard.novelty import Look, Novelty
from pointmass.synthesis import emit
from pointmass.synthesis.guard import Check, type_lines, verdict
from pointmass.synthesis.names import MODULES, Names, all_names, renamed, top_names
from pointmass.synthesis.program import Var
from pointmass.synthesis.signature import Signature

_BARE = ("str", "int", "float", "bool")
_OWN = "explained"
"""The new name of the author's guard if a learned guard is added."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """The parts of a learned guard.

    Attributes:
        seen: The inputs and answers that were seen, to find new ones; ``None`` for code of the synthesizer, whose own
            guard does that.
        doubts: The conditions under which inputs are handed back.
        left: Checks that hand back sampled inputs which the code would answer differently from the model.
        look: How closely it looks at texts.
    """

    seen: Novelty | None
    doubts: tuple[ContestedRegion, ...] = ()
    left: tuple[Check, ...] = ()
    look: Look = "signs"


def guarded(source: str, name: str, parameters: Sequence[tuple[str, str]], guard: Guarded, *, own: bool) -> str:
    """Return a module whose ``accepts`` applies the learned guard and that of the author.

    Args:
        source: The module of the author.
        name: The name of its function.
        parameters: The names of the parameters, each with its type as code.
        guard: The learned guard.
        own: Whether the module has its own ``accepts``.
    """
    if own and guard.seen is None and not guard.doubts and not guard.left:
        return source
    signature = Signature(tuple((each, kind if kind in _BARE else "object") for each, kind in parameters), "bool")
    taken = all_names(source) - _plain_imports(source)
    ahead: frozenset[str] = frozenset()
    while True:
        module = emit.ModuleWriter(Names(taken, signature.names), ahead=ahead)
        own_name = module.names.give(_OWN) if own else ""
        text = _text(module, name, signature, guard, own_name)
        if not (hidden := module.hidden()):
            break
        ahead |= hidden
    beside = renamed(source, {"accepts": own_name}) if own else source
    return _with_imports(beside, emit.import_lines(module.imports)).rstrip("\n") + "\n\n\n" + text


def _text(module: emit.ModuleWriter, name: str, signature: Signature, guard: Guarded, own: str) -> str:
    """Return the source of the constants, the helper functions and ``accepts``."""
    names, arguments = signature.names, ", ".join(signature.names)
    answer = module.variable("answer", {*names, name})
    body = emit.Body(module, (*names, answer, name), "        ", taken={answer: None, name: None})

    def asked(checks: Iterable[Check]) -> list[tuple[str, str]]:
        return [(body.expression(check.test), check.why) for check in checks]

    seen, further = guard.seen, [*(doubt.check for doubt in guard.doubts), *guard.left]
    before = asked([*seen.of_inputs(names, guard.look), *further] if seen else further)
    if before:
        body.lines += [*verdict(before, body.indent, "if (", "):"), "            return False"]
    if seen:
        explained = [f"        if not {own}({arguments}):", "            return False"] if own else []
        body.lines += [*explained, f"        {answer} = {name}({arguments})"]
        after = asked(seen.of_answers(Var(len(names)), Var(len(names) + 1), guard.look))
        body.lines += verdict(after, body.indent)
    else:
        body.lines.append(f"        return {own}({arguments})")
    accepts = [
        emit.header("accepts", signature, "bool"),
        '    """Answer only what is like the examples; everything else is left to the model."""',
        *type_lines(signature),
        "    try:",
        *body.lines,
        "    except Exception:  # what a step cannot work on is unlike the examples",
        "        return False",
    ]
    constants = "\n\n".join(map(emit.constant_lines, module.constants.values()))
    return "\n\n\n".join(filter(None, [constants, *module.blocks(), "\n".join(accepts)])) + "\n"


def _plain_imports(source: str) -> set[str]:
    """Return the modules that a module imports under their own names, so that its guard can use them."""
    others = top_names(source)
    plain: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for each in node.names:
                own = isinstance(node, ast.Import) and each.asname in (None, each.name)
                (plain if own else others).add(each.asname or each.name.partition(".")[0])
    return (plain - others) & MODULES


def _with_imports(source: str, lines: Iterable[str]) -> str:
    """Return a module with further imports after its own, or after its docstring."""
    tree = ast.parse(source)
    there = {ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
    missing = sorted(set(lines) - there)
    if not missing:
        return source
    head = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    document = tree.body[:1] if ast.get_docstring(tree) is not None else []
    end = max((node.end_lineno or 0 for node in (*document, *head)), default=0)
    text = io.StringIO(source).readlines()
    begin = head[0].lineno - 1 if head else end
    block = [line.rstrip("\n") for line in text[begin:end]]
    if head and set(block) <= there:  # only imports, one per line: sort them together
        ordered = sorted(
            {*block, *missing}, key=lambda line: ("__future__" not in line, line.startswith("from "), line)
        )
        return "".join([*text[:begin], *(f"{line}\n" for line in ordered), *text[end:]])
    gap = [] if head else ["\n"]
    return "".join([*text[:end], *gap, *(f"{line}\n" for line in missing), *text[end:]])
