"""Rulings: they change where a step began, are booked like everything else, and are all in the record."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recorded import chained, contents, everything, fingerprint, play_on, start

import wargame
from wargame.engine.dice import Dice
from wargame.engine.ledger import CLAMP, RULING
from wargame.record.game import DoneAlready, Game
from wargame.record.journal import SaveError
from wargame.record.verify import verify
from wargame.ruleset.tables import Ruleset

POSTURE = "washington.posture"


@pytest.fixture
def game(rules: Ruleset, tmp_path: Path) -> Game:
    made = start(rules, tmp_path / "game.jsonl", "standoff")
    play_on(made, 2)
    return made


def again(game: Game) -> Game:
    """The same game taken up from its save."""
    assert game.path is not None
    game.close()
    loaded = Game.load(game.path)
    assert loaded.difference is None
    assert verify(game.path).good
    return loaded


def booked(game: Game, meter: str) -> list[tuple[str, int]]:
    row = game.rules.meters.row[meter]
    return [(e.why, e.amount) for e in game.opening[0] if e.row == row and e.why in (RULING, CLAMP)]


# What a ruling does -----------------------------------------------------------------------------


def test_a_ruling_changes_where_the_step_began(game: Game) -> None:
    before = game.meter(POSTURE)
    assert game.rule("amend", "carriers", {POSTURE: -2, "tehran.unrest": 1}, "They had left.") == []
    assert game.meter(POSTURE) == before - 2
    assert booked(game, POSTURE) == [(RULING, -2)]
    assert booked(game, "tehran.unrest") == [(RULING, 1)]
    (line,) = game.rulings
    assert (line.step, line.form, line.about, line.reason) == (2, "amend", "carriers", "They had left.")
    assert line.changes == {POSTURE: -2, "tehran.unrest": 1}
    assert everything(again(game)) == everything(game)


def test_a_ruling_is_held_to_the_bounds_of_a_meter(game: Game) -> None:
    before = game.meter(POSTURE)
    high = int(game.rules.meters.high[game.rules.meters.row[POSTURE]])
    game.rule("amend", "", {POSTURE: 99}, "All of them.")
    game.rule("overrule", "", {POSTURE: -1}, "All but one.")
    assert game.meter(POSTURE) == high - 1
    assert booked(game, POSTURE) == [(RULING, 99), (CLAMP, high - before - 99), (RULING, -1)]
    assert everything(again(game)) == everything(game)


def test_rulings_and_events_keep_the_luck_of_the_step(game: Game, rules: Ruleset) -> None:
    """The cards that were drawn stay drawn, whatever is ruled and in whatever order."""
    drawn = [n.facts["order"] for n in game.opening[1] if n.kind == "event"]
    game.rule("amend", "", {"world.asia": 1}, "So it is.")
    game.inject("agency-report")
    game.rule("amend", "", {"world.asia": -1}, "Or not.")
    told = [n.facts["order"] for n in game.opening[1] if n.kind == "event"]
    assert sorted(told) == sorted([*drawn, rules.programs.index["event agency-report"]])
    assert [line.reason for line in game.rulings] == ["So it is.", "Or not."]
    assert game.injects(game.step) == ("agency-report",)


def test_what_is_taken_away_and_given_back_is_as_if_nothing_had_been(game: Game) -> None:
    """Entries apart: the ledger says what was done."""
    state = game.games.state.digest()
    game.rule("amend", "", {POSTURE: -1, "world.acts": 1}, "So it is.")
    assert game.games.state.digest() != state
    game.rule("overrule", "", {POSTURE: 1, "world.acts": -1}, "It is not.")
    assert game.games.state.digest() == state


def test_entries_still_lead_from_each_step_to_the_next(game: Game) -> None:
    game.rule("amend", "", {POSTURE: 40, "world.oil": -3}, "So it is.")
    play_on(game, 2)
    first, last = game.turns[1], game.turns[3]
    total = first.after.astype(np.int64)
    for turn in game.turns[2:]:
        for entry in turn.entries:
            total[entry.row] += entry.amount
    assert (total == last.after).all()


def test_a_preview_tells_what_will_be_and_does_nothing(game: Game) -> None:
    game.submit("gcc", [])
    before, size = everything(game), game.path.stat().st_size  # type: ignore[union-attr]
    foretold = game.preview({POSTURE: 3, "tehran.unrest": -1})
    event = game.preview("agency-report")
    assert everything(game) == before
    assert game.path.stat().st_size == size  # type: ignore[union-attr]
    meters = game.games.state.meters[:, 0].copy()
    game.rule("amend", "", {POSTURE: 3, "tehran.unrest": -1}, "So it is.")
    assert foretold == [
        (name, was, now)
        for name, was, now in zip(game.rules.meters.names, meters, game.games.state.meters[:, 0], strict=True)
        if was != now
    ]
    game.undo(game.step)
    assert {name for name, _, _ in event} >= {"world.cohesion"}
    with pytest.raises(ValueError, match='did you mean "agency-report"'):
        game.preview("agency-reprot")
    with pytest.raises(ValueError, match=r"'world\.oli' is not a meter; did you mean"):
        game.preview({"world.oli": 1})


def test_a_ruling_unseals_the_sheets_it_makes_impossible(game: Game) -> None:
    """The dearest sheet of every seat falls when nobody has anything left; the empty one stands."""
    opponents = wargame.Opponents(game)
    game.submit("gcc", [])
    for seat in ("tehran", "washington", "proxies"):
        assert not game.submit(seat, opponents.propose(seat, "doctrine").orders)
    sealed = dict(game.sealed)
    poor = {game.rules.meters.names[row]: -99 for row in game.rules.programs.payers.tolist() if row}
    fallen = game.rule("amend", "", poor, "The treasuries are empty.")
    assert fallen
    assert set(fallen) == set(sealed) - set(game.sealed)
    assert "gcc" in game.sealed
    assert game.sealed["gcc"].commitment == sealed["gcc"].commitment
    assert everything(again(game)) == everything(game)


def test_undo_and_branch_keep_the_rulings_of_the_step_they_go_back_to(game: Game) -> None:
    game.rule("amend", "", {POSTURE: -1}, "One.")
    stood = fingerprint(game)
    play_on(game, 1)
    game.rule("amend", "", {POSTURE: -1}, "Two.")
    assert [line.reason for line in game.rulings] == ["One.", "Two."]
    game.undo(2)
    assert [line.reason for line in game.rulings] == ["One."]
    assert fingerprint(game) == stood
    game.branch(1)
    assert game.rulings == ()
    assert everything(again(game)) == everything(game)


def test_nothing_is_ruled_after_the_end(game: Game) -> None:
    play_on(game)
    for act in (
        lambda: game.rule("amend", "", {POSTURE: 1}, "So it is."),
        lambda: game.attempt("gcc", "Try.", [], [], {}, {}, "So it is."),
        lambda: game.preview({POSTURE: 1}),
        lambda: game.forecast("gcc", "Anna", "rung-rises", 40),
        lambda: game.reason("gcc", "Because."),
    ):
        with pytest.raises(ValueError, match="the game is over"):
            act()


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "meter": ({"changes": {"world.oli": 1}}, 'did you mean "world.oil"'),
    "nothing's meter": ({"changes": {"nought": 1}}, "'nought' is not a meter"),
    "amount": ({"changes": {"world.oil": 10**6}}, "changes.world.oil"),
    "form": ({"form": "bend"}, "form: input should be"),
    "form of an attempt": ({"form": "attempt"}, "rolled for"),
    "no reason": ({"reason": " "}, "reason"),
    "reason": ({"reason": "x" * 501}, "reason"),
    "signs": ({"reason": "bell \x07"}, "printable"),
    "seat": ({"to": ["moscow"]}, "'moscow' is not a seat"),
    "twice": ({"to": ["gcc", "gcc"]}, "named twice"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_ruled(game: Game, case: str) -> None:
    about, message = WRONG[case]
    asked = {"form": "amend", "about": "", "changes": {}, "reason": "So it is."} | about
    before = everything(game)
    with pytest.raises(ValueError, match=message):
        game.rule(**asked)
    assert everything(game) == before


# Taking an order back ---------------------------------------------------------------------------


def test_a_voided_order_leaves_every_meter_where_it_would_have_been(rules: Ruleset) -> None:
    """Of one that rolls nothing and touches nothing that a rule reads in the same step."""
    game = start(rules, None, "standoff", seed=4)
    game.submit("washington", ["run-sources"])
    for seat in ("tehran", "proxies", "gcc"):
        game.submit(seat, [])
    turn = game.advance()
    row = rules.programs.index["run-sources"]
    moved = Counter[str]()
    for entry in turn.entries:
        if entry.order == row:
            moved[rules.meters.names[entry.row]] += entry.amount
    assert game.undoing("run-sources") == {name: -by for name, by in moved.items() if by}
    assert game.undoing("run-sources")
    assert game.undoing("run-sources") == game.undoing("run-sources"), "asking does nothing"
    game.rule("void", "run-sources", game.undoing("run-sources"), "It was never sent.")
    assert game.rulings[0].about == "run-sources"


def test_what_a_bound_took_is_not_given_back(rules: Ruleset) -> None:
    """An order that would raise a meter which stands at the end of its scale already has nothing to undo there."""
    book, checked = rules.programs, 0
    start_of = start(rules, None, "standoff")
    for order in start_of.view("tehran").menu:
        rows = [int(row) for row, by in zip(book.effect_row[order], book.effect_by[order], strict=True)
                if row and by > 0 and not rules.meters.derived[row]]  # fmt: skip
        if not rows or book.need[order]:
            continue
        game, name = start(rules, None, "standoff"), book.names[order]
        game.rule("amend", "", {rules.meters.names[row]: 100 for row in rows}, "To the top.")
        if game.judge("tehran", [name]):
            continue
        for seat in game.seats:
            game.submit(seat, [name] if seat == "tehran" else [])
        entries = [e for e in game.advance().entries if e.row in rows]
        raised = {e.row for e in entries if e.order == order and e.amount > 0 and e.phase != "orders"}
        others = {e.row for e in entries if e.order != order and e.why not in (CLAMP, RULING)}
        for row in raised - others:
            assert rules.meters.names[row] not in game.undoing(name)
            checked += 1
    assert checked > 5


def test_only_what_was_played_can_be_taken_back(rules: Ruleset) -> None:
    game = start(rules, None)
    with pytest.raises(ValueError, match="nothing has been played yet"):
        game.undoing("run-sources")
    play_on(game, 1)
    with pytest.raises(ValueError, match='did you mean "run-sources"'):
        game.undoing("run-source")
    assert game.undoing("run-sources") == {}, "nobody gave it"


# Deeds that stand in no list --------------------------------------------------------------------


def test_an_attempt_is_two_dice_with_the_arguments_against_eight(game: Game) -> None:
    pros, cons = ["He is liked.", "He is free."], ["Nobody asked."]
    oil = game.meter("world.oil")
    done, fallen = game.attempt(
        "gcc", "A poet.", pros, cons, {"world.oil": -2}, {"world.oil": 2}, "A stretch."
    )
    assert fallen == []
    assert done.succeeded == (done.roll + 2 - 1 >= 8)
    assert game.meter("world.oil") == oil + (-2 if done.succeeded else 2)
    (line,) = game.rulings
    assert line.attempt == done
    assert (done.seat, done.text, done.pros, done.cons) == ("gcc", "A poet.", pros, cons)
    assert everything(again(game)) == everything(game)


def test_attempts_have_dice_of_their_own(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a step has other ones; the same again after going back; and they move no other die."""
    next_dice = fingerprint(game)[3]

    def rolls() -> list[int]:
        return [game.attempt("gcc", "Try.", [], [], {}, {}, "So it is.")[0].roll for _ in range(12)]

    first = rolls()
    assert len(set(first)) > 3
    assert all(2 <= roll <= 12 for roll in first)
    assert fingerprint(game)[3] == next_dice
    game.undo(1)
    play_on(game, 1)
    assert rolls() == first
    game.branch(1, "fresh", 5)
    play_on(game, 1)
    assert rolls() != first
    purposes: list[str] = []
    two = Dice.two
    monkeypatch.setattr(Dice, "two", lambda d, p, *a, **k: purposes.append(p) or two(d, p, *a, **k))
    play_on(game, 3)
    assert "attempt" not in purposes


