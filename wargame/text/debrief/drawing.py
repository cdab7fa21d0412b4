"""Drawings in SVG that stand inside a page: shapes and words in classes, coloured by the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

Point = tuple[float, float]


@dataclass
class Drawing:
    """A drawing of some size, in points of its own; it is as wide as the page lets it be."""

    width: float
    height: float
    _parts: list[str] = field(default_factory=list)

    def line(self, start: Point, end: Point, look: str) -> None:
        (x1, y1), (x2, y2) = start, end
        self._parts.append(f'<line class="{look}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>')

    def path(self, points: Sequence[Point], look: str) -> None:
        """Straight from point to point."""
        way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polyline class="{look}" points="{way}"/>')

    def box(self, at: Point, width: float, height: float, look: str) -> None:
        x, y = at
        self._parts.append(
            f'<rect class="{look}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>'
        )

    def dot(self, at: Point, size: float, look: str) -> None:
        self._parts.append(f'<circle class="{look}" cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(size)}"/>')

    def words(self, at: Point, text: str, look: str = "", anchor: str = "start") -> None:
        """A text that begins, ends or has its middle at a point: `start`, `end`, `middle`."""
        kind = f' class="{look}"' if look else ""
        self._parts.append(
            f'<text{kind} x="{_n(at[0])}" y="{_n(at[1])}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def inside(self, other: Drawing, at: Point) -> None:
        """Another drawing as a part of this one."""
        moved = "".join(other._parts)
        self._parts.append(f'<g transform="translate({_n(at[0])} {_n(at[1])})">{moved}</g>')

    def svg(self) -> str:
        size = f"0 0 {_n(self.width)} {_n(self.height)}"
        return f'<svg viewBox="{size}" aria-hidden="true">{"".join(self._parts)}</svg>'


def side_by_side(drawings: Sequence[Drawing], columns: int, gap: float = 16) -> Drawing:
    """Small drawings of one size in rows and columns."""
    if not drawings:
        return Drawing(1, 1)
    width, height = drawings[0].width, drawings[0].height
    rows = -(-len(drawings) // columns)
    made = Drawing(columns * width + (columns - 1) * gap, rows * height + (rows - 1) * gap)
    for at, drawing in enumerate(drawings):
        row, column = divmod(at, columns)
        made.inside(drawing, (column * (width + gap), row * (height + gap)))
    return made


def stairs(values: Sequence[float], left: float, step: float) -> list[Point]:
    """Values that hold for a step each, as points of a path; `values` are heights already."""
    return [
        point
        for at, value in enumerate(values)
        for point in ((left + at * step, value), (left + (at + 1) * step, value))
    ]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


__all__ = ["Drawing", "Point", "side_by_side", "stairs"]
