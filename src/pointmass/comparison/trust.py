"""When not to trust a comparison, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pointmass.comparison.align import Pairing
from pointmass.draw import Draw
from pointmass.errors import clip
from pointmass.facts import NOT_RECORDED
from pointmass.html.escape import visible
from pointmass.sample import SampleData
from pointmass.stats import PairTest

_NAMED = 3
_LONG = 200  # characters that nobody writes twice by chance where he also writes otherwise

STOPPED_BY_RESULT = "it is known whether it is"
"""How the notice of a sample tells that its draws ended with what they showed (``pm.until(better=…)``)."""


def doubts(pairing: Pairing, test: PairTest) -> str:
    """Say what speaks against a contrast; empty when nothing does."""
    a, b = pairing.sample_a, pairing.sample_b
    notes = [*_inputs(pairing), test.diag, *_both(pairing)]
    notes += [f"{name}: {note}" for name, sample in ((pairing.a, a), (pairing.b, b)) for note in of_sample(sample)]
    return "; ".join(note for note in notes if note)


def of_sample(sample: SampleData) -> Iterator[str]:
    """Say what is odd about the draws of one sample, one note at a time."""
    draws = [draw for each in sample.draws for draw in each]
    twice = sum(weight > 1 for weight in sample.weights)
    if twice:
        yield f"{'1 input was' if twice == 1 else f'{twice} inputs were'} given more than once; each counts once here"
    failed = sum(not draw.answered for draw in draws)
    if failed:
        yield f"{failed} of {len(draws)} draws failed and are left out"
    if any(STOPPED_BY_RESULT in notice for notice in sample.notices):
        yield "drawn until its result was known, as its notice says; tests of a fixed number of draws look surer than they are"
    yield from oddities(sample.draws)


def oddities(draws: Sequence[Sequence[Draw]]) -> Iterator[str]:
    """Say what is odd about draws, ``(n_inputs, n_draws)``: repeated answers, another model, recordings mixed in."""
    every = [draw for each in draws for draw in each if draw.answered]
    ids = Counter(draw.response_id for draw in every if draw.response_id)
    again = sum(n - 1 for n in ids.values())
    if again:
        yield f"{again:,} draws repeat an answer that stands there already (same response id): they are no draws of their own"
    copied = sum(map(_copied, draws))
    if copied:
        yield f"{copied:,} draws repeat a long text to the letter, where most texts of the same input differ: a cache may have answered"
    empty = sum(draw.status == "ok" and not draw.text.strip() for draw in every)
    if empty:
        yield f"{empty:,} of {len(every):,} answers are empty: the model ended without a word, which counts as an empty text"
    models = Counter(draw.model or NOT_RECORDED for draw in every)
    if len(models) > 1:
        counts = ", ".join(
            f"{name}: {count:,}" for name, count in sorted(models.items(), key=lambda each: (-each[1], each[0]))
        )
        yield f"answered by more than one model ({counts} draws)"
    replayed = sum(draw.origin == "replayed" for draw in every)
    if 0 < replayed < len(every):
        yield f"{replayed:,} of {len(every):,} draws are replayed from a recording, the others fresh"


def _copied(draws: Sequence[Draw]) -> int:
    """Count the long texts of one input that are there twice though at least half of its texts differ."""
    texts = Counter(draw.text for draw in draws if len(draw.text) >= _LONG)
    return texts.total() - len(texts) if len(texts) > 1 and 2 * len(texts) >= texts.total() else 0


def _inputs(pairing: Pairing) -> Iterator[str]:
    for name, only in ((pairing.a, pairing.only_a), (pairing.b, pairing.only_b)):
        if only:
            named = ", ".join(f"“{visible(clip(text, 40))}”" for text in only[:_NAMED])
            more = f" and {len(only) - _NAMED} more" if len(only) > _NAMED else ""
            yield f"only {name} was asked {named}{more}: left out"


def _both(pairing: Pairing) -> Iterator[str]:
    a, b = pairing.sample_a, pairing.sample_b
    if a.digest == b.digest:
        yield "both are the same draws"
    shared = _ids(a) & _ids(b)
    if shared:
        yield (
            f"{len(shared):,} responses stand in both {pairing.a} and {pairing.b} (same response id): a cache answered, and "
            "these draws are no comparison"
        )
    if a.linked != b.linked:
        one, other = (pairing.a, pairing.b) if a.linked else (pairing.b, pairing.a)
        yield f"{one} was drawn in conversations and {other} was not: what differs may be that"
    elif a.linked:
        yield (
            "drawn in conversations, so inputs are no independent evidence: trust the tests of single inputs, not those "
            "of all together"
        )
    models = [_answering(sample) for sample in (a, b)]
    if models[0] != models[1]:
        yield f"different models answered ({models[0]} and {models[1]})"
    origins = [_origins(sample) for sample in (a, b)]
    if origins[0] != origins[1]:
        yield f"{pairing.a} is {origins[0]} and {pairing.b} {origins[1]}: they were drawn at different times"
    elif origins[0] == "replayed":
        yield "both are replayed from recordings"


def _ids(sample: SampleData) -> set[str]:
    return {draw.response_id for each in sample.draws for draw in each if draw.response_id}


def _answering(sample: SampleData) -> str:
    """Name who answered: what the service said, or who was asked where it said nothing."""
    said = sorted({draw.model for each in sample.draws for draw in each if draw.model})
    if said:
        return ", ".join(said)
    # Variants of one recording are one model's answers; their identities differ by variant and content only.
    return ":".join(sample.model.split(":")[:2]) if sample.model.startswith("recorded:") else sample.model


def _origins(sample: SampleData) -> str:
    found = {draw.origin for each in sample.draws for draw in each}
    return "partly replayed" if len(found) > 1 else next(iter(found), "empty")
