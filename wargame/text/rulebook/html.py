"""Pages as HTML: one file that needs nothing else, and prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

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
from wargame.text.rulebook.style import STYLE

MARK = re.compile(
    r"\\(?P<letter>.)"
    r"|`(?P<code>[^`]*)`"
    r"|\*\*(?P<strong>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<stressed>(?:\\.|[^*\\])+)\*"
    r"|\[(?P<link>(?:\\.|[^\]\\])+)\]\(#(?P<anchor>[^)]+)\)"
)


def html(page: Page, style: str = "") -> str:
    """A page as one file; with a style of its own after that of all pages."""
    body = [f"<h1>{inline(page.title)}</h1>"]
    if page.contents:
        body += _contents(page)
    body.append(fragment(page.blocks))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(unmarked(page.title))}</title>",
            f"<style>{STYLE}{style}</style>",
            "</head>",
            f'<body class="{page.kind}">',
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def fragment(blocks: Iterable[Block]) -> str:
    """Some blocks as a part of a page."""
    return "\n".join(line for block in blocks for line in _block(block))


def inline(text: str) -> str:
    """A text with its marks."""
    made, at = [], 0
    for found in MARK.finditer(text):
        made += [escape(text[at : found.start()]), _mark(found)]
        at = found.end()
    return "".join([*made, escape(text[at:])])


def unmarked(text: str) -> str:
    """A text without its marks."""
    return MARK.sub(
        lambda m: m["letter"] or m["code"] or unmarked(m["strong"] or m["stressed"] or m["link"] or ""), text
    )


def _mark(found: re.Match[str]) -> str:
    if found["letter"] is not None:
        return escape(found["letter"])
    if found["code"] is not None:
        return f"<code>{escape(found['code'])}</code>"
    if found["strong"] is not None:
        return f"<strong>{inline(found['strong'])}</strong>"
    if found["stressed"] is not None:
        return f"<em>{inline(found['stressed'])}</em>"
    return f'<a href="#{escape(found["anchor"])}">{inline(found["link"])}</a>'


def _contents(page: Page) -> Iterator[str]:
    """The chapters and their sections."""
    yield '<nav aria-label="Contents"><h2>Contents</h2><ol class="contents">'
    opened = False
    for block in page.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            entry = f'<li><a href="#{block.anchor}">{_title(block)}</a>'
            if block.level == 1:
                yield ("</ol></li>" if opened else "") + entry + "<ol>"
                opened = True
            else:
                yield entry + "</li>"
    yield ("</ol></li>" if opened else "") + "</ol></nav>"


def _title(heading: Heading) -> str:
    number = f'<span class="number">{heading.number}</span> ' if heading.number else ""
    return f"{number}{inline(heading.text)}"


def _id(anchor: str) -> str:
    return f' id="{anchor}"' if anchor else ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            level = block.level + 1
            yield f"<h{level}{_id(block.anchor)}>{_title(block)}</h{level}>"
        case Text():
            yield f"<p>{inline(block.text)}</p>"
        case Box():
            yield f'<p class="box">{inline(block.text)}</p>'
        case Bullets():
            yield "<ul>" + "".join(f"<li>{inline(item)}</li>" for item in block.items) + "</ul>"
        case Item():
            name = f" <code>{escape(block.code)}</code>" if block.code else ""
            lines = "".join(f"<div>{inline(line)}</div>" for line in block.lines)
            yield f'<div class="item"{_id(block.anchor)}><strong>{inline(block.title)}</strong>{name}{lines}</div>'
        case Grid():
            yield from _grid(block)
        case Picture():
            yield f'<figure role="img" aria-label="{escape(unmarked(block.words))}">{block.svg}</figure>'
        case NewPage():
            yield '<div class="newpage"></div>'


def _grid(grid: Grid) -> Iterator[str]:
    yield f"<table{' class=small' if grid.small else ''}>"
    if grid.widths:
        yield "<colgroup>" + "".join(f'<col style="width:{w}%">' for w in grid.widths) + "</colgroup>"
    if any(grid.heads):
        yield "<thead><tr>" + "".join(f"<th>{inline(h)}</th>" for h in grid.heads) + "</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(grid.rows):
        anchor = grid.anchors[number] if grid.anchors else ""
        yield f"<tr{_id(anchor)}>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"
