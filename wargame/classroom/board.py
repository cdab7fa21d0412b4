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
    """Letters of a name that fit beside its value."""
    bar: int
    """Width of the gauge beside a number; 0 for none."""


SMALL = Size("small", box=90, gap=6, line=15, head=30, numbers=4, letters=9, bar=0)
WIDE = Size("wide", box=236, gap=16, line=22, head=30, numbers=6, letters=15, bar=40)
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
    told = "; ".join(_described(a) for a in areas)
    parts: list[str | Markup] = [
        Markup(
            '<svg class="board board-{}" viewBox="-1 -1 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">The board</title><desc id="{}-d">{}.</desc>'
        ).format(size.name, width + 2, height + 2, ids, ids, ids, ids, told),
        *_links(areas, size, tall),
    ]
    for area in areas:
        parts += _box(area, size, tall)
    parts += _margin(areas, pairs, size, tall, columns, rows)
    return Markup("").join([*parts, Markup("</svg>")])


def _described(area: Area) -> str:
    found = ", ".join(f"{g.there} {g.text}" for g in _telling(area, WIDE.numbers))
    return f"{area.label}: {found or 'nothing is known of it'}"


def _telling(area: Area, most: int) -> list[Gauge]:
    """A flag that is down says nothing."""
    return [g for g in area.gauges if g.value or g.high > 1][:most]


def _links(areas: Sequence[Area], size: Size, tall: int) -> list[Markup]:
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


