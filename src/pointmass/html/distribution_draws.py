"""The draws of one input as they came: a line each, and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.draw import Draw
from pointmass.facts import NO_PRICE, NOT_RECORDED
from pointmass.html import tree
from pointmass.html.tree import Column, Part

_LONG = 20_000


def draws_table(draws: Sequence[Draw], *, key: str, current: str, shown: int) -> Part:
    """List draws; a click on one does ``draw`` with its number.

    Args:
        draws: The draws.
        key: The name of the table.
        current: The number of the draw that is looked at.
        shown: How many are shown before the rest is asked for.
    """
    cells: list[list[tree.Cell]] = [
        [f"{draw.index}", tree.label(draw.text or draw.detail or "", limit=200), draw.status, _seconds(draw, 2)]
        for draw in draws
    ]
    columns = [
        Column("draw", numeric=True, width=12),
        Column("what came, as it came", width=46),
        Column("status", width=20),
        Column("seconds", numeric=True, width=22),
    ]
    ids = [str(draw.index) for draw in draws]
    return tree.table(columns, cells, key=key, do="draw", ids=ids, current=current, shown=shown, what="draws")


def one_draw(draw: Draw) -> Part:
    """Show one draw whole: the text as it came, what went wrong, and what it used."""
    unpriced = NO_PRICE if draw.input_tokens else NOT_RECORDED
    facts: list[list[tree.Cell]] = [
        ["status", draw.status],
        ["why it stopped", draw.stop_reason or NOT_RECORDED],
        ["model", draw.model or NOT_RECORDED],
        ["tokens", _tokens(draw)],
        ["dollars", unpriced if draw.dollars is None else f"${draw.dollars:.6f}"],
        ["seconds", _seconds(draw, 3)],
        ["response", draw.response_id or NOT_RECORDED],
    ]
    turns = [str(turn)[:_LONG] for turn in draw.turns]
    return tree.stack(
        tree.heading(f"draw {draw.index}, as it came"),
        tree.code(draw.text[:_LONG] or "(nothing)"),
        tree.told(draw.detail, good=False) if draw.detail else None,
        tree.fold(
            "status, model, tokens, dollars, seconds",
            tree.table([Column("", width=30), Column("", width=70)], facts, key="facts"),
            key="facts of a draw",
        ),
        tree.fold("turns with tools", *(tree.code(turn) for turn in turns), key="turns") if turns else None,
    )


def _tokens(draw: Draw) -> str:
    if draw.input_tokens is None and draw.output_tokens is None:
        return NOT_RECORDED
    return f"{draw.input_tokens or 0:,} in, {draw.output_tokens or 0:,} out"


def _seconds(draw: Draw, digits: int) -> str:
    return NOT_RECORDED if draw.latency is None else f"{draw.latency:.{digits}f} s"
