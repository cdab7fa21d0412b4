"""Red lines, the escalation ladder, deals and dates: where things stand, as a seat knows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.record.game import Game
from wargame.text.eyes import Eyes, eyes
from wargame.text.meters import level_words
from wargame.text.words import FORMS, RUNGS, first_up, pair_name, power_name


@dataclass(frozen=True)
class LineStatus:
    """A red line that a seat holds or knows of."""

    owner: str
    label: str
    text: str
    status: str
    """`declared, crossed 2 times, answer due within 1 step`."""
    at_rung: int
    commits: int
    due: int | None
    """Steps left to answer; 0 if nothing is due, None if the seat cannot know."""
    crossed: int | None
    mine: bool
    held: bool


def red_lines(game: Game, seat: str | None) -> list[LineStatus]:
    """The seat's own lines, held or not, and the lines of others that were declared or told to it."""
    sight, rules = eyes(game, seat), game.rules
    lines = rules.lines
    texts = {entry.id: entry.text for entry in rules.document.of("line")}
    found = []
    own = [n for n in range(len(lines.names)) if int(lines.owner[n]) in sight.seat.powers]
    others = [n for n in known_lines(sight) if n not in own]
    for line in sorted(own, key=lambda n: not _held(sight, n)) + others:
        due, crossed = (sight.now(part.start + line) for part in (lines.due, lines.crossed))
        found.append(
            LineStatus(
                owner=first_up(power_name(rules, int(lines.owner[line]))),
                label=lines.labels[line],
                text=texts[lines.names[line]],
                status=_status(sight, line),
                at_rung=int(lines.at_rung[line]),
                commits=int(lines.commits[line]),
                due=due,
                crossed=crossed,
                mine=line in own,
                held=line in others or _held(sight, line),
            )
        )
    return found


def known_lines(sight: Eyes) -> list[int]:
    """Lines in force that the seat knows: its own, the declared ones, and those it was told of."""
    lines = sight.rules.lines
    return [
        n
        for n in range(len(lines.names))
        if any(sight.now(part.start + n) for part in (lines.held, lines.declared, lines.told))
    ]


def line_state(sight: Eyes, line: int) -> str:
    """`declared`, `told in private`, `tacit` or `not held`."""
    lines = sight.rules.lines
    if sight.now(lines.declared.start + line):
        return "declared"
    if sight.now(lines.told.start + line):
        return "told in private"
    return "tacit" if _held(sight, line) else "not held"


def _held(sight: Eyes, line: int) -> bool:
    return bool(sight.now(sight.rules.lines.held.start + line))


def _status(sight: Eyes, line: int) -> str:
    lines = sight.rules.lines
    parts = [line_state(sight, line)]
    crossed, due = sight.now(lines.crossed.start + line), sight.now(lines.due.start + line)
    if crossed:
        parts.append("crossed once" if crossed == 1 else f"crossed {crossed} times")
    if due:
        parts.append(f"answer due within {due} step{'s' * (due != 1)}")
    return ", ".join(parts)


# The ladder -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ladder:
    """Where every pair of powers stands. All of it is public."""

    pairs: tuple[tuple[str, int], ...]
    highest: int
    peak: int
    crisis: int
    """Rung from which play goes by crisis steps."""
    war: int
    names: tuple[str, ...] = RUNGS


def ladder(game: Game) -> Ladder:
    rules, k = game.rules, game.scenario.constants.ladder
    rungs = rules.meters.families["rung"]
    meters = game.games.state.meters[:, 0]
    return Ladder(
        pairs=tuple((pair_name(rules, n), int(meters[rungs.start + n])) for n in range(len(rules.pairs))),
        highest=game.meter("world.rung"),
        peak=game.meter("world.peak"),
        crisis=k.crisis,
        war=k.war,
    )


# Deals, channels, dates -------------------------------------------------------------------------


@dataclass(frozen=True)
class DealStatus:
    name: str
    label: str
    form: str
    between: str
    status: str
    """`in force, 5 months left`, `offered by Tehran, 1 month ago`."""
    in_force: bool


@dataclass(frozen=True)
class Standing:
    """Deals and offers that a seat knows of, channels, and the dates ahead."""

    deals: tuple[DealStatus, ...]
    channels: tuple[tuple[str, str], ...]
    election: int
    """Months to the vote."""
    months_left: int
    """Months to the last date, this one included."""


def standing(game: Game, seat: str | None) -> Standing:
    sight, rules = eyes(game, seat), game.rules
    channels = rules.meters.families["channel"]
    named = []
    for pair in range(len(rules.pairs)):
        level = sight.now(channels.start + pair)
        words = "unknown" if level is None else level_words(rules, channels.start + pair, level)
        named.append((pair_name(rules, pair), words))
    deals = [_deal(sight, number) for number in range(len(rules.deals.names))]
    return Standing(
        deals=tuple(d for d in deals if d is not None),
        channels=tuple(named),
        election=sight.named("washington.election") or 0,
        months_left=game.scenario.months - (sight.named("world.month") or 0) + 1,
    )


def _deal(sight: Eyes, number: int) -> DealStatus | None:
    """A deal that is offered or in force; None if it is neither, as far as the seat knows."""
    rules, deals = sight.rules, sight.rules.deals
    offer, age, left, public = (
        sight.now(part.start + number) for part in (deals.offer, deals.age, deals.left, deals.public)
    )
    if left:
        status = f"in force, {left} month{'s' * (left != 1)} left"
    elif public:
        status = "in force"
    elif offer:
        when = "" if not age else f", {age} month{'s' * (age != 1)} ago"
        status = f"offered by {power_name(rules, int(deals.sides[number, offer - 1]))}{when}"
    else:
        return None
    between = first_up(" and ".join(power_name(rules, int(p)) for p in np.asarray(deals.sides[number])))
    form = FORMS[deals.form[number]]
    return DealStatus(deals.names[number], deals.labels[number], form, between, status, bool(left or public))
