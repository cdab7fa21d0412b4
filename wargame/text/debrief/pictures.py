"""The pictures of a pack: the ladder over time, beliefs beside the truth, acts misread, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wargame.text.debrief.beliefs import Estimate
from wargame.text.debrief.course import Course
from wargame.text.debrief.drawing import Drawing, side_by_side, stairs
from wargame.text.debrief.readings import Reading
from wargame.text.rulebook.blocks import Picture, plain
from wargame.text.timeline import KINDS, Mark
from wargame.text.verdict import PowerVerdict

WIDTH = 900
SMALL = 289, 112
"""Width and height of one of three drawings beside each other."""

LEFT = 120
"""Room for words at the left of a large drawing."""

BESIDE = 26
"""Letters of a title that leave room for another word beside it."""

TOP_RUNG = 10
STRIP = 18
"""Height of one row of marks."""

SHOWN = ("end", "crisis", "crossing", "casualties", "accident", "deal", "override")
"""Kinds of marks that have a row below the ladder."""


def ladder_picture(course: Course, marks: Sequence[Mark]) -> Picture:
    """The highest rung after each step, the thresholds, and below it what happened when."""
    kinds = [k for k in SHOWN if any(m.kind == k and not m.minor for m in marks)]
    high = 230
    made = Drawing(WIDTH, high + 34 + STRIP * len(kinds))
    step = (WIDTH - LEFT - 10) / max(1, len(course.steps))
    scale = _scale(0, TOP_RUNG, high, 14)
    for first, count in _runs([one.crisis for one in course.steps]):
        made.box((LEFT + first * step, 14), count * step, high - 14, "shade")
    _rungs(made, course, scale)
    made.path(stairs([scale(s.highest) for s in course.steps], LEFT, step), "strong")
    _months(made, course, step, high + 14)
    for row, kind in enumerate(kinds):
        y = high + 34 + STRIP * row
        made.line((LEFT, y + 4), (WIDTH - 10, y + 4), "grid")
        made.words((LEFT - 8, y), KINDS[kind].short, "small", "end")
        for number in dict.fromkeys(m.moment.step for m in marks if m.kind == kind and not m.minor):
            made.words((LEFT + (number + 0.5) * step, y), KINDS[kind].letter, "mark", "middle")
    rungs = ", ".join(str(s.highest) for s in course.steps)
    words = (
        f"Picture: the highest rung of any pair after each step: {rungs}. Crisis from {course.crisis}, "
        f"war at {course.war}. Shaded: crisis steps of about three days."
    )
    return Picture(made.svg(), plain(words))


def _rungs(made: Drawing, course: Course, scale: Callable[[float], float]) -> None:
    """The lines of the ladder, and its two thresholds by name."""
    names = {course.crisis: f"crisis from {course.crisis}", course.war: f"war at {course.war}"}
    for rung in sorted({*range(0, TOP_RUNG + 1, 2), *names}):
        look, word = ("threshold", "warning small") if rung in names else ("grid", "faint")
        made.line((LEFT, scale(rung)), (WIDTH - 10, scale(rung)), look)
        made.words((LEFT - 8, scale(rung) + 4), names.get(rung, str(rung)), word, "end")


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Where flags are set: the first of each run, and how many there are of them."""
    found: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and at and flags[at - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif flag:
            found.append((at, 1))
    return found


def _months(made: Drawing, course: Course, step: float, y: float) -> None:
    """The months below the steps, as many as there is room for."""
    room = 0.0
    for at, one in enumerate(course.steps):
        x = LEFT + at * step
        if not one.crisis and one.month and x >= room:
            made.line((x, y - 14), (x, y - 9), "tick")
            made.words((x, y + 1), one.month, "faint small")
            room = x + 34


def pairs_picture(course: Course) -> Picture:
    """Every pair of powers by itself, all on one scale."""
    drawings = [
        _small(name, [s.pairs[pair] for s in course.steps], course) for pair, name in enumerate(course.pairs)
    ]
    peaks = "; ".join(
        f"{name} {max(s.pairs[pair] for s in course.steps)}" for pair, name in enumerate(course.pairs)
    )
    words = f"Picture: the rung of each pair of powers after each step. Highest: {peaks}."
    return Picture(side_by_side(drawings, 3).svg(), plain(words))


def _small(title: str, values: list[int], course: Course) -> Drawing:
    width, height = SMALL
    made = Drawing(width, height)
    scale = _scale(0, TOP_RUNG, height - 6, 24)
    step = (width - 34) / max(1, len(values))
    made.words((24, 14), _cut(title, 36), "title")
    if values and len(title) <= BESIDE:
        made.words((width - 10, 14), f"peak {max(values)}", "faint small", "end")
    for rung in (0, TOP_RUNG):
        made.line((24, scale(rung)), (width - 10, scale(rung)), "grid")
        made.words((18, scale(rung) + 4), str(rung), "faint small", "end")
    made.line((24, scale(course.crisis)), (width - 10, scale(course.crisis)), "threshold")
    made.words((18, scale(course.crisis) + 4), str(course.crisis), "warning small", "end")
    made.path(stairs([scale(value) for value in values], 24, step), "strong")
    return made


def courses_picture(tables: Sequence[tuple[str, Course]]) -> Picture:
    """The course of several tables, small, beside each other."""
    drawings = [_small(name, [s.highest for s in course.steps], course) for name, course in tables]
    words = "; ".join(f"{name}: {', '.join(str(s.highest) for s in course.steps)}" for name, course in tables)
    return Picture(
        side_by_side(drawings, 3).svg(),
        plain(f"Picture: the highest rung after each step, by table. {words}."),
    )


def beliefs_picture(estimates: Sequence[Estimate]) -> Picture:
    """What was believed, dashed, beside what was so."""
    words = "; ".join(
        f"{e.label}: believed {e.believed[e.worst]} where it was {e.true[e.worst]}" for e in estimates
    )
    lead = "Picture: what was believed (dashed) and what was so (solid), from the start to the end. Furthest off:"
    return Picture(side_by_side([_belief(e) for e in estimates], 3).svg(), plain(f"{lead} {words}."))


def _belief(estimate: Estimate) -> Drawing:
    width, height = SMALL
    made = Drawing(width, height)
    values = (*estimate.believed, *estimate.true)
    low, high = min(0, estimate.low, *values), max(estimate.high, *values)
    scale = _scale(low, high, height - 6, 26)
    step = (width - 34) / max(1, len(estimate.true))
    made.words((24, 14), _cut(estimate.label, 34), "title")
    for end in (low, high):
        made.line((24, scale(end)), (width - 10, scale(end)), "grid")
        made.words((18, scale(end) + 4), str(end), "faint small", "end")
    made.path(stairs([scale(v) for v in estimate.true], 24, step), "strong")
    made.path(stairs([scale(v) for v in estimate.believed], 24, step), "dashed")
    return made


def readings_picture(course: Course, readings: Sequence[Reading]) -> Picture:
    """Every act misread: an arrow from the rung meant to the rung read."""
    high = 230
    made = Drawing(WIDTH, high + 24)
    step = (WIDTH - LEFT - 10) / max(1, len(course.steps))
    scale = _scale(0, TOP_RUNG, high, 14)
    _rungs(made, course, scale)
    _months(made, course, step, high + 14)
    for number in range(len(course.steps)):
        mine = list(dict.fromkeys((r.meant, r.read) for r in readings if r.step == number and r.error))
        for at, (meant, read) in enumerate(mine):
            x = LEFT + (number + (at + 1) / (len(mine) + 1)) * step
            _arrow(made, x, scale(meant), scale(read), "loud" if read > meant else "quiet")
    up, down = sum(r.error > 0 for r in readings), sum(r.error < 0 for r in readings)
    words = (
        "Picture: each act that was misread, as an arrow from the rung at which it was meant (dot) to the rung at "
        f"which it was read. {up} were read too loud, {down} too quiet (dashed)."
    )
    return Picture(made.svg(), plain(words))


def _arrow(made: Drawing, x: float, start: float, end: float, look: str) -> None:
    tip = 5 if end > start else -5
    made.line((x, start), (x, end), look)
    made.dot((x, start), 2.5, f"{look} full")
    made.path([(x - 4, end - tip), (x, end), (x + 4, end - tip)], look)


def scores_picture(powers: Sequence[PowerVerdict]) -> Picture:
    """Each power's points as a bar, with the least that a draw, a marginal and a decisive victory take."""
    row, left = 30, 150
    made = Drawing(WIDTH, row * len(powers) + 8)
    values = [value for p in powers for value in (p.score, 0, *p.least)]
    low, high = min(values), max(*values, 1)
    across = (WIDTH - left - 60) / (high - low)
    for at, power in enumerate(powers):
        y = 6 + at * row
        zero, end = left + (0 - low) * across, left + (power.score - low) * across
        made.words((left - 10, y + 15), power.label, "title", "end")
        made.box((min(zero, end), y + 4), max(1.5, abs(end - zero)), 14, "bar")
        for least, letter in zip(power.least, "dMD", strict=True):
            x = left + (least - low) * across
            made.line((x, y), (x, y + 22), "threshold")
            made.words((x + 3, y + 27), letter, "faint small")
        made.words((max(zero, end) + 8, y + 15), str(power.score), "mark")
    words = "; ".join(f"{p.label} {p.score}, {p.told}" for p in powers)
    ticks = "The ticks are the least for a draw (d), a marginal victory (M) and a decisive one (D)."
    return Picture(made.svg(), plain(f"Picture: points. {words}. {ticks}"))


def _scale(low: float, high: float, bottom: float, top: float) -> Callable[[float], float]:
    """Where a value stands between bottom and top of a drawing."""
    return lambda value: bottom - (value - low) * (bottom - top) / max(1, high - low)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


__all__ = [
    "beliefs_picture",
    "courses_picture",
    "ladder_picture",
    "pairs_picture",
    "readings_picture",
    "scores_picture",
]
