"""Cross-fitting: every input is held out once, and tried by code and a guard that did not see it and do not know it by name.

Contested inputs are held out and tried like any other: nobody can tell a fresh input that the model will be divided on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pointmass.digest import canonical, digest
from pointmass.jobs import steps
from pointmass.sample import InputMode, SampleData
from pointmass.sandbox import Sandbox
from pointmass.signature import plain
from pointmass.stabilize.code import Code
from pointmass.stabilize.guard import ContestedRegion, Guarded, Look, Novelty, contested_regions, guarded
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.training_set import TrainingSet
from pointmass.stabilize.trial import TrialResult, said_of
from pointmass.synthesis.apart import known_again
from pointmass.synthesis.guard import Check

FOLDS = 5
"""Into how many parts the inputs are cut."""

_LOOKS: dict[Look, tuple[str, ...]] = {
    "through": ("characters that no example had, unless the code only copies or skips them",),
    "signs": ("characters that no example had",),
    "places": ("characters that no example had", "characters in places where no example had them"),
}
"""What each look of a guard hands back, in words."""

_LEARNED = (
    "what is new, what the examples leave open, what other programs answer differently, what rests on a single example"
)
"""What the guard of code that was learned from the sample hands back, in words."""


class Author(Protocol):
    """Writes code from some inputs of a sample."""

    def code(self, held: frozenset[int]) -> Code | None:
        """Write it without having seen some rows; ``None`` where there is no result."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """One input, tried by code that did not see it.

    Attributes:
        row: The number of the input in the sample.
        reach: At how many strictnesses, from the loosest on, the guard lets the code answer; 0 when none does.
        agrees: Whether the answer is the model's most frequent one; ``False`` where there is none, or where draws are too
            evenly divided to tell.
        answer: The code's answer, JSON data; ``None`` where there is none.
    """

    row: int
    reach: int = 0
    agrees: bool = False
    answer: Any = None

    def answered(self, strictness: int) -> bool:
        """Whether the code answers with its guard at a strictness, 0 being the loosest."""
        return self.reach > strictness


@dataclass(frozen=True, slots=True)
class Fitted:
    """Code of one author with its trials.

    Attributes:
        code: The code.
        trials: A trial for each certified input.
        by_strictness: The whole module with its guard at each strictness, loose to strict, as it would be bound.
        right: The rows on which the bare code gives the model's most frequent answer, guards left out.
        wrong: The rows that it would answer otherwise than the model mostly does; the modules hand these back.
        hands_back: What the guard hands back at each strictness, in words, ``(n_strictnesses, n_reasons)``.
    """

    code: Code
    trials: tuple[Trial, ...]
    by_strictness: tuple[str, ...]
    right: frozenset[int] = frozenset()
    wrong: frozenset[int] = frozenset()
    hands_back: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What trials are made on: a sample, and the sandbox in which code answers it.

    Attributes:
        sample: The draws.
        training: Which inputs are settled, and which were shown to the model or decided by a person.
        sandbox: An open sandbox.
        modes: The most frequent outcome of every input.
    """

    sample: SampleData
    training: TrainingSet
    sandbox: Sandbox
    modes: Sequence[InputMode]

    def arguments(self, rows: Iterable[int]) -> list[list[Any]]:
        """Return the arguments of some rows, by position."""
        return [self.positional(self.sample.rows[row]) for row in rows]

    def positional(self, row: Mapping[str, Any]) -> list[Any]:
        """Return an input as arguments by position."""
        return [row[p.name] for p in self.sample.spec.parameters]

    def ask(self, module: str, name: str, rows: Sequence[int]) -> dict[int, TrialResult]:
        """Let a module answer some rows; what does not fit the type of the spec is not an answer."""
        said = said_of(self.sandbox, module, name, self.arguments(rows))
        return {row: self._fitting(each) for row, each in zip(rows, said, strict=True)}

    def agrees(self, row: int, answer: Any) -> bool:
        """Whether an answer is the model's most frequent one on an input, or what a person decided.

        Where two are equally frequent, or one leads that may do so by chance, there is none.
        """
        mode = self.modes[row]
        said = self.training.said.get(row)
        if said is not None:
            return canonical(answer) == canonical(said.outcome)
        return mode.is_value and mode.leads and canonical(answer) == canonical(mode.outcome)

    def certifying(self, code: Code) -> list[int]:
        """Return the rows that may certify code: drawn, not shown to the model, not decided, not seen by its author."""
        apart = self.training.shown | self.training.against | self.training.decided | code.seen
        return [mode.row for mode in self.modes if mode.answered and mode.row not in apart]

    def _fitting(self, said: TrialResult) -> TrialResult:
        if not said.answered:
            return said
        try:
            return TrialResult("answered", plain(self.sample.spec.returns, said.value))
        except (ValueError, TypeError) as error:
            return TrialResult("misfit", why=f"the answer does not fit the type: {error}")


