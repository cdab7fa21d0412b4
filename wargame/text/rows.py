"""The rows of the table of mechanisms, by the names of the field; and the failures that a game can show.

What carries a row is found in the rules' docstrings. A few rows are carried by the ruleset's own tables,
which a rule only applies: `IN_DATA` says where.
"""

from __future__ import annotations

from dataclasses import dataclass

NAMES: dict[int, str] = {
    1: "No-war-no-peace equilibrium",
    2: "Theatre substitution",
    3: "Reservation price",
    4: "Deterrence paradox: proxies as shield, not chip",
    5: "Reversibility asymmetry",
    6: "Enemy-narrative legitimacy",
    7: "Bureaucratic balance, ministry against guards",
    8: "Hard-line veto players",
    9: "Pre-arranged victory",
    10: "Time horizon and attrition clock",
    11: "Strategic aim: departure of forces",
    12: "Signalling through action",
    13: "Absent off-ramp",
    14: "Tacit red lines",
    15: "Plausible deniability",
    16: "Retaliation dilemma",
    17: "Strategic buffer zone",
    18: "Aversion to escalation",
    19: "Integration as liability",
    20: "Resistance economy",
    21: "Eastern alignment",
    22: "Sanctions priced in",
    23: "Denial of acknowledged pain",
    24: "Re-framing: peer, not petitioner",
    25: "Costly endurance as bargaining power",
    26: "Decay of predictability",
    27: "Miscalculation risk",
    28: "Mass-casualty trigger",
    29: "Controlled friction, tempo control",
    30: "Variable-intensity conflict",
    31: "Proxy calibration by rhetoric",
    32: "Decoupling risk",
    33: "Patron-client autonomy",
    34: "Exhaustion signal",
    35: "Entry price of talks",
    36: "Negative return to early diplomacy",
    37: "Credibility gap",
    38: "Contract duration and enforcement",
    39: "Rising price of cooperation",
    40: "Liquidity crisis of the guarantor",
    41: "Maintenance cost against political cost",
    42: "Nuclear threshold hedge",
    43: "Irreversible knowledge",
    44: "Delay to harden and disperse",
    45: "Baseline ratchet",
    46: "Legislative gridlock",
    47: "Election-cycle short-termism",
    48: "Mark-to-market risk",
    49: "Opportunity cost of the other theatre",
    50: "Black-swan window",
    51: "Under-the-table understanding",
    52: "Fiscal floor",
    53: "Misjudged floor",
    54: "Resource exhaustion and commodity shock",
    55: "Succession trigger",
    56: "Diversionary externalisation",
    57: "Technological asymmetry",
    58: "Interception-to-launch ratio",
    59: "Cost exchange and magazine depth",
    60: "Layered defence as a project",
    61: "Surgical financial disruption",
    62: "Proxy resupply line",
    63: "Lateral diplomacy",
    64: "De-confliction protocol",
    65: "Managing friction or seeking dialogue",
    66: "Success without a treaty",
    67: "Relative cost war",
    68: "Indicator discipline",
    69: "Forced-choice dilemma",
    70: "Asymmetric devaluation",
    71: "Credible-threat requirement",
    72: "Long-volatility bet",
    73: "The war nobody is ready to win",
    74: "Missile programme as second equity",
    75: "Option value of refusal",
}
"""Row -> its name in the field."""

IN_DATA: dict[int, tuple[str, str]] = {
    56: ("orders.deeds", "operations tagged `diversion`"),
    65: ("orders.means", "the doctrines of Washington"),
}
"""Rows carried by the ruleset's tables: the rule that applies them, and the tables."""

SECTIONS: dict[str, str] = {
    "3.1": "Preventive war is a path of its own, not an accident",
    "3.2": "Interception did not end coercion at sea",
    "3.3": "Networks can be seen to go their own way",
    "3.4": "A hotline comes late, and is contested",
    "3.5": "A floor can be reached without a fall",
    "3.6": "Succession hardened",
}
"""Points of the reality check that rules name as `section 3.1` and so on."""


@dataclass(frozen=True)
class Failure:
    """A way for things to go wrong that players can see and name."""

    name: str
    meaning: str
    rules: tuple[str, ...]
    """Rules that bring it about."""
    entries: tuple[tuple[str, str], ...] = ()
    """Entries of a ruleset, by section and id, that bring it about where it has them."""


FAILURES: tuple[Failure, ...] = (
    Failure("Misread signal", "An act is read louder or softer than it was meant.", ("perception.read",)),
    Failure(
        "Commitment trap",
        "A declared line must be answered although nobody meant to cross it.",
        ("red_lines.answers",),
    ),
    Failure("Runaway proxy", "A network strikes without its patron.", ("command.decoupling",)),
    Failure(
        "Mass-casualty incident", "One salvo kills many, and must be answered.", ("interception.salvos",)
    ),
    Failure(
        "Friendly-fire or airliner accident",
        "Somebody is killed whom nobody aimed at.",
        ("ladder.accidents", "events.deck"),
        (("event", "airliner-lost"), ("event", "friendly-fire")),
    ),
    Failure(
        "Attribution error", "The wrong hand is struck before there is proof.", ("attribution.wrong_address",)
    ),
    Failure(
        "Leak of secret talks",
        "What was agreed in secret comes out.",
        ("deals.run",),
        (("event", "talks-leak"),),
    ),
    Failure(
        "Spoiler attack",
        "Somebody fires to wreck the talks of others.",
        ("deals.spoilers",),
        (("operation", "spoiler-attack"), ("event", "spoiler")),
    ),
    Failure("Deal voided after an election", "A successor does not keep the promise.", ("deals.vote",)),
    Failure("Snapback", "Relief is taken back at one stroke.", ("deals.vote", "deals.negotiate")),
    Failure(
        "Magazine depletion",
        "Interceptors run out, and what follows gets through.",
        ("interception.salvos", "stocks.magazines"),
    ),
    Failure(
        "Insurer-led closure of a strait",
        "Ships stay away though hardly one was hit.",
        ("economy.lanes", "economy.traffic"),
    ),
    Failure("Breach of the fiscal floor", "Cash falls to where the street boils.", ("street.unrest",)),
    Failure(
        "Succession shock",
        "A change at the top makes a power harder to read, and harder.",
        ("street.factions", "strikes.leadership", "stocks.predictability"),
        (("event", "succession"),),
    ),
    Failure("Allied entrapment", "A third state strikes first.", ("prevention.third_state",)),
    Failure(
        "Mediator burn-out",
        "A host is hit, or worn out, and carries no more.",
        ("interception.salvos", "events.deck"),
        (("event", "host-hit"),),
    ),
)
