"""A model that judges whether two answers mean the same. It is asked in both orders; stored answers are used again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from pointmass.digest import canonical
from pointmass.keywords import read, takes
from pointmass.sample.cost import Cost, add_up
from pointmass.sample.data import label
from pointmass.sampler import Aim
from pointmass.shown import repr_of
from pointmass.signature import Parameter
from pointmass.spec import Spec, escaped
from pointmass.workbench.one_sample import Drawing
from pointmass.workbench.options import JudgeHow, JudgeOptions, SampleOptions

if TYPE_CHECKING:
    from pointmass.draw import Draw
    from pointmass.workbench.home import Home

_PROMPT = (
    "Two answers to the same task are given. Say whether they mean the same, so that whoever reads one of them instead of the "
    "other would know and do the same. Another wording is no difference; another name, number, date, condition or position is."
)
_JUDGING = Aim("judge")
_TEXTS = (Parameter("one", str), Parameter("other", str))


class Judge:
    """Asks a model whether two outcomes mean the same; give it as ``same`` to ``sample.interpretations``.

        judge = Judge(wb, about=s.spec.prompt)
        s.interpretations(same=judge)
        judge.cost

    Each pair is asked about in both orders, and it means the same only if both orders say so. This protects against
    models that prefer the answer that stands first. Questions that were asked before are answered from the workbench's
    store.

    Args:
        workbench: The workbench that makes and keeps the draws.
        **how: ``about``, a description of the task that was answered (without it, answers are compared by themselves);
            ``draws`` of each order, 1 or more (in each order, more than half of them must say that the two mean the
            same); and ``model``, ``concurrency``, ``fresh`` and ``progress`` as for ``Workbench.sample``.

    Attributes:
        spec: The spec of the question: it takes two texts and returns ``bool``.
        pairs: Number of pairs that were asked about.
        split: Number of pairs that meant the same in one order only; they count as different.
        unanswered: Number of draws without a valid answer; each counts as a no.
    """

    @takes(JudgeOptions)
    def __init__(self, workbench: Home, **how: Unpack[JudgeHow]) -> None:
        told = read(JudgeOptions, how, whose="Judge", first="a workbench")
        task = f" The task was:\n\n{escaped(told.about)}" if told.about else ""
        self.spec = Spec("same_meaning", f"{_PROMPT}{task}", _TEXTS, returns=bool)
        self.pairs = self.split = self.unanswered = 0
        self._workbench = workbench
        self._told = told
        self._made: list[Draw] = []

    def __call__(self, one: Any, other: Any) -> bool:
        """Return whether two outcomes mean the same.

        Raises:
            NoModelError: There is no model to ask.
        """
        return self.many([(one, other)])[0]

    def many(self, pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
        """Return for each pair whether its two outcomes mean the same; all pairs are asked about in one sample.

        Args:
            pairs: Pairs of outcomes, as JSON data.

        Raises:
            NoModelError: There is no model to ask.
        """
        texts = [(_text(one), _text(other)) for one, other in pairs]
        both = list(dict.fromkeys(order for one, other in texts for order in ((one, other), (other, one))))
        if not both:
            return []
        told, workbench = self._told, self._workbench
        drawing = Drawing.of(
            self.spec,
            [{"one": one, "other": other} for one, other in both],
            told.draws,
            SampleOptions(concurrency=told.concurrency, fresh=told.fresh, model=told.model, progress=told.progress),
            harness=workbench.harness,
            store=workbench.store,
            aim=_JUDGING,
        )
        try:
            sample = drawing.wait()
        finally:
            workbench.tell()
        said = {
            (row["one"], row["other"]): self._says(draws) for row, draws in zip(sample.rows, sample.draws, strict=True)
        }
        self.pairs += len(texts)
        self.split += sum(said[one, other] != said[other, one] for one, other in texts)
        return [said[one, other] and said[other, one] for one, other in texts]

    @property
    def cost(self) -> Cost:
        """What all draws that the judge used cost, including those that the store had already."""
        return add_up(self._made)

    def __repr__(self) -> str:
        """Say how many pairs were asked about, how many differed by order, and what it cost."""
        asked = f"{self.pairs} pairs asked both ways, {self.split} meant the same one way only"
        lost = f", {self.unanswered} draws without an answer" if self.unanswered else ""
        return repr_of(f"<Judge: {asked}{lost}; {self.cost}>")

    def _says(self, draws: Sequence[Draw]) -> bool:
        self._made += draws
        self.unanswered += sum(draw.status != "ok" for draw in draws)
        return sum(draw.status == "ok" and draw.outcome is True for draw in draws) > len(draws) / 2


def _text(outcome: Any) -> str:
    return label(canonical(outcome))
