"""Draw several samples in turns, a few draws of each at a time, so that a slow service affects all alike."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pointmass.sampler import Progress
from pointmass.spec import Spec
from pointmass.workbench.one_sample import Watch, shown_by
from pointmass.workbench.options import SampleHow

if TYPE_CHECKING:
    from pointmass.sample import Sample
    from pointmass.workbench.home import Home

ROUNDS = 8
"""The most rounds: enough to compare response times, but so few that each round has many requests in flight."""


def by_turns(
    workbench: Home,
    spec: Spec,
    inputs: Any,
    draws: int,
    variants: Mapping[str, Mapping[str, Any]],
    how: SampleHow,
) -> dict[str, Sample]:
    """Draw every variant on the same inputs in rounds of a few draws of each; every second round is in reverse order.

    Args:
        workbench: The workbench that makes and keeps the draws.
        spec: The unchanged spec.
        inputs: As for ``sample``, but they must allow iterating over them more than once.
        draws: Draws of each input and variant.
        variants: For each variant's name, the arguments of ``sample`` that it changes.
        how: The other keyword arguments of ``sample``, the same for all.

    Returns:
        The sample of each variant, by its name, in the order of *variants*.
    """
    rounds = min(draws, ROUNDS)
    shown = _Together(shown_by(how.get("progress", True)), spec.name, draws=draws, variants=len(variants))
    samples: dict[str, Sample] = {}
    for number in range(rounds):
        upto = draws * (number + 1) // rounds
        order = list(variants) if number % 2 == 0 else list(variants)[::-1]
        for name in order:
            own = SampleHow(**how)
            own["fresh"] = how.get("fresh", False) and number == 0
            own["progress"] = shown.of(name, upto, last=number == rounds - 1 and name == order[-1])
            samples[name] = workbench.sample(spec, inputs, upto, **own, **variants[name])
    return {name: samples[name] for name in variants}


class _Together:
    """Shows the rounds of several samples as the progress of one sample."""

    def __init__(self, watch: Watch | None, name: str, *, draws: int, variants: int) -> None:
        self._watch, self._name = watch, name
        self._draws, self._variants = draws, variants
        self._began = time.monotonic()
        self._done: dict[str, int] = {}
        self._ended: list[Progress] = []
        self._already = 0

    def of(self, variant: str, upto: int, *, last: bool) -> Watch | bool:
        """Return the progress function for one round of a variant that ends with *upto* draws of each input.

        ``False`` if no progress is shown. *last* says whether this is the very last round.
        """
        if self._watch is None:
            return False
        watch, begun = self._watch, False

        def see(now: Progress) -> None:
            nonlocal begun
            if not begun:
                begun = True
                self._already += now.already - self._done.get(variant, 0)
            self._done[variant] = now.done
            if now.status == "done":
                self._ended.append(now)
            if now.status != "done" or last:
                watch(self._whole(now, total=now.total // upto * self._draws * self._variants))

        return see

    def _whole(self, now: Progress, *, total: int) -> Progress:
        parts = [*self._ended, *([] if now.status == "done" else [now])]
        dollars = [each.dollars for each in parts if each.dollars is not None]
        done, elapsed = sum(self._done.values()), time.monotonic() - self._began
        came = done - self._already
        return Progress(
            done=done,
            total=total,
            already=self._already,
            failed=sum(each.failed for each in parts),
            input_tokens=sum(each.input_tokens for each in parts),
            output_tokens=sum(each.output_tokens for each in parts),
            dollars=sum(dollars) if dollars else None,
            elapsed=elapsed,
            eta=elapsed / came * (total - done) if came > 0 else None,
            status=now.status,
            name=self._name,
            lost=tuple(sum((Counter(dict(each.lost)) for each in parts), Counter()).most_common()),
        )
