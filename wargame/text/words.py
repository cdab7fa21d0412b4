"""The words that the game's numbers stand for, and the small change of English.

Names of powers, places and things are the ruleset's own; what stands here would be true of any of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ruleset

ACTS = tuple(vocabulary.ACTS)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

RUNGS = (
    "routine",
    "words and talks",
    "an economic, legal or nuclear step",
    "a show of force",
    "harassment, seizure or sabotage",
    "a non-lethal attack",
    "a lethal attack by proxies, or a reply on them",
    "an overt limited strike",
    "a strike on the homeland or top command",
    "a sustained campaign",
    "regional war",
)
"""The rungs of the escalation ladder, from 0 to 10."""

LEVELS: dict[str, tuple[str, ...]] = {
    "channel": ("shut", "messages passed", "mediated talks", "technical de-confliction"),
    "supply": ("cut", "open", "wide open"),
    "world.clock": ("monthly turns", "crisis steps"),
    "rung": RUNGS,
    "world.rung": RUNGS,
    "world.peak": RUNGS,
}
"""Words for the steps of a meter, by its name or, for those that stand once for each thing, its last part."""

CASE_LEVELS = ("suspicion", "blame", "proof", "independent proof")

FORMS: dict[str, str] = {
    "protocol": "protocol",
    "understanding": "secret understanding",
    "executive": "deal",
    "treaty": "treaty",
    "truce": "truce",
}

SEEN = (
    "public: everybody sees what was done and by whom",
    "deniable: everybody sees it, nobody sees who",
    "secret: only your own power knows",
)
"""How an order looks to the others, by `tables.PUBLIC` and so on."""

DEEDS: dict[str, tuple[str, str]] = {
    "words": ("spoke against {target}", "words"),
    "nuclear-step": ("took a visible nuclear step", "a nuclear step"),
    "economic": ("put economic pressure on {target}", "economic pressure"),
    "show-of-force": ("showed force to {target}", "a show of force"),
    "harassment": ("harassed {target}", "harassment"),
    "seizure": ("seized a ship or cargo", "a seizure"),
    "sabotage": ("did damage without a return address", "sabotage"),
    "attack-shipping": ("fired on merchant ships", "fire on merchant ships"),
    "attack-base": ("fired on bases and warships", "fire on bases and warships"),
    "attack-partner": ("fired on cities and energy sites", "fire on cities and energy sites"),
    "attack-third-state": ("fired on the third state", "fire on the third state"),
    "strike-network": ("struck the network", "a strike on the network"),
    "strike-abroad": ("struck people and property of {target} abroad", "a strike on {target} abroad"),
    "strike-homeland": ("struck the soil of {target}", "a strike on the soil of {target}"),
    "strike-nuclear": ("struck nuclear sites of {target}", "a strike on nuclear sites of {target}"),
    "strike-revenue": ("struck the sites that pay for the guards", "a strike on revenue sites of {target}"),
    "closure": ("declared a sea lane shut", "the closing of a sea lane"),
}
"""Each act of `vocabulary.ACTS`: what its author did, and how others name it."""

NETWORK_DEED = ("struck the {network}", "a strike on the {network}")
"""The same for a strike on a network that has a name."""

WEAPONS: dict[str, tuple[str, str]] = {
    "rockets": ("rocket", "rockets"),
    "drones": ("drone", "drones"),
    "cruise": ("cruise missile", "cruise missiles"),
    "ballistic": ("ballistic missile", "ballistic missiles"),
    "boats": ("boat", "boats"),
}
"""Each weapon of `vocabulary.WEAPONS`, one and many."""

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(count: int) -> str:
    """A small number as a word: `two`; a larger one in figures."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """`two points`, `one point`, `no points`."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def first_up(text: str) -> str:
    """The text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def modifier(drm: int) -> str:
    """A die-roll modifier behind the dice: ` +2`, or nothing."""
    return f" {drm:+d}" if drm else ""


def possessive(name: str) -> str:
    """`Tehran's`, `the proxies'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def month_name(first_month: int, months: int) -> str:
    """The calendar month of turn `months` (1 is the first), in a game that began in `first_month`."""
    return MONTHS[(first_month + months - 2) % 12]


def power_name(rules: Ruleset, power: int) -> str:
    """A power as it stands inside a sentence: `the proxies`."""
    label = rules.power_labels[power]
    return f"the {label[4:]}" if label.startswith("The ") else label


def power_called(rules: Ruleset, name: str) -> str:
    """The same for a power that a rule names: a ruleset may call Tehran what it likes."""
    return power_name(rules, rules.powers.index(name))


def pair_name(rules: Ruleset, pair: int) -> str:
    """`Tehran and Washington`."""
    return first_up(joined([power_name(rules, int(p)) for p in rules.pair_powers[pair]]))


def act_words(rules: Ruleset, order: int, done: bool = False) -> str:
    """An act as others name it, `fire on merchant ships`; as its author did it if `done`; else its label."""
    book = rules.programs
    act = int(book.act[order])
    if act < 0:
        return book.labels[order]
    name = ACTS[act]
    network = int(book.network[order])
    words = NETWORK_DEED if name == "strike-network" and network >= 0 else DEEDS[name]
    target = power_name(rules, int(book.against[order]))
    return rules.say(words[0 if done else 1]).format(target=target, network=rules.network_labels[network])


def rung_words(rung: int) -> str:
    """`6, a lethal attack by proxies, or a reply on them`."""
    return f"{rung}, {RUNGS[max(0, min(rung, 10))]}"
