"""What one seat takes home: its own belief against the truth, its own readings, lines, letters and points.

Only when the game is over. What the seat could not know stays unknown to it, but for the truth of what it
believed and for the rungs at which it was misread, or misread others.
"""

from __future__ import annotations

from collections.abc import Iterator

from wargame.record.game import Game
from wargame.text.debrief.crossings import crossings_of, lines_of
from wargame.text.debrief.details import believed
from wargame.text.debrief.front import CAVEAT
from wargame.text.debrief.names import Names
from wargame.text.debrief.story import Story
from wargame.text.eyes import Eyes, eyes
from wargame.text.messages import messages
from wargame.text.meters import date
from wargame.text.rulebook.blocks import Block, Bullets, Grid, Heading, Page, Text, plain, slug
from wargame.text.telling import Telling
from wargame.text.timeline import KINDS, Timeline, wanted
from wargame.text.verdict import verdict
from wargame.text.words import first_up, power_name


def seat_page(story: Story, seat: str, names: Names) -> Page:
    """A seat's own debrief. ValueError while the game goes on, or for a seat that is not at this table."""
    game = story.game
    sight = eyes(game, game.seat(seat).name)
    if not game.over:
        raise ValueError("a seat's debrief is made when the game is over")
    parts = (
        ("What you believed, and what was so", list(believed(story, story.estimates[seat]))),
        ("Acts misread, by you or of yours", list(_readings(game, sight))),
        ("Your red lines", list(_lines(story, sight))),
        ("Your messages", list(_letters(game, seat, names))),
        ("What you ordered", list(_orders(game, seat, names))),
        ("How you scored", list(_scores(game, sight))),
        ("What you saw happen", list(_timeline(game, seat, names))),
    )
    blocks: list[Block] = [Text(plain(_end(game))), Text(f"*{CAVEAT}*")]
    for title, found in parts:
        blocks += [Heading(1, title, slug(title)), *(found or [Text("Nothing.")])]
    return Page(f"Debrief: {plain(sight.seat.label)}, {plain(story.name)}", "debrief", tuple(blocks))


def _end(game: Game) -> str:
    found = verdict(game)
    assert found is not None
    return f"{game.scenario.label}, {len(game.turns)} steps. {found.label}: {' '.join(found.text.split())}"


def _readings(game: Game, sight: Eyes) -> Iterator[Block]:
    """Acts of others that the seat misread, and its own that were misread; whoever it cannot name stays unnamed."""
    rules, mine = game.rules, set(sight.seat.powers)
    rows = []
    for turn in game.turns:
        telling = Telling(sight, turn.entries, turn.notes, turn.after)
        for note in turn.notes:
            facts = note.facts
            if note.kind != "misread" or facts["intended"] == facts["perceived"]:
                continue
            author = int(rules.programs.power[facts["order"]])
            if facts["reader"] in mine or author in mine:
                rows.append(
                    (
                        plain(date(game, turn.step)),
                        plain(first_up(telling.deed_of(facts["order"]))),
                        plain(first_up(power_name(rules, facts["reader"]))),
                        str(facts["intended"]),
                        str(facts["perceived"]),
                    )
                )
    if rows:
        yield Grid(("Step", "Act", "Reader", "Meant", "Read"), tuple(rows), small=True)


def _lines(story: Story, sight: Eyes) -> Iterator[Block]:
    """The seat's own lines that were crossed, and whether nobody had meant it."""
    own = [line for line in lines_of(story.game, sight) if line.owner in sight.seat.powers]
    rows = [
        (
            plain(crossing.when),
            plain(f"“{line.label}”"),
            plain("; ".join(crossing.acts)),
            f"{crossing.read} (the line stands at {crossing.at_rung})",
            str(crossing.meant),
            crossing.fate,
        )
        for line, crossing in crossings_of(own)
    ]
    if rows:
        yield Grid(
            ("Step", "Line", "Crossed by", "You read", "Meant", "Your answer"), tuple(rows), small=True
        )


def _letters(game: Game, seat: str, names: Names) -> Iterator[Block]:
    """As the seat has them in hand, with the verdicts given at the end."""
    found = messages(game, seat)
    if found:
        yield Grid(
            ("Step", "Who to whom", "What was said", "And then"),
            tuple(
                (
                    plain(told.when),
                    plain(told.between),
                    plain(f"“{names.text(told.text)}”"),
                    plain(names.text(" ".join(told.notes))),
                )
                for told in found
            ),
        )


def _orders(game: Game, seat: str, names: Names) -> Iterator[Block]:
    book = game.rules.programs
    lines = []
    for turn in game.turns:
        sheet = turn.sheets.get(seat)
        given = [book.labels[book.index[o]] for o in sheet.orders if o in book.index] if sheet else []
        stated = turn.stated.get(seat, "")
        reason = f" “{names.text(stated)}”" if stated else ""
        lines.append(
            f"**{plain(date(game, turn.step))}:** {plain('; '.join(given) or 'none')}.{plain(reason)}"
        )
    yield Bullets(tuple(lines))


def _scores(game: Game, sight: Eyes) -> Iterator[Block]:
    """The seat's own powers, term by term; the others' points, which the verdict shows to everybody."""
    found = verdict(game)
    assert found is not None
    own = {game.rules.powers[power] for power in sight.seat.powers}
    for power in found.powers:
        if power.power in own:
            yield Text(f"**{plain(power.label)}**, {power.score} points: {power.told}")
            terms = tuple((plain(label), f"{points:+d}") for label, points in power.terms if points)
            if terms:
                yield Grid(("What counted", "Points"), terms)
    others = [f"{p.label} {p.score} ({p.told})" for p in found.powers if p.power not in own]
    if others:
        yield Text(plain(f"The others: {'; '.join(others)}."))


def _timeline(game: Game, seat: str, names: Names) -> Iterator[Block]:
    timeline = Timeline(game, seat)
    rungs = timeline.rungs()
    rows = []
    for step in range(timeline.steps):
        mine = [m for m in timeline.marks if m.moment.step == step and wanted(m, None)]
        said = [(m, names.text(m.text) if m.kind == "override" else m.text) for m in mine]
        told = " ".join(f"**{KINDS[m.kind].letter}** {plain(text)}" for m, text in said)
        rows.append((plain(date(game, step)), str(rungs[step]), told))
    yield Grid(("Step", "Highest rung", "What you saw"), tuple(rows))


__all__ = ["seat_page"]
