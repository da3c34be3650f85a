"""When not to trust a comparison: the reasons to doubt it, as facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from pointmass.comparison.align import Pairing
from pointmass.draw import Draw
from pointmass.errors import clip
from pointmass.facts import NOT_RECORDED, Notice, notice
from pointmass.html.escape import visible
from pointmass.identity import Identity
from pointmass.sample import SampleData
from pointmass.sentences import Severity
from pointmass.stats import PairTest

_NAMED = 3
_LONG = 200  # characters that nobody writes twice by chance where he also writes otherwise

MOST = 0.5
"""From this share of repeated answers on, a cache answered and nothing was found out, a fraction of the draws."""


def doubts(pairing: Pairing, test: PairTest) -> tuple[Notice, ...]:
    """Return the reasons to doubt a contrast, those that leave nothing of it first; empty when there are none."""
    a, b = pairing.sample_a, pairing.sample_b
    found = [*_inputs(pairing), *([notice("of a test", said=test.diag)] if test.diag else []), *_both(pairing)]
    for name, sample in ((pairing.a, a), (pairing.b, b)):
        found += [Notice(each.code, each.severity, each.data, of=name) for each in of_sample(sample)]
    return tuple(sorted(found, key=lambda each: each.severity != "void"))


def of_sample(sample: SampleData) -> Iterator[Notice]:
    """Say what is odd about the draws of one sample, one fact at a time."""
    draws = [draw for each in sample.draws for draw in each]
    twice = sum(weight > 1 for weight in sample.weights)
    if twice:
        yield notice("given twice", inputs=twice)
    failed = sum(not draw.answered for draw in draws)
    if failed:
        yield notice("draws left out", failed=failed, draws=len(draws))
    if sample.stopped:
        yield notice("stopped by the result", fixed=sample.stopped.fixed, looks=sample.stopped.looks)
    yield from oddities(sample.draws)


def oddities(draws: Sequence[Sequence[Draw]]) -> Iterator[Notice]:
    """Say what is odd about draws, ``(n_inputs, n_draws)``: repeated answers, another model, recordings mixed in."""
    every = [draw for each in draws for draw in each if draw.answered]
    ids = Counter(draw.response_id for draw in every if draw.response_id)
    again = sum(n - 1 for n in ids.values())
    if again:
        yield notice("repeated answers", severity=_weight(again, len(every)), again=again, draws=len(every))
    copied = sum(map(_copied, draws))
    if copied:
        yield notice("copied texts", draws=copied)
    empty = sum(draw.status == "ok" and not draw.text.strip() for draw in every)
    if empty:
        yield notice("empty answers", empty=empty, draws=len(every))
    models = Counter(draw.model or NOT_RECORDED for draw in every)
    if len(models) > 1:
        yield notice("several models", models=sorted(models.items(), key=lambda each: (-each[1], each[0])))
    replayed = sum(draw.origin == "replayed" for draw in every)
    if 0 < replayed < len(every):
        yield notice("partly replayed", replayed=replayed, draws=len(every))


def _weight(repeated: int, draws: int) -> Severity:
    """Return what repeated answers leave of some draws."""
    return "void" if repeated > MOST * draws else "doubt"


def _copied(draws: Sequence[Draw]) -> int:
    """Count the long texts of one input that are there twice though at least half of its texts differ."""
    texts = Counter(draw.text for draw in draws if len(draw.text) >= _LONG)
    return texts.total() - len(texts) if len(texts) > 1 and 2 * len(texts) >= texts.total() else 0


def _inputs(pairing: Pairing) -> Iterator[Notice]:
    for name, only in ((pairing.a, pairing.only_a), (pairing.b, pairing.only_b)):
        if only:
            named = [visible(clip(text, 40)) for text in only[:_NAMED]]
            yield notice("asked of one only", variant=name, named=named, inputs=len(only))


def _both(pairing: Pairing) -> Iterator[Notice]:
    a, b = pairing.sample_a, pairing.sample_b
    if _are_the_same(a, b):
        yield notice("same draws")
    shared = _ids(a) & _ids(b)
    if shared:
        after = [draw for draw in chain.from_iterable(b.draws) if draw.answered]
        again = sum(draw.response_id in shared for draw in after)
        yield notice(
            "shared answers",
            severity=_weight(again, len(after)),
            responses=len(shared),
            draws=again,
            a=pairing.a,
            b=pairing.b,
        )
    if a.linked != b.linked:
        one, other = (pairing.a, pairing.b) if a.linked else (pairing.b, pairing.a)
        yield notice("conversations in one only", one=one, other=other)
    elif a.linked:
        yield notice("conversations in both")
    elif a.conversing or b.conversing:
        yield notice("recorded in conversations")
    models = [_answering(sample) for sample in (a, b)]
    if models[0] != models[1]:
        yield notice("different models", models=models)
    origins = [_origins(sample) for sample in (a, b)]
    if origins[0] != origins[1]:
        yield notice("drawn apart", origins=[(pairing.a, origins[0]), (pairing.b, origins[1])])
    elif origins[0] == "replayed":
        yield notice("replayed")


def _are_the_same(a: SampleData, b: SampleData) -> bool:
    """Whether both are the same draws, and not only the same answers: each has a time or a name that tells it from others."""
    draws = [draw for row in a.draws for draw in row if draw.answered]
    return bool(draws) and all(draw.time or draw.response_id for draw in draws) and a.draws == b.draws


def _ids(sample: SampleData) -> set[str]:
    return {draw.response_id for each in sample.draws for draw in each if draw.response_id}


def _answering(sample: SampleData) -> str:
    """Name who answered: what the service said, or who was asked where it said nothing."""
    said = sorted({draw.model for each in sample.draws for draw in each if draw.model})
    if said:
        return ", ".join(said)
    # Variants of one recording are one model's answers; their identities differ by variant and content only.
    asked = Identity.of(sample.model)
    return f"recorded:{asked.model}" if asked.provider == "recorded" else sample.model


def _origins(sample: SampleData) -> str:
    found = {draw.origin for each in sample.draws for draw in each}
    return "partly replayed" if len(found) > 1 else next(iter(found), "empty")
