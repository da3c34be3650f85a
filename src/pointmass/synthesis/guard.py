"""The guard of a program: where it may answer, as readable conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis import emit, literals
from pointmass.synthesis.operators.tests import DIFFERENT, EQUAL, IS_IN, NOT
from pointmass.synthesis.program import UNDEFINED, Apply, Env, Literal, Node, children

if TYPE_CHECKING:
    from pointmass.synthesis.signature import Signature


NOT_WITHIN = "{0} not in {1}"
"""The form of a test that what is asked about is none of the known."""


@dataclass(frozen=True, slots=True)
class Check:
    """One reason to hand an input back.

    Attributes:
        test: True where the program must *not* answer.
        why: The reason, as a comment beside the condition.
    """

    test: Node
    why: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a program may answer.

    Attributes:
        checks: Reasons to hand back; none may hold.
        readings: Other programs that explain every example; each must give the same answer.
        can_fail: Whether a step may find nothing to work on.
        longest: The greatest length of a text to answer for, in characters; 0 for any.
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
        except UNDEFINED:
            return False

    def lines(self, module: emit.Module, name: str, signature: Signature, program: Node) -> list[str]:
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
            *_type_lines(signature),
            *self._length_lines(signature),
        ]
        asked = bool(self.readings) or any(_holds(check.test, program) for check in self.checks)
        if self.can_fail or asked:
            head += self._try_lines(module, name, signature, answer="answer = " if asked else "")
            if self.readings and not self.checks:
                return [*head, "    return agreed"]
            head += ["    if not agreed:", "        return False"] if self.readings else []
        body = emit.Body(module, signature.names, taken={"answer": program} if asked else {})
        if len(self.checks) == 1 and (opposite := _opposite(self.checks[0].test)):
            allowed = body.expression(opposite)
            return [*head, *body.lines, f"    return {allowed}  # {literals.one_line(self.checks[0].why)}"]
        doubts = [(body.expression(check.test), check.why) for check in self.checks]
        verdict = [*body.lines, *_verdict(doubts)]
        if self.can_fail and any(annotation != "str" for _, annotation in signature.parameters):
            # What is no text may be anything: not even a check may raise then.
            end = [f"    except {emit.UNDEFINED}:", "        return False  # not even to be compared"]
            verdict = ["    try:", *(f"    {line}" for line in verdict), *end]
        return [*head, *verdict]

    def _length_lines(self, signature: Signature) -> list[str]:
        names = [signature.names[i] for i in _texts(signature)]
        if not self.longest or not names:
            return []
        length = f"len({names[0]})" if len(names) == 1 else f"max({', '.join(f'len({n})' for n in names)})"
        return [f"    if {length} > {self.longest}:", "        return False  # far longer than any example"]

    def _try_lines(self, module: emit.Module, name: str, signature: Signature, *, answer: str) -> list[str]:
        arguments = ", ".join(signature.names)
        readers = [_reader(module, number, reading, signature) for number, reading in enumerate(self.readings, start=2)]
        lines = ["    try:", f"        {answer}{name}({arguments})"]
        if readers:
            agree = f"{readers[0]}({arguments}) == answer"
            if len(readers) > 1:
                agree = f"all(read({arguments}) == answer for read in ({', '.join(readers)}))"
            lines += ["        # Other programs that explain every example must agree.", f"        agreed = {agree}"]
        return [*lines, f"    except {emit.UNDEFINED}:", "        return False  # a step found nothing to work on"]


def _opposite(test: Node) -> Node | None:
    """Return the opposite of *test* where there is a plain one."""
    if not isinstance(test, Apply):
        return None
    if test.operator is NOT:
        return test.arguments[0]
    if test.operator.form == NOT_WITHIN:
        return Apply(IS_IN, test.arguments)
    return Apply(DIFFERENT, test.arguments) if test.operator is EQUAL else None


def _holds(node: Node, sought: Node) -> bool:
    return node == sought or any(_holds(child, sought) for child in children(node))


def _verdict(doubts: list[tuple[str, str]]) -> list[str]:
    if not doubts:
        return ["    return True"]
    lines = []
    for number, (test, why) in enumerate(doubts):
        lines += [f"        # {literals.one_line(line)}" for line in why.splitlines()]
        lines.append(f"        {'or ' if number else ''}{test}")
    return ["    return not (", *lines, "    )"]


def _reader(module: emit.Module, number: int, reading: Node, signature: Signature) -> str:
    """Emit another reading of the examples as a function of its own, and return its name."""
    name = f"_reading_{number}"
    body = emit.Body(module, signature.names, result=emit.Result(signature))
    body.finish(reading)
    doc = '    """Read the examples another way, to see where they leave a choice."""'
    module.functions[name] = "\n".join([emit.header(name, signature, signature.returns), doc, *body.lines])
    return name


def _type_lines(signature: Signature) -> list[str]:
    texts = [name for name, annotation in signature.parameters if annotation == "str"]
    if not texts:
        return []
    test = " and ".join(f"isinstance({name}, str)" for name in texts)
    return [f"    if not {test}:" if len(texts) == 1 else f"    if not ({test}):", "        return False"]


def _texts(signature: Signature) -> list[int]:
    return [i for i, (_, annotation) in enumerate(signature.parameters) if annotation == "str"]


def _fits(env: Env, signature: Signature) -> bool:
    """Whether every parameter annotated as text is text: the only type that the guard checks."""
    if len(env) != len(signature.parameters):
        return False
    return all(isinstance(v, str) for v, (_, a) in zip(env, signature.parameters, strict=True) if a == "str")
