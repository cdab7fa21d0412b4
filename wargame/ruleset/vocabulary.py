"""The closed vocabulary of rulesets: every word an author may use, with its meaning.

The compiler, `check`, the rulebook and the help screens all read these tables; a test compares
them with the code that gives each word its force. A ruleset that needs a word which is not here
needs a mechanism, and a mechanism is code.
"""

from __future__ import annotations

KINDS: dict[str, str] = {
    "kinetic signal": "force used to say something: harassment, seizure, attack, strike",
    "posture": "forces moved, gathered, dispersed or withdrawn",
    "defence": "interceptors, layered defence, shelter and hardening of bases",
    "sanctions": "broad economic pressure, eased or tightened",
    "surgical finance": "shadow-bank nodes and smuggling routes mapped and cut one by one",
    "evasion": "routes, fleets, barter and partners that blunt sanctions",
    "nuclear": "enrichment, hardening, inspection",
    "missile": "missiles and drones built, improved, dispersed",
    "domestic": "the home front: money, opinion, factions, repression",
    "proxy supply": "arms, money and cadres sent to the networks",
    "proxy command": "what the patron asks of the networks and what they do about it",
    "intelligence": "looking, listening, deceiving",
    "mediation": "good offices: carrying, hosting, packaging",
    "lateral diplomacy": "working through regional states",
    "markets": "oil, insurance, reserves",
    "stand-off": "doing nothing, on purpose",
}
"""Families of operations, as the order sheet groups them."""

ACTS: dict[str, str] = {
    "words": "speech that others read as a deed",
    "nuclear-step": "a visible step of the nuclear programme",
    "economic": "sanctions, listings, cut-offs",
    "show-of-force": "forces shown or moved",
    "harassment": "close passes, jamming, boarding, non-lethal interference",
    "seizure": "a ship or cargo taken",
    "sabotage": "damage without a return address",
    "attack-shipping": "fire on merchant shipping",
    "attack-base": "fire on bases, outposts or warships",
    "attack-partner": "fire on the cities or energy sites of the Gulf states",
    "attack-third-state": "fire on the third state",
    "strike-network": "fire on a network in its own area",
    "strike-abroad": "fire on the patron's people or property outside its borders",
    "strike-homeland": "fire on the patron's own soil, military targets",
    "strike-nuclear": "fire on nuclear sites",
    "strike-revenue": "fire on the economic sites that pay for the guards",
    "closure": "a sea lane declared or made shut",
}
"""What an order is, as others see it; red lines name these."""

SEEN: dict[str, str] = {
    "public": "everybody sees what was done and who did it",
    "deniable": "everybody sees that it was done; attribution comes later, by dice",
    "secret": "only the seat that gave the order knows",
}
"""How an order looks to the others."""

PHASES: dict[str, str] = {
    "world": "dates, event deck, injects",
    "intelligence": "each seat's estimates are refreshed, with error",
    "orders": "sealed sheets open together and are paid",
    "words": "statements",
    "diplomacy": "channels, offers, protocols, deals",
    "means": "posture, defence, supply, money, enrichment, home front",
    "deeds": "obedience, salvo, interception, harm, attribution",
    "reading": "perception, red lines, responses, accident, rungs, crisis",
    "upkeep": "monthly: money, unrest, fatigue, politics, magazines, predictability",
    "end": "sudden ends, the last date, scoring",
}
"""The sequence of play of a step, in order."""

SLOTS: dict[str, str] = {
    "statement": "one thing said in public, for the whole power",
    "move": "one diplomatic move",
    "operation": "one deed, paid from the budget",
    "standing": "filled by the rules: what a network does under its patron's dial, or on its own",
}
"""Places on an order sheet."""

CLOCKS: dict[str, str] = {
    "any": "in monthly turns and in crisis steps",
    "monthly": "in monthly turns only",
    "crisis": "in crisis steps only",
}

WEAPONS: dict[str, str] = {
    "rockets": "short range, unguided, cheap",
    "drones": "slow, cheap, many",
    "cruise": "low, accurate, dearer",
    "ballistic": "fast, few, dear",
    "boats": "boats, mines and boarding parties",
}
"""Weapons of a salvo; the leak table has one row for each."""

SALVO_TARGETS: dict[str, str] = {
    "shipping": "merchant ships in the lane: alarms insurers whatever is hit",
    "base": "a base or outpost of Washington: losses, fatigue, perhaps many dead",
    "partner": "cities and energy sites of the Gulf states",
    "third-state": "cities and bases of the third state, under the shared defence",
}

STRIKE_TARGETS: dict[str, str] = {
    "network": "a network's arsenal and leaders",
    "abroad": "the patron's officers and depots outside its borders",
    "homeland": "air defence, missile plants and command on the patron's soil",
    "nuclear": "enrichment sites",
    "revenue": "terminals, refineries and holdings that pay for the guards",
}

WHEN: dict[str, str] = {
    "always": "whether or not the order's roll succeeds (or it has none)",
    "success": "only if the order's roll succeeds",
    "failure": "only if it fails",
}

REQUIREMENTS: dict[str, str] = {
    "meter": "a meter stands at least, at most or exactly at a number",
    "deal": "a deal is offered, in-force or absent",
    "line": "a red line is unheld, tacit, told or declared",
    "clock": "the step is a monthly turn or a crisis step",
    "any_of": "at least one of a list of requirements holds",
}
"""Kinds of requirement. A list of requirements means all of them."""

DEAL_STATES: dict[str, str] = {
    "offered": "an offer of it stands, by either side",
    "in-force": "it has been made and has not ended",
    "absent": "it is neither offered nor in force",
}

