"""The guard of a program: readable conditions that say which inputs it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis import emit, literals
from pointmass.synthesis.operators.tests import DIFFERENT, EQUAL, IS_IN, NOT
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node, children

if TYPE_CHECKING:
    from pointmass.synthesis.signature import Signature


NOT_WITHIN = "{0} not in {1}"
"""The form of a test that a value is not one of the known values."""


@dataclass(frozen=True, slots=True)
class Check:
    """One reason to hand an input back.

    Attributes:
        test: True for inputs that the program must *not* answer.
        why: The reason, as a comment beside the condition.
    """

    test: Node
    why: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Which inputs a program answers.

    Attributes:
        checks: Reasons to hand an input back; it is answered only if none holds.
        readings: Other programs that explain every example; it is answered only if each gives the same answer.
        can_fail: Whether a step of the program may be undefined on an input.
        longest: The greatest length of a text parameter that is answered, in characters; 0 for any length.
    """

    checks: tuple[Check, ...] = ()
    readings: tuple[Node, ...] = ()
    can_fail: bool = False
    longest: int = 0

    def accepts(self, env: Env, signature: Signature, program: Node) -> bool:
        """Whether the program may answer *env*; never raises."""
        if not _fits(env, signature) or (self.longest and any(len(env[i]) > self.longest for i in _texts(signature))):
            return False
        try:
            if self.can_fail or self.readings:
                answer = program.value(env)
                if not all(reading.value(env) == answer for reading in self.readings):
                    return False
            return not any(check.test.value(env) for check in self.checks)
        except (*UNDEFINED, RecursionError):
            return False

    def lines(self, module: emit.ModuleWriter, name: str, signature: Signature, program: Node) -> list[str]:
        """Return the source of ``accepts``."""
        never = next((check for check in self.checks if check.test == Literal(content=True)), None)
        if never:
            return [
                emit.header("accepts", signature, "bool"),
                '    """Answer nothing."""',
                f"    return False  # {literals.one_line(never.why)}",
            ]
        head = [
            emit.header("accepts", signature, "bool"),
            '    """Answer only where the examples leave no doubt."""',
            *type_lines(signature),
            *self._length_lines(signature),
        ]
        risky = self.can_fail or bool(self.readings) or len(_texts(signature)) < len(signature.parameters)
        inner = self._asked(module, name, signature, program, "        " if risky else "    ")
        if not risky:
            return [*head, *inner]
        return [
            *head,
            "    try:",
            *inner,
            f"    except {emit.UNDEFINED}:",
            "        return False  # a step had nothing to work on",
        ]

    def _asked(
        self, module: emit.ModuleWriter, name: str, signature: Signature, program: Node, indent: str
    ) -> list[str]:
        """Return the statements that compute the answer, compare the other readings with it, and run the checks."""
        arguments = ", ".join(signature.names)
        asked = bool(self.readings) or any(_holds(check.test, program) for check in self.checks)
        answer, others, read = (module.variable(each, signature.names) for each in ("answer", "others", "read"))
        lines = [f"{indent}{f'{answer} = ' if asked else ''}{name}({arguments})"] if asked or self.can_fail else []
        readers = [_reader(module, number, reading, signature) for number, reading in enumerate(self.readings)]
        if readers:
            differ = f"{readers[0]}({arguments}) != {answer}"
            if len(readers) > 1:
                lines += [f"{indent}{others} = (", *(f"{indent}    {reader}," for reader in readers), f"{indent})"]
                differ = f"any({read}({arguments}) != {answer} for {read} in {others})"
            lines += [f"{indent}if {differ}:", f"{indent}    return False  # the examples can be read in another way"]
        taken = {answer: program if asked else None, others: None, read: None}
        body = emit.Body(module, signature.names, indent, taken=taken)
        if len(self.checks) == 1 and (opposite := _opposite(self.checks[0].test)):
            allowed = body.expression(opposite)
            return [*lines, *body.lines, f"{indent}return {allowed}  # {literals.one_line(self.checks[0].why)}"]
        doubts = [(body.expression(check.test), check.why) for check in self.checks]
        return [*lines, *body.lines, *verdict(doubts, indent)]

    def _length_lines(self, signature: Signature) -> list[str]:
        names = [signature.names[i] for i in _texts(signature)]
        if not self.longest or not names:
            return []
        length = f"len({names[0]})" if len(names) == 1 else f"max({', '.join(f'len({n})' for n in names)})"
        return [f"    if {length} > {self.longest}:", "        return False  # far longer than any example"]


def _opposite(test: Node) -> Node | None:
    """Return the opposite of *test* if there is a simple one, else None."""
    if not isinstance(test, Apply):
        return None
    if test.operator is NOT:
        return test.arguments[0]
    if test.operator.form == NOT_WITHIN:
        return Apply(IS_IN, test.arguments)
    return Apply(DIFFERENT, test.arguments) if test.operator is EQUAL else None


def _holds(node: Node, sought: Node) -> bool:
    return node == sought or any(_holds(child, sought) for child in children(node))


def verdict(doubts: list[tuple[str, str]], indent: str, opened: str = "return not (", closed: str = ")") -> list[str]:
    """Return the lines that test whether any of the *doubts* holds, each with its reason as a comment above it.

    Args:
        doubts: Pairs of an expression and its reason.
        indent: The indentation.
        opened: The text before the expressions.
        closed: The text after them.
    """
    if not doubts:
        return [f"{indent}return True"]
    lines = []
    for number, (test, why) in enumerate(doubts):
        lines += [f"{indent}    # {literals.one_line(line)}" for line in why.splitlines()]
        lines.append(f"{indent}    {'or ' if number else ''}{test}")
    return [f"{indent}{opened}", *lines, f"{indent}{closed}"]


_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _reader(module: emit.ModuleWriter, number: int, reading: Node, signature: Signature) -> str:
    """Add another reading of the examples to the module as a function, and return its name."""
    name = module.names.give(f"{_ORDINALS[number]}_reading")
    body = emit.Body(module, signature.names, result=emit.Result(signature))
    body.finish(reading)
    doc = '    """Read the examples another way, to see where they leave a choice."""'
    module.functions[name] = "\n".join([emit.header(name, signature, signature.returns), doc, *body.lines])
    return name


def type_lines(signature: Signature) -> list[str]:
    """Return the lines that hand back inputs whose text parameters are not all texts."""
    texts = [name for name, annotation in signature.parameters if annotation == "str"]
    if not texts:
        return []
    test = " and ".join(f"isinstance({name}, str)" for name in texts)
    return [f"    if not {test}:" if len(texts) == 1 else f"    if not ({test}):", "        return False"]


def _texts(signature: Signature) -> list[int]:
    return [i for i, (_, annotation) in enumerate(signature.parameters) if annotation == "str"]


def _fits(env: Env, signature: Signature) -> bool:
    """Whether every parameter annotated with ``str`` is a text; the guard checks no other type."""
    if len(env) != len(signature.parameters):
        return False
    return all(isinstance(v, str) for v, (_, a) in zip(env, signature.parameters, strict=True) if a == "str")
