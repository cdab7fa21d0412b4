"""The rest of a pack: the umpire's hand, scores, forecasts, the room, and the step out of role."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.record.forecasts import Forecast
from wargame.ruleset.discussion import BLANK
from wargame.text.debrief.letters import Letter
from wargame.text.debrief.names import Names
from wargame.text.debrief.people import holder_words, parts_of, seats_of_power
from wargame.text.debrief.pictures import scores_picture
from wargame.text.debrief.room import Commanded, Taken
from wargame.text.debrief.story import Story
from wargame.text.meters import date
from wargame.text.rulebook.blocks import Block, Bullets, Grid, Text, plain
from wargame.text.words import first_up, joined

COMMANDS = {
    "back": "Went back to step {step} ({luck} luck); what was played after it stays in the file. {reason}",
    "seat": "Gave the seat {seat} to {player}",
    "defaults": "Set what opens for those who have not sealed: {to}",
    "close": "Closed the phase",
    "reopen": "Opened the phase again",
    "reveal": "Opened the sheets by hand",
    "hold": "Kept back the messages of {seats}",
    "let go": "Kept back no messages any more",
}
"""What of the desk's commands is told, besides what has a place of its own."""


def umpire(story: Story, names: Names) -> Iterator[Block]:
    """Rulings as differences from the rules, events by hand, and what was noted."""
    if story.rulings:
        yield Text("Rulings: what was made otherwise than the rules alone would have made it.")
        rows = []
        for ruling in story.rulings:
            what = ruling.form + (f": {ruling.about}" if ruling.about else "")
            differences = "; ".join(ruling.differences) or "no number was changed"
            argued = "; ".join(names.text(text) for text in ruling.attempt)
            rows.append(
                (
                    plain(ruling.when),
                    plain(first_up(names.text(what)) + (f". {argued}" if argued else "")),
                    plain(differences),
                    plain(names.text(ruling.reason)),
                    plain(ruling.shown),
                )
            )
        yield Grid(("Step", "Ruling", "Differs from the rules by", "Reason", "Shown to"), tuple(rows))
    else:
        yield Text("No rulings: every number is what the rules made it.")
    if story.injects:
        yield Text("Events that did not come from the deck.")
        yield Grid(
            ("Step", "Event", "Played by"),
            tuple((plain(i.when), plain(f"{i.label}. {i.text}"), plain(i.by)) for i in story.injects),
        )
    yield from _desk(story, names)


def _desk(story: Story, names: Names) -> Iterator[Block]:
    told = [letter for letter in story.letters if letter.sender == "The umpire"]
    if told:
        yield Text("Announced by the umpire.")
        yield Bullets(tuple(plain(_announced(letter, names)) for letter in told))
    done = [
        f"{_when(story, c.step)}: {_command(story, c, names)}"
        for c in story.room.commands
        if c.what in COMMANDS
    ]
    if done:
        yield Text("Done at the desk.")
        yield Bullets(tuple(plain(text) for text in done))
    if story.room.notes:
        yield Text("Noted while it went on.")
        yield Bullets(tuple(plain(f"{_when(story, n.step)}: {names.text(n.text)}") for n in story.room.notes))


def _announced(letter: Letter, names: Names) -> str:
    return f"{letter.when}, to {letter.to}: “{names.text(letter.seen.text)}”"


def _command(story: Story, done: Commanded, names: Names) -> str:
    words = {}
    for name, value in done.asked.items():
        several = value if isinstance(value, list) else [value]
        words[name] = joined([_said(story, str(one)) for one in several])
    if "reason" in words:
        words["reason"] = names.text(words["reason"])
    what = "let go" if done.what == "hold" and not words.get("seats") else done.what
    said = BLANK.sub(lambda blank: words.get(blank[1], ""), COMMANDS[what]).rstrip(" .")
    return f"{said}."


def _said(story: Story, word: str) -> str:
    """A seat by its label, anything else as it is."""
    return story.game.seats[word].label if word in story.game.seats else word


def _when(story: Story, step: int) -> str:
    """The date of a step; of one that was played on another line only, its number."""
    last = len(story.game.turns) - story.game.over
    return date(story.game, step) if step <= last else f"step {step}"


