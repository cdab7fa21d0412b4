"""Tellers of red lines, responses, accidents, crises and the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wargame.engine.ledger import Entry, Note
from wargame.text.telling import Sentence, Telling
from wargame.text.words import first_up, joined, pair_name, possessive, rung_words


def line_name(t: Telling, line: int) -> str:
    """`Washington's line "No dead soldiers"`."""
    lines = t.rules.lines
    return f'{possessive(t.power(t.rules.powers[int(lines.owner[line])]))} line "{lines.labels[line]}"'


def line_crossed(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """A line and the acts that crossed it; how they were read is told to its owner."""
    lines = t.rules.lines
    for line in dict.fromkeys(n.facts["line"] for n in notes):
        mine = [n for n in notes if n.facts["line"] == line]
        owner = int(lines.owner[line]) in t.sight.seat.powers
        acts = [t.deed_of(n.facts["order"]) for n in mine]
        text = f"{first_up(line_name(t, line))} was crossed: {joined(list(dict.fromkeys(acts)))}."
        detail: list[str] = []
        if owner:
            detail = [
                f"read at rung {n.facts['perceived']}; the line stands at {lines.at_rung[line]}" for n in mine
            ]
            due = t.sight.game.scenario.constants.commitments.due_steps
            text += f" An answer at rung {lines.commits[line]} or above is due within {due} steps."
        t.take(lambda e: e.why == "8.2 a line is crossed")
        rows = (lines.crossed.start + line,)
        yield Sentence(notes[0].phase, text, "crossing", rows, tuple(detail))


def crossing_meant(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """For the umpire: crossings that nobody meant."""
    for note in notes:
        if not note.facts["meant"]:
            name = first_up(line_name(t, note.facts["line"]))
            meant, taken = note.facts["intended"], note.facts["perceived"]
            text = f"{name} was crossed by misreading: the act was meant at rung {meant} and read at {taken}."
            yield Sentence(note.phase, text, "misread")


def response(answered: bool) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    """A teller for answers given, or not given in time."""

    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        lines = t.rules.lines
        for owner in sorted({int(lines.owner[n.facts["line"]]) for n in notes}):
            mine = [n.facts["line"] for n in notes if lines.owner[n.facts["line"]] == owner]
            name = t.rules.powers[owner]
            labels = joined([f'"{lines.labels[line]}"' for line in mine])
            taken = t.take(lambda e, of=f"{name}.": e.why.startswith("8.3") and  # type: ignore[misc]
                           t.rules.meters.names[e.row].startswith(of))  # fmt: skip
            who = t.power(name, start=True)
            text = f"{who} answered the crossing of {labels}."
            if not answered:
                text = f"{who} left the crossing of {labels} unanswered; its word counts for less."
            rows = (t.row(f"{name}.resolve"),)
            yield Sentence(notes[0].phase, text, "response", rows, tuple(t.changes(taken)))

    return tell


def trap(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """For the umpire: a declared line made its owner answer what nobody had meant."""
    for note in notes:
        name = line_name(t, note.facts["line"])
        text = f"Commitment trap: {name} was declared, so a crossing that nobody meant was answered."
        yield Sentence(note.phase, text, "misread", (t.row("world.traps"),))


def accident(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    t.take(lambda e: e.why == "8.5 an accident" and e.row == t.row("world.accidents"))
    text = f"An accident between {t.power('tehran')} and {t.power('washington')}: shots that nobody ordered."
    dice = t.dice(notes[0])
    yield Sentence(notes[0].phase, text, "accident", (t.row("tehran-washington.rung"),), tuple(dice))


def casualties(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    taken = t.take(lambda e: e.why == "7.6 mass casualties")
    steps = t.sight.game.scenario.constants.mass_casualty.answer_steps
    text = f"Many were killed. {t.power('washington', start=True)} must answer within {steps} steps."
    rows = (t.row("washington.deaths"), t.row("washington.must-answer"))
    yield Sentence(notes[0].phase, text, "casualties", rows, tuple(t.changes(taken)))


def rung_sentence(t: Telling, pair: int, row: int, change: int, moved: list[Entry]) -> Sentence:
    """Where a pair of powers has moved to on the ladder."""
    now = int(t.after[row])
    way = "climbed to" if change > 0 else "came down to"
    text = f"{pair_name(t.rules, pair)} {way} rung {rung_words(now)}."
    detail = tuple(f"{e.amount:+d}: {t.rules.say(e.why)}" for e in moved)
    return Sentence("reading", text, "ladder", (row,), detail)


def crisis(begins: bool) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        rung = notes[0].facts["rung"]
        text = f"The crisis ends at rung {rung}. Play goes by months again."
        if begins:
            text = f"A crisis begins at rung {rung}. Play goes by steps of about three days."
        yield Sentence(notes[0].phase, text, "crisis", (t.row("world.rung"), t.row("world.clock")))

    return tell


def war(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    taken = t.take(lambda e: e.why == "8.11 regional war")
    rows = tuple(dict.fromkeys(e.row for e in taken))
    yield Sentence(notes[0].phase, "Regional war breaks out.", "crisis", rows, tuple(t.changes(taken)))


def third_state(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    text = "Talks or no talks, a third state has decided to strike first."
    yield Sentence(notes[0].phase, text, "strike", (), tuple(t.dice(notes[0])))


def end(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    ends, number = t.rules.ends, notes[0].facts["end"]
    yield Sentence(
        notes[0].phase, f"The game ends: {ends.labels[number].lower()}. {ends.texts[number]}", "end"
    )
