"""The table of mechanisms: every row has its rule, its worked example and its experiment."""

from __future__ import annotations

from functools import cache

import pytest
from click.testing import CliRunner

from wargame.cli import cli
from wargame.engine.rule_text import rule_texts
from wargame.engine.turn import all_rules
from wargame.engine.worked import perform
from wargame.ruleset.constants import Constants
from wargame.ruleset.studies import ROWS, Studies, load_studies
from wargame.text.constants import constant_table
from wargame.text.mechanisms import Mechanism, as_lines, as_markdown, failure_sources, mechanisms
from wargame.text.rows import FAILURES, IN_DATA, NAMES

IDLE_CONSTANTS: set[tuple[str, str]] = set()
"""Constants that no rule of the sequence of play reads, and why they stand: none."""


@cache
def table() -> dict[int, Mechanism]:
    return {m.row: m for m in mechanisms(load_studies("standoff"))}


@cache
def studies() -> Studies:
    return load_studies("standoff")


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_a_row_has_its_rule_its_worked_example_and_its_experiment(row: int) -> None:
    assert table()[row].lacks == ()


def test_the_table_has_every_row_once() -> None:
    assert list(NAMES) == list(range(1, ROWS + 1))
    assert len(set(NAMES.values())) == ROWS


def test_rows_carried_by_tables_of_the_ruleset_are_in_no_rule() -> None:
    named = {row for text in rule_texts().values() for row in text.rows}

    assert IN_DATA.keys() & named == set()
    assert {rule for rule, _ in IN_DATA.values()} <= all_rules().keys()


def test_an_example_shows_rows_that_a_rule_at_work_in_it_carries() -> None:
    """Its own rule, another that moves something in it, or a table of the ruleset."""
    texts, found, wrong = rule_texts(), studies(), []
    for example in found.examples.values():
        done = perform(found.rules, example, found.document)
        whys = [entry.why for played in done.steps for entry in played.entries]
        acting = [text for text in texts.values() if text.whys and any(w.startswith(text.whys) for w in whys)]
        carried = {row for text in (done.rule, *acting) for row in text.rows} | IN_DATA.keys()
        wrong += [f"{example.id}: row {row}" for row in example.rows if row not in carried]

    assert wrong == []


def test_every_failure_mode_has_a_rule_and_everything_it_names_exists() -> None:
    for failure in FAILURES:
        assert set(failure.rules) <= all_rules().keys(), failure.name
        assert failure.rules
        assert len(failure_sources(studies(), failure)) == len(failure.rules) + len(failure.entries)


def test_every_constant_is_read_by_a_rule() -> None:
    read = {pair for text in rule_texts().values() for pair in text.constants}

    assert set(constant_table(Constants())) - read == IDLE_CONSTANTS


def test_constants_of_a_rule_are_found_in_its_source_by_any_name() -> None:
    accident = rule_texts()["ladder.accidents"]
    seen = rule_texts()["command.freelance"]

    assert {("accident", "need"), ("accident", "noise_per")} <= set(accident.constants)
    assert set(seen.constants) == {("talks", "guards_veto"), ("obedience", "guards_dial")}
    assert ("mass_casualty", "per_launch") in rule_texts()["interception.salvos"].constants, (
        "by way of a part"
    )


def test_numbers_that_differ_from_the_code_say_so() -> None:
    rules = studies().rules
    different = [c for c in constant_table(rules.constants).values() if c.differs]
    printed = "\n".join(as_lines(studies()))

    assert different
    assert all(f"{c.path} = " in printed for c in different)
    assert printed.count(" in the code)") >= len(different)


def test_the_command_prints_every_row_in_both_forms() -> None:
    plain = CliRunner().invoke(cli, ["mechanisms"])
    markdown = CliRunner().invoke(cli, ["mechanisms", "--markdown"])
    one = CliRunner().invoke(cli, ["mechanisms", "--row", "27"])
    none = CliRunner().invoke(cli, ["mechanisms", "--row", "76"])

    assert plain.exit_code == markdown.exit_code == one.exit_code == 0
    assert all(name in plain.output and name in markdown.output for name in NAMES.values())
    assert all(f.name in plain.output for f in FAILURES)
    assert all(switch.id in plain.output for switch in studies().rules.document.of("switch"))
    assert "8.5 Accident (ladder.accidents)" in one.output
    assert NAMES[26] not in one.output
    assert none.exit_code != 0
    assert "there is no row 76" in none.output


def test_markdown_rows_have_as_many_cells_as_their_heads() -> None:
    lines = list(as_markdown(studies()))
    widths = {line.count("|") for line in lines[2 : 2 + ROWS]}

    assert widths == {lines[0].count("|")}
