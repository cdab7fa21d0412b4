"""Nothing is cut off: on every screen, at three sizes, what a widget wants to say has room."""

from __future__ import annotations

import pytest
from tour import SIZES, everywhere

from wargame.tui.widgets.board_map import BoardMap
from wargame.tui.widgets.canvas import Canvas, Line, width_of
from wargame.tui.widgets.listing import Listing
from wargame.tui.widgets.phase_strip import PhaseStrip


def said(spans: Line) -> str:
    return "".join(text for text, _ in spans)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_nothing_is_cut_off(size: tuple[int, int]) -> None:
    cut: list[str] = []
    async for person, name in everywhere(size):
        for canvas in person.app.screen.query(Canvas):
            if not canvas.size or not canvas.is_on_screen or isinstance(canvas, BoardMap):
                continue
            lines = canvas._lines[: 1 if isinstance(canvas, PhaseStrip) else None]  # its caption may be long
            cut += [
                f"{name} #{canvas.id}: {said(spans)}" for spans in lines if width_of(spans) > canvas.size.width
            ]
        for listing in person.app.screen.query(Listing):
            if listing.is_on_screen and listing._laid_at > 0:
                cut += [f"{name} #{listing.id}: {text}" for text in _cut(listing)]
    assert cut == []


def _cut(listing: Listing) -> list[str]:
    found = []
    for y, (at, _) in enumerate(listing._flat):
        spans = listing._line(y)
        pointer = 0 if listing.rows[at].key is None else 2
        if width_of(spans) + pointer > listing._laid_at:
            found.append(said(spans))
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_every_number_on_the_board_has_its_whole_name(size: tuple[int, int]) -> None:
    async for person, name in everywhere(size):
        board = next(iter(person.app.screen.query(BoardMap)), None)
        if board is not None and board.is_on_screen:
            assert "…" not in "\n".join(said(spans) for spans in board._lines), name