# In the record ----------------------------------------------------------------------------------


def ruling(**fields: object) -> dict[str, object]:
    return {"kind": "ruling", "step": 2, "form": "amend", "about": "", "changes": {"world.oil": 1},
            "reason": "So it is.", "to": []} | fields  # fmt: skip


def attempt(game: Game, **fields: object) -> dict[str, object]:
    trial = game.at(2)
    done, _ = trial.attempt("gcc", "Try.", ["Yes."], [], {"world.oil": 1}, {"world.oil": -1}, "So it is.")
    changes = fields.pop("changes", {"world.oil": 1 if done.succeeded else -1})
    return ruling(form="attempt", changes=changes, attempt=done.model_dump() | fields)


def test_a_forged_ruling_is_named(game: Game, tmp_path: Path) -> None:
    good = attempt(game)
    done: dict[str, Any] = good["attempt"]  # type: ignore[assignment]
    forged: dict[str, tuple[dict[str, object], str]] = {
        "meter": (ruling(changes={"world.oli": 1}), "changes"),
        "amount": (ruling(changes={"world.oil": 1001}), "changes.world.oil"),
        "form": (ruling(form="bend"), "form"),
        "no reason": (ruling(reason=""), "reason"),
        "two lines": (ruling(reason="a\nb"), "reason"),
        "about": (ruling(about="a\tb"), "about"),
        "to": (ruling(to=["moscow"]), "to"),
        "step": (ruling(step=1), "step"),
        "rolled for nothing": (ruling(form="attempt"), "form"),
        "attempt in a ruling": (good | {"form": "void"}, "form"),
        "better dice": (attempt(game, roll=2 + done["roll"] % 11), "attempt.roll"),
        "dice of no kind": (attempt(game, roll=13), "attempt.roll"),
        "outcome": (attempt(game, succeeded=not done["succeeded"]), "attempt.succeeded"),
        "pros": (attempt(game, pros=["Yes."] * 11, succeeded=not done["succeeded"]), ""),
        "changes": (attempt(game, changes={"world.oil": 9}), "changes"),
        "seat": (attempt(game, seat="moscow"), "attempt.seat"),
        "text": (attempt(game, text="a\nb"), "attempt.text"),
        "its meters": (attempt(game, failure={"world.oli": 1}), "attempt.failure"),
        "extra": (attempt(game, luck=1), "attempt.luck"),
    }
    assert game.path is not None
    whole = contents(game.path.read_bytes())
    path = tmp_path / "forged.jsonl"
    path.write_bytes(chained([*whole, good]))
    assert Game.load(path).rulings[0].attempt is not None
    for case, (line, field) in forged.items():
        path.write_bytes(chained([*whole, line]))
        with pytest.raises(SaveError) as caught:
            Game.load(path)
        assert f"forged.jsonl:{len(whole) + 1}: field '{field}" in str(caught.value), case


