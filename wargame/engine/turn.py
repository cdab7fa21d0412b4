"""The sequence of play. Reading this page is reading the rulebook's own page of that name.

Sheets are sealed between `OPENING` and `RESOLUTION`. The changes of a phase settle together when it
ends, so the order of rules within a phase matters only for what they hand on within the step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wargame.engine.rules import (
    appraisal,
    attribution,
    calendar,
    command,
    deals,
    economy,
    endings,
    estimates,
    events,
    home_front,
    interception,
    ladder,
    orders,
    perception,
    prevention,
    red_lines,
    rhetoric,
    stocks,
    street,
    strikes,
)
from wargame.engine.step import Step
from wargame.ruleset import vocabulary

Rule = Callable[[Step], None]


@dataclass(frozen=True)
class Phase:
    name: str
    rules: tuple[Rule, ...]

    @property
    def number(self) -> int:
        return list(vocabulary.PHASES).index(self.name)


OPENING = (
    Phase("world", (
        calendar.dates, calendar.held, calendar.spells, calendar.fresh_step, events.injects, events.deck,
    )),
    Phase("intelligence", (estimates.refresh, estimates.report, appraisal.appraise)),
)  # fmt: skip

RESOLUTION = (
    Phase("orders", (orders.reveal, orders.pay, orders.of_record)),
    Phase("words", (
        orders.words, rhetoric.tone, rhetoric.refusal, rhetoric.exhaustion, rhetoric.denial, rhetoric.threats,
    )),
    Phase("diplomacy", (orders.moves, deals.negotiate, deals.seen_at_the_table, deals.run, deals.disputes)),
    Phase("means", (orders.means, economy.priced_in)),
    Phase("deeds", (
        command.obedience, command.decoupling, prevention.third_state,
        orders.deeds, interception.salvos, interception.tempo, strikes.strikes,
        home_front.aversion, strikes.leadership, strikes.aftermath,
        attribution.wrong_address, attribution.investigate, attribution.open_cases,
    )),
    Phase("reading", (
        perception.read, red_lines.test_lines, red_lines.answers, red_lines.forced_response,
        ladder.accidents, ladder.climb, ladder.loud_acts, ladder.initiative, economy.lanes,
        deals.violations, deals.spoilers,
    )),
    Phase("reading", (calendar.held, ladder.highest, ladder.war)),
    Phase("upkeep", (
        economy.cash, economy.coalition, economy.traffic, economy.oil, street.unrest, street.repression,
        home_front.fatigue, home_front.pivot, home_front.capital,
        street.factions, street.influence, command.freelance, command.unconsulted,
        stocks.magazines, stocks.knowledge, stocks.defence_project, stocks.predictability,
        economy.income, economy.costs, estimates.indicators, deals.vote,
    )),
    Phase("end", (endings.count_the_month,)),
    Phase("end", (endings.check,)),
)  # fmt: skip


def play(phases: tuple[Phase, ...], step: Step) -> None:
    """Play phases one after the other; rules that the scenario switches off are left out."""
    off = step.scenario.off
    for phase in phases:
        step.ledger.phase = phase.number
        for rule in phase.rules:
            if not off or rule_name(rule) not in off:
                rule(step)
        step.ledger.settle()


def rule_name(rule: Rule) -> str:
    """What a rule is called in scenarios and tables: `ladder.climb`."""
    return f"{rule.__module__.rsplit('.', 1)[-1]}.{rule.__name__}"


def all_rules() -> dict[str, tuple[str, Rule]]:
    """Every rule of the sequence of play: name -> (phase, rule)."""
    return {rule_name(r): (p.name, r) for p in (*OPENING, *RESOLUTION) for r in p.rules}
