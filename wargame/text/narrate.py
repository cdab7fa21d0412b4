"""The story of a step, told in order: what a briefing officer of one seat would say.

Every kind of note that the rules leave has its teller in `TELLERS`. What nobody noted but the ledger
holds is gathered into one sentence a phase. A seat's story is made of its own notes and entries only;
an act that nobody signed is told without an author, and dice are shown only to those who see every
meter that went into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wargame.engine.ledger import CLAMP, Entry, Note
from wargame.record.game import Game, Turn
from wargame.text import affairs, crises, deeds
from wargame.text.eyes import eyes
from wargame.text.rulings import ruled
from wargame.text.telling import MARKS, PHASES, Sentence, Telling

SILENT = frozenset({"world.month", "world.clock", "world.crisis-steps", "world.peak", "world.casualty"})
"""Meters whose changes say nothing that the story does not say better."""

LAST = ("crisis begins", "crisis ends", "war")
"""Kinds of notes that are told after the ladder, because it brought them about."""

SPOKEN = 6
"""So many changes are named in a phase's closing sentence; the rest stand in its detail."""


def story(game: Game, turn: Turn, seat: str | None) -> list[Sentence]:
    """A resolved step as a seat may know it, from its world phase to its end; the umpire's for None."""
    telling = Telling(eyes(game, seat), turn.entries, turn.notes, turn.after)
    return _tell(telling, turn.step)


def opening(game: Game, seat: str | None) -> list[Sentence]:
    """What the step for which orders are due began with: events and intelligence."""
    entries, notes = game.opening
    return _tell(Telling(eyes(game, seat), entries, notes, game.games.state.meters[:, 0]), game.step)


def _tell(telling: Telling, step: int) -> list[Sentence]:
    told_by_phase: dict[str, list[Sentence]] = {phase: [] for phase in PHASES}
    by_kind: dict[str, list[Note]] = {}
    for note in telling.notes:
        by_kind.setdefault(note.kind, []).append(note)
    found = list(ruled(telling, step))
    found += [s for kind, notes in by_kind.items() if kind not in LAST for s in TELLERS[kind](telling, notes)]
    found += _ladder(telling)
    found += [s for kind in LAST if kind in by_kind for s in TELLERS[kind](telling, by_kind[kind])]
    for sentence in found:
        told_by_phase[sentence.phase].append(sentence)
    sentences: list[Sentence] = []
    for phase in PHASES:
        sentences += told_by_phase[phase]
        sentences += _rest(telling, phase)
    return sentences


def _ladder(telling: Telling) -> Iterable[Sentence]:
    """Where each pair of powers moved on the ladder."""
    rules = telling.rules
    rungs = rules.meters.families["rung"]
    for pair, row in enumerate(range(rungs.start, rungs.stop)):
        moved = telling.take(lambda e, row=row: e.row == row and e.phase == "reading")  # type: ignore[misc]
        if moved and (change := sum(e.amount for e in moved)):
            yield crises.rung_sentence(telling, pair, row, change, moved)
    board = rules.meters.row["world.rung"]
    telling.take(lambda e: e.row == board)


def _rest(telling: Telling, phase: str) -> Iterable[Sentence]:
    """One sentence for whatever else the seat saw move in a phase."""
    rules = telling.rules
    families = rules.meters.families
    tempo = range(families["tempo"].start, families["tempo"].stop)  # the salvos themselves are told
    left = telling.take(lambda e: e.phase == phase)
    by_row: dict[int, list[Entry]] = {}
    for entry in left:
        by_row.setdefault(entry.row, []).append(entry)
    speaking = [
        row
        for row, found in by_row.items()
        if any(e.why != CLAMP for e in found) and telling.speaks(row) and telling.moved(row, phase)
    ]
    speaking = [row for row in speaking if rules.meters.names[row] not in SILENT and row not in tempo]
    if not speaking:
        return
    main = telling.main
    speaking.sort(key=lambda row: (main.index(row) if row in main else len(main), row))
    parts = [part for row in speaking for part in _parts(telling, phase, row, by_row[row])]
    more = len(parts) - SPOKEN
    text = "; ".join(parts[:SPOKEN]) + (f"; and {more} more." if more > 0 else ".")
    detail = tuple(
        f"{telling.label(e.row)} {e.amount:+d}: {'end of its scale' if e.why == CLAMP else rules.say(e.why)}"
        for row in speaking
        for e in by_row[row]
    )
    yield Sentence(
        phase, f"{_LEADS.get(phase, 'Also')}: {text}", _MARKS.get(phase, ""), tuple(speaking), detail
    )


