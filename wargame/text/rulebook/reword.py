"""Pages in the words of a ruleset that has words of its own for everything: powers, places, offices."""

from __future__ import annotations

import re
from dataclasses import replace

from wargame.ruleset.wording import Wording
from wargame.text.rulebook.blocks import Block, Box, Bullets, Grid, Heading, Item, Page, Text

KEPT = re.compile(r"(`[^`]*`|\(#[^)]*\))")
"""What stays as it is: words to be typed, and where links lead."""


def reworded(page: Page, wording: Wording) -> Page:
    """A page in these words; what entries say is in them already, what rules and this program say is not."""
    if not wording.words:
        return page

    def say(text: str) -> str:
        parts = KEPT.split(text)
        return "".join(part if at % 2 else wording.text(part) for at, part in enumerate(parts))

    def block(b: Block) -> Block:
        match b:
            case Heading() | Text() | Box():
                return replace(b, text=say(b.text))
            case Bullets():
                return Bullets(tuple(map(say, b.items)))
            case Item():
                return replace(b, title=say(b.title), lines=tuple(map(say, b.lines)))
            case Grid():
                rows = tuple(tuple(map(say, row)) for row in b.rows)
                return replace(b, heads=tuple(map(say, b.heads)), rows=rows)
        return b

    return replace(page, title=say(page.title), blocks=tuple(map(block, page.blocks)))
