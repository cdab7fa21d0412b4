"""The board as a drawing: areas as boxes where they lie, what stands there, who watches whom.

Two sizes of the same thing: one for a phone, one for a wide page or a wall; the page shows one of them. A
drawing says nothing that the list beneath it does not say in words. Colours are the style sheet's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from wargame.classroom.situation import Area, Gauge, Pair


@dataclass(frozen=True)
class Size:
    """The measures of a drawing, in its own units."""

    name: str
    box: int
    """Width of an area."""
    gap: int
    line: int
    """Height of a line of numbers."""
    head: int
    """Height of the area's name."""
    numbers: int
    """Most lines of numbers in a box."""
    letters: int
    """Letters of a line: of a name and its value together."""
    bar: int
    """Width of the gauge beside a number; 0 for none."""


SMALL = Size("small", box=90, gap=6, line=15, head=30, numbers=4, letters=12, bar=0)
WIDE = Size("wide", box=236, gap=16, line=22, head=30, numbers=6, letters=18, bar=40)
SIZES = (SMALL, WIDE)

SMALL_LABEL = 12
"""Letters of a line of an area's name in the small drawing."""


def draw_board(areas: Sequence[Area], pairs: Sequence[Pair], size: Size, key: str = "board") -> Markup:
    """The drawing as a self-contained piece of SVG; `key` keeps its ids apart from others' on the page."""
    columns = 1 + max(a.column for a in areas)
    rows = 1 + max(a.row for a in areas)
    tall = size.head + size.numbers * size.line + 6
    width = columns * size.box + (columns - 1) * size.gap
    height = rows * tall + (rows - 1) * size.gap
    ids = f"{key}-{size.name}"
    told = escape("; ".join(_described(a) for a in areas))
    parts = [
        f'<svg class="board board-{size.name}" viewBox="-1 -1 {width + 2} {height + 2}" role="img" '
        f'aria-labelledby="{ids}-t {ids}-d"><title id="{ids}-t">The board</title>'
        f'<desc id="{ids}-d">{told}.</desc>',
        *_links(areas, size, tall),
    ]
    for area in areas:
        parts += _box(area, size, tall)
    parts += _margin(areas, pairs, size, tall, columns, rows)
    return Markup("".join([*parts, "</svg>"]))


def _described(area: Area) -> str:
    found = ", ".join(f"{g.there} {g.text}" for g in _telling(area, WIDE.numbers))
    return f"{area.label}: {found or 'nothing is known of it'}"


def _telling(area: Area, most: int) -> list[Gauge]:
    """A flag that is down says nothing; of two numbers of one name the first is drawn, the list tells both."""
    by_name: dict[str, Gauge] = {}
    for gauge in area.gauges:
        if gauge.value or gauge.high > 1:
            by_name.setdefault(gauge.label.partition(",")[0], gauge)
    return list(by_name.values())[:most]