def fit(bench: Bench, author: Author) -> Fitted | None:
    """Try an author on every input, each held out once.

    Args:
        bench: The sample and the sandbox.
        author: Who writes.

    Returns:
        ``None`` where there is no result.
    """
    final = author.code(frozenset())
    if final is None:
        return None
    trials: list[Trial] = []
    for held in steps("trying code on inputs that it has not seen", _folds(bench.sample, bench.certifying(final))):
        code = author.code(frozenset(held))
        trials += _trials(bench, code, held) if code else [Trial(row) for row in held]
    every = _context(bench, final, frozenset())
    by_strictness, wrong = _whole(bench, final, every)
    ordered = tuple(sorted(trials, key=lambda trial: trial.row))
    return Fitted(final, ordered, by_strictness, every.right, wrong, _hands_back(bench, final, every))


def whole(bench: Bench, author: Author) -> Fitted | None:
    """Try an author on a sample that holds every input there is: no other can come, and none has to be held out."""
    final = author.code(frozenset())
    if final is None:
        return None
    rows = [mode.row for mode in bench.modes if mode.answered]
    said = bench.ask(final.module, final.name, rows)
    trials = [_trial(bench, row, [each]) for row, each in said.items()]
    right = frozenset(trial.row for trial in trials if trial.agrees)
    return Fitted(final, tuple(trials), (final.versions[-1],), right)


