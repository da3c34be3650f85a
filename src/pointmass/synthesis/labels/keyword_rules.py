"""Learn text → label as an ordered list of keyword rules with their support; what they do not cover is handed back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.operators import words as ops
from pointmass.synthesis.program import Apply, Case, Choice, Constant, Literal, Named, Node, Var

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

# Fewer than three examples with the same word and the same label are as likely chance as a rule.
_SUPPORT = 3
_PURITY = 0.85
_MISSED = 0.2
# Words that say how something is said, not what it is about.
_EMPTY = """a an the of to in on at for from by with and or but if so as is am are was were be been being do does did
have has had having i you he she it we they me my your his her its our their this that these those what which who whom
whose how when where why can could will would shall should may might must not no yes im ive dont doesnt didnt cant isnt
there here please just about any some get got getting up out"""
_IGNORED = frozenset(word for text in _EMPTY.split() for word in ops.words(text))


@dataclass(frozen=True, slots=True)
class Rule:
    """One keyword and the label that it stands for.

    Attributes:
        support: Examples that the rule decides rightly, those that earlier rules decide left out.
        against: Examples that it would decide wrongly; the guard hands them back.
    """

    keyword: str
    label: Any
    support: int
    against: int


def learn(task: Problem) -> Candidate | None:
    """Return keyword rules for *task*, or None where no word carries a label."""
    found = [ops.words(text) - _IGNORED for text in task.texts]
    labels = Counter(task.outputs)
    if len(labels) < 2 or len(found) < 2 * _SUPPORT:  # noqa: PLR2004 - one label is no choice
        return None
    rules = _rules(found, task.outputs)
    if not rules:
        return None
    program = _program(rules)
    candidate = Candidate(
        name=task.name,
        signature=task.signature,
        program=program,
        guard=_guard(task, found, program),
        kind="rules",
        cost=sum(10.0 + 4 * rule.against for rule in rules),
        support=sum(rule.support for rule in rules),
        words=f"choose by keyword: {', '.join(f'{r.keyword} is {r.label}' for r in rules[:6])}",
        rows=task.rows,
    )
    return candidate if _is_sound(candidate, task, _missed(rules, found, task.outputs)) else None


def _rules(found: list[frozenset[str]], labels: tuple[Any, ...]) -> list[Rule]:
    """Take the best rule on what is left, again and again."""
    left, rules = set(range(len(found))), []
    by_word: dict[str, Counter[Any]] = defaultdict(Counter)
    for words, label in zip(found, labels, strict=True):
        for word in words:
            by_word[word][label] += 1
    while best := _best(by_word):
        rules.append(best)
        settled = [i for i in left if best.keyword in found[i]]
        left.difference_update(settled)
        for i in settled:
            for word in found[i]:
                by_word[word][labels[i]] -= 1
    return rules


def _best(by_word: dict[str, Counter[Any]]) -> Rule | None:
    options = []
    for word, counts in by_word.items():
        label, support = max(counts.items(), key=lambda item: item[1])
        total = counts.total()
        if support >= _SUPPORT and support / total >= _PURITY:
            options.append(
                ((support + 0.5) / (total + 1.5), support, word, Rule(word, label, support, total - support))
            )
    return max(options, key=lambda o: o[:3])[3] if options else None


def _program(rules: list[Rule]) -> Choice:
    """Return the rules as branches; neighbours with one label share a branch."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and groups[-1][0].label == rule.label:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found = Named("found", Apply(ops.WORDS, (Var(0),)))
    return Choice(tuple(_case(group, found) for group in groups))


def _case(group: list[Rule], found: Node) -> Case:
    support = sum(rule.support for rule in group)
    if len(group) == 1:
        return Case(Apply(ops.HAS, (found, Literal(group[0].keyword))), Literal(group[0].label), support)
    keywords = frozenset(rule.keyword for rule in group)
    return Case(Apply(ops.ANY_OF, (found, Literal(keywords))), Literal(group[0].label), support)


def _guard(task: Problem, found: list[frozenset[str]], program: Choice) -> Guard:
    labels_of: dict[str, set[Any]] = defaultdict(set)
    for env in task.contested:
        for word in ops.words(env[0]) - _IGNORED if isinstance(env[0], str) else ():
            labels_of[word] |= set()
    for words, label in zip(found, task.outputs, strict=True):
        for word in words:
            labels_of[word].add(label)
    table = {word: tuple(sorted(labels, key=str)) for word, labels in sorted(labels_of.items())}
    seen = Constant("LABELS_OF", table, _WHY, (), "dict[str, tuple[object, ...]]")
    call = Apply(ops.ONLY_ELSEWHERE, (Apply(ops.WORDS, (Var(0),)), Named("answer", program), seen))
    return Guard(
        (Check(call, "A word speaks for another label, or stood where the answers differed."),), (), can_fail=True
    )


_WHY = "The labels that each word was seen with; none where only contested inputs had it."


def _is_sound(candidate: Candidate, task: Problem, missed: list[int]) -> bool:
    """Whether everything that the guard lets through is right, and the rest is a minority of what the rules decide."""
    return not any(candidate.accepts(task.texts[i]) for i in missed) and candidate.support >= len(task.envs) * _MISSED


def _missed(rules: list[Rule], found: list[frozenset[str]], labels: tuple[Any, ...]) -> list[int]:
    """Return which examples the first rule that applies decides wrongly."""
    answers = [
        next((rule.label for rule in rules if rule.keyword in words), label)
        for words, label in zip(found, labels, strict=True)
    ]
    return [i for i, (answer, label) in enumerate(zip(answers, labels, strict=True)) if answer != label]
