"""Times of day in the inputs: rounded to steps, and the ranges of time that they fall in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import clocks as clock_ops
from pointmass.synthesis.operators import moments as ops
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Literal, Named, Node, Operator, attempt
from pointmass.synthesis.strings.dates import Moment
from pointmass.synthesis.strings.ranges import glued

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_STEPS = (60, 30, 15, 120, 10, 5, 20, 90, 180, 240, 360, 480, 720, 1)
_OFFSETS = (15, 30, 60, 90)
_PLACES = (0, -1, 1)
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Block:
    """A time rounded down to a step: the start of a block of so many minutes."""

    start: Moment
    minutes: int


def times(envs: Sequence[Env], node: Node) -> Iterator[Moment]:
    """Yield readings of the times of day in the values of *node*."""
    readings: list[tuple[Node, float]] = [(Apply(ops.TIME_IN, (node, Literal(p))), 1.0 + abs(p)) for p in _PLACES]
    readings.append((Apply(ops.TIME_OF_DIGITS, (node,)), 2.5))
    seen = set()
    for reading, price in readings:
        program = Named("time", reading)
        values = tuple(attempt(program, env) for env in envs)
        if values not in seen and all(isinstance(v, datetime) for v in values):
            seen.add(values)
            yield Moment(program, price, values)


def write(pool: Pool, time: Moment) -> None:
    """Offer *time* as a clock and by its fields."""
    for clock, cost in clock_ops.CLOCKS:
        offer(pool, time, clock, time.cost + cost)
    for field, cost in clock_ops.TIME_FIELDS:
        # Nothing but zeros everywhere is what the text does not say.
        if any(field.function(v).strip("0") for v in time.values):
            offer(pool, time, field, time.cost + cost)


def offer(pool: Pool, moment: Moment, field: Operator, cost: float) -> None:
    """Offer one way to write *moment*."""
    values = tuple(field.function(v) for v in moment.values)
    if all(v.lower() in f for v, f in zip(values, pool.folded, strict=True)):
        dearer = 0.0 if moment.whole else pool.copied(values)
        node = Apply(field, (moment.node,))
        pool.add(values, cost + dearer, text.STR, node)
        if any(v != v.lower() for v in values) and moment.fields == frozenset():
            # A clock in lower case is as usual as one in capitals.
            pool.offer(tuple(v.lower() for v in values), cost + dearer + 0.3, Apply(text.LOWER, (node,)))


def rounded(pool: Pool, time: Moment) -> Iterator[Moment]:
    """Yield *time* rounded down, up and to the nearest step, with the ends of the blocks; offer the blocks as ranges."""
    for number, step in enumerate(_STEPS):
        price = time.cost + 2.0 + 0.2 * number
        blocks = [Block(moved(time, ops.FLOOR_TIME, step, price, "start"), step), *_shifted_blocks(time, step, price)]
        for block in blocks:
            yield block.start
            yield from _ends(pool, block)
        near = moved(time, ops.NEAREST_TIME, step, price + 0.5, "near")
        yield near
        yield from _ends(pool, Block(near, step))
        yield moved(time, ops.CEIL_TIME, step, price + 0.5, "end")


def _shifted_blocks(time: Moment, step: int, price: float) -> Iterator[Block]:
    """Yield the blocks that do not start at midnight."""
    for offset in (o for o in _OFFSETS if o < step):
        early = moved(time, ops.LATER, -offset, price, "early")
        block = moved(early, ops.FLOOR_TIME, step, price + 2.0, "block")
        yield Block(moved(block, ops.LATER, offset, block.cost, "start"), step)


def _ends(pool: Pool, block: Block) -> Iterator[Moment]:
    for minutes, extra in _lengths(pool, block):
        end = moved(block.start, ops.LATER, minutes, block.start.cost + extra, "end")
        yield end
        for low, high, cost in clock_ops.SPANS:
            lows = tuple(low.function(v) for v in block.start.values)
            if not all(v.lower() in f for v, f in zip(lows, pool.folded, strict=True)):
                continue
            highs = tuple(high.function(v) for v in end.values)
            first, last = Apply(low, (block.start.node,)), Apply(high, (end.node,))
            glued(pool, (lows, first), (highs, last), end.cost + cost)


def _lengths(pool: Pool, block: Block) -> Iterator[tuple[int, float]]:
    """Yield how long a range may be, in minutes: the step, a minute less, or what the outputs say."""
    yield block.minutes, 1.0
    yield block.minutes - 1, 1.5
    said = [attempt(Apply(ops.TIME_IN, (Literal(o), Literal(1))), ()) for o in pool.outputs]
    if all(isinstance(s, datetime) for s in said):
        passed = {
            int((s - v.replace(year=2000, month=1, day=1)).total_seconds() // 60) % _DAY
            for s, v in zip(said, block.start.values, strict=True)
        }
        if len(passed) == 1 and not passed & {block.minutes, block.minutes - 1, 0}:
            length = passed.pop()
            # Ranges that overlap are rarer than ranges with gaps between them.
            yield length, 2.5 if length < block.minutes else 5.0


def moved(moment: Moment, operator: Operator, amount: int, cost: float, name: str) -> Moment:
    """Return *moment* rounded or moved by *amount*, as a step of that name."""
    values = tuple(operator.function(v, amount) for v in moment.values)
    node = Named(name, Apply(operator, (moment.node, Literal(amount))))
    return Moment(node, cost, values, moment.fields, moment.whole)
