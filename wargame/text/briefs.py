"""The brief of a seat: where it stands, what it wants, and what it cannot see."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset, Term
from wargame.text.eyes import Eyes, eyes
from wargame.text.words import first_up, power_name


def seat_brief(game: Game, seat: str | None) -> str:
    """Paragraphs, parted by blank lines: the scenario, each power's brief and terms, what is hidden."""
    sight, rules, scenario = eyes(game, seat), game.rules, game.scenario
    texts = {v.power: v.text for v in rules.document.of("victory")}
    parts = [f"{scenario.label}. {scenario.text}"]
    for power in sight.seat.powers:
        name = rules.powers[power]
        who = first_up(power_name(rules, power))
        parts.append(f"{who}. {scenario.briefs.get(name, rules.power_texts[power]).strip()}")
        parts += _own_part(sight, power)
        parts.append(
            "\n".join(
                [f"What counts for {power_name(rules, power)}: {texts.get(name, '')}", *_terms(rules, power)]
            )
        )
    if not sight.umpire:
        parts += _unseen(sight)
    return "\n\n".join(parts)


def _own_part(sight: Eyes, power: int) -> list[str]:
    """What a seat does inside a power that it shares with others; nothing if it has the power to itself."""
    rules, seat = sight.rules, sight.seat
    table = rules.tables[sight.game.header.table]
    brief = "" if sight.umpire else table.briefs[table.seats.index(seat.name)]
    if not brief:
        return []
    theirs = (table.cells & ~seat.cells & (rules.cell_power == power)).any(axis=1)
    others = [label for label, there in zip(table.labels, theirs, strict=True) if there]
    whose = power_name(rules, power)
    shared = f" Beside you: {'; '.join(others)}. You share the means and the points of {whose}."
    return [f"Your seat, {seat.label}. {brief}{shared if others else ''}"]


def _terms(rules: Ruleset, power: int) -> list[str]:
    lines = [f"- {term_words(rules, term)}" for term in rules.ends.terms[power]]
    worth = [
        f"{label.lower()} {score:+d}"
        for label, score in zip(rules.ends.labels, rules.ends.scores[:, power].tolist(), strict=True)
        if score
    ]
    if worth:
        lines.append(f"- The end itself: {', '.join(worth)}.")
    draw, marginal, decisive = (int(n) for n in rules.ends.verdicts[power])
    lines.append(f"- {draw} points are a draw, {marginal} a marginal and {decisive} a decisive victory.")
    return lines


def term_words(rules: Ruleset, term: Term) -> str:
    """A victory term in words: `Influence held: +1 for each point of ... above 5, every month.`"""
    when = "every month" if term.monthly else "at the end"
    side = "above" if term.sign > 0 else "below"
    label = rules.meters.labels[term.row]
    what = f"for each point of {label} {side} {term.above}"
    if rules.meters.low[term.row] == 0 and rules.meters.high[term.row] == 1:
        what = f"{'if' if side == 'above' else 'unless'} {label[:1].lower() + label[1:]}"
    needs = [rules.conditions.words[c] for c in term.clauses if c]
    only = f", if {' and '.join(needs)}" if needs else ""
    return f"{term.label}: {term.points:+d} {what}, {when}{only}."


def _unseen(sight: Eyes) -> list[str]:
    meters = sight.rules.meters
    rows = [r for r in range(1, meters.count) if not meters.derived[r]]
    guessed = _labels(sight, [r for r in rows if sight.estimates(r)], rows)
    hidden = _labels(sight, [r for r in rows if not sight.knows(r)], rows)
    parts = []
    if guessed:
        parts.append(f"Known only as estimates: {', '.join(guessed)}.")
    if hidden:
        parts.append(f"Not seen at all: {', '.join(hidden)}.")
    return parts


def _labels(sight: Eyes, some: list[int], rows: list[int]) -> list[str]:
    """Labels without the one of several things that they stand for, unless the seat sees another of them."""
    labels = sight.rules.meters.labels
    seen = {labels[r].partition(",")[0] for r in rows if sight.exact(r)}
    shorts = [labels[r].partition(",")[0] for r in some]
    return list(dict.fromkeys(f"{s} of others" if s in seen else s for s in shorts))
