"""The signs: one cell wide, plain ASCII where the console is plain, and gauges with fixed bounds."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len

from wargame.tui.glyphs import ASCII, SIGNS, UNICODE, Glyphs, bar, spark
from wargame.tui.widgets.canvas import clip, folded, line, pad, width_of


@pytest.mark.parametrize("signs", [UNICODE, ASCII])
def test_every_sign_is_one_cell_wide(signs: Glyphs) -> None:
    for field in fields(signs):
        text = getattr(signs, field.name)
        assert cell_len(text) == len(text) >= 1, field.name
        assert len(text) == len(getattr(UNICODE, field.name))


def test_the_plain_set_is_plain() -> None:
    assert all(getattr(ASCII, field.name).isascii() for field in fields(ASCII))


def test_a_gauge_has_fixed_width_and_bounds() -> None:
    for value in (None, -3, 0, 5, 10, 13):
        assert len(bar(value, 0, 10, 10, (7,))) == 10
        assert bar(value, 0, 10, 10, (7,))[7] == SIGNS.mark
    assert bar(10, 0, 10, 10).count(SIGNS.bar) == 10
    assert bar(0, 0, 10, 10).count(SIGNS.bar) == 0


def test_a_spark_does_not_rescale_to_its_numbers() -> None:
    low = SIGNS.spark[0]
    assert spark([1, 1, 1], 0, 10, 3) != spark([9, 9, 9], 0, 10, 3)
    assert spark([0, None, 10], 0, 10, 4) == f" {low}{SIGNS.gap}{SIGNS.spark[-1]}"


def test_what_is_cut_says_so() -> None:
    spans = line("Nothing may be cut off ", ("silently", "title"))
    for width in range(1, 40):
        cut = clip(spans, width)
        assert width_of(cut) <= width
        assert width_of(pad(spans, width)) == width
        assert ("".join(t for t, _ in cut) == "Nothing may be cut off silently") == (width >= 31)
        assert width >= 31 or cut[-1][0] == SIGNS.ellipsis
    assert all(len(text) <= 20 for ((text, _),) in folded("word " * 30, 20))