LINE_STATES: dict[str, str] = {
    "unheld": "the seat does not hold this line now",
    "held": "the seat holds this line, in whatever form",
    "told": "it was passed on in private",
    "declared": "it was declared in public",
}

EFFECTS: dict[str, str] = {
    "change": "move a meter by a number, as often as the intensity if it says per_intensity",
    "raise": "lift a meter to a number, if it is below",
    "lower": "bring a meter down to a number, if it is above",
    "declare": "declare a red line of one's own in public",
    "withdraw": "give up a red line of one's own",
    "tell": "pass a red line on in private",
}
"""Kinds of effect."""

DEAL_FORMS: dict[str, str] = {
    "protocol": "technical rules against accidents; no ratification; broken by a violation",
    "understanding": "secret and informal; no ratification; may leak",
    "executive": "a public promise by one government; tested at every election",
    "treaty": "ratified on both sides; hard to make, hard to leave",
    "truce": "a network's own peace, without its patron",
}

VISIBILITY: dict[str, str] = {
    "public": "every seat sees it",
    "hidden": "no seat sees it; the umpire does",
}
"""Words that may stand in a meter's `sees` beside the names of powers and cells."""

TERM_TIMES: dict[str, str] = {
    "end": "counted once, when the game ends",
    "monthly": "counted at every monthly turn",
}

VERDICTS: tuple[str, ...] = ("loss", "draw", "marginal", "decisive")
"""From worst to best; a power's `verdicts` give the least score for the last three."""


WARNINGS: dict[str, str] = {
    "order-never-given": "no doctrine gives the order in any game (of a standing order: the rules never do)",
    "order-dominated": "another order of the same cells does at least as much, asks no more and costs no more",
    "line-never-crossed": "nobody crosses the red line in any game, not even at random",
    "deal-never-made": "no doctrines make the deal with each other in any game",
    "event-never-drawn": "the card is not played in any game",
    "end-never-reached": "no game ends so",
    "meter-never-moved": "the meter stands where it stood in every game",
    "meter-never-read": "no rule, requirement, term, modifier or cost looks at the meter",
    "power-never-wins": "in a scenario, none of the power's doctrines ever wins so much as marginally",
    "power-always-wins": "in a scenario, the power wins at least marginally whatever anybody does",
    "doctrine-dominates": "in a scenario, the doctrine is best against every doctrine of every other power",
    "row-never-fires": "the row of a doctrine gives no order in any game",
    "condition-never-true": "the condition does not hold at any moment of any game",
    "condition-always-true": "the condition holds at every moment of every game",
    "option-changes-nothing": "the option of a switch makes no difference in any game",
    "waiver-not-needed": "the waiver waives nothing",
}
"""What `check` warns of once it has played; a ruleset's waivers name these."""

FOUND: dict[str, str] = {
    "crisis-unmeant": "a crisis that would not have begun had every act been read as it was meant",
    "crisis-accident": "a crisis that would not have begun without an accident",
    "war": "regional war",
    "brink": "a rung above the crisis threshold that did not become war",
    "no-crisis": "a whole game without a crisis",
    "line-unmeant": "a red line crossed, though no act was meant as loud as it",
    "line-trap": "such a crossing answered, because the line had been declared",
    "line-unanswered": "a crossing left unanswered",
    "line-answered": "a line that others knew, crossed on purpose, and answered",
    "line-tacit": "a line crossed that its owner had told nobody",
    "line-held": "a line declared and never crossed in the whole game",
    "line-withdrawn": "a line withdrawn",
    "accident": "an accident",
    "casualties": "many killed",
    "misread-up": "an act read louder than it was meant",
    "misread-down": "an act read quieter than it was meant",
    "pledge-broken": "a pledge that the umpire found broken",
    "pledge-kept": "a pledge that the umpire found kept",
    "threat-broken": "a threat that was not carried out",
    "threat-kept": "a threat that was carried out",
    "promise-open": "a pledge or threat without a verdict",
    "deal-made": "a deal made",
    "deal-broken": "a deal broken by one side",
    "deal-voided": "a deal voided by a vote",
    "deal-leaked": "a secret understanding that leaked",
    "deal-missed": "an offer that was rejected or lapsed",
    "deal-voted-down": "a deal that was not ratified",
    "talks-spoiled": "talks wrecked by an attack",
    "bluff-called": "an ultimatum that ran out without anything following",
    "message-leaked": "a message that became public against its sender's wish",
    "message-reshaped": "a message whose mediator passed on another text",
    "message-withheld": "a message that never arrived",
    "disobeyed": "a network that did not do what its patron's standing orders asked",
    "runaway": "a network that struck without asking",
    "freelance": "officers who turned up a network's violence on their own",
    "struck-early": "a sponsor struck before there was proof",
    "belief-far": "an estimate far from the truth",
    "forecast-wrong": "a forecast that was sure, and wrong",
    "ruling": "a ruling of the umpire's",
    "late": "a sheet filled for a team whose time had run out",
    "all-lost": "every power ended with a loss",
    "all-gained": "no power ended with a loss",
    "lopsided": "one power won decisively and another lost",
    "always": "nothing in particular: asked whatever happened",
}
"""What a question for the hour after a game may ask to have happened."""


def nearest(word: str, words: object) -> str | None:
    """The word of `words` most like `word`, or None if none is close."""
    import difflib

    match = difflib.get_close_matches(word, [str(w) for w in words], n=1, cutoff=0.5)  # type: ignore[attr-defined]
    return match[0] if match else None