def test_rulings_of_a_save_that_differs_are_still_shown(game: Game, tmp_path: Path) -> None:
    game.rule("amend", "", {"world.oil": 1}, "So it is.")
    play_on(game, 1)
    assert game.path is not None
    whole = contents(game.path.read_bytes())
    row = game.rules.meters.row["world.month"]
    at = next(n for n, line in enumerate(whole) if line["kind"] == "step" and line["step"] == 2)
    whole[at]["snapshot"]["meters"][row] += 1
    path = tmp_path / "other.jsonl"
    path.write_bytes(chained(whole))
    shown = Game.load(path)
    assert shown.difference is not None
    assert (shown.difference.step, shown.difference.field) == (2, "world.month")
    assert [line.reason for line in shown.rulings] == ["So it is."]
    with pytest.raises(ValueError, match="can be viewed but not played on"):
        shown.rule("amend", "", {}, "So it is.")


# Acts with an id --------------------------------------------------------------------------------


def test_an_act_with_an_id_is_done_once(game: Game) -> None:
    game.rule("amend", "", {"world.oil": 1}, "So it is.", act="one-and-only")
    before = everything(game)
    for act in (
        lambda: game.rule("amend", "", {"world.oil": 1}, "So it is.", act="one-and-only"),
        lambda: game.submit("gcc", [], act="one-and-only"),
        lambda: game.announce([], "Order!", act="one-and-only"),
        lambda: game.undo(act="one-and-only"),
        lambda: game.set_player("gcc", "null", act="one-and-only"),
    ):
        with pytest.raises(DoneAlready, match="done already"):
            act()
    assert everything(game) == before
    assert game.acts == {"one-and-only"}
    game.undo(0, act="back")
    game.branch(0, "fresh", 3, act="aside")
    assert game.acts == {"one-and-only", "back", "aside"}, "going back forgets none"
    assert everything(again(game)) == everything(game)


def test_an_id_stands_once_in_a_save(game: Game, tmp_path: Path) -> None:
    game.name_person("gcc", "Anna", act="naming")
    assert game.path is not None
    whole = contents(game.path.read_bytes())
    path = tmp_path / "forged.jsonl"
    path.write_bytes(chained([*whole, whole[-1]]))
    with pytest.raises(SaveError, match=f":{len(whole) + 1}: field 'act': 'naming' was done already"):
        Game.load(path)


def test_a_line_without_new_fields_has_the_bytes_it_always_had(game: Game) -> None:
    assert game.path is not None
    game.send("gcc", [], "Good morning.")
    said = contents(game.path.read_bytes())[-1]
    assert list(said) == ["kind", "step", "phase", "number", "sender", "to", "form", "via", "mark", "text"]
