"""What stands behind the first page: the course of the game, what was believed and read, lines crossed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.text.debrief.beliefs import Estimate, moment_words
from wargame.text.debrief.course import Crisis
from wargame.text.debrief.crossings import Crossing, LineStory, crossings_of
from wargame.text.debrief.names import Names
from wargame.text.debrief.people import holder_words
from wargame.text.debrief.pictures import beliefs_picture, pairs_picture, readings_picture
from wargame.text.debrief.readings import Reading, reader_name
from wargame.text.debrief.story import Story
from wargame.text.rulebook.blocks import Block, Grid, Text, plain
from wargame.text.timeline import KINDS, Mark
from wargame.text.words import first_up

DRAWN = 3
"""Estimates of a seat that are drawn."""

CAUSES = {
    "deed": "an act meant so: {act} (meant at rung {meant}, read at {read})",
    "misreading": (
        "a misreading: {act} (meant at rung {meant}, read at {read}); read as meant, rung {otherwise} at most"
    ),
    "standing": "the rung of the last one, whose days had run out without its coming down",
    "accident": "an accident; without it, rung {otherwise} at most",
    "casualties": "many dead, who had to be answered; no rung was at the threshold",
    "record": "days of record; no rung was at the threshold",
}


def timeline(story: Story, names: Names) -> Iterator[Block]:
    """What happened, step by step."""
    steps = story.course.steps
    rows = []
    for step in steps:
        mine = [m for m in story.marks if m.moment.step == step.number]
        told = " ".join(f"**{KINDS[m.kind].letter}** {plain(_marked(story, m, names))}" for m in mine)
        rung = f"**{step.highest}**" if step.highest >= story.course.crisis else str(step.highest)
        rows.append((plain(step.when), rung, told))
    shown = {m.kind for m in story.marks}
    letters = "; ".join(f"**{kind.letter}** {kind.label}" for name, kind in KINDS.items() if name in shown)
    yield Text(f"The highest rung after each step, and what is marked in it. {first_up(letters)}.")
    yield Grid(("Step", "Rung", "What happened"), tuple(rows))


def _marked(story: Story, mark: Mark, names: Names) -> str:
    """What a mark says; of a line crossed by misreading, that it was."""
    if mark.kind == "override":  # the umpire's own words
        return names.text(mark.text)
    unmeant = mark.kind == "crossing" and any(
        crossing.step == mark.moment.step and crossing.unmeant and f'"{line.label}"' in mark.text
        for line, crossing in crossings_of(story.lines)
    )
    return f"{mark.text} Nobody had meant it so loud." if unmeant else mark.text


def ladder(story: Story, names: Names) -> Iterator[Block]:
    """Every pair of powers by turn, with the crisis threshold."""
    del names
    course = story.course
    yield pairs_picture(course)
    if story.crises:
        yield Grid(
            ("Crisis began", "Ended", "Between", "Because of"),
            tuple(
                (
                    plain(c.when),
                    plain(c.until or "it had not"),
                    plain(c.pair or "nobody in particular"),
                    _cause(c),
                )
                for c in story.crises
            ),
        )
    yield Text(f"Rungs after each step. In bold: the crisis threshold of {course.crisis} or above.")
    rows = tuple(
        (plain(step.when), *(_rung(r, course.crisis) for r in step.pairs), _rung(step.highest, course.crisis))
        for step in course.steps
    )
    yield Grid(("Step", *map(plain, course.pairs), "Highest"), rows, small=True)


def _rung(rung: int, crisis: int) -> str:
    return f"**{rung}**" if rung >= crisis else str(rung)


def _cause(crisis: Crisis) -> str:
    act = crisis.act[:1].lower() + crisis.act[1:]
    text = CAUSES[crisis.cause].format(
        act=act, meant=crisis.meant, read=crisis.read, otherwise=crisis.otherwise
    )
    return plain(first_up(text))


# Belief against truth ---------------------------------------------------------------------------


def beliefs(story: Story, names: Names) -> Iterator[Block]:
    """By seat: what it believed, and what was so."""
    yield Text(
        "Each seat guesses at what it cannot see. What it believed when orders were due, beside what was so. "
        "First the numbers that matter most to the seat, the furthest off at the top. In the pictures the solid "
        "line is the truth, the dashed one what was believed."
    )
    for seat, estimates in story.estimates.items():
        holder = holder_words(story, seat, names)
        yield Text(f"**{plain(story.game.seats[seat].label)}** ({plain(holder)})")
        yield from believed(story, estimates)


def believed(story: Story, estimates: Sequence[Estimate]) -> Iterator[Block]:
    """One seat's estimates: the furthest off drawn, all of them as a table."""
    off = [e for e in estimates if any(e.gaps)]
    if not off:
        yield Text("It was never wrong." if estimates else "It had to guess at nothing.")
        return
    yield beliefs_picture(off[:DRAWN])
    yield Grid(
        ("What", "Furthest off", "Believed", "True", "Off on average", "Believed last", "True last"),
        tuple(_belief(story, e) for e in off),
        small=True,
    )


