"""The numbers of the mechanisms, which a ruleset's `[constants]` may change.

Each group belongs to one family of rules and carries its row in `mechanisms.md`; the defaults are
the values of `calibration.md`. A scenario may override any of them as `"group.name" = value`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Pips = Annotated[int, Field(ge=-40, le=40)]
Share = Annotated[int, Field(ge=0, le=100)]


class Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Perception(Group):
    """Rows 12 and 26: 2d6 + noise // `noise_per` gives perceived less intended rung."""

    noise_per: Annotated[int, Field(ge=1, le=20)] = 3
    under: Pips = 3
    """At this total or less an act is read one rung too low."""
    over: Pips = 10
    """At this total or more it is read one rung too high."""
    far_over: Pips = 12
    """At this total or more it is read two rungs too high."""
    prewarned: Pips = 1
    """Rungs that a believed warning takes off."""
    third_state: Pips = 1
    """Rungs that a third state's blow counts less, for Washington is only believed to stand behind it."""
    believe: Pips = 8
    """2d6 + credence // 3 to believe a warning."""
    deniable: Pips = 1
    """Rungs that deniability takes off until there is proof (row 15)."""


class Predictability(Group):
    """Row 26: noise each month by the state of the channel, and by loud acts."""

    by_channel: Annotated[tuple[Pips, ...], Field(min_length=4, max_length=4)] = (1, 0, -1, -2)
    loud_rung: Pips = 5
    per_loud_act: Pips = 1
    most_a_step: Pips = 2
    """Noise that loud acts can add in one step."""
    succession: Pips = 1
    """Added each month of a leadership change (row 55)."""


class Accident(Group):
    """Row 27: 2d6 + noise // 3 + rung // 3 against `need`."""

    need: Pips = 14
    noise_per: Annotated[int, Field(ge=1, le=20)] = 3
    rung_per: Annotated[int, Field(ge=1, le=20)] = 3
    protocol: Pips = 3
    """Taken off where a protocol holds (row 64)."""
    rungs: Pips = 2
    crisis: Pips = 1
    """Taken off in a crisis step, which is shorter."""


class MassCasualty(Group):
    """Row 28: a small chance, for each launch at a base, of many deaths."""

    per_launch: Annotated[int, Field(ge=0, le=1000)] = 4
    """In thousandths."""
    most: Annotated[int, Field(ge=0, le=1000)] = 250
    """Chance of one salvo can be no more, in thousandths."""
    answer_steps: Pips = 2
    fatigue: Pips = 1
    capital: Pips = 1
    """Capital lost if the dead are not answered."""


class Ladder(Group):
    """Rows 13 and 17: how rungs move, and the crisis clock."""

    crisis: Pips = 7
    war: Pips = 10
    climb: Pips = 2
    """Rungs a pair can climb in a step by deeds."""
    buffer_climb: Pips = 1
    """Rungs by acts in a buffer zone: the sea lanes and outposts (row 17)."""
    base: Pips = 2
    """Rungs cool no lower by themselves."""
    hard_to_leave: Pips = 6
    """From this rung up, coming down without an off-ramp takes a roll and costs face (row 13)."""
    cool_need: Pips = 8
    crisis_steps: Annotated[int, Field(ge=1, le=10)] = 6
    """After so many the month goes on, whatever the rung."""


class Obedience(Group):
    """Rows 31 to 33: does the network obey its patron?"""

    need: Pips = 11
    """2d6 + loyalty."""
    holding: Pips = 4
    """Taken off when the network's own leaders hold fire."""
    refusal: Pips = 1
    """Loyalty lost when leaders hold fire against a dial above 1."""
    independent: Pips = 3
    """At this loyalty or less a network decides for itself."""
    runaway_need: Pips = 9
    suspend_need: Pips = 10
    suspend_months: Pips = 3
    soft_words: Pips = 1
    """Loyalty lost by conciliatory public words (row 31)."""
    unconsulted: Pips = 1
    """Loyalty lost each quarter of public talks without the networks (row 32)."""
    guards_dial: Pips = 10
    """2d6 at which the guards turn a dial up on their own once they have the veto (row 7)."""


