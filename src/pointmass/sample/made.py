"""How a sample was made: of how many draws, stopped by which rule, in conversations, replayed, repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pointmass.draw import Draw


@dataclass(frozen=True, slots=True)
class Stopped:
    """The rule that ended a drawing by looking at what was drawn: the numbers of draws depend on the answers.

    Attributes:
        rule: The rule in words.
        fixed: Draws of each input that the rule takes in any case, before it can first stop: these were chosen by nobody, so
            what is estimated of them is not biased by the stop.
        looks: How many looks all inputs together got at most, of a rule about them all that looks at few numbers of draws:
            then a claim that holds for all these looks together, each at a share of the error, holds at the last. 0 else.
    """

    rule: str
    fixed: int
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """How a sample was made.

    Attributes:
        inputs: How many inputs were asked.
        fewest: The fewest answered draws of an input.
        most: The most answered draws of an input.
        stopped: The rule that ended it; ``None`` where the number of draws was fixed.
        linked: Whether one conversation answered all inputs, so that only conversations are independent.
        conversing: Whether that was so when it was recorded, though each input was asked for by itself.
        replayed: How many answers were read from a recording.
        repeated: How many answers are there already, by the service's name for them: they are not draws of their own.
        answered: How many draws were answered.
    """

    inputs: int
    fewest: int
    most: int
    stopped: Stopped | None
    linked: bool
    conversing: bool
    replayed: int
    repeated: int
    answered: int

    @property
    def unequal(self) -> bool:
        """Whether inputs have unequal numbers of answered draws."""
        return self.fewest != self.most

    def __str__(self) -> str:
        """Say it in a line."""
        draws = f"{self.fewest} to {self.most}" if self.unequal else f"{self.most}"
        kind = "conversations about" if self.linked else "draws of each of"
        said = [f"{draws} {kind} {self.inputs:,} input{'' if self.inputs == 1 else 's'}"]
        said += [f"drawn until {self.stopped.rule}"] if self.stopped else []
        if self.replayed:
            said += [
                "replayed from conversations"
                if self.conversing
                else "replayed"
                if self.replayed == self.answered
                else f"{self.replayed:,} replayed"
            ]
        said += [f"{self.repeated:,} repeat an answer"] if self.repeated else []
        return ", ".join(said)


def made_of(draws: Sequence[Sequence[Draw]], *, stopped: Stopped | None, linked: bool, conversing: bool) -> Made:
    """Read how a sample was made.

    Args:
        draws: The draws of each input, ``(n_inputs, n_draws)``, ragged.
        stopped: The rule that ended it, if one did.
        linked: Whether they are turns of conversations.
        conversing: Whether they were when they were recorded.
    """
    answered = [[draw for draw in row if draw.answered] for row in draws]
    sizes = [len(row) for row in answered] or [0]
    every = [draw for row in answered for draw in row]
    named = Counter(draw.response_id for draw in every if draw.response_id)
    return Made(
        inputs=len(draws),
        fewest=min(sizes),
        most=max(sizes),
        stopped=stopped,
        linked=linked,
        conversing=conversing,
        replayed=sum(draw.origin == "replayed" for draw in every),
        repeated=named.total() - len(named),
        answered=len(every),
    )