def _belief(story: Story, e: Estimate) -> tuple[str, ...]:
    at = e.worst
    return (
        plain(e.label),
        plain(moment_words(story.game, at)),
        str(e.believed[at]),
        str(e.true[at]),
        f"{e.mean_gap:.1f}",
        str(e.believed[-1]),
        str(e.true[-1]),
    )


# Misperceptions ---------------------------------------------------------------------------------


def misperceptions(story: Story, names: Names) -> Iterator[Block]:
    """Who misread what, and when, and what came of it."""
    del names
    if not story.readings:
        yield Text("No act was aimed at anybody.")
        return
    yield Text(
        f"{len(story.misread)} of {len(story.readings)} acts aimed at somebody were read otherwise than meant. "
        "What counts in the rules is the rung as read. Each arrow runs from the rung that was meant (dot) to the "
        "rung that was read; dashed where it was read too quiet."
    )
    if not story.misread:
        return
    yield readings_picture(story.course, story.readings)
    yield _share(story)
    rows = tuple(
        (
            plain(r.when),
            plain(r.act),
            plain(reader_name(story.game, r)),
            str(r.meant),
            str(r.read),
            _led(story, r),
        )
        for r in story.misread
    )
    yield Grid(("Step", "Act", "Reader", "Meant", "Read", "And so"), rows, small=True)


def _share(story: Story) -> Grid:
    """How well each power read the others, and was read."""
    rules = story.game.rules
    rows = []
    for number in range(len(rules.powers)):
        read = [r for r in story.readings if r.reader == number]
        written = [r for r in story.readings if r.author == number]
        if read or written:
            rows.append(
                (
                    plain(first_up(rules.power_labels[number])),
                    f"{sum(bool(r.error) for r in read)} of {len(read)}",
                    f"{sum(bool(r.error) for r in written)} of {len(written)}",
                )
            )
    return Grid(("Power", "Acts of others that it misread", "Its own acts that were misread"), tuple(rows))


def _led(story: Story, reading: Reading) -> str:
    """What the misreading brought about, as far as the record shows."""
    found = [
        f"crossed “{line.label}”"
        for line, crossing in crossings_of(story.lines)
        if crossing.step == reading.step and line.owner == reading.reader and crossing.unmeant
        and reading.act in crossing.acts and reading.read >= crossing.at_rung
    ]  # fmt: skip
    for crisis in story.crises:
        cause = crisis.cause == "misreading" and crisis.step == reading.step
        if cause and (crisis.act, crisis.meant, crisis.read) == (reading.act, reading.meant, reading.read):
            found.append("began a crisis")
    return plain("; ".join(dict.fromkeys(found)))


# Red lines --------------------------------------------------------------------------------------


def red_lines(story: Story, names: Names) -> Iterator[Block]:
    """Declared, crossed, answered or not."""
    del names
    if not story.lines:
        yield Text("No line was declared, told or crossed.")
        return
    yield Grid(
        ("Line", "Held by", "Stands at", "Declared, told, withdrawn", "Crossed"),
        tuple(
            (
                plain(f"“{line.label}”"),
                plain(line.owner_name),
                f"rung {line.at_rung}",
                plain(_shifts(line)),
                str(len(line.crossings)) if line.crossings else "never",
            )
            for line in story.lines
        ),
    )
    crossings = crossings_of(story.lines)
    if crossings:
        yield Text("Every crossing. In bold: crossed by acts that nobody meant so loud.")
        yield Grid(
            ("Step", "Line", "Crossed by", "Meant", "Read", "The line was", "Answer"),
            tuple(_crossing(line, crossing) for line, crossing in crossings),
            small=True,
        )


def _shifts(line: LineStory) -> str:
    parts = ["declared from the start"] if line.declared_at_start else []
    parts += [f"{shift.how} ({shift.when})" for shift in line.shifts]
    return "; ".join(parts) or "tacit throughout"


def _crossing(line: LineStory, c: Crossing) -> tuple[str, ...]:
    label = plain(f"“{line.label}”")
    answer = f"{c.fate} ({c.answered})" if c.answered and c.answered != c.when else c.fate
    if c.trap:
        answer += "; bound by its own word"
    return (
        plain(c.when),
        f"**{label}**" if c.unmeant else label,
        plain("; ".join(c.acts)),
        str(c.meant),
        str(c.read),
        c.how,
        plain(answer),
    )


__all__ = [
    "beliefs",
    "believed",
    "ladder",
    "misperceptions",
    "red_lines",
    "timeline",
]
