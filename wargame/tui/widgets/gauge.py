"""A number on one line: its name, its value, where it comes from and where it stands between its bounds."""

from __future__ import annotations

from wargame.tui.glyphs import SIGNS, bar, spark
from wargame.tui.numbers import Number
from wargame.tui.widgets.canvas import Line, Span, width_of


def trend(number: Number) -> Span:
    """An arrow and by how much: `↑2`, or blanks."""
    change = number.trend
    if not change:
        return ("   ", "plain")
    return (f"{SIGNS.up if change > 0 else SIGNS.down}{abs(change):<2}", "title")


def gauge_line(number: Number, width: int) -> Line:
    """`Label  ~13 ↑1 ████│░░░ ▂▃▅▅  crisis at 7`, with as much as fits; the value is never what is cut."""
    mark = number.at_mark
    role = "watch" if mark else "plain"
    label = min(max(14, width - 34), 30) if width < 76 else 34
    name = number.label if len(number.label) <= label else number.short
    spans: list[Span] = [
        (name[:label].ljust(label), "plain"),
        (number.text.rjust(4), role),
        (" ", "plain"),
        trend(number),
    ]
    room = width - width_of(tuple(spans))
    if room >= 11:
        cells = 10
        marks = tuple(number.marks.values())
        spans += [
            (" ", "plain"),
            (bar(number.value, number.low, number.high, cells, marks), role if mark else "calm"),
        ]
        room -= cells + 1
    if room >= 8:
        cells = min(12, room - 1)
        spans += [(" ", "plain"), (spark(number.course, number.low, number.high, cells), "dim")]
        room -= cells + 1
    words = number.mark_words
    if mark:
        words = f"{mark.upper()} ({words})"
    if words and room > len(words) + 1:
        spans += [("  ", "plain"), (words, role if mark else "dim")]
    return tuple(spans)


def short_gauge(number: Number) -> Line:
    """`Rung 4` for the strip above a narrow board."""
    change = number.trend
    arrow = "" if not change else SIGNS.up if change > 0 else SIGNS.down
    return ((f"{number.short} ", "dim"), (f"{number.text}{arrow}", "watch" if number.at_mark else "title"))
