"""Saves that cannot be played: a line that cannot stand where it does, and a game that goes otherwise."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recorded import chained, contents, fingerprint, play_on

import wargame
from wargame.engine import games as engine
from wargame.engine import turn as sequence
from wargame.engine.step import Step
from wargame.engine.version import RULES_VERSION
from wargame.record import keeper as keeper_module
from wargame.record import replay as replay_module
from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.replay import commitment
from wargame.record.seals import commit
from wargame.ruleset.tables import Ruleset

Lines = list[dict[str, Any]]
Spoil = Callable[[Lines], object]


@pytest.fixture
def lines(whole_save: bytes) -> Lines:
    """The lines of a finished game: a header, then four sheets and a step, again and again."""
    return contents(whole_save)


def put(path: Path, lines: Lines) -> Path:
    path.write_bytes(chained(lines))
    return path


def header_with(**fields: object) -> Spoil:
    return lambda lines: lines[0].update(fields)


def line_with(number: int, **fields: object) -> Spoil:
    return lambda lines: lines[number - 1].update(fields)


def without(number: int, field: str) -> Spoil:
    return lambda lines: lines[number - 1].pop(field)


def put_in(number: int, **line: object) -> Spoil:
    return lambda lines: lines.insert(number - 1, line)


def taken_out(number: int) -> Spoil:
    return lambda lines: lines.pop(number - 1)


def in_snapshot(field: str, value: object) -> Spoil:
    return lambda lines: lines[5]["snapshot"].update({field: value})


HEADERS: dict[str, tuple[Spoil, str, str]] = {
    "format": (header_with(format=2), "format", "is 2; this program reads format 1"),
    "version": (header_with(rules_version=99), "rules_version", "is 99; this program knows"),
    "version-text": (header_with(rules_version="1"), "rules_version", "input should be a valid integer"),
    "scenario": (
        header_with(scenario="intor"),
        "scenario",
        "'intor' is not a scenario; did you mean \"intro\"",
    ),
    "table": (header_with(table="five"), "table", "'five' is not a table"),
    "players": (header_with(players={"tehran": "human"}), "players", "must name the seats of the table"),
    "player": (lambda ls: ls[0]["players"].update(gcc="nobody"), "players.gcc", "'nobody' cannot hold"),
    "seed": (header_with(seed=-1), "seed", "input should be greater than or equal to 0"),
    "commitment": (header_with(commitment="0"), "commitment", "is not that of the seed"),
    "seed-moved": (header_with(seed=12), "commitment", "is not that of the seed"),
    "meters": (lambda lines: lines[0]["meters"].reverse(), "meters", "the ruleset gives other meters"),
    "digest": (lambda ls: ls[0]["ruleset"].update(digest="0"), "ruleset.digest", "is not that of"),
    "ruleset": (
        lambda ls: ls[0]["ruleset"]["files"].update({"x.toml": "a ="}),
        "ruleset",
        "can no longer be",
    ),
    "files": (
        lambda lines: lines[0]["ruleset"].update(files=[]),
        "ruleset.files",
        "input should be a valid dict",
    ),
    "extra": (header_with(cheat=True), "cheat", "extra inputs are not permitted"),
    "missing": (without(1, "table"), "table", "field required"),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_header_that_will_not_do(lines: Lines, tmp_path: Path, case: str) -> None:
    spoil, field, message = HEADERS[case]
    spoil(lines)
    path = put(tmp_path / "save.jsonl", lines)
    with pytest.raises(SaveError) as caught:
        Game.load(path)
    assert str(caught.value).startswith(f"{path}:1: field '{field}': {message}")


OTHERS: dict[str, tuple[int, Spoil, str, str]] = {
    "kind": (2, line_with(2, kind="cheat"), "kind", ""),
    "no-kind": (2, without(2, "kind"), "kind", ""),
    "extra": (2, line_with(2, more=1), "more", "extra inputs are not permitted"),
    "missing": (3, without(3, "orders"), "orders", "field required"),
    "wrong-type": (3, line_with(3, orders="all"), "orders", "input should be a valid list"),
    "wrong-item": (3, line_with(3, orders=[1]), "orders.0", "input should be a valid string"),
    "number-as-text": (3, line_with(3, step="0"), "step", "input should be a valid integer"),
    "number-with-point": (3, line_with(3, step=0.0), "step", "input should be a valid integer"),
    "truth-as-number": (3, line_with(3, step=False), "step", "input should be a valid integer"),
    "other-step": (3, line_with(3, step=1), "step", "is 1, the game stands at step 0"),
    "seat": (3, line_with(3, seat="moscow"), "seat", "'moscow' is not a seat; the choices are tehran"),
    "order": (3, line_with(3, orders=["win"]), "orders", "'win' is not an order"),
    "event-as-order": (3, line_with(3, orders=["event agency-report"]), "orders", "'event agency-report' is"),
    "sealed-twice": (
        3,
        put_in(3, kind="sheet", step=0, seat="tehran", orders=[]),
        "seat",
        "tehran has sealed",
    ),
    "not-sealed": (2, put_in(2, kind="unseal", step=0, seat="gcc"), "seat", "gcc has not sealed"),
    "event": (2, put_in(2, kind="inject", step=0, event="rain"), "event", "'rain' is not an event"),
    "player": (2, put_in(2, kind="player", seat="gcc", player="me"), "player", "'me' cannot hold a seat"),
    "player-seat": (2, put_in(2, kind="player", seat="me", player="human"), "seat", "'me' is not a seat"),
    "header-again": (2, lambda lines: lines.insert(1, dict(lines[0])), "kind", "a second header"),
    "sheet-gone": (5, taken_out(3), "kind", "a step without the sheets of: washington"),
    "undo-ahead": (
        2,
        put_in(2, kind="undo", to=1),
        "to",
        "there is no step 1 to go back to; only step 0 has",
    ),
    "branch-ahead": (7, put_in(7, kind="branch", to=2, luck="same", seed=11), "to", "there is no step 2"),
    "branch-luck": (
        7,
        put_in(7, kind="branch", to=0, luck="bad", seed=11),
        "luck",
        "input should be 'same' or",
    ),
    "branch-seed": (
        7,
        put_in(7, kind="branch", to=0, luck="same", seed=12),
        "seed",
        "is not the seed of the",
    ),
    "too-many": (6, lambda lines: lines[5]["snapshot"]["meters"].append(0), "snapshot.meters", "has "),
    "too-few": (6, in_snapshot("cases", []), "snapshot.cases", "has the wrong number"),
    "no-number": (6, in_snapshot("ended", None), "snapshot.ended", "input should be a valid integer"),
    "no-end": (6, in_snapshot("ended", 77), "snapshot.ended", "77 is not the number of an end"),
    "no-card": (6, in_snapshot("drawn", [-1]), "snapshot.drawn", "the cards are 0 to"),
    "huge": (6, in_snapshot("drawn", [1 << 40]), "snapshot.drawn.0", "input should be less than"),
    "bounds": (6, lambda ls: ls[5]["snapshot"]["meters"].__setitem__(3, 10**6), "snapshot.meters", ""),
    "case": (
        6,
        lambda ls: ls[5]["snapshot"]["cases"].__setitem__(0, 10**6),
        "snapshot.cases",
        "the order of",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_line_that_cannot_stand_where_it_does(lines: Lines, tmp_path: Path, case: str) -> None:
    """The chain of hashes is made to fit: these are the lines that only the rules can refuse."""
    number, spoil, field, message = OTHERS[case]
    spoil(lines)
    path = put(tmp_path / "save.jsonl", lines)
    with pytest.raises(SaveError) as caught:
        Game.load(path)
    assert str(caught.value).startswith(f"{path}:{number}: field '{field}': {message}")


@pytest.mark.parametrize("line", [
    {"kind": "sheet", "seat": "gcc", "orders": []},
    {"kind": "unseal", "seat": "gcc"},
    {"kind": "inject", "event": "agency-report"},
])  # fmt: skip
def test_nothing_follows_the_end(lines: Lines, tmp_path: Path, line: dict[str, object]) -> None:
    step = lines[-1]["step"] + 1
    path = put(tmp_path / "save.jsonl", [*lines, {**line, "step": step}])
    with pytest.raises(SaveError, match=f":{len(lines) + 1}: field 'kind': the game is over: stand-off"):
        Game.load(path)


# Games that go otherwise ------------------------------------------------------------------------


def refuses_to_be_played(game: Game) -> None:
    """It can be looked at from every side, and nothing can be done to it."""
    assert game.path is not None
    data = game.path.read_bytes()
    seen = fingerprint(game)
    acts: list[Callable[[], object]] = [
        lambda: game.submit("gcc", []),
        lambda: game.unseal("gcc"),
        lambda: game.set_player("gcc", "human"),
        lambda: game.inject("agency-report"),
        game.advance,
        game.undo,
        lambda: game.branch(0, "fresh"),
    ]
    for act in acts:
        with pytest.raises(ValueError, match="this save can be viewed but not played on: "):
            act()
    assert fingerprint(game) == seen
    assert game.path.read_bytes() == data


@pytest.mark.parametrize("to", [11, 31])
def test_another_position_than_the_rules_give(rules: Ruleset, lines: Lines, tmp_path: Path, to: int) -> None:
    """The first meter that differs is named with what moved it; the rest follows from the snapshots."""
    row = rules.meters.row["world.oil"]
    changed = copy.deepcopy(lines)
    step = changed[to - 1]
    assert step["kind"] == "step"
    step["snapshot"]["meters"][row] += 1
    path = put(tmp_path / "save.jsonl", changed)
    game = Game.load(path)
    assert game.difference is not None
    recorded = step["snapshot"]["meters"][row]
    assert (game.difference.step, game.difference.field) == (step["step"], "world.oil")
    assert (game.difference.recorded, game.difference.computed) == (recorded, recorded - 1)
    moved = {e.why for e in game.turns[step["step"]].entries if e.row == row}
    assert set(game.difference.moved_by) == moved
    assert str(game.difference).startswith(f"step {step['step']}: world.oil is {recorded} in the save")
    assert len(game.turns) == sum(line["kind"] == "step" for line in changed)
    for turn, line in zip(game.turns, (line for line in changed if line["kind"] == "step"), strict=True):
        assert turn.after.tolist() == line["snapshot"]["meters"]
    refuses_to_be_played(game)
    before = Game.load(path, upto=to - 1)
    assert before.difference is None, "what came before can be tried out"


def test_other_cards_cases_ends_and_digests(lines: Lines, rules: Ruleset, tmp_path: Path) -> None:
    """What is no meter is compared too."""
    case = {"order": 0, "age": 6}
    for number, (field, value, named) in enumerate([
        ("drawn", [0], f"drawn card '{rules.programs.names[rules.events[0]]}'"),
        ("cases", case["order"], "order of case 1"),
        ("cases", case["age"], "age of case 1"),
        ("ended", 0, "end"),
        ("digest", "0" * 64, "digest of the position"),
    ]):  # fmt: skip
        changed = copy.deepcopy(lines[:6])
        if field == "digest":
            changed[5]["digest"] = value
        elif field == "cases":
            changed[5]["snapshot"]["cases"][value] += 1
        else:
            changed[5]["snapshot"][field] = value
        game = Game.load(put(tmp_path / f"{number}.jsonl", changed))
        assert game.difference is not None
        assert (game.difference.step, game.difference.field) == (0, named)
    assert game.difference is not None
    assert game.difference.recorded == "0" * 64


def test_a_sheet_that_the_rules_refuse_is_a_difference(lines: Lines, rules: Ruleset, tmp_path: Path) -> None:
    """It was sealed once, so it is shown; but these rules would not have sealed it."""
    foreign = next(n for n in rules.programs.names[1:] if rules.programs.power[rules.order(n)] == 1)
    assert lines[1]["seat"] == "tehran"
    lines[1]["orders"] = [foreign]
    lines[1]["commitment"] = commit(lines[1]["nonce"], 0, "tehran", [foreign])
    game = Game.load(put(tmp_path / "save.jsonl", lines))
    assert game.difference is not None
    assert (game.difference.step, game.difference.field) == (0, "the sheet of tehran")
    assert f"{foreign}: not an order of this seat" in str(game.difference)
    assert game.turns[0].sheets["tehran"].orders == (foreign,)
    refuses_to_be_played(game)


def test_changed_rules_are_found_where_they_first_tell(
    whole_save: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that moves the price of oil in the third month: step, field and rule are named."""

    def shock(step: Step) -> None:
        third = step["world.month"] == 3
        step.change("world.oil", np.where(step["world.oil"] > 15, -1, 1), "9.99 a new rule", third)

    phases = [
        replace(phase, rules=(*phase.rules, shock)) if phase.name == "upkeep" else phase
        for phase in sequence.RESOLUTION
    ]
    path = tmp_path / "save.jsonl"
    path.write_bytes(whole_save)
    played = Game.load(path)
    monkeypatch.setattr(engine, "RESOLUTION", tuple(phases))
    game = Game.load(path)
    assert game.difference is not None
    month = next(
        turn.step for turn in played.turns if turn.after[played.rules.meters.row["world.month"]] == 3
    )
    assert (game.difference.step, game.difference.field) == (month, "world.oil")
    assert game.difference.moved_by[-1] == "9.99 a new rule"
    assert [t.after.tolist() for t in game.turns] == [t.after.tolist() for t in played.turns]
    assert (game.over, game.end) == (played.over, played.end)
    for seat in game.seats:
        assert game.view(seat).values.tolist() == played.view(seat).values.tolist()


def test_a_save_of_older_rules_is_for_viewing(
    whole_save: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the newer rules give the same game so far: the next step might be otherwise."""
    path = tmp_path / "save.jsonl"
    path.write_bytes(whole_save[: whole_save.rindex(b"\n", 0, -1) + 1])
    for module in (keeper_module, replay_module):
        monkeypatch.setattr(module, "RULES_VERSION", RULES_VERSION + 1)
    game = Game.load(path)
    assert game.difference is None
    assert (
        game.halted == f"it was played by version {RULES_VERSION} of the rules, this is {RULES_VERSION + 1}"
    )
    refuses_to_be_played(game)


def test_a_torn_line_is_told(whole_save: bytes, tmp_path: Path) -> None:
    path = tmp_path / "save.jsonl"
    path.write_bytes(whole_save[:-9])
    game = Game.load(path)
    assert (
        game.notice
        == f"save.jsonl: the last line was cut short and has been dropped (line {whole_save.count(10)})"
    )
    assert game.halted is None
    play_on(game)
    assert wargame.Game.load(path).notice is None
    assert commitment(game.header.salt, game.header.seed) == game.header.commitment
