"""Learn rules for labels: each is a word or a phrase that indicates a label; a text without any is handed back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.labels.guard import LabelsShown, of_rules
from pointmass.synthesis.labels.said import said_of, texts_of
from pointmass.synthesis.labels.word_conditions import Condition, conditions
from pointmass.synthesis.operators import spoken as ops
from pointmass.synthesis.program import Apply, Constant, Named, Node

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pointmass.synthesis.problem import Problem

# A rule needs at least three examples: fewer may be chance.
_SUPPORT = 3
_PURITY = 0.85
# The least share of all texts with the word that must have the label, including texts that other rules decide.
_MOSTLY = 0.5
# How many times as often texts of the label must contain the word as other texts do.
_LIFT = 3.0
# The assumed share of wrong labels; it determines the cost of an exception to a rule.
_SLIPS = 0.05
# The least gain of a rule, in bits. It is below 0, as the cost of rules includes their order, which does not matter.
_GAIN = -1.5
_LEARNED_FROM = 300
_ANSWERED = 0.15
_MOST_RULES = 100
# The least number of examples of a sure rule: 12 without exceptions prove a share of exceptions below 0.22 (one-sided,
# 95 %).
_MANY = 12
# The cost of an entry of a table, besides that of the rule, in bits.
_BITS = 4.0


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One condition and the label that it indicates.

    Attributes:
        condition: The condition on the text.
        label: The label.
        support: How many examples that no earlier rule decides it decides rightly.
        against: How many of these it decides wrongly.
        bits: Its cost, in bits.
        shown: How many of all examples meet the condition and have the label.
        elsewhere: How many of all examples meet it and have another label.
    """

    condition: Condition
    label: Any
    support: int
    against: int
    bits: float
    shown: int
    elsewhere: int

    @property
    def is_sure(self) -> bool:
        """Whether 12 examples or more show it and at most 5 % as many contradict it; other words then do not matter."""
        return self.shown >= _MANY and self.elsewhere <= _SLIPS * self.shown


@dataclass(frozen=True, slots=True)
class Shares:
    """The examples of each label, as numbers whose bits are set at the positions of the examples.

    Attributes:
        of: The examples of each label.
        members: All examples.
    """

    of: dict[Any, int]
    members: int

    @property
    def number(self) -> int:
        """The number of examples."""
        return self.members.bit_count()

    def surprise(self, label: Any) -> float:
        """Return the information content of a label, in bits: the rarer, the more."""
        return math.log2(self.number / self.of[label].bit_count())


@dataclass(frozen=True, slots=True)
class RuleExamples:
    """The examples that rules are learned from.

    Attributes:
        task: The task with all examples.
        texts: Their inputs as texts.
        places: The positions of the examples that are used: all, or every second, third, ... if there are more than
            300.
        asked: The conditions that several of these texts meet.
    """

    task: Problem
    texts: tuple[str, ...]
    places: tuple[int, ...]
    asked: tuple[Condition, ...]


def rule_examples(task: Problem) -> RuleExamples | None:
    """Return what rules are learned from; None if there is only one label, or there are fewer than six texts."""
    texts = texts_of(task)
    if len(set(task.outputs)) < 2 or len(texts) < 2 * _SUPPORT:  # noqa: PLR2004 - one label is not a choice
        return None
    places = tuple(range(0, len(texts), math.ceil(len(texts) / _LEARNED_FROM)))
    asked = conditions([texts[at] for at in places], fewest=_SUPPORT)
    return RuleExamples(task, texts, places, tuple(asked))


def learn(what: RuleExamples, *, apart: Collection[int] = ()) -> Candidate | None:
    """Return the rules as a candidate; None if there are none, or they answer less than 15 % of the texts.

    Args:
        what: The examples.
        apart: The positions of examples to leave out.
    """
    labels = [what.task.outputs[at] for at in what.places]
    members = sum(1 << place for place, at in enumerate(what.places) if at not in apart)
    rules = found_rules(what.asked, labels, members)
    if not rules:
        return None
    if not apart:
        return _candidate(what.task, what.texts, rules)
    kept = [at for at in what.places if at not in apart]
    envs, outputs = tuple(what.task.envs[at] for at in kept), tuple(what.task.outputs[at] for at in kept)
    return _candidate(replace(what.task, envs=envs, outputs=outputs), [what.texts[at] for at in kept], rules)


def found_rules(asked: Sequence[Condition], labels: Sequence[Any], members: int) -> list[LabelRule]:
    """Find rules one by one, each time the best for the examples that no rule decides yet.

    Args:
        asked: The conditions.
        labels: The label of each example.
        members: The examples to use, as a number with their bits set.
    """
    of: dict[Any, int] = {}
    for place, label in enumerate(labels):
        if members >> place & 1:
            of[label] = of.get(label, 0) | 1 << place
    shares = Shares(of, members)
    options = [(c, label) for c in asked for label in of if _is_rarer_elsewhere(c, label, shares)]
    rules: list[LabelRule] = []
    left = members
    while len(rules) < _MOST_RULES and (best := _best(options, left, shares)):
        rules.append(best)
        left &= ~best.condition.holds
    return rules