class Salvo(Group):
    """Rows 57 to 59: leak shares in percent by weapon and quality of defence, and magazine use."""

    leak: dict[str, Annotated[tuple[Share, ...], Field(min_length=6, max_length=6)]] = {
        "rockets": (60, 35, 20, 12, 7, 4),
        "drones": (70, 30, 15, 8, 5, 3),
        "cruise": (75, 40, 20, 10, 6, 4),
        "ballistic": (75, 45, 28, 17, 10, 6),
        "boats": (90, 75, 60, 50, 40, 30),
    }
    interceptors: dict[str, Annotated[int, Field(ge=0, le=24)]] = {
        "rockets": 6,
        "drones": 12,
        "cruise": 12,
        "ballistic": 24,
        "boats": 4,
    }
    """Twelfths of an interceptor used for each launch."""
    magazine_point: Annotated[int, Field(ge=1, le=100)] = 12
    """Interceptors in one point of the magazine."""
    third_state: Annotated[int, Field(ge=1, le=40)] = 8
    """One in so many of the interceptors that guard the third state is Washington's."""
    undefended: Share = 75
    """Leak share, in percent, of what no interceptor meets."""
    unescorted: Pips = 1
    """Columns of defence lost over a lane without escort."""
    missile_edge: Pips = 15
    """Missile quality at which leak shares move one column (row 74)."""
    deaths_per: Annotated[int, Field(ge=1, le=50)] = 6
    """Leakers on bases for each band of deaths."""
    damage_per: Annotated[int, Field(ge=1, le=50)] = 4
    """Leakers on cities and energy sites for each point of damage."""
    crisis_dial: Pips = 2
    """Points of dial lost in a crisis step, which is shorter."""


class Lanes(Group):
    """Row 58 and its rival: traffic follows fear, not damage."""

    hit: Pips = 2
    launches_per: Annotated[int, Field(ge=1, le=100)] = 10
    closure: Pips = 3
    ceiling: Pips = 2
    """Alarm rises no higher than so much above what the step itself gave rise to: owners get used to a danger."""
    quiet: Pips = 1
    escort: Pips = 1
    loss: Annotated[tuple[Pips, ...], Field(min_length=11, max_length=11)] = (0, 0, 1, 3, 4, 5, 6, 7, 8, 9, 9)
    """Traffic lost by alarm."""
    emptied: Pips = 3
    """Traffic at which a lane counts as closed, by whomever."""
    recover: dict[str, Annotated[int, Field(ge=1, le=12)]] = {"hormuz": 1, "yemen": 3}
    """Quiet months for each point of traffic to come back."""


class Strikes(Group):
    """Rows 16, 42, 43, 44 and 70: what strikes do."""

    need: Pips = 7
    """2d6 + weight for a point of damage; two at need + 4."""
    aversion: Annotated[int, Field(ge=1, le=4)] = 2
    """How often the capital of a strike on the patron's soil is paid, the last times afterwards (row 18)."""
    nuclear_least: Pips = 3
    nuclear_most: Pips = 6
    devaluation: Pips = 2
    """Revenue damage of a point, and cash lost."""
    cut_short: Pips = 3
    """Credence lost when a strike cuts talks short (section 3.1)."""
    shield: Pips = 2
    """Die-roll modifier for each step of shield given up (row 4)."""
    leader_need: Pips = 11
    """2d6 at which a heavy strike on the homeland kills leaders (section 3.6)."""
    leader_damage: Pips = 2
    """Damage that makes it heavy."""


class War(Group):
    """Row 73: a war that nobody wins, and Tehran least of all."""

    losses: dict[str, Pips] = {
        "tehran.cash": -6,
        "tehran.missiles": -6,
        "tehran.air-defence": -3,
        "tehran.homeland-damage": 6,
        "washington.fatigue": 3,
        "washington.interceptors": -6,
        "washington.deaths": 4,
        "hormuz.alarm": 8,
        "hormuz.traffic": -8,
        "gulf-states.damage": 4,
        "world.oil": 5,
    }


class Prevention(Group):
    """Section 3.1: a third state strikes first."""

    need: Pips = 12
    from_nuclear: Pips = 15
    """The estimate of the programme at which it begins to think of it."""
    posture: Pips = 7
    shield_per: Annotated[int, Field(ge=1, le=10)] = 2
    """Steps of network shield given up for each point of modifier (row 4)."""
    weak_missiles: Pips = 7
    weak_defence: Pips = 1


class Attribution(Group):
    """Row 15: suspicion at once, then blame, proof and independent proof by dice."""

    blame: Pips = 6
    proof: Pips = 9
    independent: Pips = 10
    proof_age: Pips = 1
    independent_age: Pips = 4
    closes: Pips = 6
    """Months after which a case is closed."""
    wrong: Pips = 1
    """Credence and trust lost by striking the patron before there is proof."""


