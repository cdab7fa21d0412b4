"""Drawings of a finding: each arm as a dot on its 95% interval, in letters and as SVG.

Where there is an ablation, the same arms without the mechanism stand in the same drawing as rings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isnan, log10
from textwrap import shorten, wrap
from xml.sax.saxutils import escape

from wargame.analysis.results import CAUTION
from wargame.analysis.study import Arm, Finding

MINUS = "\N{MINUS SIGN}"


def shown(number: float, least: float, minus: str = MINUS) -> str:
    """A number with the digits that matter where `least` is the smallest effect worth the name."""
    if isnan(number):
        return "?"
    digits = min(4, max(1, 1 - floor(log10(least))))
    text = f"{abs(number):,.{digits}f}"
    return f"{minus}{text}" if number < 0 and float(text.replace(",", "")) else text


@dataclass(frozen=True)
class Mark:
    """A dot and its interval."""

    value: float
    low: float
    high: float
    ring: bool


def marks_of(finding: Finding) -> list[list[Mark]]:
    """For each arm, with the mechanism and without; an arm in which too few games count has none."""
    rows: list[list[Mark]] = []
    for number, arm in enumerate(finding.arms):
        pair: list[tuple[Arm, bool]] = [(arm, False)]
        if finding.ablated:
            pair.append((finding.ablated[number], True))
        rows.append([])
        for one, ring in pair:
            between = one.sample.interval
            if between is not None:
                rows[-1].append(Mark(one.sample.value, *between, ring))
    return rows


def span(rows: Sequence[Sequence[Mark]]) -> tuple[float, float]:
    """From the least to the most of all intervals, never nothing."""
    ends = [end for marks in rows for mark in marks for end in (mark.low, mark.high)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


# In letters -------------------------------------------------------------------------------------

LETTERS, PLAIN = "●○─", "*o-"
"""Dot, ring and interval; and for a terminal that lacks them."""


def bars(finding: Finding, width: int, letters: str = LETTERS) -> list[str]:
    """A line of `width` letters for each arm; all lines share one scale."""
    dot, ring, line = tuple(letters)
    rows = marks_of(finding)
    low, high = span(rows)

    def place(value: float) -> int:
        return round((value - low) / (high - low) * (width - 1))

    drawn = []
    for marks in rows:
        cells = [" "] * width
        for mark in reversed(marks):
            for at in range(place(mark.low), place(mark.high) + 1):
                cells[at] = line
            cells[place(mark.value)] = ring if mark.ring else dot
        drawn.append("".join(cells))
    return drawn


# As SVG -----------------------------------------------------------------------------------------

INK, BLUE, ORANGE = "#767676", "#2f7ed8", "#c8641b"
"""Middling colours, which stand out from white and from black: a reader may sit in the light or in the dark."""

WIDTH, LEFT, RIGHT, TOP, ROW = 720, 190, 90, 30, 34


def svg(finding: Finding) -> str:
    """The drawing as a file that needs nothing else: scale, arms, values, and what it is not."""
    entry, rows = finding.hypothesis, marks_of(finding)
    least = entry.least
    low, high = span(rows)
    ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    bottom = TOP + ROW * len(rows)
    legend = 24 if finding.ablated else 0
    height = bottom + 66 + legend

    def x(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="13" fill="{INK}">',
        f"<title>{escape(entry.id)}: {escape(finding.verdict.word)}</title>",
        f"<desc>{escape(entry.claim)} {CAUTION}</desc>",
    ]
    for tick in ticks:
        made += [
            f'<line x1="{x(tick)}" y1="{TOP - 8}" x2="{x(tick)}" y2="{bottom}" stroke="{INK}" '
            f'stroke-opacity="{0.7 if tick == 0 else 0.25}"/>',
            _text(x(tick), bottom + 16, f"{tick:g}".replace("-", MINUS), "middle"),
        ]
    for number, (arm, marks) in enumerate(zip(finding.arms, rows, strict=True)):
        y = TOP + ROW * number + ROW / 2
        made.append(_text(LEFT - 14, y + 4, shorten(arm.label, 26, placeholder="..."), "end"))
        made.append(_text(WIDTH - RIGHT + 14, y + 4, shown(arm.sample.value, least)))
        for mark in reversed(marks):
            middle = y + (7 if mark.ring else 0)
            colour = ORANGE if mark.ring else BLUE
            fill = "none" if mark.ring else colour
            made += [
                f'<line x1="{x(mark.low)}" y1="{middle}" x2="{x(mark.high)}" y2="{middle}" '
                f'stroke="{colour}" stroke-width="2"/>',
                f'<circle cx="{x(mark.value)}" cy="{middle}" r="4.5" fill="{fill}" '
                f'stroke="{colour}" stroke-width="2"/>',
            ]
    made.append(_text((LEFT + WIDTH - RIGHT) / 2, bottom + 36, entry.unit, "middle"))
    if finding.ablated:
        y = bottom + 56
        made += [
            f'<circle cx="{LEFT}" cy="{y - 4}" r="4.5" fill="{BLUE}" stroke="{BLUE}" stroke-width="2"/>',
            _text(LEFT + 12, y, "with the mechanism"),
            f'<circle cx="{LEFT + 170}" cy="{y - 4}" r="4.5" fill="none" stroke="{ORANGE}" stroke-width="2"/>',
            _text(LEFT + 182, y, "without it"),
        ]
    made += [_text(LEFT, height - 6, f"95% intervals. {CAUTION}", size=11), "</svg>", ""]
    return "\n".join(made)


def _text(x: float, y: float, words: str, anchor: str = "start", size: int = 13) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Some four to eight round numbers that reach from below `low` to above `high`."""
    rough = (high - low) / 5
    power = 10.0 ** floor(log10(rough))
    size = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    first, last = floor(low / size), -floor(-high / size)
    return [round(at * size, 10) for at in range(first, last + 1)]


def folded(text: str, width: int, indent: str = "  ") -> list[str]:
    """A text in lines no wider than `width`."""
    return wrap(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)
