"""Tellers of affairs: events, words, deals, networks, and the home fronts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wargame.engine.ledger import Note
from wargame.text.telling import Sentence, Telling
from wargame.text.words import first_up


def lane_emptied(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Insurers have closed a strait, whether or not anybody declared it closed."""
    for note in notes:
        area = t.rules.areas[note.facts["area"]]
        where = t.rules.area_labels[note.facts["area"]]
        text = f"{where}: owners and insurers keep their ships away; the lane is all but closed."
        yield Sentence(note.phase, text, "upkeep", (t.row(f"{area}.traffic"), t.row(f"{area}.alarm")))


def plain(mark: str, text: str) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    """A teller for something that is told in the same words each time.

    `{tehran}` and so on stand for what the ruleset calls a power.
    """

    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        names = {p.replace("-", "_"): t.power(p) for p in t.rules.powers}
        yield Sentence(notes[0].phase, first_up(t.rules.say(text).format(**names)), mark)

    return tell


def event(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    book = t.rules.programs
    for note in notes:
        row = note.facts["order"]
        entries, lines = t.effects(row)
        rows = tuple(dict.fromkeys(e.row for e in entries))
        yield Sentence(note.phase, f"{book.labels[row]}. {book.texts[row]}", "event", rows, tuple(lines))


def threat(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    facts = notes[0].facts
    taken = t.take(lambda e: e.why.startswith("4.6"))
    result = "was believed" if facts["believed"] else "was not believed"
    text = f"The threat of {t.power('washington')} {result}."
    dice = t.dice(notes[0])
    yield Sentence(notes[0].phase, text, "order", (), (*dice, *t.changes(taken)))


# Deals ------------------------------------------------------------------------------------------


def deal_move(verb: str) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    """A teller for moves about a deal: who `offered` what."""

    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        for note in notes:
            deal, power = note.facts["deal"], note.facts["power"]
            if verb == "left" and t.find("deal broken", deal=deal):
                continue
            label, row = t.rules.deals.labels[deal], t.rules.deals.offer.start + deal
            who = first_up(t.power(t.rules.powers[power]))
            yield Sentence(note.phase, f"{who} {verb}: {label}.", "deal", (row,))

    return tell


def deal_turn(text: str) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    """A teller for what became of a deal; `{deal}` and, if somebody did it, `{power}`."""

    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        deals = t.rules.deals
        for note in notes:
            number = note.facts["deal"]
            programs = {int(p[number]) for p in (deals.making, deals.ending, deals.breaking)}
            entries = t.take(lambda e, of=programs: e.order in of)  # type: ignore[misc]
            power = t.power(t.rules.powers[note.facts["power"]]) if "power" in note.facts else ""
            said = first_up(text.format(deal=deals.labels[number], power=power))
            rows = (deals.left.start + number, *dict.fromkeys(e.row for e in entries))
            yield Sentence(note.phase, said, "deal", rows, tuple(t.changes(entries)))

    return tell


HOUSES = ("tehran", "washington")
"""The powers that must ratify, by the note's `house`."""


def ratification(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    for note in notes:
        house = note.facts["house"]
        result = "passed" if note.facts["success"] else "was voted down"
        text = (
            f"At home in {t.power(HOUSES[house])}, the {t.rules.deals.labels[note.facts['deal']]} {result}."
        )
        yield Sentence(note.phase, text, "deal", (), tuple(t.dice(note)))


def deal_tested(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    for note in notes:
        deal = note.facts["deal"]
        result = "survived the vote" if note.facts["success"] else "was voided by the vote"
        text = f"The {t.rules.deals.labels[deal]} {result}."
        yield Sentence(note.phase, text, "deal", (), tuple(t.dice(note)))


def talks_opened(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    taken = t.take(lambda e: e.why.startswith("5.4"))
    cover = ", under a mediator's cover" if notes[0].facts["covered"] else ""
    text = f"{t.power('tehran', start=True)} was seen in mediated talks with {t.power('washington')}{cover}."
    row = t.row("tehran-washington.channel")
    yield Sentence(notes[0].phase, text, "deal", (row,), tuple(t.changes(taken)))


# Networks ---------------------------------------------------------------------------------------


def obedience(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    """Which cadres did what the dial asks, in one sentence."""
    places = {True: [], False: []}  # type: dict[bool, list[str]]
    detail: list[str] = []
    rows: list[int] = []
    for note in notes:
        network = note.facts["network"]
        place = t.rules.area_labels[int(t.rules.network_area[network])]
        places[bool(note.facts["success"])].append(place)
        detail += [f"{place}: {line}" for line in t.dice(note)]
        rows.append(t.rules.meters.families["loyalty"].start + network)
    parts = [
        f"{', '.join(where)} {'obeyed' if did else 'did not obey'}" for did, where in places.items() if where
    ]
    text = f"The dial and the cadres: {'; '.join(parts)}."
    yield Sentence(notes[0].phase, text, "network", tuple(rows), tuple(detail))


def network(mark: str, text: str) -> Callable[[Telling, list[Note]], Iterable[Sentence]]:
    """A teller for what one network did; `{network}` stands for it."""

    def tell(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
        for note in notes:
            number = note.facts["network"]
            loyalty = t.rules.meters.families["loyalty"].start + number
            said = t.rules.say(text).format(network=t.rules.network_labels[number], patron=t.power("tehran"))
            yield Sentence(note.phase, said, mark, (loyalty,), tuple(t.dice(note)))

    return tell


# Home fronts ------------------------------------------------------------------------------------


def quarter(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    facts = notes[0].facts
    taken = t.take(lambda e: e.why == "9.1 cash of the quarter")
    text = (
        f"The quarter: {facts['exports']} thousand barrels a day were sold, worth {facts['income']} of cash; "
        f"{facts['drain']} went out."
    )
    yield Sentence(notes[0].phase, text, "upkeep", (t.row("tehran.cash"),), tuple(t.changes(taken)))


def repression(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    taken = t.take(lambda e: e.why == "9.5 repression")
    holds = notes[0].facts["success"]
    text = f"{t.power('tehran', start=True)} used force against its own street: " + (
        "it held." if holds else "it failed, and the anger grew."
    )
    rows = (t.row("tehran.unrest"), t.row("tehran.repression"))
    dice = t.dice(notes[0])
    yield Sentence(notes[0].phase, text, "home", rows, (*dice, *t.changes(taken)))


def vote(t: Telling, notes: list[Note]) -> Iterable[Sentence]:
    taken = t.take(lambda e: e.why.startswith("9.9 ") and "predictability" not in e.why)
    text = f"{t.power('washington', start=True)} voted: a new mandate begins."
    yield Sentence(notes[0].phase, text, "home", (t.row("washington.capital"),), tuple(t.changes(taken)))