# Scores and forecasts ---------------------------------------------------------------------------


def scores(story: Story, names: Names) -> Iterator[Block]:
    """How each power scored, by term."""
    yield Text("The ticks are the least for a draw (d), a marginal victory (M) and a decisive one (D).")
    yield scores_picture(story.scores)
    for power in story.scores:
        held = "; ".join(holder_words(story, seat, names) for seat in seats_of_power(story, power.power))
        verdict = power.told if story.game.over else f"{power.told}, so far"
        yield Text(f"**{plain(power.label)}**, {power.score} points: {verdict} ({plain(held)})")
        terms = [(label, points) for label, points in power.terms if points]
        if terms:
            yield Grid(
                ("What counted", "Points"), tuple((plain(label), f"{points:+d}") for label, points in terms)
            )


def forecasts(story: Story, names: Names) -> Iterator[Block]:
    """What was held likely, question by question; the score of the whole room, not of anybody."""
    if not story.forecasts:
        yield Text("Nobody gave a forecast.")
        return
    yield Text(
        "The Brier score is the square of the error: 0 is certain and right, 1 certain and wrong, 0.25 what a coin "
        "gets. Each person's own stands in the table of students."
    )
    by_question: dict[str, list[Forecast]] = {}
    for forecast in story.forecasts:
        by_question.setdefault(forecast.question, []).append(forecast)
    rows = []
    for question, found in by_question.items():
        known = [f for f in found if f.brier is not None]
        happened = sum(bool(f.happened) for f in known)
        rows.append(
            (
                plain(names.text(story.game.asked[question].ask)),
                str(len(found)),
                f"{sum(f.percent for f in found) / len(found):.0f}%",
                f"{happened} of {len(known)}" if known else "not yet known",
                f"{sum(f.brier or 0 for f in known) / len(known):.2f}" if known else "",
            )
        )
    yield Grid(("Question", "Forecasts", "Mean", "Happened", "Mean Brier score"), tuple(rows))


# The room ---------------------------------------------------------------------------------------


def room(story: Story, names: Names) -> Iterator[Block]:
    """Who took part, and how long the steps took."""
    parts = parts_of(story)
    if parts:
        rows = []
        for part in parts:
            seat = story.game.seats.get(part.member.seat)
            numbers = (part.sealed, part.drafting, part.messages, part.mediated, part.forecasts)
            rows.append(
                (
                    plain(names.person(part.member.name)),
                    plain(seat.label if seat else part.member.seat),
                    *("" if n is None else str(n) for n in numbers),
                )
            )
        heads = ("Who", "Seat", "Sheets sealed", "Strokes on sheets", "Messages", "Carried", "Forecasts")
        yield Grid(heads, tuple(rows), small=True)
    else:
        yield Text("Nobody who sat here gave a name.")
    if story.room.late:
        late = ", ".join(
            f"{story.game.seats[x.seat].label} ({_when(story, x.step)})"
            for x in story.room.late
            if x.seat in story.game.seats
        )
        yield Text(plain(f"Sheets that the clock filled: {late}."))
    times = [t for t in story.room.times if t.step < len(story.game.turns)]
    if times:
        yield Text("How long the orders of each step took, pauses included.")
        yield Grid(
            ("Step", "Planned", "Took", "Over", "Extended by hand"),
            tuple(_time(story, taken) for taken in times),
            small=True,
        )


def _time(story: Story, taken: Taken) -> tuple[str, ...]:
    return (
        plain(_when(story, taken.step)),
        "no clock" if taken.planned is None else _clock(taken.planned),
        _clock(taken.took),
        _clock(taken.over) if taken.over >= 1 else "",
        _clock(taken.extended) if taken.extended else "",
    )


def _clock(seconds: float) -> str:
    """`4:05`, minutes and seconds."""
    whole = round(abs(seconds))
    return f"{'-' if seconds < 0 else ''}{whole // 60}:{whole % 60:02}"


__all__ = ["forecasts", "room", "scores", "umpire"]
