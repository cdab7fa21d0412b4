"""Pages as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.text.rulebook.blocks import (
    Block,
    Box,
    Bullets,
    Grid,
    Heading,
    Item,
    NewPage,
    Page,
    Picture,
    Text,
)


def markdown(page: Page) -> str:
    """A page as one text."""
    parts = [f"# {page.title}"]
    if page.contents:
        parts.append("\n".join(_contents(page)))
    parts += [text for block in page.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def _contents(page: Page) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield f"- [{_title(block)}](#{block.anchor})"


def _title(heading: Heading) -> str:
    return f"{heading.number} {heading.text}".strip()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{_anchor(block.anchor)}{'#' * (block.level + 1)} {_title(block)}"
        case Text():
            return block.text
        case Box():
            return f"> {block.text}"
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case Item():
            name = f" `{block.code}`" if block.code else ""
            anchor = f'<a id="{block.anchor}"></a>' if block.anchor else ""
            return "  \n".join([f"{anchor}**{block.title}**{name}", *block.lines])
        case Grid():
            return "\n".join(_grid(block))
        case Picture():
            return block.words
        case NewPage():
            return ""


def _anchor(anchor: str) -> str:
    return f'<a id="{anchor}"></a>\n\n' if anchor else ""


def _grid(grid: Grid) -> Iterator[str]:
    yield f"| {' | '.join(grid.heads)} |"
    yield f"|{'---|' * len(grid.heads)}"
    for number, row in enumerate(grid.rows):
        anchor = grid.anchors[number] if grid.anchors else ""
        first = f'<a id="{anchor}"></a>{row[0]}' if anchor else row[0]
        yield f"| {' | '.join([first, *row[1:]])} |"
