"""Pages of the rulebook as rows of a list: paragraphs, tables, and things with a line or two about each."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.text.rulebook.blocks import Block, Box, Bullets, Grid, Heading, Item, NewPage, Text
from wargame.text.rulebook.html import unmarked
from wargame.tui.widgets.canvas import Line, beside, folded, line
from wargame.tui.widgets.listing import Row

GAP = 2
"""Blanks between two columns."""

NARROWEST = 6
"""No column of words is squeezed below this."""


def page_rows(blocks: Sequence[Block]) -> list[Row]:
    """Rows of some blocks; each can be pointed at, so that long texts scroll by paragraph."""
    return [_row(block, at) for at, block in enumerate(blocks) if not isinstance(block, NewPage)]


def _row(block: Block, key: int) -> Row:
    return Row(lambda width: [*block_lines(block, width), line("")], key)


def block_lines(block: Block, width: int) -> list[Line]:
    match block:
        case Heading():
            number = f"{block.number}  " if block.number else ""
            return folded(f"{number}{unmarked(block.text)}", width, "title")
        case Text():
            return folded(unmarked(block.text), width)
        case Box():
            return [(("! ", "watch"), *spans) for spans in folded(unmarked(block.text), width - 2, "watch")]
        case Bullets():
            return [
                spans for item in block.items for spans in folded(f"- {unmarked(item)}", width, "plain", "  ")
            ]
        case Grid():
            return _grid(block, width)
        case Item():
            lines = folded(unmarked(block.title), width, "calm")
            if block.code:
                lines[-1] = (*lines[-1], (f"  {unmarked(block.code)}", "dim"))
            return [
                *lines,
                *(s for text in block.lines for s in folded(unmarked(text), width - 2, "plain", "  ")),
            ]
        case NewPage():
            return []


def _grid(grid: Grid, width: int) -> list[Line]:
    heads = [unmarked(head) for head in grid.heads]
    body = [[unmarked(cell) for cell in row] for row in grid.rows]
    widths = _widths([heads, *body], width)
    lines = beside([(folded(t, w, "dim"), w) for t, w in zip(heads, widths, strict=True)], GAP)
    for row in body:
        lines += beside([(folded(t, w), w) for t, w in zip(row, widths, strict=True)], GAP)
    return lines


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """As wide as the widest cell of each column; where that is too much, the widest give way."""
    widths = [max(1, *(len(row[at]) for row in rows)) for at in range(len(rows[0]))]
    while sum(widths) + GAP * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


__all__ = ["block_lines", "page_rows"]
