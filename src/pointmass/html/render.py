"""The one renderer of trees in Python: static HTML that holds its own everywhere, and plain text."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from pointmass.html import escape, parts, style
from pointmass.html.escape import Html
from pointmass.html.tree import Kind, Part

_READABLE = 0.07
"""The share of a strip below which a letter does not fit into its segment."""

LIVE: frozenset[Kind] = frozenset({"button", "choice", "field", "picker", "slider", "tabs"})
"""What only a panel has."""


def to_html(part: Part, *, label: str) -> str:
    """Write a tree as HTML: a card with a style sheet of its own.

    Args:
        part: The tree.
        label: What the view is, for screen readers.
    """
    return parts.card(_html(part), label=label)


def _html(part: Part) -> Html:
    return Html("") if part.kind in LIVE else _HTML[part.kind](part)


def _inside(part: Part) -> Html:
    return parts.join(_html(each) for each in part.parts)


def _row(part: Part) -> Html:
    return Html(f'<div class="pm-row">{_inside(part)}</div>') if _inside(part) else Html("")


def _box(part: Part) -> Html:
    return Html(f'<div class="pm-box">{_inside(part)}</div>')


def _two(part: Part) -> Html:
    return Html(f'<div class="pm-half">{parts.join(Html(f"<div>{_html(each)}</div>") for each in part.parts)}</div>')


def _table(part: Part) -> Html:
    facts = part.facts
    columns = facts["columns"]
    rows = [
        parts.row(*(_cell(cell, column) for cell, column in zip(each.parts, columns, strict=True)))
        for each in part.parts
    ]
    header = [(title, numeric) for title, numeric, _ in columns] if any(title for title, _, _ in columns) else []
    widths = [width for _, _, width in columns] if all(width for _, _, width in columns) else []
    shown = facts["shown"]
    first = parts.table(rows[:shown], widths=widths, header=header)
    rest = rows[shown:]
    if not rest:
        return parts.join((first, parts.more(len(rows), facts["total"], what=facts["what"])))
    every = parts.details(Html(f"show all {facts['total']:,}"), parts.table(rest, widths=widths))
    return parts.join((first, every, parts.more(len(rows), facts["total"], what=facts["what"])))


def _cell(part: Part, column: tuple[str, bool, int]) -> Html:
    if part.kind == "text":
        said = _text(part.facts["text"])
        return Html(f'<td class="pm-num">{said}</td>') if column[1] else parts.cell(said)
    return parts.cell(_html(part), css="pm-hang" if part.kind == "marked" else "")


def _word(part: Part) -> Html:
    said, mark = part.facts["text"], part.facts["mark"]
    return Html(f'<span class="pm-word pm-{escape.attr(said)}">{_text(f"{mark} {said}")}</span>')


def _counted(part: Part) -> Html:
    made = [Html(f"{parts.label(said, limit=escape.BLOCK)}{_small(count)}") for said, count in part.facts["pairs"]]
    rest = part.facts["rest"]
    return parts.join([*made, Html(f'<span class="pm-sub">{_text(rest)}</span>')] if rest else made, by=" · ")


def _small(said: str) -> Html:
    return Html(f' <span class="pm-sub">{_text(said)}</span>' if said else "")


def _picture(part: Part) -> Html:
    """Draw the marks as SVG, without their texts: where a notebook is not trusted, the marks go and the texts would stay."""
    facts = part.facts
    drawn = parts.join(_shape(tag, attributes) for tag, attributes, text in facts["shapes"] if not text)
    box = f'viewBox="0 0 {facts["width"]} {facts["height"]}" width="{facts["width"]}" height="{facts["height"]}"'
    return Html(f'<svg {box} role="img" aria-label="{escape.attr(facts["said"], limit=2000)}">{drawn}</svg>')


def _shape(tag: str, attributes: Mapping[str, str]) -> Html:
    made = " ".join(f'{name}="{escape.attr(value)}"' for name, value in attributes.items())
    return Html(f"<{tag} {made}></{tag}>")


def _strip(part: Part) -> Html:
    made = []
    for rank, (share, answer) in enumerate(part.facts["shares"]):
        back = style.colour(rank, answer=answer)
        css = f"display:inline-block;vertical-align:top;height:14px;width:{100 * share:.2f}%;background:{back}"
        if share > _READABLE and len(part.facts["shares"]) > 1:
            made.append(
                f'<span style="{css};color:{style.ink(back)};text-align:center;overflow:hidden">{style.letter(rank)}</span>'
            )
        else:
            made.append(f'<span style="{css}"></span>')
    said = escape.attr(part.facts["said"])
    inline = "white-space:nowrap;font-size:10px;line-height:14px;height:14px"
    return Html(
        f'<div class="pm-strip" style="{inline}" role="img" aria-label="{said}">{"".join(made)}'
        f'<span style="display:none">{said}</span></div>'  # what is read where styles are taken out
    )


def _histogram(part: Part) -> Html:
    bars = part.facts["bars"]
    most = max((count for _, count, _ in bars), default=0) or 1
    rows = parts.join(_histogram_row(said, count, most, chosen=chosen) for said, count, chosen in bars)
    head = parts.heading(Html(f"{_text(part.facts['title'])}, {_text(part.facts['per'])}"))
    return Html(f"{head}{parts.table([rows], widths=(34, 46, 20))}")


def _histogram_row(said: str, count: int, most: int, *, chosen: bool) -> Html:
    fill = (
        f'<div class="pm-fill" style="background:{style.PALETTE[0]};width:{100 * count / most:.1f}%;height:8px"></div>'
    )
    name = f"{_text(said)}{' ◂' if chosen else ''}"
    return parts.row(
        parts.cell(Html(name)),
        parts.cell(Html(f'<div class="pm-track pm-thin">{fill}</div>')),
        Html(f'<td class="pm-num">{count:,}</td>'),
    )


def _compared(part: Part) -> Html:
    tag = "del" if part.facts["gone"] else "ins"
    made = [
        f'<{tag} class="pm-apart">{escape.block(text)}</{tag}>' if apart else escape.block(text)
        for text, apart in part.facts["pieces"]
    ]
    code = f'<code dir="auto">{"".join(made)}</code>'
    return Html(
        f'<pre class="pm-code pm-wrapped">{code}</pre>'
        if part.facts["alone"]
        else f'<span class="pm-wrapped">{code}</span>'
    )


def _meter(part: Part) -> Html:
    said = escape.text(part.facts["said"])
    fill = f'<div class="pm-fill" style="background:{style.PALETTE[0]};width:{100 * part.facts["share"]:.1f}%;height:8px"></div>'
    return Html(f'<div class="pm-track pm-thin">{fill}</div><div class="pm-sub">{said}</div>')


def _fold(part: Part) -> Html:
    return parts.details(_text(part.facts["summary"]), _inside(part), unfolded=part.facts["open"])


def _bar(part: Part) -> Html:
    facts = part.facts
    low, high = facts["bounds"] or (None, None)
    return parts.bar(facts["share"], low, high, colour=style.colour(facts["rank"], answer=facts["answer"]))


def _marked(part: Part) -> Html:
    facts = part.facts
    back = style.colour(facts["rank"], answer=facts["answer"])
    swatch = f'<span class="pm-sw" style="background:{back};color:{style.ink(back)}">{_text(facts["letter"])}</span> '
    said = parts.label(facts["text"], limit=escape.BLOCK) if facts["mono"] else _text(facts["text"])
    return Html(f"{swatch}{said}")


def _dumbbell(part: Part) -> Html:
    a, b = part.facts["a"], part.facts["b"]
    low, high = sorted((a, b))
    line = (
        f"position:absolute;top:6px;height:2px;left:{_at(low)};width:{94 * (high - low):.1f}%;background:{style.REST}"
    )
    return Html(
        f'<div class="pm-track" style="position:relative;height:14px" role="img" aria-label="{escape.attr(part.facts["said"])}" '
        f'title="{escape.attr(part.facts["title"])}"><div style="{line}"></div>{ring(a)}{square(b)}</div>'
    )


def ring(share: float | None = None) -> Html:
    """Draw the mark of what was before, at a share or in the line of text."""
    return _mark(
        share, f"width:9px;height:9px;border-radius:50%;border:2px solid {style.PALETTE[1]};box-sizing:border-box"
    )


def square(share: float | None = None) -> Html:
    """Draw the mark of what came after, at a share or in the line of text."""
    return _mark(share, f"width:9px;height:9px;background:{style.PALETTE[0]}")


def _marks(part: Part) -> Html:
    a, b = _text(part.facts["a"]), _text(part.facts["b"])
    return Html(f'<div class="pm-title">{ring()} {a} → {square()} {b}</div>')


def _mark(share: float | None, css: str) -> Html:
    where = "display:inline-block" if share is None else f"position:absolute;top:3px;left:{_at(share)};margin-left:-4px"
    return Html(f'<span style="{where};{css}"></span>')


def _at(share: float) -> str:
    """Return where a share stands on the track: 3 % of room at either end, so that no mark is cut."""
    return f"{3 + 94 * share:.1f}%"


_CHANGED = {"+": ("#009E73", "pm-added"), "-": ("#D55E00", "pm-removed")}


def _diff(part: Part) -> Html:
    lines = []
    for line in part.facts["text"].split("\n"):
        colour, css = _CHANGED.get(line[:1], ("", ""))
        heads = line.startswith(("+++", "---"))
        said = escape.block(line, limit=escape.CODE)
        if colour and not heads:
            lines.append(f'<span class="{css}" style="border-left:3px solid {colour}">{said}</span>')
        else:
            lines.append(str(said))
    body = "\n".join(lines)
    return Html(f'<pre class="pm-code pm-diff"><code>{body}</code></pre>')


def _cards(part: Part) -> Html:
    made = parts.join(Html(f'<div class="pm-card" style="{_CARD}">{_html(each)}</div>') for each in part.parts)
    return Html(f'<div class="pm-cards">{made}</div>')


_CARD = (
    "display:inline-block;vertical-align:top;box-sizing:border-box;width:31%;margin:6px 1% 6px 0;border:1px solid #b4b4b4;"
    "border-radius:8px;padding:8px 12px"
)
"""A card where the style sheet is lost; the sheet puts cards into a grid."""


def _heat(part: Part) -> Html:
    facts = part.facts
    lettered = any(row["letters"] for row in facts["rows"])
    head = (
        _runs(facts["heads"])
        if lettered
        else parts.join(_figure(rank, letter) for rank, letter in enumerate(facts["heads"]))
    )
    made = [parts.row(parts.cell(Html("")), head if not lettered else parts.cell(head))]
    for row in facts["rows"]:
        cells = parts.cell(_runs(row["letters"])) if lettered else _figures(row["counts"], len(facts["heads"]))
        made.append(parts.row(parts.cell(parts.label(row["label"], limit=escape.LABEL)), cells))
    widths = (30, 70) if lettered else (46, *(9 for _ in facts["heads"]))
    return parts.join(
        (
            Html(f'<div class="pm-sub">{_text(facts["said"])}</div>'),
            parts.table(made, widths=widths),
            parts.more(len(facts["rows"]), facts["total"], what="inputs"),
        )
    )


def _runs(letters: str) -> Html:
    """Write letters in the colours of their readings, those that are alike together."""
    made = [(letter, len(list(each))) for letter, each in itertools.groupby(letters)]
    return Html(f"<code>{''.join(_run(letter, count) for letter, count in made)}</code>")


def _run(letter: str, count: int) -> str:
    if letter == " ":
        return "\u2007" * count
    back = style.colour(style.LETTERS.find(letter), answer=letter in style.LETTERS)
    return f'<span style="background:{back};color:{style.ink(back)}">{letter * count}</span>'


def _figures(counts: Sequence[int], columns: int) -> Html:
    total = max(1, sum(counts))
    padded = [*counts, *[0] * (columns - len(counts))]
    return parts.join(
        _figure(rank, f"{count:,}", count / total) if count else parts.cell(Html(""))
        for rank, count in enumerate(padded)
    )


def _figure(rank: int, said: str, share: float = 1.0) -> Html:
    back = style.tint(rank, share)
    return Html(f'<td class="pm-hot" style="text-align:center;background:{back};color:#1a1a1a">{_text(said)}</td>')


def _title(part: Part) -> Html:
    under = f' <span class="pm-sub">{_text(part.facts["under"])}</span>' if part.facts["under"] else ""
    return Html(f'<div class="pm-title">{parts.label(part.facts["text"], limit=escape.BLOCK)}{under}</div>')


def _told(part: Part) -> Html:
    return Html(f'<div class="pm-{"done" if part.facts["good"] else "note"}">{escape.block(part.facts["text"])}</div>')


def _text(said: str) -> Html:
    """Escape a text that is safe to show already: no character of it is unseen, and none is cut."""
    return escape.text(said, limit=len(said))


_HTML: Mapping[Kind, Callable[[Part], Html]] = {
    "bar": _bar,
    "box": _box,
    "cards": _cards,
    "code": lambda part: parts.code_block(part.facts["text"]),
    "counted": _counted,
    "compared": _compared,
    "copied": lambda part: parts.foot(part.facts["text"], said=part.facts["said"]),
    "diff": _diff,
    "dumbbell": _dumbbell,
    "fold": _fold,
    "head": lambda part: parts.head(part.facts["name"], part.facts["chips"]),
    "grid": _inside,
    "histogram": _histogram,
    "heading": lambda part: parts.heading(_text(part.facts["text"])),
    "heat": _heat,
    "kpis": lambda part: parts.kpis(part.facts["pairs"]),
    "label": lambda part: parts.label(part.facts["text"], limit=escape.BLOCK),
    "list": lambda part: Html(
        f'<ul class="pm-list">{"".join(f"<li>{_text(each)}</li>" for each in part.facts["items"])}</ul>'
    ),
    "marked": _marked,
    "marks": _marks,
    "meter": _meter,
    "note": lambda part: Html(f'<div class="pm-note">▲ {_text(part.facts["text"])}</div>'),
    "picture": _picture,
    "row": _row,
    "say": lambda part: Html(f'<div class="pm-say"><b>{_text(part.facts["text"])}</b></div>'),
    "stack": _inside,
    "strip": _strip,
    "sub": lambda part: Html(f'<div class="pm-sub">{_text(part.facts["text"])}</div>'),
    "table": _table,
    "text": lambda part: Html(f"<div>{_text(part.facts['text'])}</div>"),
    "title": _title,
    "told": _told,
    "two": _two,
    "word": _word,
}
