"""The worked examples of every ruleset that ships, performed: the book cannot lie."""

from __future__ import annotations

from functools import cache

import pytest

from wargame.engine.worked import idle, perform
from wargame.ruleset import load
from wargame.ruleset.problems import RulesetError
from wargame.ruleset.reader import Document, find, read_studies, shipped
from wargame.ruleset.schema import Example
from wargame.ruleset.tables import Ruleset


@cache
def box(name: str) -> tuple[Ruleset, Document]:
    """A ruleset and its studies."""
    rules = load.load(name)
    return rules, read_studies(find(name), rules.document.about)


SHIPPED = [(name, example) for name in shipped() for example in box(name)[1].of("example")]


@pytest.mark.parametrize(("name", "example"), SHIPPED, ids=[f"{n}:{e.id}" for n, e in SHIPPED])
def test_a_worked_example_comes_out_as_it_says(name: str, example: Example) -> None:
    rules, studies = box(name)
    done = perform(rules, example, studies)

    assert "\n".join(map(str, done.problems)) == ""
    assert set(example.rows) <= set(range(1, 76))


def test_every_rule_with_examples_has_one_that_would_differ_without_it() -> None:
    """An example of what does not happen is as true as any other, but it may not stand alone."""
    alone = []
    for name in shipped():
        rules, studies = box(name)
        shown: dict[str, list[bool]] = {}
        for example in studies.of("example"):
            shown.setdefault(example.rule, []).append(idle(rules, perform(rules, example, studies), studies))
        alone += [f"{name}: {rule}" for rule, idles in shown.items() if all(idles)]

    assert alone == []


# What an author reads ----------------------------------------------------------------------------


ACCIDENT: dict[str, object] = {
    "id": "mine",
    "label": "Mine",
    "rule": "ladder.accidents",
    "rows": (27,),
    "text": "",
    "starts": {"tehran-washington.noise": 3, "tehran-washington.rung": 4},
    "dice": {"accident": 12, "obedience": 2},
    "expect": {"world.accidents": 1},
}


def example(**changes: object) -> Example:
    return Example.model_validate({**ACCIDENT, **changes})


def complaint(rules: Ruleset, **changes: object) -> str:
    try:
        return "\n".join(map(str, perform(rules, example(**changes)).problems))
    except RulesetError as error:
        return "\n".join(map(str, error.problems))


def test_a_right_example_has_nothing_wrong(rules: Ruleset) -> None:
    assert complaint(rules) == ""


def test_a_wrong_number_is_told_with_all_that_moved_it(rules: Ruleset) -> None:
    said = complaint(rules, expect={"tehran-washington.rung": 9})

    assert "expected tehran-washington.rung 9, stands at 6 because: start 4; +2 8.5 an accident" in said


def test_a_number_that_nothing_moved_says_so(rules: Ruleset) -> None:
    said = complaint(rules, dice={"accident": 2, "obedience": 2})

    assert said.endswith("expected world.accidents 1, stands at 0 because: start 0; nothing moved it")


def test_what_does_not_exist_is_named_with_the_nearest_that_does(rules: Ruleset) -> None:
    assert 'did you mean "ladder.accidents"' in complaint(rules, rule="ladder.accident")
    assert 'did you mean "world.accidents"' in complaint(rules, expect={"world.accident": 1})
    assert 'did you mean "tehran"' in complaint(rules, sheets=({"teheran": ()},))
    assert 'did you mean "seize-tanker"' in complaint(rules, sheets=({"tehran": ("sieze-tanker",)},))
    assert "it is written strike-network lebanon 1" in complaint(
        rules, sheets=({"washington": ("strike-network basra 9",)},)
    )
    assert "nobody rolls for 'acident' here; did you mean 'accident'?" in complaint(
        rules, dice={"acident": 12, "obedience": 2}, expect={"world.accidents": 0}
    )
    assert 'did you mean "tehran.cash"' in complaint(rules, starts={"tehran.cahs": 1})


def test_an_order_that_cannot_be_given_says_why(rules: Ruleset) -> None:
    said = complaint(rules, sheets=({}, {"tehran": ("close-hormuz",)}), starts={"tehran.resources": 0})

    assert "step 2: tehran: 'close-hormuz': " in said
    assert "costs" in said
    assert "not an order of this seat" in complaint(rules, sheets=({"gcc": ("close-hormuz",)},))


def test_two_dice_cannot_fall_one(rules: Ruleset) -> None:
    said = complaint(rules, dice={"accident": 1, "obedience": 2}, expect={"world.accidents": 0})

    assert "accident is 2d6, which cannot fall 1" in said


def test_orders_after_the_end_are_refused(rules: Ruleset) -> None:
    said = complaint(rules, sheets=({}, {}), starts={"tehran-washington.rung": 10})

    assert "the game ends before step 2 (Regional war)" in said


def test_the_entries_of_the_rule_are_told_from_the_others(rules: Ruleset) -> None:
    hot = {"tehran-washington.noise": 3, "tehran-washington.rung": 4, "washington-proxies.noise": 9}
    done = perform(rules, example(rule="stocks.predictability", starts=hot, sheets=({},)))
    row = rules.meters.row["tehran-washington.rung"]

    assert [e.amount for _, e in done.own if e.row == row] == []
    assert [e.amount for _, e in done.story(row)] == [2]
