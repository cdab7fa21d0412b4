"""Chapter 15: worked examples, performed while the book is written, so that it cannot say what did not happen."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.engine.ledger import CLAMP, Entry
from wargame.engine.rule_text import rule_texts
from wargame.engine.worked import Performance, perform
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.studies import Studies
from wargame.ruleset.tables import Ruleset
from wargame.text.rows import NAMES
from wargame.text.rulebook.blocks import Bullets, Chapter, Grid, Text, code, link, plain
from wargame.text.rulebook.phrases import Phrases, sentence
from wargame.text.rulebook.sequence import rule_anchor
from wargame.text.words import joined, number, power_called

MOST = 12
"""So many changes are printed of an example; what it expects comes first."""


def examples(studies: Studies) -> Chapter:
    """Every example, in the order of the rules. Raises RulesetError if one does not come out as it says."""
    chapter = Chapter(15, "Worked examples")
    chapter.add(
        Text(
            "Each begins from a scenario with some numbers changed, deals out the sheets and the dice, and "
            "plays whole steps. What is printed below was played while this book was written; numbers and "
            "causes are the log's own."
        )
    )
    order = list(rule_texts())
    found = sorted(studies.examples.values(), key=lambda e: order.index(e.rule))
    done = [perform(studies.rules, example, studies.document) for example in found]
    if problems := [problem for performance in done for problem in performance.problems]:
        raise RulesetError(studies.rules.name, problems)
    for performance in done:
        _example(chapter, studies, performance)
    return chapter


def _example(chapter: Chapter, studies: Studies, done: Performance) -> None:
    rules, example = studies.rules, done.example
    page = done.rule.page
    chapter.section(example.label, f"example-{example.id}", words=(f"{example.label} (example)",))
    shows = joined([link(plain(NAMES[row].lower()), f"row-{row}") for row in example.rows])
    chapter.add(
        Text(
            f"{link(f'Rule {page.number}, {plain(page.title)}', rule_anchor(done.rule.name))}. Shows {shows}. "
            f"{code(example.id)}"
        ),
        Text(sentence(example.text)),
        Bullets(tuple(_position(rules, done))),
    )
    rows = tuple(_changes(rules, done))
    shown = rows[:MOST]
    if rows:
        chapter.add(Grid(("Step", "What moved", "By", "Why"), shown, small=True))
    else:
        chapter.add(Text("*Nothing moved*, and that is the point of it."))
    if len(rows) > len(shown):
        chapter.add(Text(f"And {number(len(rows) - len(shown))} more changes by the rule."))
    ends = [
        f"{plain(rules.meters.labels[rules.meters.row[name]])} **{value}**"
        for name, value in example.expect.items()
    ]
    chapter.add(Text(f"*In the end:* {joined(ends)}."))


def _position(rules: Ruleset, done: Performance) -> Iterator[str]:
    example = done.example
    meters = rules.meters
    rows = list(dict.fromkeys(meters.row[name] for name in (*example.starts, *example.hold, *example.expect)))
    stands = [f"{plain(label_of(rules, row))} {done.before[row]}" for row in rows]
    scenario = plain(rules.scenarios[example.scenario].label)
    yield f"*Position* (scenario “{scenario}”): {'; '.join(stands)}."
    words = Phrases(rules)
    if example.lines:
        lines = [f"{words.label('line', name)} {state}" for name, state in example.lines.items()]
        yield f"*Lines:* {plain('; '.join(lines))}."
    if example.constants:
        yield f"*Numbers:* {plain('; '.join(f'{k} = {v}' for k, v in example.constants.items()))}."
    if example.off:
        yield f"*Without the rules* {plain(', '.join(example.off))}."
    for at, played in enumerate(done.steps, 1):
        step = f" of step {at}" if len(done.steps) > 1 else ""
        given = [
            f"{power_called(rules, rules.powers[power])}: "
            f"{'; '.join(rules.programs.labels[o] for o in orders)}"
            for power, orders in played.sheets.items()
            if orders
        ]
        yield f"*Orders{step}:* {plain('. '.join(given) or 'none')}."
    if example.dice:
        falls = [f"{code(purpose)} falls {fall}" for purpose, fall in example.dice.items()]
        yield f"*Dice:* {'; '.join(falls)}."


def label_of(rules: Ruleset, row: int) -> str:
    """A meter's label; an estimate is said to be one."""
    power, colon, truth = rules.meters.names[row].partition(":")
    if not colon:
        return rules.meters.labels[row]
    return f"{rules.meters.labels[rules.meters.row[truth]]} as {power_called(rules, power)} sees it"


def _changes(rules: Ruleset, done: Performance) -> Iterator[tuple[str, ...]]:
    """What the rule did, and whatever else moved the numbers that the example is about."""
    wanted = {rules.meters.row[name] for name in done.example.expect}
    for at, played in enumerate(done.steps, 1):
        for entry in played.entries:
            bookkeeping = rules.meters.derived[entry.row]
            if entry.row in wanted or (done.owns(entry) and not bookkeeping):
                mark = "**" if done.owns(entry) else ""
                label = plain(label_of(rules, entry.row))
                yield str(at), f"{mark}{label}{mark}", f"{entry.amount:+d}", plain(_why(rules, entry))


def _why(rules: Ruleset, entry: Entry) -> str:
    if entry.why == CLAMP:
        return "no further: the end of the scale"
    order = f" ({rules.programs.labels[entry.order]})" if entry.order else ""
    roll = f"; 2d6 fell {number(entry.roll)}" if entry.roll else ""
    return f"{entry.why}{order}{roll}"
