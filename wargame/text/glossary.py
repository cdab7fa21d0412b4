"""The words of the game in plain words, for those who have never played one.

`see` is where the rulebook says it in full: an anchor, or the number of a section. `also` are other
forms in which the word stands on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from wargame.text.rulebook.blocks import slug


@dataclass(frozen=True)
class Term:
    word: str
    text: str
    see: str = ""
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return f"term-{slug(self.word)}"


TERMS: tuple[Term, ...] = (
    Term(
        "Accident",
        "Shots that nobody ordered. Likelier the louder things are and the worse two powers read each other.",
        "rule-ladder-accidents",
        ("accidents",),
    ),
    Term(
        "Act",
        "A deed or a word aimed at another power. It is meant at a rung and read at a rung.",
        "rule-perception-read",
        ("acts",),
    ),
    Term(
        "Adjudication",
        "Turning orders into what comes of them. Here the rules do it; an umpire may step in, and "
        "the record says so.",
    ),
    Term(
        "Alarm",
        "How afraid shipping companies are of a sea lane. High alarm empties it.",
        "rule-economy-lanes",
    ),
    Term(
        "Area",
        "A box on the board: a country, a sea, or something far away such as the home front.",
        "0.3",
        ("areas",),
    ),
    Term(
        "Arsenal",
        "What a network has left to fire. Each salvo takes some; the patron refills it.",
        "rule-interception-salvos",
    ),
    Term(
        "Attribution",
        "Finding out whose hand an unsigned act came from. It takes time, and can be wrong.",
        "rule-attribution-investigate",
    ),
    Term("Board", "The table with its areas and what stands in them, as far as your seat knows.", "0.3"),
    Term("Branch", "Another line of play from an earlier step of a saved game."),
    Term(
        "Capital",
        "Short for political capital: what a government can afford to have said about it at home.",
        "0.6",
        ("political capital",),
    ),
    Term(
        "Card",
        "All about one order: its price, its odds, who sees it, whose line it may touch, what it does.",
    ),
    Term(
        "Cell",
        "A part of a power that gives orders, such as a ministry or a network. A seat holds one or more.",
        "0.2",
        ("cells",),
    ),
    Term(
        "Channel",
        "A way for two powers to talk: shut, messages passed, mediated talks, or a technical line. "
        "Without one they grow harder to read.",
        "rule-stocks-predictability",
        ("channels", "chan"),
    ),
    Term("Coalition", "How well those who carry the sanctions hold together."),
    Term(
        "Commitment trap",
        "You said in public that you would answer, so you must, although nobody meant to cross your line.",
        "rule-red-lines-answers",
    ),
    Term(
        "Crisis step",
        "A short step of about three days, played while the ladder stands high: fewer orders, no upkeep.",
        "rule-ladder-highest",
        ("crisis", "crisis steps", "crisis clock"),
    ),
    Term(
        "Deal",
        "Something two powers agree: an understanding, a protocol, a treaty. It can be tested, broken, or "
        "leak.",
        "deals",
        ("deals", "offer", "offers", "in force"),
    ),
    Term("Deed", "What is done rather than said: an operation on the order sheet.", "chapter-7", ("deeds",)),
    Term("Deniable", "Seen by all, signed by nobody.", "0.4"),
    Term("Dial", "How much fire a patron wants from a network.", "rule-command-obedience"),
    Term(
        "Doctrine",
        "A scripted player: rows of when, what and where, tried from the top. It says which row it followed.",
        "chapter-14",
        ("doctrines", "scripted"),
    ),
    Term(
        "Due",
        "A red line has been crossed and its owner owes an answer within so many steps.",
        "rule-red-lines-test-lines",
        ("crossed", "near", "ok"),
    ),
    Term(
        "Escalation",
        "Things getting louder. The board shows the highest rung of any two powers.",
        "rule-ladder-climb",
    ),
    Term(
        "Estimate",
        "A number your people guess, shown with ~. It may be off by a few points.",
        "chapter-2",
        ("estimates", "intelligence"),
    ),
    Term(
        "Event",
        "Something that no seat ordered: a card from the deck, or what the umpire brings in.",
        "rule-events-deck",
        ("events", "deck", "event deck"),
    ),
    Term("Eyes", "Whose knowledge a replay is shown with: a seat's, or the umpire's, who sees all."),
    Term(
        "Faction",
        "The balance inside a government between those who would talk and those who would not.",
        "rule-street-factions",
        ("factions",),
    ),
    Term(
        "Fiscal floor",
        "A level of cash below which the street stops obeying. Nobody knows where it lies.",
        "rule-street-unrest",
        ("floor",),
    ),
    Term(
        "Fog of war",
        "Each seat knows its own truth, some public facts, and guesses of the rest.",
        "chapter-2",
    ),
    Term("Initiative", "Who sets the pace: it moves toward whoever acted loudest.", "rule-ladder-initiative"),
    Term("Inject", "An event that the umpire brings into a game.", "rule-events-injects", ("injects",)),
    Term(
        "Intensity",
        "How heavily an operation is done, the number behind its name. More costs more, and may be louder.",
        "chapter-11",
    ),
    Term(
        "Interceptors",
        "Missiles that stop missiles. The magazine empties faster than it fills.",
        "rule-interception-salvos",
        ("magazine", "interceptor magazine"),
    ),
    Term(
        "Ladder",
        "The rungs from routine to regional war. Each two powers stand on one.",
        "ladder",
        ("escalation ladder",),
    ),
    Term(
        "Ledger",
        "The list of every change of every number, with its cause. The why screen reads it.",
        "",
        ("log", "why"),
    ),
    Term("Legitimacy", "How far a people accepts those who rule it.", "0.6"),
    Term("Loyalty", "How far a network does what its patron says.", "rule-command-obedience"),
    Term(
        "Mark",
        "A threshold on a number's gauge, with its name; in a replay, a moment worth a look.",
        "",
        ("marks", "threshold"),
    ),
    Term(
        "Mass-casualty event",
        "One blow that kills many. It must be answered.",
        "rule-red-lines-forced-response",
        ("mass casualties",),
    ),
    Term(
        "Mediator", "A power that carries words between two others.", "chapter-5", ("mediation", "mediators")
    ),
    Term(
        "Meter",
        "A number of the game, with bounds and an owner; the panel Numbers lists those you know.",
        "0.6",
        ("meters", "numbers", "gauge"),
    ),
    Term(
        "Misread",
        "Taken for louder or softer than it was meant. The failure that this game is about.",
        "rule-perception-read",
        ("misreading", "misperception"),
    ),
    Term("Month", "An ordinary step. Upkeep is paid at its end.", "0.4", ("monthly turn", "turn")),
    Term(
        "Move",
        "A diplomatic order: an offer, an answer, a message, talks.",
        "0.4",
        ("diplomatic move", "diplomacy"),
    ),
    Term(
        "Network",
        "An armed group with a patron abroad and a people of its own.",
        "rule-command-obedience",
        ("networks", "proxy", "proxies"),
    ),
    Term(
        "Noise",
        "How badly two powers read each other. Hidden; channels lower it, loud acts raise it.",
        "rule-perception-read",
    ),
    Term(
        "Obedience",
        "Whether a network does what its patron wants. It is rolled for.",
        "rule-command-obedience",
    ),
    Term(
        "Odds", "The chance that an order works: two dice added up must reach a number.", "", ("2d6", "roll")
    ),
    Term(
        "Off-ramp",
        "A way down that one side has left open for the other, without loss of face.",
        "rule-ladder-climb",
        ("way down",),
    ),
    Term(
        "Operation",
        "A deed, paid from resources, with a place and an intensity where it has them.",
        "0.4",
        ("operations",),
    ),
    Term(
        "Order sheet",
        "What a seat wants to do in a step: a statement, moves, operations. Paid from the top.",
        "0.4",
        ("sheet", "orders", "order"),
    ),
    Term("Pair", "Two powers between whom there is a rung, a channel, and noise.", "0.3", ("pairs",)),
    Term(
        "Phase",
        "A part of a step. The ten come always in the same order.",
        "0.4",
        ("phases", "means", "words"),
    ),
    Term("Posture", "How much force stands in the region, ready.", "0.6", ("force posture",)),
    Term("Power", "One of the four: two adversaries, the networks, the mediators.", "0.2", ("powers",)),
    Term("Protocol", "A deal about how to avoid accidents, not about the quarrel.", "deals"),
    Term(
        "Reading",
        "What each power takes the acts of the others for; red lines are tested against it.",
        "rule-perception-read",
        ("read",),
    ),
    Term(
        "Red line",
        "An act that a power will not stand. Declared to all, told to one, or kept to itself.",
        "rule-red-lines-test-lines",
        ("red lines", "line", "lines", "declared", "tacit", "held"),
    ),
    Term("Replay", "A recorded game, step by step, with any seat's eyes."),
    Term(
        "Resolve", "How far others believe that a power does what it says it will.", "rule-red-lines-answers"
    ),
    Term(
        "Resources",
        "What operations are paid with; some come back each month.",
        "rule-economy-income",
        ("cost", "costs"),
    ),
    Term(
        "Rung",
        "How loud things are between two powers, or how loud one act is: 0 is routine, 10 is war.",
        "ladder",
        ("rungs",),
    ),
    Term(
        "Salvo",
        "Rockets, drones or missiles fired together. Some are stopped; some get through.",
        "rule-interception-salvos",
        ("launches",),
    ),
    Term(
        "Sanctions",
        "Trade forbidden to press on a power. Each package bites less than the last.",
        "rule-economy-priced-in",
        ("evasion",),
    ),
    Term(
        "Score",
        "Points each power counts by its own terms. All can lose.",
        "chapter-10",
        ("verdict", "points", "victory"),
    ),
    Term(
        "Seal",
        "To close your sheet. Nobody sees it before all are in; then all open together.",
        "0.4",
        ("sealed", "reveal"),
    ),
    Term("Seat", "A chair at the table: a person, a doctrine, or nobody holds it.", "0.2", ("seats",)),
    Term("Secret", "Known only to the seat that ordered it.", "0.4", ("public", "seen")),
    Term("Seed", "The number that fixes the luck of a game: the same seed and orders give the same game."),
    Term("Signal", "What an act is meant to tell the other side.", "rule-perception-read"),
    Term("Statement", "One thing said in public for the whole power.", "chapter-4", ("statements",)),
    Term("Step", "One round of play: a month, or a few days in a crisis.", "0.4", ("steps",)),
    Term("Surgical finance", "Cutting single banks and routes instead of whole trades.", "orders-washington"),
    Term("Tempo", "How much a network has been firing lately.", "rule-command-obedience"),
    Term("Traffic", "How many ships dare to use a sea lane.", "rule-economy-traffic"),
    Term("Trust", "How far the mediators take a power at its word.", "0.6"),
    Term(
        "Umpire",
        "Whoever runs the table and sees everything; also called the white cell.",
        "",
        ("white cell",),
    ),
    Term("Unrest", "How near the street is to boiling over.", "rule-street-unrest"),
    Term(
        "Upkeep",
        "What a month does by itself: money, patience, magazines, the street.",
        "chapter-9",
        ("home front",),
    ),
    Term("War-weariness", "How tired a country is of it all.", "rule-home-front-fatigue", ("weariness",)),
)


def find_term(word: str) -> Term | None:
    """The entry of a word, in any of its forms."""
    wanted = " ".join(word.lower().split())
    return next((t for t in TERMS if wanted == t.word.lower() or wanted in t.also), None)


__all__ = ["TERMS", "Term", "find_term"]
