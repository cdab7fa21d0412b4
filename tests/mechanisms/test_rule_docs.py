"""The rulebook is the docstrings: every rule has its number and its mechanisms, and the examples are true."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from positions import ROLLS, Position, odds, orders_where

import wargame.engine
from wargame.engine.rule_text import rows_of
from wargame.engine.rules import calendar
from wargame.engine.turn import OPENING, RESOLUTION, Rule, all_rules
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ruleset

REQUIRED = {
    *range(1, 8), *range(10, 19), *range(20, 24), *range(26, 34), *range(36, 39), *range(42, 45),
    *range(46, 49), *range(52, 60), *range(61, 67), 71, 73,
}  # fmt: skip
"""Rows of the mechanism table that the sequence of play needs to be whole."""

IN_DATA = {
    35: "deals.toml: what each deal asks for, `gives` and `gets`",
    56: "operations/tehran.toml: orders tagged `diversion`",
    65: "doctrines/washington.toml: engage, contain, devalue",
}
"""Rows that the ruleset carries rather than a rule, and where."""


def heading(rule: Rule) -> str:
    """The first paragraph of a rule's docstring: number, title, mechanisms."""
    return " ".join((rule.__doc__ or "").strip().split("\n\n")[0].split())


def numbered() -> list[str]:
    """Docstrings of the engine that bear a number of the rulebook: of rules, and of parts of rules."""
    found = []
    for path in Path(wargame.engine.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = ast.get_docstring(node) or "" if isinstance(node, ast.FunctionDef) else ""
            found += [" ".join(text.split())] if re.search(r"^\[\d+\.\d+\]", text, re.MULTILINE) else []
    return found


RULES = {name: rule for name, (_, rule) in all_rules().items()}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_its_number_in_its_phase(name: str) -> None:
    phase = next(p for p in (*OPENING, *RESOLUTION) if RULES[name] in p.rules)
    number = re.match(r"\[(\d+)\.\d+\] \S", heading(RULES[name]))

    assert number
    assert int(number[1]) == list(vocabulary.PHASES).index(phase.name) + 1


@pytest.mark.parametrize("name", RULES)
def test_every_rule_names_its_mechanisms_or_says_that_it_has_none(name: str) -> None:
    text = heading(RULES[name])
    named = bool(rows_of(text)) or bool(re.search(r"[Ss]ection 3\.\d", text))

    assert named != ("No mechanism" in text)


def test_every_required_mechanism_is_in_a_rule_or_in_the_ruleset(rules: Ruleset) -> None:
    named = {row for text in numbered() for row in rows_of(text)}

    assert REQUIRED - named - IN_DATA.keys() == set()
    for row, where in IN_DATA.items():
        if row in REQUIRED:
            assert row not in named, f"row {row} is in a rule: take it from the table"
            assert where.split(":")[0] in rules.document.files


def test_rows_are_rows_of_the_table() -> None:
    assert {row for text in numbered() for row in rows_of(text)} <= set(range(1, 76))


def test_every_rule_is_played_once_but_for_what_holds_a_number() -> None:
    played = [rule for phase in (*OPENING, *RESOLUTION) for rule in phase.rules]

    assert set(played) == set(RULES.values())
    assert [rule for rule in set(played) if played.count(rule) > 1] == [calendar.held]


def test_every_required_mechanism_has_a_numbered_test() -> None:
    here = Path(__file__).parent
    tested = {
        int(number)
        for path in here.glob("test_rows_*.py")
        for number in re.findall(r"def test_row_(\d\d)_", path.read_text(encoding="utf-8"))
    }

    assert REQUIRED - tested == set()


# Worked examples ---------------------------------------------------------------------------------


def percent(chance: Fraction) -> int:
    return round(chance * 100)


def obedience(rules: Ruleset, example: str) -> None:
    assert example.startswith("loyalty 6, dial 2: the cadres obey on 5 or more, 83%")
    start = {f"{n}.dial": 0 for n in rules.networks} | {"iraq.loyalty": 6, "iraq.dial": 2, "iraq.arsenal": 6}
    position = Position(rules, start, games=11, dice={"obedience": ROLLS})
    obeys = (position.run("command.obedience").orders == rules.order("friction-iraq 2")).any(axis=0)

    assert ROLLS[obeys].min() == 5
    assert percent(odds(obeys)) == 83


def cash(rules: Ruleset, example: str) -> None:
    assert "1,300 x 80 / 60,000 = 1, less 1 = 0" in example
    start = {
        "tehran.evasion": 5,
        "world.asia": rules.constants.finance.normal_demand,
        "washington.sanctions": 7,
        "tehran.self-reliance": 1,
        "world.oil": 8,
        "world.month": 3,
    }
    position = Position(rules, start | {f"{n}.dial": 1 for n in rules.networks})
    position.run("economy.cash")

    assert position.facts("quarter") == {"exports": 1300, "income": 1, "drain": 1}
    assert position.one("tehran.cash") == 0


def salvos(rules: Ruleset, example: str) -> None:
    assert example.startswith("20 drones against defence 3 with a full magazine: 8% on average")
    order = next(n for n in orders_where(rules, entry="drone-swarm") if n.endswith("iraq 1"))
    start = {"washington.defence": 3, "washington.interceptors": 20, "world.initiative": 0, "iraq.arsenal": 9}
    position = Position(rules, start, games=6000)
    position.run("interception.salvos", orders=[order])
    facts = [note.facts for _, note in position.games.ledger.notes if note.kind == "salvo"]
    leakers = np.array([f["leakers"] for f in facts])
    spent = -position.moved("washington.interceptors")

    assert {(f["launches"], f["share"], f["met"]) for f in facts} == {(20, 8, 100)}
    assert abs(leakers.mean() / 20 - 0.08) < 0.005
    assert {1, 2} == set(np.argsort(np.bincount(leakers))[-2:].tolist())
    assert set(spent.tolist()) == {1, 2}


def accidents(rules: Ruleset, example: str) -> None:
    assert example == "noise 3, rung 4: 2d6 of 12, 3%. Noise 8, rung 6: 2d6 of 10, 17%."
    for noise, rung, least, chance in ((3, 4, 12, 3), (8, 6, 10, 17)):
        start = {"tehran-washington.noise": noise, "tehran-washington.rung": rung}
        position = Position(rules, start, games=11, dice={"accident": ROLLS})
        position.run("ladder.accidents")
        happens = position.moved("world.accidents") == 1

        assert ROLLS[happens].min() == least
        assert percent(odds(happens)) == chance


def reading(rules: Ruleset, example: str) -> None:
    told = re.search(r"read at 5 on (\d+)%, at 6 or 7 on (\d+)%, at 4 on (\d+)%", example)
    assert told
    order = orders_where(rules, entry="shoot-down-drone")[0]
    assert rules.programs.rung[rules.order(order)] == 5
    position = Position(rules, {"tehran-washington.noise": 3}, games=11, dice={"perception": ROLLS})
    acts = position.run("perception.read", orders=[order]).acts
    assert acts is not None
    read = acts.perceived[rules.powers.index("washington")]
    found = (percent(odds(read == 5)), percent(odds((read == 6) | (read == 7))), percent(odds(read == 4)))

    assert found == tuple(int(n) for n in told.groups())
    assert sum(found) in (99, 100, 101)


def predictability(rules: Ruleset, example: str) -> None:
    assert example == "no channel, noise 3: noise 4 next month, and 5 the month after."
    position = Position(rules, {"tehran-washington.channel": 0, "tehran-washington.noise": 3})
    for noise in (4, 5):
        position.run("stocks.predictability")
        assert position["tehran-washington.noise"].tolist() == [noise]


def appraisal(rules: Ruleset, example: str) -> None:
    told = re.search(
        r"credence (\d+), an interim deal of four quarters at 3 a quarter for 6.*worth (-?\d+)", example
    )
    assert told
    number = rules.deals.names.index("interim-deal")
    if (rules.deals.months[number], *rules.deals.gets[number][:1], *rules.deals.gives[number][:1]) != (
        12,
        3,
        6,
    ):
        pytest.skip("the deal of the example has other terms in this ruleset")
    loyal = {f"{n}.loyalty": 6 for n in rules.networks}
    start = {
        "tehran.credence": int(told[1]),
        "tehran.cash": 10,
        "tehran:tehran.floor": 5,
        "tehran.framing": 1,
    }
    position = Position(rules, start | loyal | {"tehran.nuclear": 13})
    position.run("appraisal.appraise")

    assert position["deal.interim-deal.worth-tehran"].tolist() == [int(told[2])]


EXAMPLES: dict[str, Callable[[Ruleset, str], None]] = {
    "command.obedience": obedience,
    "economy.cash": cash,
    "interception.salvos": salvos,
    "ladder.accidents": accidents,
    "perception.read": reading,
    "stocks.predictability": predictability,
    "appraisal.appraise": appraisal,
}


def example_of(rule: Rule) -> str | None:
    """The worked example of a rule, in one line."""
    found = re.search(r"Example: (.+?)(?:\n\s*\n|$)", (rule.__doc__ or "").rstrip(), re.DOTALL)
    return " ".join(found[1].split()) if found else None


def test_every_worked_example_is_tried() -> None:
    told = {name for name, rule in RULES.items() if example_of(rule)}
    source = Path(wargame.engine.__file__).parent / "rules"
    written = sum(path.read_text(encoding="utf-8").count("Example: ") for path in source.rglob("*.py"))

    assert told == EXAMPLES.keys()
    assert written == len(told), "an example stands where no rule is"


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples_are_true(rules: Ruleset, name: str) -> None:
    example = example_of(RULES[name])
    assert example
    EXAMPLES[name](rules, example)
