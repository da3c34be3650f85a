"""Cross-fitting: every input is held out once, and tested with code and a guard that were made without it.

Contested inputs are held out and tested like all others, as nobody knows of a new input whether the model is divided on
it.
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
from pointmass.stabilize.by_label import contradicts
from pointmass.stabilize.code import Code
from pointmass.stabilize.guard import ContestedRegion, Guarded, Look, Novelty, contested_regions, guarded
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.training_set import TrainingSet
from pointmass.stabilize.trial import TrialResult, said_of
from pointmass.synthesis.apart import known_again
from pointmass.synthesis.guard import Check

FOLDS = 5
"""The number of parts into which the inputs are divided."""

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
    """An author that writes code from some inputs of a sample."""

    def code(self, held: frozenset[int]) -> Code | None:
        """Return code written without the rows in *held*; ``None`` if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """The test of code on one input that it did not see.

    Attributes:
        row: The number of the input in the sample.
        reach: At how many levels of strictness, from the loosest on, the guard accepts the input; 0 for none.
        agrees: Whether the answer is the model's most frequent one; ``False`` without an answer, if the draws are
            too evenly divided to tell, or if a label of a person says that it is wrong.
        answer: The code's answer, JSON data; ``None`` if there is none.
    """

    row: int
    reach: int = 0
    agrees: bool = False
    answer: Any = None

    def answered(self, strictness: int) -> bool:
        """Whether the code answers if its guard has the given strictness, 0 being the loosest."""
        return self.reach > strictness


@dataclass(frozen=True, slots=True)
class Fitted:
    """Code of one author with its trials.

    Attributes:
        code: The code.
        trials: A trial for each input on which it was tested.
        by_strictness: The whole module at each strictness of its guard, from loose to strict, as it would be bound.
        right: The rows for which the code without guard gives the model's most frequent answer.
        wrong: The rows that it would answer differently from the model's most frequent answer; the modules hand these
            back.
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
    """What trials are made with: a sample, and the sandbox in which code runs.

    Attributes:
        sample: The draws.
        training: The training data: which inputs are settled, were shown to the model, or were decided by a person.
        sandbox: An open sandbox.
        modes: The most frequent outcome of every input.
    """

    sample: SampleData
    training: TrainingSet
    sandbox: Sandbox
    modes: Sequence[InputMode]

    def arguments(self, rows: Iterable[int]) -> list[list[Any]]:
        """Return the arguments of rows of the sample, by position."""
        return [self.positional(self.sample.rows[row]) for row in rows]

    def positional(self, row: Mapping[str, Any]) -> list[Any]:
        """Return the arguments of one input, by position."""
        return [row[p.name] for p in self.sample.spec.parameters]

    def ask(self, module: str, name: str, rows: Sequence[int]) -> dict[int, TrialResult]:
        """Run a module on some rows; a result that does not fit the type of the spec is not an answer."""
        said = said_of(self.sandbox, module, name, self.arguments(rows))
        return {row: self._fitting(each) for row, each in zip(rows, said, strict=True)}

    def agrees(self, row: int, answer: Any) -> bool:
        """Whether an answer is the model's most frequent one on an input, or the one that a person decided; no label says otherwise.

        If two outcomes are equally frequent, or one may lead by chance, no answer agrees.
        """
        said = self.training.said.get(row)
        if said is not None:
            return canonical(answer) == canonical(said.outcome)
        return self._is_mode(row, answer) and not contradicts(self.training.labels.get(row), answer)

    def confirms(self, row: int, answer: Any) -> bool:
        """Whether an answer counts as agreed: as ``agrees``, but on a labelled input it has to be the model's own in any case."""
        return self.agrees(row, answer) and (row not in self.training.labels or self._is_mode(row, answer))

    def _is_mode(self, row: int, answer: Any) -> bool:
        mode = self.modes[row]
        return mode.is_value and mode.leads and canonical(answer) == canonical(mode.outcome)

    def certifying(self, code: Code) -> list[int]:
        """Return the rows on which code may be tested: answered, not shown to model or author, not decided.

        A label takes no row out.
        """
        taught = (self.training.shown | self.training.against | self.training.decided) - self.training.labels.keys()
        apart = taught | code.seen
        return [mode.row for mode in self.modes if mode.answered and mode.row not in apart]

    def _fitting(self, said: TrialResult) -> TrialResult:
        if not said.answered:
            return said
        try:
            return TrialResult("answered", plain(self.sample.spec.returns, said.value))
        except (ValueError, TypeError) as error:
            return TrialResult("misfit", why=f"the answer does not fit the type: {error}")