def _parts(telling: Telling, phase: str, row: int, entries: list[Entry]) -> list[str]:
    """What a phase's closing sentence says of a meter: where it moved; of a score, what for."""
    if phase == "end" and telling.rules.meters.names[row].endswith(".score"):
        whose = f" ({telling.label(row)})" if len(telling.sight.seat.powers) > 1 else ""
        return [f"{telling.rules.say(e.why.partition(' ')[2])} {e.amount:+d}{whose}" for e in entries]
    return [telling.moved(row, phase)]


_LEADS = {
    "world": "With time",
    "intelligence": "New estimates and reports",
    "orders": "Paid",
    "upkeep": "The month",
    "end": "Counted",
}
_MARKS = {"intelligence": "estimate", "orders": "cost", "upkeep": "upkeep", "end": "score"}

Teller = Callable[[Telling, list[Note]], Iterable[Sentence]]

TELLERS: dict[str, Teller] = {
    "event": affairs.event,
    "deadline passed": affairs.plain(
        "crossing", "{washington} let its ultimatum run out. It is held for a bluff."
    ),
    "order": deeds.order,
    "void": deeds.void,
    "roll": deeds.nothing,
    "soft words": affairs.plain("network", "The conciliatory words unsettled the networks."),
    "threat": affairs.threat,
    "offer": affairs.deal_move("offered"),
    "accept": affairs.deal_move("accepted"),
    "reject": affairs.deal_move("rejected"),
    "leave": affairs.deal_move("left"),
    "ratification": affairs.ratification,
    "deal made": affairs.deal_turn("{deal}: made, and in force."),
    "deal broken": affairs.deal_turn("{deal}: broken by {power}."),
    "deal ended": affairs.deal_turn("{deal}: it ran out."),
    "lapse": affairs.deal_turn("{deal}: the offer lapsed."),
    "leak": affairs.deal_turn("{deal}: the secret leaked, and everybody knows."),
    "deal tested": affairs.deal_tested,
    "talks opened": affairs.talks_opened,
    "obedience": affairs.obedience,
    "runaway": affairs.network("network", "The {network} struck without asking its patron."),
    "suspension": affairs.network("network", "The {network} suspended its attacks for some months."),
    "freelance": affairs.network(
        "network", "Guards of {patron} turned up the dial of the {network} on their own."
    ),
    "preventive strike": crises.third_state,
    "strike": deeds.strike,
    "salvo": deeds.salvo,
    "talks cut short": affairs.plain("deal", "The strike cut the talks short."),
    "attribution": deeds.attribution,
    "struck before proof": affairs.plain(
        "attribution", "{washington} struck the patron before there was proof."
    ),
    "mass casualties": crises.casualties,
    "unclaimed": deeds.unclaimed,
    "read": deeds.read,
    "misread": deeds.misread,
    "line crossed": crises.line_crossed,
    "crossing meant": crises.crossing_meant,
    "response met": crises.response(True),
    "response missed": crises.response(False),
    "casualties answered": affairs.plain("response", "{washington} has answered for its dead."),
    "casualties unanswered": affairs.plain("response", "{washington} left its dead unanswered."),
    "accident": crises.accident,
    "crisis begins": crises.crisis(True),
    "crisis ends": crises.crisis(False),
    "war": crises.war,
    "quarter": affairs.quarter,
    "floor": affairs.plain("home", "Cash in {tehran} stands at the fiscal floor or below it."),
    "repression": affairs.repression,
    "weary": affairs.plain("home", "The country of {washington} wants its forces home."),
    "liquidity": affairs.plain("home", "{washington} is out of liquidity and must draw forces down."),
    "vote": affairs.vote,
    "deed of record": deeds.of_record,
    "talks spoiled": affairs.plain(
        "deal", "A spoiler attack wrecked the talks between {tehran} and {washington}."
    ),
    "protocol disputed": affairs.deal_turn("{deal}: the two sides dispute what it says."),
    "leaders killed": affairs.plain(
        "home", "Leaders of {tehran} were killed in the strike, and others take over."
    ),
    "magazine empty": affairs.plain("fire", "The interceptor magazine is empty."),
    "lane emptied": affairs.lane_emptied,
    "commitment trap": crises.trap,
    "end": crises.end,
}
"""The teller of every kind of note; a test compares the kinds with those that the rules leave."""

__all__ = ["MARKS", "PHASES", "TELLERS", "Sentence", "opening", "story"]