def _links(areas: Sequence[Area], size: Size, tall: int) -> list[str]:
    """Lines between neighbours that lie side by side or one above the other."""
    by_name = {a.name: a for a in areas}
    found = []
    for area in areas:
        for other in (by_name[n] for n in area.next_to if n in by_name):
            x, y = area.column * (size.box + size.gap), area.row * (tall + size.gap)
            if other.row == area.row and other.column == area.column + 1:
                found.append(_line(x + size.box, y + tall // 2, x + size.box + size.gap, y + tall // 2))
            if other.column == area.column and other.row == area.row + 1:
                middle = x + size.box // 2
                found.append(_line(middle, y + tall, middle, y + tall + size.gap))
    return found


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line class="link" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(role: str, x: int, y: int, text: str, end: bool = False) -> str:
    """A word in the drawing, which ends at `x` rather than beginning there if `end`."""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text class="{role}" x="{x}" y="{y}"{anchor}>{escape(text)}</text>'


def _box(area: Area, size: Size, tall: int) -> list[str]:
    x, y = area.column * (size.box + size.gap), area.row * (tall + size.gap)
    parts = [
        f'<g class="area" data-area="{escape(area.name)}" transform="translate({x} {y})">',
        f'<rect class="box" width="{size.box}" height="{tall}" rx="3"/>',
        *_name(area.label, size),
    ]
    for at, gauge in enumerate(_telling(area, size.numbers)):
        parts += _number(gauge, size, size.head + (at + 1) * size.line - 3)
    return [*parts, "</g>"]


def _name(label: str, size: Size) -> list[str]:
    lines = [label] if size.bar else _folded(label, SMALL_LABEL)
    first = 13 if len(lines) > 1 else 20
    return [_text("name", 6 if size.bar else 4, first + 12 * at, text) for at, text in enumerate(lines)]


def _folded(label: str, room: int) -> list[str]:
    """A name on two lines at most, broken between words."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [text if len(text) <= room + 2 else f"{text[: room + 1]}…" for text in lines]


def _number(gauge: Gauge, size: Size, y: int) -> list[str]:
    """A short name, the value, an arrow if it moved, and in the wide drawing a gauge."""
    left = 6 if size.bar else 4
    right = size.box - size.bar - (14 if size.bar else 4)
    shown = _shown(gauge)
    parts = [
        _text("what", left, y, _fitting(gauge, size.letters - len(shown))),
        _value(gauge, right, y),
    ]
    if size.bar:
        parts.append(_gauge(gauge, size.box - size.bar - 6, y - 10, size.bar, 9))
    return parts


def _shown(gauge: Gauge) -> str:
    """`!~3↓`: a mark at a threshold, the value, which way it moved."""
    arrow = "↑" if gauge.trend > 0 else "↓" if gauge.trend < 0 else ""
    return f"{'!' if gauge.at_mark else ''}{gauge.text}{arrow}"


def _value(gauge: Gauge, right: int, y: int) -> str:
    return _text("value marked" if gauge.at_mark else "value", right, y, _shown(gauge), end=True)


def _fitting(gauge: Gauge, room: int) -> str:
    label = gauge.label.partition(",")[0]
    name = label if len(label) <= room else gauge.there
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _gauge(gauge: Gauge, x: int, y: int, width: int, height: int) -> str:
    """A bar between fixed bounds, its thresholds drawn in."""
    span = max(1, gauge.high - gauge.low)
    filled = (gauge.value - gauge.low) * width // span
    marks = "".join(
        f'<rect class="tick" x="{x + (at - gauge.low) * width // span - 1}" y="{y - 1}" width="2" '
        f'height="{height + 2}"/>'
        for _, at in gauge.marks
    )
    role = "fill marked" if gauge.at_mark else "fill"
    return (
        f'<rect class="track" x="{x}" y="{y}" width="{width}" height="{height}"/>'
        f'<rect class="{role}" x="{x}" y="{y}" width="{filled}" height="{height}"/>{marks}'
    )


def _margin(
    areas: Sequence[Area], pairs: Sequence[Pair], size: Size, tall: int, columns: int, rows: int
) -> list[str]:
    """The pairs of powers and their channels, in a place of the board where no area lies."""
    taken = {(a.column, a.row) for a in areas}
    free = [(c, r) for r in range(rows) for c in range(columns) if (c, r) not in taken]
    if not free:
        return []
    x, y = free[0][0] * (size.box + size.gap), free[0][1] * (tall + size.gap)
    parts = [
        f'<g class="pairs" transform="translate({x} {y})">',
        _text("dim", 4, 14, "Pair, rung, channel" if size.bar else "Pair, rung"),
    ]
    step = min(size.line, (tall - 20) // max(1, len(pairs)))
    for at, pair in enumerate(pairs, 1):
        down = 14 + at * step
        parts.append(_text("what", 4, down, pair.letters))
        parts.append(_value(pair.rung, 64 if size.bar else size.box - 18, down))
        if size.bar:
            parts.append(_text("dim", 84, down, pair.channel))
    return [*parts, "</g>"]


def draw_gauge(gauge: Gauge, width: int = 96, height: int = 10) -> Markup:
    """A number between its bounds; its value stands beside it in words."""
    return Markup(
        f'<svg class="gauge" viewBox="0 0 {width} {height + 2}" aria-hidden="true" focusable="false">'
        f"{_gauge(gauge, 0, 1, width, height)}</svg>"
    )


def draw_course(gauge: Gauge, width: int = 96, height: int = 22) -> Markup:
    """How a number ran, in steps on its own fixed scale; its thresholds as lines."""
    known = [(at, v) for at, v in enumerate(gauge.course) if v is not None]
    if len(known) < 2:
        return Markup("")
    span, last = max(1, gauge.high - gauge.low), len(gauge.course)

    def down(value: int) -> int:
        return 2 + (gauge.high - value) * (height - 4) // span

    marks = "".join(f'<path class="tick" d="M0 {down(at)}H{width}"/>' for _, at in gauge.marks)
    path = f"M{known[0][0] * width // last} {down(known[0][1])}"
    for at, value in known:
        path += f"V{down(value)}H{(at + 1) * width // last}"
    return Markup(
        f'<svg class="course" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">{marks}'
        f'<path class="run" d="{path}"/></svg>'
    )


__all__ = ["SIZES", "SMALL", "WIDE", "Size", "draw_board", "draw_course", "draw_gauge"]
