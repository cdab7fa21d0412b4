"""What may stand in a ruleset's TOML files: one pydantic model for each kind of entry.

Any `.toml` file below a ruleset's folder may hold any of the sections listed in `SECTIONS`;
files are read in the order of their paths. Every model refuses unknown fields. References
between entries are resolved in `compile.py`, which reports what does not exist.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from wargame.ruleset import vocabulary

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
"""How entries are called in files, saves and typed orders: `strike-network`."""

MeterName = Annotated[str, StringConstraints(pattern=r"^[a-z{][a-z0-9.:{}-]*$", max_length=60)]
"""`group.meter`, e.g. `tehran.cash`; `{area}` stands for the order's target area."""

SHORT = 12
"""Letters of a power's short name, for narrow places."""

Small = Annotated[int, Field(ge=-100, le=100)]
"""Numbers of a tabletop game. With at most a few dozen changes a step, nothing can wrap int32."""


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# Requirements and effects -----------------------------------------------------------------------


class Requirement(Entry):
    """One condition. Exactly one of `meter`, `deal`, `line`, `clock`, `any_of` is given."""

    meter: MeterName | None = None
    at_least: Small | None = None
    at_most: Small | None = None
    exactly: Small | None = None
    deal: Name | None = None
    line: Name | None = None
    state: str | None = None
    clock: Literal["monthly", "crisis"] | None = None
    any_of: tuple[Requirement, ...] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Requirement:
        kinds = [k for k in vocabulary.REQUIREMENTS if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError(f"give exactly one of {', '.join(vocabulary.REQUIREMENTS)}")
        bounds = [b for b in ("at_least", "at_most", "exactly") if getattr(self, b) is not None]
        if (kinds[0] == "meter") != bool(bounds):
            raise ValueError("a meter needs at_least, at_most or exactly, and nothing else takes them")
        if "exactly" in bounds and len(bounds) > 1:
            raise ValueError("exactly stands alone")
        if (kinds[0] in ("deal", "line")) != (self.state is not None):
            raise ValueError("a deal or a line needs a state, and nothing else takes one")
        if self.deal and self.state not in vocabulary.DEAL_STATES:
            raise ValueError(f"state must be one of {', '.join(vocabulary.DEAL_STATES)}")
        if self.line and self.state not in vocabulary.LINE_STATES:
            raise ValueError(f"state must be one of {', '.join(vocabulary.LINE_STATES)}")
        if self.any_of is not None and (not self.any_of or any(r.any_of for r in self.any_of)):
            raise ValueError("any_of takes a list of plain requirements")
        return self


class Effect(Entry):
    """One thing that happens. Exactly one of `change`, `raise`, `lower`, `declare`, `withdraw`, `tell`."""

    change: MeterName | None = None
    by: Small | None = None
    raise_: MeterName | None = Field(default=None, alias="raise")
    lower: MeterName | None = None
    to: Small | None = None
    declare: Name | None = None
    withdraw: Name | None = None
    tell: Name | None = None
    per_intensity: bool = False
    when: Literal["always", "success", "failure"] = "always"

    @model_validator(mode="after")
    def _one_kind(self) -> Effect:
        kinds = [k for k in vocabulary.EFFECTS if getattr(self, "raise_" if k == "raise" else k) is not None]
        if len(kinds) != 1:
            raise ValueError(f"give exactly one of {', '.join(vocabulary.EFFECTS)}")
        if (kinds[0] == "change") != (self.by is not None):
            raise ValueError("change needs by, and nothing else takes it")
        if (kinds[0] in ("raise", "lower")) != (self.to is not None):
            raise ValueError("raise and lower need to, and nothing else takes it")
        if self.per_intensity and kinds[0] != "change":
            raise ValueError("only change may be per_intensity")
        return self


class Modifier(Entry):
    """A die-roll modifier: the meter's value divided by `per` (rounded down), or less it if `minus`."""

    meter: MeterName
    per: Annotated[int, Field(ge=1, le=20)] = 1
    minus: bool = False


class Roll(Entry):
    """2d6 plus modifiers, to reach `need`."""

    need: Annotated[int, Field(ge=2, le=20)]
    modifiers: tuple[Modifier, ...] = Field(default=(), max_length=4)


# The board --------------------------------------------------------------------------------------


class About(Entry):
    """The ruleset itself."""

    id: Name
    label: str
    version: Annotated[int, Field(ge=1)]
    text: str
    base: Name | None = None
    """Another ruleset, whose entries this one takes: it may say them in words of its own, add to them, and put
    others in their place."""


class Power(Entry):
    id: Name
    label: str
    short: Annotated[str, StringConstraints(max_length=SHORT)]
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    text: str
    mediator: bool = False
    """A go-between: it knows of every offer it carries."""


class Cell(Entry):
    """People who act for a part of a power; a seat is a set of cells. A green cell is run by the rules."""

    id: Name
    label: str
    power: Name
    text: str
    statements: Annotated[int, Field(ge=0, le=1)] = 0
    moves: Annotated[int, Field(ge=0, le=3)] = 0
    operations: Annotated[int, Field(ge=0, le=3)] = 0
    crisis_operations: Annotated[int, Field(ge=0, le=3)] = 0
    green: bool = False


class Area(Entry):
    id: Name
    label: str
    text: str
    column: Annotated[int, Field(ge=0, le=20)]
    row: Annotated[int, Field(ge=0, le=20)]
    next_to: tuple[Name, ...] = ()


class Network(Entry):
    """A proxy network: the area it lives in and the cell that leads it."""

    id: Name
    label: str
    cell: Name
    friction: Name
    """The operation its cadres carry out under the patron's dial; intensity is the dial."""
    runaway: Name
    """The operation it carries out alone when loyalty is low."""


class Pair(Entry):
    """Two powers that read each other's acts; a pair has a rung, a noise and a channel."""

    id: Name
    powers: tuple[Name, Name]


class Meter(Entry):
    """An integer track. With `each`, one for every network, pair, power or area, named `<id of it>.<id>`."""

    id: MeterName
    label: str
    text: str
    low: Small = 0
    high: Small = 10
    start: Small | dict[str, Small] = 0
    draw: tuple[Small, Small] | None = None
    """Drawn between these at set-up instead of `start`."""
    each: Literal["networks", "pairs", "powers"] | None = None
    sees: tuple[str, ...] = ("public",)
    """Powers and cells that see it exactly; or `public`; or `hidden`."""
    estimates: dict[str, Annotated[int, Field(ge=1, le=6)]] = {}
    """Powers that hold an estimate of it, and how far off the estimate may be."""
    good_for: tuple[Name, ...] = ()
    """Powers that want it high; the interface marks trends for them."""
    marks: dict[str, Small] = {}
    """Named thresholds, drawn on the gauge."""
    main: tuple[Name, ...] = ()
    """Powers to whose first dozen numbers it belongs."""


# What may be ordered ----------------------------------------------------------------------------


class Salvo(Entry):
    """Launches against a target: resolved by interception against magazine and defence."""

    weapon: Literal["rockets", "drones", "cruise", "ballistic", "boats"]
    launches: Annotated[int, Field(ge=1, le=60)]
    """For each point of intensity."""
    at: Literal["shipping", "base", "partner", "third-state"]
    from_: MeterName | None = Field(default=None, alias="from")
    """The arsenal that pays, one point for each point of intensity."""


class Strike(Entry):
    """A strike by aircraft, missiles or special forces; each point of intensity is one roll of damage."""

    at: Literal["network", "abroad", "homeland", "nuclear", "revenue"]
    weight: Annotated[int, Field(ge=-4, le=4)] = 0
    """Die-roll modifier of the strike."""


class Order(Entry):
    """A statement, a diplomatic move or an operation: a row of the order book for each area and intensity."""

    id: Name
    label: str
    text: str
    kind: str
    cells: tuple[Name, ...]
    """Cells that may give it; a power's name means all its cells."""
    areas: tuple[Name, ...] = ()
    intensities: tuple[Annotated[int, Field(ge=1, le=5)], ...] = (1,)
    clock: Literal["any", "monthly", "crisis"] = "any"
    seen: Literal["public", "deniable", "secret"] = "public"
    phase: Literal["words", "diplomacy", "means", "deeds"] | None = None
    act: str | None = None
    against: Name | None = None
    """The power it is aimed at, if it is an act."""
    rung: Annotated[int, Field(ge=0, le=9)] = 0
    """Intended rung at intensity 1."""
    rung_step: Annotated[int, Field(ge=0, le=2)] = 0
    """Added for each further point of intensity."""
    cost: dict[MeterName, Annotated[int, Field(ge=0, le=20)]] = {}
    cost_step: dict[MeterName, Annotated[int, Field(ge=0, le=20)]] = {}
    """Added for each further point of intensity."""
    requires: tuple[Requirement, ...] = ()
    roll: Roll | None = None
    effects: tuple[Effect, ...] = ()
    salvo: Salvo | None = None
    strike: Strike | None = None
    standing: bool = False
    """Given by the rules only (networks under the dial, green cells), never on a sheet."""
    tags: tuple[str, ...] = ()
    """Marks that a rule looks for; the list is `TAGS`."""

    @model_validator(mode="after")
    def _words(self) -> Order:
        if self.kind not in vocabulary.KINDS:
            near = vocabulary.nearest(self.kind, vocabulary.KINDS)
            hint = f"; did you mean '{near}'?" if near else ""
            raise ValueError(f"kind '{self.kind}' is not a kind{hint}")
        if self.act is not None and self.act not in vocabulary.ACTS:
            near = vocabulary.nearest(self.act, vocabulary.ACTS)
            hint = f"; did you mean '{near}'?" if near else ""
            raise ValueError(f"act '{self.act}' is not an act{hint}")
        if (self.act is None) != (self.against is None):
            raise ValueError("an act is against a power: give both act and against, or neither")
        if self.rung and self.act is None:
            raise ValueError("a rung needs an act")
        if self.salvo and self.strike:
            raise ValueError("give salvo or strike, not both")
        for tag in self.tags:
            if tag not in TAGS:
                near = vocabulary.nearest(tag, TAGS)
                hint = f"; did you mean '{near}'?" if near else ""
                raise ValueError(f"tag '{tag}' is not a tag{hint}")
        return self


TAGS: dict[str, str] = {
    "conciliatory": "words or moves that calm the other side and unsettle the networks (rows 6, 31)",
    "defiant": "words that feed the story at home and steady the networks (rows 6, 31)",
    "peer-framing": "speaks as a peer, not a petitioner (row 24)",
    "threat": "a threat that must be believed to work (row 71)",
    "off-ramp": "leaves the other side a way down (row 13)",
    "denies-pain": "refuses to admit that sanctions hurt (row 23)",
    "denies-act": "denies an act that evidence may yet prove (row 15)",
    "refuses-talks": "declines the table (rows 1, 2)",
    "asks-for-talks": "asks first, and so shows weakness (row 34)",
    "broad-sanctions": "a broad package, worth less each time (row 22)",
    "node": "cuts a shadow-bank node (row 61)",
    "hold-fire": "a network keeps its cadres at home (row 33)",
    "escort": "protects a lane (row 58)",
    "pre-warned": "the blow is announced through a channel first (row 12)",
    "diversion": "a strike that is meant for the street at home (row 56)",
    "mediator-cover": "asked or carried under a mediator's cover (row 34)",
    "face": "a scripted victory for somebody (row 9)",
    "violates": "breaks a protocol that covers its area (row 64)",
}


class Line(Entry):
    """A red line: what act, by whom, where, from what perceived rung; and the rung its owner commits to."""

    id: Name
    label: str
    text: str
    owner: Name
    acts: tuple[str, ...]
    by: tuple[Name, ...] = ()
    """Powers whose acts it is about; nobody named means anybody else."""
    areas: tuple[Name, ...] = ()
    at_rung: Annotated[int, Field(ge=1, le=9)]
    commits: Annotated[int, Field(ge=1, le=9)]
    start: Literal["unheld", "tacit", "declared"] = "tacit"

    @model_validator(mode="after")
    def _words(self) -> Line:
        for act in self.acts:
            if act not in vocabulary.ACTS:
                near = vocabulary.nearest(act, vocabulary.ACTS)
                hint = f"; did you mean '{near}'?" if near else ""
                raise ValueError(f"act '{act}' is not an act{hint}")
        return self


class Deal(Entry):
    """A protocol, understanding, deal, treaty or truce between two powers.

    From it the compiler makes the moves `offer`, `accept`, `reject` and `leave`, and the meters
    `deal.<id>.offer`, `.age`, `.months` and `.public`.
    """

    id: Name
    label: str
    text: str
    form: Literal["protocol", "understanding", "executive", "treaty", "truce"]
    between: tuple[Name, Name]
    cells: tuple[Name, ...]
    """Cells that may offer, accept, reject and leave it."""
    months: Annotated[int, Field(ge=1, le=60)]
    channel: Annotated[int, Field(ge=0, le=3)]
    """The pair's channel must stand at least here to make it."""
    verification: Annotated[int, Field(ge=0, le=3)] = 0
    gives: tuple[Annotated[int, Field(ge=0, le=20)], Annotated[int, Field(ge=0, le=20)]]
    """What each side gives up, first power first: weight of its concessions (row 35)."""
    gets: tuple[Annotated[int, Field(ge=0, le=20)], Annotated[int, Field(ge=0, le=20)]]
    """What each side gets each quarter it holds (row 36)."""
    requires: tuple[Requirement, ...] = ()
    covers: tuple[Name, ...] = ()
    """Areas a protocol makes safer."""
    on_making: tuple[Effect, ...] = ()
    monthly: tuple[Effect, ...] = ()
    on_ending: tuple[Effect, ...] = ()
    """When it runs out or is voided."""
    on_breaking: tuple[Effect, ...] = ()
    """When a side leaves it, or violates it, in addition."""


class Event(Entry):
    """A card of the deck, drawn at most once; or, with `weight` 0, played only as an inject."""

    id: Name
    label: str
    text: str
    weight: Annotated[int, Field(ge=0, le=10)] = 2
    disorder: bool = False
    """Part of global disorder: its frequency follows the scenario's disorder setting (row 72)."""
    from_month: Annotated[int, Field(ge=0, le=240)] = 0
    to_month: Annotated[int, Field(ge=0, le=240)] = 240
    requires: tuple[Requirement, ...] = ()
    effects: tuple[Effect, ...] = ()


# Ends, victory, scenarios, opponents ------------------------------------------------------------


class End(Entry):
    """A way for the game to end, from the most urgent; the one marked `last_date` needs no condition."""

    id: Name
    label: str
    text: str
    requires: tuple[Requirement, ...] = ()
    last_date: bool = False
    scores: dict[Name, Small] = {}


class Term(Entry):
    """A victory term: `points` for each unit of the meter above `above` (or below `below`)."""

    label: str
    meter: MeterName
    at: Literal["end", "monthly"] = "end"
    points: Annotated[int, Field(ge=-10, le=10)] = 1
    above: Small | None = None
    below: Small | None = None
    requires: tuple[Requirement, ...] = ()


class Victory(Entry):
    power: Name
    text: str
    verdicts: tuple[Small | Annotated[int, Field(ge=-500, le=500)], ...]
    """The least score for a draw, a marginal and a decisive victory."""
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _three(self) -> Victory:
        if len(self.verdicts) != 3 or list(self.verdicts) != sorted(set(self.verdicts)):
            raise ValueError("verdicts are three rising numbers: draw, marginal, decisive")
        return self


class Seat(Entry):
    """A chair at the table: a named set of cells; a power's name means all its cells."""

    id: Name
    label: str
    cells: tuple[Name, ...]
    brief: str = ""
    """What this seat does inside its power, for a table that splits one."""


class Table(Entry):
    """A seating plan."""

    id: Name
    label: str
    seats: tuple[Seat, ...]


class Inject(Entry):
    month: Annotated[int, Field(ge=1, le=60)]
    event: Name


class Patch(Entry):
    """What a variant changes: in the position, in the numbers, in the rules, among the players."""

    starts: dict[MeterName, Small] = {}
    """Meters at the start; what would be drawn or estimated is fixed as well."""
    hold: dict[MeterName, Small] = {}
    """Meters set to a number at the start of every step and again before the month's upkeep."""
    constants: dict[str, Any] = {}
    """Overrides of `[constants]`, as `"group.name" = value`."""
    off: tuple[str, ...] = ()
    """Rules switched off, by the names that `wargame mechanisms` lists."""
    doctrines: dict[Name, str] = {}
    """The doctrine of each power; or `null`, which orders at random, or `absent`, which orders nothing."""
    lines: dict[Name, Literal["unheld", "tacit", "declared"]] = {}


class Option(Patch):
    id: Name
    label: str
    text: str


class Switch(Entry):
    """A point on which the sources disagree, or on which an instructor may want to; the first option is the default."""

    id: Name
    label: str
    text: str
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class Deed(Entry):
    """A deed of record: done at its date whoever plays, and paid by nobody."""

    month: Annotated[int, Field(ge=1, le=60)]
    crisis: Annotated[int, Field(ge=0, le=12)] = 0
    """The crisis step of that month in which it is done; 0 for the monthly turn."""
    order: str
    """As the order book names it: `strike-network iraq 2`."""
    date: str = ""
    text: str = ""
    """What happened, in a sentence; an experiment says nothing."""


class Scenario(Patch):
    """A start position: what differs from the meters' own starts, how long, who plays what by default."""

    id: Name
    label: str
    text: str
    minutes: int
    table: Name = "four"
    months: Annotated[int, Field(ge=1, le=60)]
    first_month: Annotated[int, Field(ge=1, le=12)] = 1
    """Calendar month of the first turn (1 = January); the year is fictional."""
    crisis: bool = False
    """Whether play starts inside a crisis."""
    injects: tuple[Inject, ...] = ()
    events: bool = True
    switches: dict[Name, Name] = {}
    """The option taken at each switch; the first of each if it is not named."""
    deeds: tuple[Deed, ...] = ()
    """Deeds of record, for a scenario that follows a sequence of dates."""
    briefs: dict[Name, str] = {}
    """A few sentences for each power: where it stands, what it wants."""


class DoctrineRow(Entry):
    """When the requirements hold, give this order; the first area that is legal, in the order written."""

    order: Name
    areas: tuple[Name, ...] = ()
    intensity: Annotated[int, Field(ge=1, le=5)] = 1
    when: tuple[Requirement, ...] = ()
    chance: Annotated[int, Field(ge=1, le=100)] = 100
    once: bool = False
    """Whether the row fills one place of a sheet only, though more of its areas would be legal."""
    because: str
    """The reason as printed: what an instructor would say."""


class Doctrine(Entry):
    """A scripted opponent for a power: rows tried from the top for every free place of the sheet."""

    id: Name
    label: str
    power: Name
    text: str
    row: tuple[DoctrineRow, ...]


class Waiver(Entry):
    """A warning of `wargame check` that the author knows of and accepts."""

    warning: str
    """Its name, as it stands in brackets after the warning."""
    entry: str
    """Whom it is about: `seize-tanker`; or, narrower, as it stands in the brackets: `hard-liner.row.3`."""
    reason: Annotated[str, StringConstraints(min_length=1)]

    @model_validator(mode="after")
    def _words(self) -> Waiver:
        if self.warning not in vocabulary.WARNINGS:
            near = vocabulary.nearest(self.warning, vocabulary.WARNINGS)
            hint = f"; did you mean '{near}'?" if near else ""
            raise ValueError(f"warning '{self.warning}' is not a warning{hint}")
        return self


# Studies: examples and hypotheses, which a game does not need and a save does not carry -------------


class Example(Patch):
    """A worked example of a rule: a position, sheets, dice, and where meters stand afterwards."""

    id: Name
    label: str
    rule: str
    """The rule it is an example of, as `wargame mechanisms` names it: `ladder.accidents`."""
    rows: tuple[Annotated[int, Field(ge=1, le=75)], ...]
    """Rows of the table of mechanisms."""
    text: str
    """What to look at, as an instructor would say it."""
    scenario: Name = "standoff"
    sheets: tuple[dict[Name, tuple[str, ...]], ...] = ({},)
    """For each step, the orders of each power by their names."""
    dice: dict[str, Annotated[int, Field(ge=0, le=100)]] = {}
    """What is rolled for a purpose, whoever rolls; by the purposes that the rules give their dice."""
    expect: Annotated[dict[MeterName, Small], Field(min_length=1)]
    """Where meters stand after the last step."""


class Count(Entry):
    """Orders to be counted: all that match everything that is given."""

    entry: Name | None = None
    kind: str | None = None
    act: str | None = None
    power: Name | None = None


class Measure(Entry):
    """A number for each game. Exactly one of `end`, `meter`, `share`, `ever`, `first`, `orders`, `deal`.

    Steps are monthly turns and crisis steps alike; each is looked at when it is over, in the month that it
    belongs to. A game that has no step in the months that count has no number for a meter or a share, and is
    left out of them.
    """

    end: Name | None = None
    """Per cent of games that end so."""
    meter: MeterName | None = None
    """A meter, taken `at`."""
    at: Literal["end", "mean", "sum", "most", "least", "change"] = "end"
    """After the last step that counts, or over all of them; `change` is the last number less that which stood
    before the first."""
    share: tuple[Requirement, ...] | None = None
    """Per cent of steps after which the requirements hold."""
    ever: tuple[Requirement, ...] | None = None
    """Per cent of games in which they hold after some step."""
    first: tuple[Requirement, ...] | None = None
    """The month in which they first hold; the scenario's length and one if they never do."""
    orders: Count | None = None
    """Orders carried out, standing ones included."""
    deal: str | None = None
    """Per cent of games in which a deal was made: its name, its form, or `any`; it stood after the step."""
    from_month: Annotated[int, Field(ge=0, le=240)] = 0
    to_month: Annotated[int, Field(ge=0, le=240)] = 240
    """Only steps of these months count."""
    per: Measure | None = None
    """Divide the total over all games by the total of this, times a hundred."""
    among: tuple[Requirement, ...] = ()
    """Only games in which these requirements hold after some step, whatever its month."""
    variance: bool = False
    """Of the games' numbers take the variance, not the mean."""

    @model_validator(mode="after")
    def _one_kind(self) -> Measure:
        kinds = ("end", "meter", "share", "ever", "first", "orders", "deal")
        if sum(getattr(self, kind) is not None for kind in kinds) != 1:
            raise ValueError(f"give exactly one of {', '.join(kinds)}")
        if self.at != "end" and self.meter is None:
            raise ValueError("at goes with a meter")
        if self.from_month > self.to_month:
            raise ValueError("from_month comes after to_month")
        if self.per is not None and (self.per.per or self.per.among or self.per.variance):
            raise ValueError("per takes a plain measure")
        if self.per is not None and self.variance:
            raise ValueError("variance is of the games' own numbers, not of a ratio of totals")
        for kind in ("share", "ever", "first"):
            if getattr(self, kind) == ():
                raise ValueError(f"{kind} needs a requirement")
        return self


class Arm(Patch):
    """One side of a comparison: the scenario with a patch."""

    label: str
    scenario: Name | None = None
    switches: dict[Name, Name] = {}
    months: Annotated[int, Field(ge=1, le=60)] | None = None
    """Length of the game, if it is not the scenario's."""
    injects: tuple[Inject, ...] = ()
    """Events at their dates, beside the scenario's own."""
    deeds: tuple[Deed, ...] = ()
    """Deeds that are done at their dates and paid by nobody, beside the scenario's own."""
    measure: Measure | None = None
    """What is measured in this arm, if it is not the hypothesis's measure: to compare two months of the same
    games, or two powers."""


class Hypothesis(Entry):
    """A claim about the rules, and the games that test it."""

    id: Name
    claim: str
    rows: tuple[Annotated[int, Field(ge=1, le=75)], ...]
    experiment: str | None = None
    """Its number in the list of experiments, `E1` to `E14`."""
    scenario: Name = "standoff"
    arms: Annotated[tuple[Arm, ...], Field(min_length=2, max_length=8)]
    measure: Measure
    unit: str
    """What the measure counts, as it stands under a figure: `% of games`, `rungs`."""
    expect: Literal["rises", "falls", "flat", "peak", "interaction"]
    """From the first arm to the last; `peak` is highest in between; `interaction` compares the step from the
    third arm to the fourth with that from the first to the second, and expects it to be larger."""
    least: Annotated[float, Field(gt=0)]
    """The smallest effect worth the name, in the unit of the measure."""
    games: Annotated[int, Field(ge=100, le=100000)] = 2000
    """Games in each arm, with the same luck in all."""
    ablation: Patch | None = None
    """A patch on every arm that takes the mechanism away: then the effect should vanish."""
    finding: str | None = None
    """What to say where the rules do not carry the claim and it is kept as a finding."""

    @model_validator(mode="after")
    def _enough_arms(self) -> Hypothesis:
        if self.expect == "peak" and len(self.arms) < 3:
            raise ValueError("arms must be three or more for a peak")
        if self.expect == "interaction" and len(self.arms) != 4:
            raise ValueError("arms must be four for an interaction")
        labels = [arm.label for arm in self.arms]
        if len(set(labels)) < len(labels):
            raise ValueError("arms must have labels of their own")
        return self


SECTIONS: dict[str, type[Entry]] = {
    "power": Power,
    "cell": Cell,
    "area": Area,
    "network": Network,
    "pair": Pair,
    "meter": Meter,
    "statement": Order,
    "move": Order,
    "operation": Order,
    "line": Line,
    "deal": Deal,
    "event": Event,
    "end": End,
    "victory": Victory,
    "table": Table,
    "switch": Switch,
    "scenario": Scenario,
    "doctrine": Doctrine,
    "waiver": Waiver,
}
"""Sections of a ruleset file, each an array of tables; `[about]` and `[constants]` stand once."""


class Target(Entry):
    """A figure that doctrine self-play should come to, for a ruleset to be sane."""

    id: Name
    label: str
    scenario: Name = "standoff"
    measure: Measure
    statistic: Literal["mean", "median"] = "mean"
    unit: str
    low: float
    high: float
    source: str
    remark: str = ""
    """Why the figure stands where it does, if it stands outside."""


class Observed(Entry):
    """What came of a sequence of dates, to be set beside what the rules make of the same deeds."""

    id: Name
    label: str
    scenario: Name
    measure: Measure
    unit: str
    value: float
    source: str
    remark: str = ""


STUDIES: dict[str, type[Entry]] = {
    "example": Example,
    "hypothesis": Hypothesis,
    "target": Target,
    "observed": Observed,
}
"""Sections of the files in a ruleset's folder `studies`: no game needs them, and no save carries them."""


class Prompt(Entry):
    """One thing that a lesson says, and what takes the learner on from it."""

    id: Name
    step: Annotated[int, Field(ge=0, le=9)]
    """How many steps have been played when it is said."""
    text: str
    """One idea. `{world.rung}` stands for where a meter really stands, hidden ones too: a lesson tells what a
    seat cannot know. `{was:world.rung}` is where it stood when the last step began; `{meant}` and `{read}` are
    the rungs of the misreading that `tells` is about."""
    until: Literal["next", "orders", "report", "why", "ladder", "meters", "lines",
                   "statement", "move", "operation", "opened"] = "next"  # fmt: skip
    """`next`: the learner says so. A screen or a panel: it is in front. A place of the sheet: an order stands
    there, whichever. `opened`: the sheets of the step have been opened."""
    screen: Literal["any", "table", "orders", "report", "why"] = "any"
    """Where what it speaks of can be seen."""
    look: Literal["", "status", "gauges", "board", "ladder", "meters", "lines", "list", "card", "sheet"] = ""
    """The part of the screen that is marked."""
    meter: MeterName | None = None
    """The meter that the pointer is put on, in the panel or list where it stands."""
    line: Name | None = None
    order: str | None = None
    """The order that is suggested; the pointer is put on it."""
    mark: str | None = None
    """The mark of the sentence in the report that the pointer is put on: `crossing`, `response`."""
    tells: str | None = None
    """The kind of note that the last step must have left for this to be true."""
    otherwise: str = ""
    """What is said instead where it left none, because the learner played otherwise."""


class Lesson(Entry):
    """A game with a teacher: the other seats' sheets are written, and prompts go with it."""

    id: Name
    label: str
    text: str
    minutes: int
    scenario: Name
    seed: Annotated[int, Field(ge=0)]
    power: Name
    """Whose seat the learner takes."""
    sheets: tuple[dict[Name, tuple[str, ...]], ...]
    """For each step, the orders of each power by their names; the learner's own are what is suggested. Where one
    cannot be given, because the learner played otherwise, its power's doctrine writes the sheet."""
    prompt: Annotated[tuple[Prompt, ...], Field(min_length=1)]


LESSONS: dict[str, type[Entry]] = {"lesson": Lesson}
"""Sections of the files in a ruleset's folder `lessons`, which stand apart from play like studies."""


class Discussion(Entry):
    """A question for the hour after a game, asked where the record holds what it is about."""

    id: Name
    found: str
    """What must have happened."""
    about: Literal["perception", "commitment", "bargaining", "control", "knowledge", "cost"]
    """Its theme: a pack of questions forgets none."""
    weight: Annotated[int, Field(ge=1, le=10)] = 5
    """How much it matters, beside the others found."""
    ask: str
    """The question. `{when}` stands for the step; what else may stand in it depends on what was found."""


class Closing(Entry):
    """Something to be read aloud when a class steps out of its roles."""

    id: Name
    text: str


DISCUSSION: dict[str, type[Entry]] = {"discussion": Discussion, "closing": Closing}
"""Sections of the files in a ruleset's folder `discussion`, which stand apart from play like studies."""


class Question(Entry):
    """Something that people can forecast: whether it will be so after this step, or at the end of the game."""

    id: Name
    ask: str
    by: Literal["step", "end"]
    """When it is judged, by the true numbers: after the step for which orders are due, or when the game has ended."""
    when: tuple[Requirement, ...] = ()
    """What must hold then."""
    rises: tuple[MeterName, ...] = ()
    """One of these must stand higher than before: than when the step's orders were given, or than at the start of
    the game. Meters, or families of meters by the name that they share: `rung` is the rung of any pair."""

    @model_validator(mode="after")
    def _asks_something(self) -> Question:
        if not self.when and not self.rises:
            raise ValueError("give when, rises or both")
        return self


QUESTIONS: dict[str, type[Entry]] = {"question": Question}
"""Sections of the files in a ruleset's folder `questions`, which stand apart from play like studies."""