def _line(x1: int, y1: int, x2: int, y2: int) -> Markup:
    return Markup('<line class="link" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(x1, y1, x2, y2)


def _box(area: Area, size: Size, tall: int) -> list[Markup]:
    x, y = area.column * (size.box + size.gap), area.row * (tall + size.gap)
    parts = [
        Markup('<g class="area" data-area="{}" transform="translate({} {})">').format(area.name, x, y),
        Markup('<rect class="box" width="{}" height="{}" rx="3"/>').format(size.box, tall),
        *_name(area.label, size),
    ]
    for at, gauge in enumerate(_telling(area, size.numbers)):
        parts += _number(gauge, size, size.head + (at + 1) * size.line - 3)
    return [*parts, Markup("</g>")]


def _name(label: str, size: Size) -> list[Markup]:
    lines = [label] if size.bar else _folded(label, SMALL_LABEL)
    first = 13 if len(lines) > 1 else 20
    return [
        Markup('<text class="name" x="{}" y="{}">{}</text>').format(
            6 if size.bar else 4, first + 12 * at, text
        )
        for at, text in enumerate(lines)
    ]


def _folded(label: str, room: int) -> list[str]:
    """A name on two lines at most, broken between words."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [text if len(text) <= room + 2 else f"{text[: room + 1]}…" for text in lines]


def _number(gauge: Gauge, size: Size, y: int) -> list[Markup]:
    """A short name, the value, an arrow if it moved, and in the wide drawing a gauge."""
    left = 6 if size.bar else 4
    arrow = "↑" if gauge.trend > 0 else "↓" if gauge.trend < 0 else ""
    sign = "!" if gauge.at_mark else ""
    right = size.box - size.bar - (14 if size.bar else 4)
    parts = [
        Markup('<text class="what" x="{}" y="{}">{}</text>').format(left, y, _fitting(gauge, size.letters)),
        Markup('<text class="value{}" x="{}" y="{}" text-anchor="end">{}{}{}</text>').format(
            " marked" if sign else "", right, y, sign, gauge.text, arrow
        ),
    ]
    if size.bar:
        parts.append(_gauge(gauge, size.box - size.bar - 6, y - 10, size.bar, 9))
    return parts


def _fitting(gauge: Gauge, room: int) -> str:
    label = gauge.label.partition(",")[0]
    name = label if len(label) <= room else gauge.there
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _gauge(gauge: Gauge, x: int, y: int, width: int, height: int) -> Markup:
    """A bar between fixed bounds, its thresholds drawn in."""
    span = max(1, gauge.high - gauge.low)
    filled = (gauge.value - gauge.low) * width // span
    marks = Markup("").join(
        Markup('<rect class="tick" x="{}" y="{}" width="2" height="{}"/>').format(
            x + (at - gauge.low) * width // span - 1, y - 1, height + 2
        )
        for _, at in gauge.marks
    )
    return Markup(
        '<rect class="track" x="{x}" y="{y}" width="{w}" height="{h}"/>'
        '<rect class="fill{m}" x="{x}" y="{y}" width="{f}" height="{h}"/>{ticks}'
    ).format(x=x, y=y, w=width, h=height, f=filled, m=" marked" if gauge.at_mark else "", ticks=marks)


def _margin(
    areas: Sequence[Area], pairs: Sequence[Pair], size: Size, tall: int, columns: int, rows: int
) -> list[Markup]:
    """The pairs of powers and their channels, in a place of the board where no area lies."""
    taken = {(a.column, a.row) for a in areas}
    free = [(c, r) for r in range(rows) for c in range(columns) if (c, r) not in taken]
    if not free:
        return []
    x, y = free[0][0] * (size.box + size.gap), free[0][1] * (tall + size.gap)
    parts = [
        Markup('<g class="pairs" transform="translate({} {})">').format(x, y),
        Markup('<text class="dim" x="4" y="14">{}</text>').format(
            "Pair, rung, channel" if size.bar else "Pair, rung"
        ),
    ]
    step = min(size.line, (tall - 20) // max(1, len(pairs)))
    for at, pair in enumerate(pairs, 1):
        arrow = "↑" if pair.rung.trend > 0 else "↓" if pair.rung.trend < 0 else ""
        sign = "!" if pair.rung.at_mark else ""
        down, right = 14 + at * step, 64 if size.bar else size.box - 18
        parts += [
            Markup('<text class="what" x="4" y="{}">{}</text>').format(down, pair.letters),
            Markup('<text class="value{}" x="{}" y="{}" text-anchor="end">{}{}{}</text>').format(
                " marked" if sign else "", right, down, sign, pair.rung.text, arrow
            ),
        ]
        if size.bar:
            parts.append(Markup('<text class="dim" x="84" y="{}">{}</text>').format(down, pair.channel))
    return [*parts, Markup("</g>")]


def draw_gauge(gauge: Gauge, width: int = 96, height: int = 10) -> Markup:
    """A number between its bounds; its value stands beside it in words."""
    return (
        Markup('<svg class="gauge" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">').format(
            width, height + 2
        )
        + _gauge(gauge, 0, 1, width, height)
        + Markup("</svg>")
    )


def draw_course(gauge: Gauge, width: int = 96, height: int = 22) -> Markup:
    """How a number ran, in steps on its own fixed scale; its thresholds as lines."""
    known = [(at, v) for at, v in enumerate(gauge.course) if v is not None]
    if len(known) < 2:
        return Markup("")
    span, last = max(1, gauge.high - gauge.low), len(gauge.course)

    def down(value: int) -> int:
        return 2 + (gauge.high - value) * (height - 4) // span

    marks = Markup("").join(
        Markup('<path class="tick" d="M0 {}H{}"/>').format(down(at), width) for _, at in gauge.marks
    )
    path = f"M{known[0][0] * width // last} {down(known[0][1])}"
    for at, value in known:
        path += f"V{down(value)}H{(at + 1) * width // last}"
    return Markup(
        '<svg class="course" viewBox="0 0 {w} {h}" aria-hidden="true" focusable="false">{m}'
        '<path class="run" d="{p}"/></svg>'
    ).format(w=width, h=height, m=marks, p=escape(path))


__all__ = ["SIZES", "SMALL", "WIDE", "Size", "draw_board", "draw_course", "draw_gauge"]
