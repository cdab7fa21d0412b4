"""Pages of the rulebook as rows of a list: paragraphs, tables, and things with a line or two about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wargame.text.rulebook.blocks import (
    Block,
    Box,
    Bullets,
    Grid,
    Heading,
    Item,
    NewPage,
    Picture,
    Text,
    texts_of,
)
from wargame.text.rulebook.html import unmarked
from wargame.tui.widgets.canvas import Line, beside, folded, line
from wargame.tui.widgets.listing import Row

GAP = 2
"""Blanks between two columns."""

NARROWEST = 6
"""No column of words is squeezed below this."""

MANY = 3
"""A table of more columns is told line by line where it finds no room."""


def page_rows(blocks: Sequence[Block]) -> list[Row]:
    """Rows of some blocks, each of which can be pointed at: by its anchor, or else by its number."""
    rows: list[Row] = []
    for at, block in enumerate(blocks):
        match block:
            case NewPage() | Picture():
                continue
            case Grid():
                rows += _grid_rows(block, at)
            case Heading() | Item() if block.anchor:
                rows.append(_row(block, block.anchor))
            case _:
                rows.append(_row(block, at))
    return rows


def row_texts(blocks: Sequence[Block]) -> dict[object, list[str]]:
    """What stands in each of those rows, with its marks, by its key."""
    found: dict[object, list[str]] = {}
    for at, block in enumerate(blocks):
        match block:
            case Grid():
                found |= {_key_of(block, at, row): list(cells) for row, cells in enumerate(block.rows)}
            case Heading() | Item() if block.anchor:
                found[block.anchor] = list(texts_of([block]))
            case _:
                found[at] = list(texts_of([block]))
    return found


def _row(block: Block, key: object) -> Row:
    return Row(lambda width: [*block_lines(block, width), line("")], key)


def _key_of(grid: Grid, at: int, row: int) -> object:
    anchor = grid.anchors[row] if row < len(grid.anchors) else ""
    return anchor or (at, row)


def _grid_rows(grid: Grid, at: int) -> list[Row]:
    """A table row by row; where its columns would be squeezed too much, each row as a paragraph."""
    heads, body = _words_of(grid)

    def head(width: int) -> list[Line]:
        if _squeezed(heads, body, width):
            return []
        return _beside(heads, _widths([heads, *body], width), "dim")

    def one(cells: list[str], last: bool) -> Callable[[int], list[Line]]:
        def draw(width: int) -> list[Line]:
            end = [line("")] if last else []
            if _squeezed(heads, body, width):
                return [*_stacked(heads, cells, width), line("")]
            return [*_beside(cells, _widths([heads, *body], width)), *end]

        return draw

    rows = [Row(one(cells, row == len(body) - 1), _key_of(grid, at, row)) for row, cells in enumerate(body)]
    return [Row(head), *rows]


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
        case NewPage() | Picture():
            return []  # what a picture shows, the text beside it says too


def _grid(grid: Grid, width: int) -> list[Line]:
    heads, body = _words_of(grid)
    widths = _widths([heads, *body], width)
    return [
        *_beside(heads, widths, "dim"),
        *(spans for cells in body for spans in _beside(cells, widths)),
    ]


def _words_of(grid: Grid) -> tuple[list[str], list[list[str]]]:
    return [unmarked(head) for head in grid.heads], [[unmarked(c) for c in row] for row in grid.rows]


def _beside(cells: Sequence[str], widths: Sequence[int], role: str = "plain") -> list[Line]:
    return beside([(folded(t, w, role), w) for t, w in zip(cells, widths, strict=True)], GAP)


def _squeezed(heads: list[str], body: list[list[str]], width: int) -> bool:
    """Whether a table of many columns wants more than twice the room there is."""
    wanted = sum(max(len(row[at]) for row in [heads, *body]) for at in range(len(heads)))
    return len(heads) > MANY and wanted > 2 * width


def _stacked(heads: Sequence[str], cells: Sequence[str], width: int) -> list[Line]:
    """`Cash`, then a line for each of its other cells."""
    lines = folded(cells[0], width, "calm")
    for name, text in zip(heads[1:], cells[1:], strict=True):
        if text:
            first, *more = folded(f"{name}: {text}" if name else text, width - 2, "plain", "  ")
            lines += [(("  ", "plain"), *first), *((("  ", "plain"), *m) for m in more)]
    return lines


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """As wide as the widest cell of each column; where that is too much, the widest give way."""
    widths = [max(1, *(len(row[at]) for row in rows)) for at in range(len(rows[0]))]
    while sum(widths) + GAP * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


__all__ = ["block_lines", "page_rows", "row_texts"]