def fit(bench: Bench, author: Author) -> Fitted | None:
    """Test an author on every input, each held out once.

    Args:
        bench: The sample and the sandbox.
        author: The author.

    Returns:
        The code with its trials; ``None`` if the author gives no code.
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
    """Test an author on a sample that has every possible input, so that none has to be held out."""
    final = author.code(frozenset())
    if final is None:
        return None
    rows = [mode.row for mode in bench.modes if mode.answered]
    said = bench.ask(final.module, final.name, rows)
    trials = [_trial(bench, row, [each]) for row, each in said.items()]
    right = frozenset(trial.row for trial in trials if trial.agrees)
    return Fitted(final, tuple(trials), (final.versions[-1],), right)


def _folds(sample: SampleData, rows: Sequence[int]) -> list[list[int]]:
    """Divide rows into parts by their content, so that the parts do not depend on the order of the inputs."""
    order = sorted(rows, key=lambda row: digest(dict(sample.rows[row])))
    return [part for number in range(FOLDS) if (part := order[number::FOLDS])]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a guard is learned from.

    Attributes:
        answers: The code's answers, by row.
        right: The rows that it answers as the model does.
        doubtful: The rows that it answers differently, or on which the model is divided.
        held: The rows that are held out.
    """

    answers: dict[int, Any]
    right: frozenset[int]
    doubtful: frozenset[int]
    held: Collection[int]


def _context(bench: Bench, code: Code, held: Collection[int]) -> _Context:
    rows = [mode.row for mode in bench.modes if mode.answered and mode.row not in held]
    answers = {row: said.value for row, said in bench.ask(code.module, code.name, rows).items() if said.answered}
    known = bench.training.rows | bench.training.decided
    right = frozenset(row for row in answers if row in known and bench.agrees(row, answers[row]))
    # The exceptions that the author's guard hands back one by one count as doubtful, as they may share a condition.
    return _Context(answers, right, (frozenset(answers) - right) | (code.exceptions - set(held)), held)


def _levels(code: Code) -> list[tuple[str, Look]]:
    """Return for each strictness, from loose to strict, the author's version and the look of the learned guard."""
    if code.learned:
        return [(version, "through") for version in code.versions]
    plain, strict = code.versions[0], code.versions[-1]
    looks: list[tuple[str, Look]] = [(plain, "through"), (plain, "signs"), (strict, "signs"), (strict, "places")]
    return list(dict.fromkeys(looks))


def _modules(bench: Bench, code: Code, seen: _Context, *, left: tuple[Check, ...] = ()) -> list[str]:
    """Return the module at each strictness, with a guard learned from some rows."""
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
    """Return in words what the guard hands back at each strictness."""
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
    """Return the trial of an input from its results at all levels of strictness."""
    reach = next((strictness for strictness, each in enumerate(said) if not each.answered), len(said))
    if not reach:
        return Trial(row)
    answer = said[0].value
    return Trial(row, reach, bench.confirms(row, answer), answer)


def _whole(bench: Bench, code: Code, seen: _Context) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the modules that would be bound, and the rows that their code answers differently from the model.

    The modules hand back known inputs that the code answers differently from the model, and those on which the model is
    divided. They recognize these inputs by their digests, as code must not quote inputs.
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
