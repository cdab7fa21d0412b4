"""The brief of a seat for the classroom: one page, plain words, nothing that the seat may not know."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.engine.fog import ESTIMATE
from wargame.ruleset.tables import OPERATION, STATEMENT, Ruleset, Scenario, Term
from wargame.text.rulebook.blocks import Block, Bullets, Heading, Page, Text, plain
from wargame.text.rulebook.board import CAUTION
from wargame.text.rulebook.phrases import sentence
from wargame.text.rulebook.seats import Chair, labels, unseen
from wargame.text.words import counted, first_up, joined, month_name, power_name

SWITCHED = "world.settlement-terms"
"""A term that needs this is played only where the scenario switches it on."""


def brief(rules: Ruleset, chair: Chair, scenario: Scenario) -> Page:
    """The page of a seat for a scenario."""
    blocks = [
        *_situation(rules, chair, scenario),
        *_aims(rules, chair, scenario),
        *_sheet(rules, chair),
        *_fog(rules, chair),
    ]
    blocks.append(Text(f"*{CAUTION}*"))
    return Page(f"{plain(chair.seat.label)}: {plain(scenario.label)}", "brief", tuple(blocks))


def _head(text: str) -> Heading:
    return Heading(2, text, "")


def _situation(rules: Ruleset, chair: Chair, scenario: Scenario) -> Iterator[Block]:
    begins = month_name(scenario.first_month, 1)
    yield Text(
        f"{sentence(scenario.text)} Play begins in {begins} and lasts {counted(scenario.months, 'month')} "
        f"at most, a month a turn; about {scenario.minutes} minutes."
    )
    yield _head("Who you are")
    for power in chair.seat.powers:
        name = rules.powers[power]
        who = f"**{plain(first_up(power_name(rules, power)))}.** " if len(chair.seat.powers) > 1 else ""
        yield Text(who + sentence(scenario.briefs.get(name, rules.power_texts[power])))
    plan = rules.tables[chair.table]
    if own := plan.briefs[plan.seats.index(chair.seat.name)]:
        yield Text(sentence(own))


def _aims(rules: Ruleset, chair: Chair, scenario: Scenario) -> Iterator[Block]:
    texts = {v.power: v.text for v in rules.document.of("victory")}
    for power in chair.seat.powers:
        name = rules.powers[power]
        whose = f" for {power_name(rules, power)}" if len(chair.seat.powers) > 1 else ""
        yield _head(f"What you want{whose}")
        yield Text(sentence(texts.get(name, "")))
        terms = [t for t in rules.ends.terms[power] if not _left_out(rules, scenario, t)]
        yield Bullets(tuple(plain(term) for term in _terms(rules, terms)))
        worth = [
            f"{rules.ends.labels[n].lower()} {int(score):+d}"
            for n, score in enumerate(rules.ends.scores[:, power])
            if score
        ]
        draw, marginal, decisive = (int(n) for n in rules.ends.verdicts[power])
        ends = f"The end itself counts: {joined(worth)}. " if worth else ""
        yield Text(
            f"{ends}From {draw} points you have held your own, from {marginal} you have "
            f"won narrowly, from {decisive} clearly. Others count other things: all may win, and all may "
            "lose."
        )


def _left_out(rules: Ruleset, scenario: Scenario, term: Term) -> bool:
    """Whether a term needs a switch that the scenario leaves off."""
    row, table = rules.meters.row.get(SWITCHED, 0), rules.conditions
    thresholds = {int(t) for clause in term.clauses for t in table.clauses[clause]}
    return any(
        row and table.row[t] == row and not table.low[t] <= scenario.start[row] <= table.high[t]
        for t in thresholds
    )


def _terms(rules: Ruleset, terms: list[Term]) -> Iterator[str]:
    """What counts, in as few words as its label allows."""
    for term in terms:
        when = "each month" if term.monthly else "at the end"
        flag = rules.meters.low[term.row] == 0 and rules.meters.high[term.row] == 1
        what = _low([rules.meters.labels[term.row]])
        base = f" {'above' if term.sign > 0 else 'below'} {term.above}" if term.above or term.sign < 0 else ""
        each = "" if flag else f" for each point of {what}{base}"
        yield f"{term.label}: {term.points:+d}{each}, {when}."


def _sheet(rules: Ruleset, chair: Chair) -> Iterator[Block]:
    places = rules.places
    own = chair.seat.cells[places.cell]
    kinds = {STATEMENT: "statement", OPERATION - 1: "diplomatic move", OPERATION: "operation"}
    month = [counted(int((own & (places.kind == kind)).sum()), noun) for kind, noun in kinds.items()
             if (own & (places.kind == kind)).any()]  # fmt: skip
    crisis = [counted(int((own & (places.kind == kind) & places.crisis).sum()), noun) for kind, noun in kinds.items()
              if (own & (places.kind == kind) & places.crisis).any()]  # fmt: skip
    yield _head("What you do")
    yield Text(
        f"Each month you write up to {joined(month)}, in secret; all sheets open together. In a crisis a "
        f"step is three days, and you have {joined(crisis) or 'nothing to order'}. You may leave places "
        "empty: to do nothing is a choice. Your aid lists your orders; ask the umpire what one would do."
    )


def _fog(rules: Ruleset, chair: Chair) -> Iterator[Block]:
    guessed = labels(rules, chair.seat, ESTIMATE)
    others, nobody = unseen(rules, chair.seat)
    yield _head("What you cannot see")
    lines = []
    if guessed:
        lines.append(f"You know only roughly: {plain(_low(guessed))}.")
    if others:
        lines.append(f"Others may know, and you do not: {plain(_low(others))}.")
    if nobody:
        lines.append(f"Nobody at the table sees: {plain(_low(nobody))}.")
    lines.append("What others meant by an act. You see how loud it sounded to you, and so do they.")
    yield Bullets(tuple(lines))


def _low(names: list[str]) -> str:
    """Names as they stand in a sentence: a capital letter stays where a name needs one."""
    return "; ".join(n if n.split()[0] in _PROPER else n[:1].lower() + n[1:] for n in names)


_PROPER = frozenset({"Hormuz", "Red", "Gulf", "Asian"})