def _is_rarer_elsewhere(condition: Condition, label: Any, shares: Shares) -> bool:
    """Whether examples of the label meet the condition three times as often as others, and make up half of these."""
    own = (condition.holds & shares.of[label]).bit_count()
    all_own = shares.of[label].bit_count()
    others = (condition.holds & shares.members).bit_count() - own
    elsewhere = (others + 0.5) / (shares.number - all_own + 1)
    return own >= _SUPPORT and own / all_own >= _LIFT * elsewhere and own >= _MOSTLY * (own + others)


def _best(options: Sequence[tuple[Condition, Any]], left: int, shares: Shares) -> LabelRule | None:
    """Return the rule that saves the most bits for the examples *left*, or None.

    Rules that also hold among all examples, and not only among those left, come first.
    """
    best: tuple[tuple[bool, float, str], LabelRule] | None = None
    for condition, label in options:
        met = condition.holds & left
        support, total = (met & shares.of[label]).bit_count(), met.bit_count()
        if support < _SUPPORT or support < _PURITY * total:
            continue
        bits = condition.bits + math.log2(len(shares.of))
        explained = _explained(met, label, shares) - bits
        if explained >= _GAIN:
            shown = (condition.holds & shares.of[label]).bit_count()
            every = (condition.holds & shares.members).bit_count()
            rank = (shown >= _PURITY * every, explained, condition.pattern)
            if best is None or rank > best[0]:
                best = rank, LabelRule(condition, label, support, total - support, bits, shown, every - shown)
    return best[1] if best else None


def _explained(met: int, label: Any, shares: Shares) -> float:
    """Return how many bits are saved in describing the labels of the examples *met* by saying that all have this label.

    Examples with another label cost extra, as exceptions.
    """
    bits = 0.0
    for other, members in shares.of.items():
        count = (met & members).bit_count()
        told = 0.0 if other == label else math.log2((len(shares.of) - 1) / _SLIPS)
        bits += count * (shares.surprise(other) - told)
    return bits


def _candidate(task: Problem, texts: Sequence[str], rules: Sequence[LabelRule]) -> Candidate | None:
    said = said_of(task)
    labels = Named("labels", Apply(ops.SPOKEN_FOR, (said, _tables(task, rules))))
    program = Apply(ops.FIRST, (labels,))
    table = {rule.condition.pattern: rule.label for sure in (True, False) for rule in rules if rule.is_sure == sure}
    answers = [ops.spoken_for(text, table) for text in texts]
    missed = tuple(
        at for at, (answer, label) in enumerate(zip(answers, task.outputs, strict=True)) if label not in answer[:1]
    )
    sure = tuple(answer[0] if len(answer) == 1 else None for answer in answers)
    if len(sure) - sure.count(None) < _ANSWERED * len(texts):
        return None
    shown = LabelsShown(tuple(texts), task.outputs, sure)
    guard, entries = of_rules(shown, _table(task, rules, sure=True), said, labels, Named("answer", program))
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=program,
        guard=guard,
        kind="rules",
        cost=sum(rule.bits for rule in rules) + _BITS * (len(rules) + entries),
        support=len(texts) - len(missed),
        missed=missed,
        words=_words(rules),
        rows=task.rows,
    )


def _tables(task: Problem, rules: Sequence[LabelRule]) -> Node:
    tables = [table for sure in (True, False) if (table := _table(task, rules, sure=sure))]
    return tables[0] if len(tables) == 1 else Apply(ops.MERGED, tuple(tables))


def _table(task: Problem, rules: Sequence[LabelRule], *, sure: bool) -> Constant | None:
    kept = [rule for rule in rules if rule.is_sure == sure]
    if not kept:
        return None
    table = {rule.condition.pattern: rule.label for rule in kept}
    name, why = ("SURE", _WHY_SURE) if sure else ("RULES", _WHY)
    return Constant(name, table, why, tuple(map(_times, kept)), f"dict[str, {task.signature.returns}]")


def _times(rule: LabelRule) -> str:
    return f"{rule.support} example{'' if rule.support == 1 else 's'}" + (
        f", not {rule.against}" if rule.against else ""
    )


def _words(rules: Sequence[LabelRule]) -> str:
    shown = ", ".join(f"{rule.condition.word or rule.condition.pattern} is {rule.label}" for rule in rules[:6])
    if all(rule.condition.word for rule in rules):
        return f"choose the label by the words in the text: {shown}"
    return f"choose the label by what the text contains: {shown}"


_WHY = "What a text contains, in lower case, and the label that this indicates; how many examples show it."
_WHY_SURE = "The same where many examples show it and hardly any is against it: no other word raises a doubt."
