"""A model as the judge of whether two answers mean the same: asked both ways, many pairs at once, and never twice."""

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
    """Whether two outcomes mean the same, by a model: give it as ``same`` to ``sample.interpretations``.

        judge = Judge(wb, about=s.spec.prompt)
        s.interpretations(same=judge)
        judge.cost

    Each pair is asked about in both orders, and means the same only if both answers say so: a model that prefers what stands
    first is found out. What was asked before is taken from the workbench's store, by content.

    Args:
        workbench: Where the draws are made and kept.
        **how: ``about``, the task that was answered, in words (without it answers are compared by themselves); ``draws`` of
            each order, 1 or more (more than half of all must say that they mean the same in either order); and
            ``model``, ``concurrency``, ``fresh`` and ``progress`` as for ``Workbench.sample``.

    Attributes:
        spec: The question, a spec of two texts that returns ``bool``.
        pairs: Pairs that were asked about.
        split: Pairs that meant the same in one order only; they count as different.
        unanswered: Draws that were no answer; they say no.
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
        """Say whether two outcomes mean the same.

        Raises:
            NoModelError: There is no model to ask.
        """
        return self.many([(one, other)])[0]

    def many(self, pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
        """Say of each pair whether it means the same; all are asked about at once.

        Args:
            pairs: Pairs of outcomes, JSON data.

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
        """What all its questions cost, those included that the store had answers to."""
        return add_up(self._made)

    def __repr__(self) -> str:
        """Say what was asked, and what it cost."""
        asked = f"{self.pairs} pairs asked both ways, {self.split} meant the same one way only"
        lost = f", {self.unanswered} draws without an answer" if self.unanswered else ""
        return repr_of(f"<Judge: {asked}{lost}; {self.cost}>")

    def _says(self, draws: Sequence[Draw]) -> bool:
        self._made += draws
        self.unanswered += sum(draw.status != "ok" for draw in draws)
        return sum(draw.status == "ok" and draw.outcome is True for draw in draws) > len(draws) / 2


def _text(outcome: Any) -> str:
    return label(canonical(outcome))