def _folds(sample: SampleData, rows: Sequence[int]) -> list[list[int]]:
    """Cut rows into parts by their content, so that the parts do not depend on the order of the inputs."""
    order = sorted(rows, key=lambda row: digest(dict(sample.rows[row])))
    return [part for number in range(FOLDS) if (part := order[number::FOLDS])]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a guard is learned from: which inputs code answers as the model does, and which it does not."""

    answers: dict[int, Any]
    right: frozenset[int]
    doubtful: frozenset[int]
    held: Collection[int]


def _context(bench: Bench, code: Code, held: Collection[int]) -> _Context:
    rows = [mode.row for mode in bench.modes if mode.answered and mode.row not in held]
    answers = {row: said.value for row, said in bench.ask(code.module, code.name, rows).items() if said.answered}
    known = bench.training.rows | bench.training.decided
    right = frozenset(row for row in answers if row in known and bench.agrees(row, answers[row]))
    # What its author's guard hands back one by one may have something in common that a guard can name.
    return _Context(answers, right, (frozenset(answers) - right) | (code.exceptions - set(held)), held)


def _levels(code: Code) -> list[tuple[str, Look]]:
    """Return which guard of its author, and how fine a look of the learned one, belongs to each strictness; loose to strict."""
    if code.learned:
        return [(version, "through") for version in code.versions]
    plain, strict = code.versions[0], code.versions[-1]
    looks: list[tuple[str, Look]] = [(plain, "through"), (plain, "signs"), (strict, "signs"), (strict, "places")]
    return list(dict.fromkeys(looks))


def _modules(bench: Bench, code: Code, seen: _Context, *, left: tuple[Check, ...] = ()) -> list[str]:
    """Write the module at each strictness, with a guard learned from some rows."""
    right = sorted(seen.right)
    if not right:
        return []
    beside = [each for each in bench.training.taught if not each.handed_back and each.parent not in seen.held]
    inputs = bench.arguments(right) + [bench.positional(each.row) for each in beside]
    answers = [*(seen.answers[row] for row in right), *(each.outcome for each in beside)]
    labels = code.kind == "written" and len({canonical(answer) for answer in answers}) <= max(2, len(answers) // 4)
    known = None if code.learned else Novelty(inputs, answers, labels)
    apart = _doubts(bench, seen)
    parameters = signature_of(bench.sample.spec).parameters
    return [
        guarded(version, code.name, parameters, Guarded(known, apart, left, look), own=code.guarded)
        for version, look in _levels(code)
    ]


def _doubts(bench: Bench, seen: _Context) -> tuple[ContestedRegion, ...]:
    rows = sorted(seen.doubtful.union(seen.answers))
    names = signature_of(bench.sample.spec).names
    return contested_regions(bench.arguments(rows), [row in seen.doubtful for row in rows], names)


def _hands_back(bench: Bench, code: Code, seen: _Context) -> tuple[tuple[str, ...], ...]:
    """Say what a guard hands back at each strictness."""
    if code.learned:
        steps = (
            "",
            ", and more strictly what is unlike the examples",
            ", and characters in places where no example had them",
        )
        doubtful = [doubt.why for doubt in _doubts(bench, seen)]
        return tuple((f"{_LEARNED}{steps[min(at, 2)]}", *doubtful) for at in range(len(_levels(code))))
    always = (
        "words that reverse the meaning (not, except), and types, lengths and magnitudes that no example had",
        "answers with characters that no example's answer had",
        *(("what its author's own guard hands back",) if code.guarded else ()),
        *(doubt.why for doubt in _doubts(bench, seen)),
    )
    return tuple((*_LOOKS[look], *always) for _, look in _levels(code))


def _trials(bench: Bench, code: Code, held: Sequence[int]) -> list[Trial]:
    modules = _modules(bench, code, _context(bench, code, held))
    said = [bench.ask(module, code.name, held) for module in modules]
    return [_trial(bench, row, [each[row] for each in said]) for row in held]


def _trial(bench: Bench, row: int, said: Sequence[TrialResult]) -> Trial:
    """Make the trial of an input from what each strictness says of it."""
    reach = next((strictness for strictness, each in enumerate(said) if not each.answered), len(said))
    if not reach:
        return Trial(row)
    answer = said[0].value
    return Trial(row, reach, bench.agrees(row, answer), answer)


def _whole(bench: Bench, code: Code, seen: _Context) -> tuple[tuple[str, ...], frozenset[int]]:
    """Write the modules that would be bound.

    Of the known inputs they answer none otherwise than the model did, and none that it is known to be divided on: these are
    handed back by their addresses, as nothing that was given is quoted in code.
    """
    modules = _modules(bench, code, seen)
    if not modules:
        return (), frozenset()
    rows = [mode.row for mode in bench.modes if mode.answered]
    said = bench.ask(modules[0], code.name, rows)
    answered = [row for row, each in said.items() if each.answered]
    wrong = frozenset(row for row in answered if not bench.agrees(row, said[row].value))
    answered_before = bench.training.rows | bench.training.decided
    apart = wrong.union(row for row in answered if row not in answered_before)
    left = [*bench.arguments(sorted(apart)), *(bench.positional(e.row) for e in bench.training.taught if e.handed_back)]
    if not left:
        return tuple(modules), wrong
    why = "Digests of inputs that the model answers otherwise."
    known = known_again([tuple(each) for each in left], "LEFT_TO_THE_MODEL", why, "An input that is left to the model.")
    return tuple(_modules(bench, code, seen, left=(known,))), wrong