class Commitments(Group):
    """Rows 14 and 71: red lines, responses, reputation."""

    tacit_safe: Annotated[int, Field(ge=0, le=1)] = 0
    """1 if only acts meant to reach the rung cross a tacit line (the switch of section 2)."""
    due_steps: Annotated[int, Field(ge=1, le=4)] = 2
    unanswered_declared: Pips = 2
    unanswered_tacit: Pips = 1
    answered: Pips = 1
    face: Pips = 1
    """Capital or legitimacy lost when a declared line is left unanswered."""
    threat_need: Pips = 10
    """2d6 + resolve // 3 + posture // 4 - defiance for a threat to be believed."""
    bluff: Pips = 1


class Talks(Group):
    """Rows 3, 6 to 9, 34, 46 and 51: the price of being seen at the table, and of ratification."""

    legitimacy: Pips = 2
    covered: Pips = 1
    exhaustion_months: Pips = 2
    defiance_months: Pips = 2
    majlis_need: Pips = 7
    """2d6 - faction + legitimacy // 4 to pass the deal at home (row 8)."""
    guards_veto: Pips = 3
    senate_need: Pips = 14
    """2d6 + capital, for a treaty (row 46)."""
    offer_months: Pips = 2
    leak_need: Pips = 11
    """2d6 at which a secret understanding leaks, each month."""
    leak_legitimacy: Pips = 2
    survive_need: Pips = 9
    """2d6 + verification + (10 - polarisation) // 3 for a promise to survive a vote (rows 37, 47, 48)."""
    voided: Pips = 3
    """Credence lost when a promise is voided."""

    spoil_need: Pips = 8
    """2d6 at which an attack of the networks wrecks talks that are going on (section 5)."""
    spoil_rung: Pips = 6
    """The rung at which Washington must read it."""
    dispute_need: Pips = 11
    """2d6 at which the sides of a protocol dispute what it says, each month (section 3.4)."""


class Appraisal(Group):
    """Rows 3, 19, 24, 25, 34, 36 to 42, 49, 50: tenths by which a side holds its concessions dearer."""

    programme: Pips = 13
    """The programme at which Tehran asks neither more nor less (row 42)."""
    framing: Pips = 1
    """Framing above this makes its concessions dearer (row 24)."""
    loyalty: Pips = 6
    margin: Pips = 5
    """Cash so far above the floor that Tehran guesses is no need yet (rows 3, 36)."""
    need: Pips = 2
    """Tenths off for each point of cash short of it."""
    exhaustion: Pips = 2
    """Tenths by which having asked first weakens Tehran and stiffens Washington (row 34)."""
    patience: Pips = 1
    """Cost of a month that Tehran bears without giving way (row 25)."""
    burden_at: Pips = 4
    """Cost of a month at which staying costs Washington more than conceding (row 41)."""
    burden: Pips = 3
    fatigue: Pips = 4
    pivot: Pips = 5
    vote_months: Pips = 3
    """So near a vote Washington wants something to show (row 47)."""
    vote: Pips = 2
    window: Pips = 3
    """Tenths off while a black-swan window is open (row 50)."""
    liquidity: Pips = 3
    """Tenths off when capital and ships have both run out (row 40)."""
    programme_step: Annotated[int, Field(ge=1, le=20)] = 2
    """Points of programme above `programme`, as Washington estimates it, for a tenth off (rows 39, 42)."""
    snapback: Pips = 1
    """Tenths of the term that Tehran trusts less for each snapback it has suffered (row 19)."""


class Finance(Group):
    """Rows 20 to 22, 52 and 54: the cash cushion, each quarter."""

    exports: Annotated[tuple[int, ...], Field(min_length=11, max_length=11)] = (
        400, 550, 700, 900, 1100, 1300, 1500, 1700, 2000, 2300, 2400,
    )  # fmt: skip
    """Thousand barrels a day by evasion, at normal Asian demand and `reference` sanctions."""
    reference: Pips = 7
    per_sanction: Annotated[int, Field(ge=0, le=500)] = 120
    """Exports lost or won for each point of sanctions above or below the reference."""
    normal_demand: Annotated[int, Field(ge=1, le=5)] = 4
    unit: Annotated[int, Field(ge=1000, le=500000)] = 60000
    """Thousand barrels a day times dollars, for one point of cash a quarter."""
    upkeep: Pips = 1
    trickle: Annotated[int, Field(ge=0, le=2000)] = 200
    hot_dial: Pips = 4
    """A dial this high costs a point a quarter."""
    oil_rest: Annotated[int, Field(ge=1, le=15)] = 8
    """The band that the price of oil comes back to."""
    first_packages: Pips = 3
    """Broad packages up to this count have full effect; each later one loses a point (row 22)."""
    cohesion_breaks: Pips = 3


class Unrest(Group):
    """Row 52 and section 3.5: the floor, and repression."""

    below_floor: Pips = 2
    near_floor: Pips = 1
    near: Pips = 1
    """Cash so little above the floor already stirs the street."""
    comfort: Pips = 4
    """Cash so far above the floor calms it."""
    calm: Pips = 3
    """Unrest sinks no lower by itself."""
    low_legitimacy: Pips = 3
    crackdown: Pips = 6
    need: Annotated[tuple[Pips, ...], Field(min_length=5, max_length=5)] = (5, 5, 6, 6, 7)
    """2d6 to put it down, at unrest 6, 7, 8, 9 and 10."""
    quelled: Pips = 3
    failed: Pips = 1
    falls_at: Pips = 10
    """A crackdown that fails at this unrest ends the state."""


class Home(Group):
    """Rows 10, 11, 18, 40, 47 and 49: the American home front."""

    weary: Pips = 8
    low_rung: Pips = 3
    friction_low: Pips = 4
    friction_high: Pips = 6
    pivot_posture: Pips = 6
    pivot_relief: Pips = 4
    dear_oil: Pips = 11
    capital_rest: Pips = 5
    cycle: Annotated[int, Field(ge=6, le=60)] = 48
    vote_fatigue: Pips = 2
    vote_capital: Pips = 6
    liquidity_capital: Pips = 2
    liquidity_pivot: Pips = 7


class Income(Group):
    """What each power can spend each month."""

    tehran: Pips = 2
    tehran_cash_per: Annotated[int, Field(ge=1, le=20)] = 5
    washington: Pips = 3
    washington_capital_per: Annotated[int, Field(ge=1, le=20)] = 4
    proxies: Pips = 2
    proxies_supply_per: Annotated[int, Field(ge=1, le=20)] = 2
    gcc: Pips = 3
    gcc_oil_per: Annotated[int, Field(ge=1, le=20)] = 8
    interceptors: Pips = 1


class Nuclear(Group):
    """Rows 42 to 45: what is known stays known."""

    ratchet: Pips = 6
    """Knowledge follows the programme at this distance."""
    rebuild: Pips = 2
    """Within so much of knowledge, the programme grows back by itself."""


class Intelligence(Group):
    """Rows 23, 53 and 68: how far estimates may be off."""

    per_skill: Annotated[int, Field(ge=1, le=10)] = 2
    """Points of intelligence above 1 that narrow an estimate by one."""
    inspected: Pips = 1
    """Spread of estimates of the programme while inspectors are at work."""
    concealed: Pips = 2
    """Spread added to estimates of cash while pain is denied."""
    concealed_bias: Pips = 1
    exhausted: Pips = 1
    """Spread of estimates of arsenals and missiles while exhaustion is shown (row 34)."""
    growth: Pips = 2
    """Growth of the programme in a quarter that a forecast is about (row 68)."""


class Deck(Group):
    """How often event cards come."""

    need: Pips = 6
    """2d6 in a month."""
    disorder_per: Annotated[int, Field(ge=1, le=10)] = 3
    """Disorder divided by this weighs disorder cards (row 72)."""


class Constants(Group):
    perception: Perception = Perception()
    predictability: Predictability = Predictability()
    accident: Accident = Accident()
    mass_casualty: MassCasualty = MassCasualty()
    ladder: Ladder = Ladder()
    obedience: Obedience = Obedience()
    salvo: Salvo = Salvo()
    lanes: Lanes = Lanes()
    strikes: Strikes = Strikes()
    war: War = War()
    prevention: Prevention = Prevention()
    attribution: Attribution = Attribution()
    commitments: Commitments = Commitments()
    talks: Talks = Talks()
    appraisal: Appraisal = Appraisal()
    finance: Finance = Finance()
    unrest: Unrest = Unrest()
    home: Home = Home()
    income: Income = Income()
    nuclear: Nuclear = Nuclear()
    intelligence: Intelligence = Intelligence()
    deck: Deck = Deck()

    @model_validator(mode="after")
    def _orders(self) -> Constants:
        p = self.perception
        if not p.under < p.over <= p.far_over:
            raise ValueError("perception: under < over <= far_over")
        return self
