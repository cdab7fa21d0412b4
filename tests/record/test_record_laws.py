"""The record is the game: what is loaded is what was played, and going back is going on from there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import hypothesis.stateful as hs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import SEED, contents, everything, fingerprint, play_on, start, turn_print

import wargame
from wargame.record.forecasts import forecasts
from wargame.record.game import Game
from wargame.record.journal import Journal, SaveError
from wargame.record.lines import Form
from wargame.record.messages import PostError
from wargame.record.replay import _compiled, commitment
from wargame.ruleset.tables import Ruleset

EVENTS = ("agency-report", "campaign-promise", "insurers-raise")
"""Three events that are no scenario's only content."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws") / "game.jsonl"


def test_a_finished_game_is_loaded_as_it_was_played(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl", "standoff")
    play_on(game)
    again = Game.load(tmp_path / "game.jsonl")
    assert game.over
    assert (again.difference, again.notice, again.halted) == (None, None, None)
    assert again.end == game.end
    assert fingerprint(again) == fingerprint(game)
    assert {p: again.score(p) for p in rules.powers} == {p: game.score(p) for p in rules.powers}
    with pytest.raises(ValueError, match="the game is over"):
        again.submit("tehran", [])


def test_entries_lead_from_each_step_to_the_next(rules: Ruleset, tmp_path: Path) -> None:
    """The whole step, its opening and an inject included, and after loading as well."""
    game = start(rules, tmp_path / "game.jsonl")
    before = game.games.state.meters[:, 0] - _sum(rules, game.opening[0])
    game.inject(EVENTS[0])
    play_on(game)
    for played in (game, Game.load(tmp_path / "game.jsonl")):
        meters = before
        for turn in played.turns:
            meters = meters + _sum(rules, turn.entries)
            assert (meters == turn.after).all()


def _sum(rules: Ruleset, entries: tuple[object, ...]) -> np.ndarray:
    total = np.zeros(rules.meters.count, np.int64)
    for entry in entries:
        total[entry.row] += entry.amount  # type: ignore[attr-defined]
    return total


@settings(max_examples=15)
@given(cut=st.floats(0, 1))
def test_a_game_cut_anywhere_goes_on_to_the_same_end(whole_save: bytes, path: Path, cut: float) -> None:
    """Byte for byte: the dice, the doctrines and the record take up where the whole lines end."""
    header = whole_save.index(b"\n") + 1
    path.write_bytes(whole_save[: header + int(cut * (len(whole_save) - header))])
    game = Game.load(path)
    play_on(game)
    game.close()
    assert path.read_bytes() == whole_save


def test_every_length_of_record_is_a_game(whole_save: bytes, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(whole_save)
    steps = 0
    for number, line in enumerate(contents(whole_save), 1):
        steps += line["kind"] == "step"
        game = Game.load(path, upto=number)
        assert game.step == steps
        assert bool(game.sealed) == (line["kind"] == "sheet")
    game = Game.load(path, upto=2)
    game.unseal(next(iter(game.sealed)))
    assert path.read_bytes() == whole_save, "what is tried out on part of a record is not written"


def test_the_seed_is_committed_to(rules: Ruleset) -> None:
    """The salt is new in every game, so that nobody can try out seeds; the dice do not know it."""
    one, two = (start(rules, None) for _ in range(2))
    assert one.header.salt != two.header.salt
    assert one.header.commitment != two.header.commitment
    assert fingerprint(one) == fingerprint(two)
    assert one.header.commitment == commitment(one.header.salt, SEED)


def test_a_year_is_loaded_in_well_under_a_second(rules: Ruleset, tmp_path: Path) -> None:
    """Its ruleset compiled anew, as when a program starts; the bound has room for a slow machine."""
    play_on(start(rules, tmp_path / "game.jsonl", "standoff"))
    _compiled.cache_clear()
    began = process_time()
    Game.load(tmp_path / "game.jsonl")
    assert process_time() - began < 2


# Going back -------------------------------------------------------------------------------------


def test_undo_and_the_same_sheets_give_the_same_game(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game)
    played = fingerprint(game)
    for to in (game.step - 1, 2, 0):
        game.undo(to)
        assert (game.step, game.over, game.sealed) == (to, False, {})
        play_on(game)
        assert fingerprint(game) == played
    game.branch(1, "same")
    play_on(game)
    assert fingerprint(game) == played
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == played


def test_undo_goes_one_step_back_unless_told_otherwise(rules: Ruleset) -> None:
    game = start(rules, None)
    with pytest.raises(ValueError, match="nothing has been played yet"):
        game.undo()
    play_on(game, 3)
    game.undo()
    assert game.step == 2
    game.undo(2)
    assert game.step == 2, "the open step can be begun again"
    for to in (-1, 3):
        with pytest.raises(ValueError, match=f"no step {to} to go back to; steps 0 to 2 have been opened"):
            game.undo(to)
    play_on(game)
    with pytest.raises(ValueError, match=f"there is no step {game.step}"):
        game.branch(game.step)
    with pytest.raises(ValueError, match="luck is same or fresh"):
        game.branch(0, "better")


def test_fresh_luck_leaves_what_was_known_and_changes_what_follows(rules: Ruleset, tmp_path: Path) -> None:
    """The step stands as it was opened; with the same sheets, most seeds lead elsewhere."""
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 2)
    known = fingerprint(game)
    play_on(game)
    first = [turn_print(turn) for turn in game.turns]
    others = []
    for seed in range(6):
        game.branch(2, "fresh", seed)
        assert fingerprint(game)[:3] == known[:3]
        assert fingerprint(game)[3] != known[3], "the next dice are others"
        assert game.opening == known[6]
        play_on(game)
        others.append([turn_print(turn) for turn in game.turns])
        assert others[-1][:2] == first[:2]
    assert sum(other != first for other in others) >= 5
    game.branch(2, "fresh", 3)
    play_on(game)
    assert [turn_print(turn) for turn in game.turns] == others[3], "a named seed comes back"
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == fingerprint(game)


def test_the_dice_of_an_order_do_not_depend_on_the_orders_of_others(rules: Ruleset) -> None:
    """What would have happened, had one seat done nothing: the others roll as they rolled."""
    game = start(rules, None, "standoff")
    compared = 0
    while not game.over:
        opponents = wargame.Opponents(game)
        opponents.fill()
        sheets = dict(game.sealed)
        rolls = _rolls(game)
        for idle in game.seats:
            game.undo(game.step - 1)
            for seat, sheet in sheets.items():
                assert not game.submit(seat, () if seat == idle else sheet.orders)
            shared = _rolls(game)
            for order in set(rolls) & set(shared):
                assert shared[order] == rolls[order], (order, idle)
                compared += 1
    assert compared > 50


def _rolls(game: Game) -> dict[int, int]:
    """2d6 by order, of a step that is resolved here."""
    return {n.facts["order"]: n.facts["roll"] for n in game.advance().notes if n.kind == "roll"}


def test_a_game_can_be_looked_at_as_it_stood(rules: Ruleset, tmp_path: Path) -> None:
    """What is done to the look back is done to nothing else."""
    path = tmp_path / "game.jsonl"
    game = start(rules, path)
    stood = []
    while not game.over:
        stood.append(fingerprint(game))
        play_on(game, 1)
    played, data = fingerprint(game), path.read_bytes()
    for step, then in enumerate(stood):
        assert fingerprint(game.at(step)) == then
    play_on(game.at(2), 1)
    game.at(2).inject(EVENTS[0])
    assert fingerprint(game.at(game.step))[:3] == played[:3]
    assert fingerprint(game) == played
    assert path.read_bytes() == data
    with pytest.raises(ValueError, match=f"there is no step {game.step + 1}"):
        game.at(game.step + 1)


# Injects, players, sheets taken back ------------------------------------------------------------


def test_injects_add_up_and_stay(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl")
    quiet = fingerprint(game)
    for count, event in enumerate(EVENTS, 1):
        game.inject(event)
        told = [rules.programs.names[n.facts["order"]] for n in game.opening[1] if n.kind == "event"]
        assert told[-count:] == [f"event {e}" for e in EVENTS[:count]]
    stirred = fingerprint(game)
    assert stirred != quiet
    play_on(game, 2)
    game.undo(0)
    assert fingerprint(game) == stirred, "an inject belongs to its step"
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == stirred
    with pytest.raises(ValueError, match='did you mean "agency-report"'):
        game.inject("agency-reprot")


def test_an_inject_unseals_the_sheets_it_makes_impossible(rules: Ruleset, tmp_path: Path) -> None:
    """And says whose: nobody is taken to have sealed what cannot be given."""
    fell = stood = 0
    for event in [n.removeprefix("event ") for n in rules.programs.names if n.startswith("event ")]:
        path = tmp_path / f"{event}.jsonl"
        game = start(rules, None if fell else path, "standoff", seed=3)
        for seat in game.seats:
            game.submit(seat, wargame.Opponents(game).propose(seat, "null").orders)
        sealed = dict(game.sealed)
        fallen = game.inject(event)
        assert set(fallen) == set(sealed) - set(game.sealed)
        assert all(game.judge(seat, sealed[seat].orders) for seat in fallen)
        assert not any(game.judge(seat, sheet.orders) for seat, sheet in game.sealed.items())
        fell, stood = fell + len(fallen), stood + len(game.sealed)
        if fallen and game.path:
            assert fingerprint(Game.load(path)) == fingerprint(game)
    assert stood > 0
    assert fell > 0


def test_a_seat_changes_hands(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 1)
    game.set_player("tehran", "human")
    game.undo(0)
    game.close()
    again = Game.load(tmp_path / "game.jsonl")
    assert again.players == game.players == {**again.header.players, "tehran": "human"}
    assert wargame.Opponents(again).fill() == [seat for seat in game.seats if seat != "tehran"]
    for player, message in {
        "nobody": "cannot hold a seat",
        "human being": "cannot hold a seat",
        "doctrine contian": 'is not a doctrine; did you mean "contain"',
        "doctrine contain": "is a doctrine for Washington, which tehran does not play",
    }.items():
        with pytest.raises(ValueError, match=message):
            again.set_player("tehran", player)
        with pytest.raises(ValueError, match=message):
            Game.new(rules, "intro", players={"tehran": player})
    for seat in ("tehran ", "theran"):
        with pytest.raises(ValueError, match="is not a seat"):
            again.set_player(seat, "human")


def test_a_sheet_can_be_taken_back_until_it_is_opened(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl")
    game.submit("gcc", [])
    blank = game.sealed["gcc"]
    assert [f.reason for f in game.submit("gcc", [])] == ["gcc has sealed already"]
    game.unseal("gcc")
    game.unseal("gcc")
    assert not game.sealed
    game.submit("gcc", [], by="doctrine", reasons=("a \ud800 reason",))
    assert game.sealed["gcc"] != blank
    with pytest.raises(ValueError, match="not sealed yet: tehran, washington, proxies"):
        game.advance()
    game.close()
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == fingerprint(game)
    assert [line["kind"] for line in contents((tmp_path / "game.jsonl").read_bytes())[1:]] == [
        "sheet", "unseal", "sheet",
    ]  # fmt: skip


# Acts that cannot be written --------------------------------------------------------------------


def _nothing(game: Game) -> None:
    """The game is as it should be."""
    del game


def _seal_all(game: Game) -> None:
    wargame.Opponents(game).fill()


ACTS: dict[str, tuple[Callable[[Game], object], Callable[[Game], object]]] = {
    "submit": (_nothing, lambda g: g.submit("gcc", [])),
    "unseal": (lambda g: g.submit("gcc", []), lambda g: g.unseal("gcc")),
    "set_player": (_nothing, lambda g: g.set_player("gcc", "null")),
    "inject": (_seal_all, lambda g: g.inject(EVENTS[0])),
    "rule": (_seal_all, lambda g: g.rule("amend", "", {"world.oil": 1, "world.acts": 3}, "So it is.")),
    "attempt": (_seal_all, lambda g: g.attempt("gcc", "Try.", [], [], {"world.oil": 1}, {}, "So it is.")),
    "send": (_nothing, lambda g: g.send("gcc", [], "Good morning.")),
    "hold": (_nothing, lambda g: g.send("gcc", [], "Good morning.", held=True)),
    "control": (lambda g: g.send("gcc", [], "Good morning.", held=True), lambda g: g.control(1, "released")),
    "announce": (_nothing, lambda g: g.announce(["gcc"], "Good morning.")),
    "reason": (_nothing, lambda g: g.reason("gcc", "It is the best of four.")),
    "forecast": (_nothing, lambda g: g.forecast("gcc", "Anna", "rung-rises", 40)),
    "advance": (_seal_all, lambda g: g.advance()),
    "undo": (_seal_all, lambda g: g.undo()),
    "branch": (_seal_all, lambda g: g.branch(1, "fresh", 5)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_an_act_that_is_not_written_has_not_happened(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, trouble: BaseException
) -> None:
    def fail(_: int) -> None:
        raise trouble

    prepare, do = ACTS[act]
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 2)
    prepare(game)
    before = everything(game)
    expected = SaveError if isinstance(trouble, OSError) else KeyboardInterrupt
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(expected):
            do(game)
    assert everything(game) == before
    do(game)
    assert everything(game) != before
    assert everything(Game.load(tmp_path / "game.jsonl")) == everything(game)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_was_written_has_happened(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Ctrl-C the moment after the line is on the disk: game and save agree all the same."""
    append = Journal.append

    def interrupted(journal: Journal, content: dict[str, object]) -> None:
        append(journal, content)
        raise KeyboardInterrupt

    prepare, do = ACTS[act]
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 2)
    prepare(game)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "append", interrupted)
        with pytest.raises(KeyboardInterrupt):
            do(game)
    assert everything(Game.load(tmp_path / "game.jsonl")) == everything(game)
    play_on(game)
    assert everything(Game.load(tmp_path / "game.jsonl")) == everything(game)


def test_an_act_that_the_rules_break_down_in_has_not_happened(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the program costs nobody the game."""
    game = start(rules, tmp_path / "game.jsonl")
    _seal_all(game)
    before = fingerprint(game)
    resolve = type(game.games).resolve

    def breaking(games: object, orders: object) -> None:
        resolve(games, orders)  # type: ignore[arg-type]
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(type(game.games), "resolve", breaking)
        with pytest.raises(ZeroDivisionError):
            game.advance()
    assert fingerprint(game) == before
    game.advance()
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == fingerprint(game)


def test_two_games_may_read_one_save_and_one_may_play_it(rules: Ruleset, tmp_path: Path) -> None:
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 1)
    one, two = (Game.load(tmp_path / "game.jsonl") for _ in range(2))
    assert fingerprint(one) == fingerprint(two) == fingerprint(game)
    for act in (lambda: two.submit("gcc", []), two.hold):
        with pytest.raises(SaveError, match="is being played in another window"):
            act()
    assert not two.sealed
    game.close()
    one.hold()
    with pytest.raises(SaveError, match="is being played in another window"):
        two.hold()
    with pytest.raises(SaveError, match="has been closed"):
        game.submit("gcc", [])
    with pytest.raises(SaveError, match="never overwritten"):
        start(rules, tmp_path / "game.jsonl")
    assert fingerprint(Game.load(tmp_path / "game.jsonl")) == fingerprint(one)


# Anything, in any order -------------------------------------------------------------------------


class Table(hs.RuleBasedStateMachine):
    """A table where people seal, take back, talk, rule, go back and come again, as they please."""

    seats = st.sampled_from(("tehran", "washington", "proxies", "gcc"))
    deeds = st.sampled_from(("carried", "reshaped", "withheld", "leaked"))
    changes = st.dictionaries(st.integers(1, 10**6), st.integers(-12, 12), max_size=4)

    folder: Path
    ruleset: Ruleset

    def __init__(self) -> None:
        super().__init__()
        self.path = self.folder / f"{len(list(self.folder.iterdir()))}.jsonl"
        self.game = start(self.ruleset, self.path)

    def teardown(self) -> None:
        assert everything(Game.load(self.path)) == everything(self.game)
        self.game.close()

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(seat=seats, player=st.sampled_from(("doctrine", "null", "absent")))
    def seal(self, seat: str, player: str) -> None:
        proposal = wargame.Opponents(self.game).propose(seat, player)
        faults = self.game.submit(seat, proposal.orders, proposal.by, proposal.reasons)
        assert not faults or faults[0].reason.endswith("sealed already")

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule()
    def seal_the_rest_and_open(self) -> None:
        wargame.Opponents(self.game).fill()
        for seat in self.game.seats:
            if seat not in self.game.sealed:
                self.game.submit(seat, [])
        self.game.advance()

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(seat=seats)
    def take_back(self, seat: str) -> None:
        self.game.unseal(seat)

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(event=st.sampled_from(EVENTS))
    def stir(self, event: str) -> None:
        self.game.inject(event)

    def meters(self, changes: dict[int, int]) -> dict[str, int]:
        names = self.ruleset.meters.names
        return {names[1 + number % (len(names) - 1)]: by for number, by in changes.items()}

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(changes=changes, form=st.sampled_from(("amend", "void", "overrule")), to=st.sets(seats))
    def rule_on(self, changes: dict[int, int], form: Form, to: set[str]) -> None:
        """Any meter at all, to any number: the step is opened from there."""
        expected = self.game.preview(self.meters(changes))
        before = self.game.games.state.meters[:, 0].copy()
        fallen = self.game.rule(form, "what happened", self.meters(changes), "So it is.", sorted(to))
        after = self.game.games.state.meters[:, 0]
        names = self.ruleset.meters.names
        moved = [(names[row], before[row], after[row]) for row in np.flatnonzero(before != after)]
        assert moved == expected
        assert not set(fallen) & set(self.game.sealed)

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(seat=seats, pros=st.integers(0, 3), cons=st.integers(0, 3), good=changes, bad=changes)
    def try_something(
        self, seat: str, pros: int, cons: int, good: dict[int, int], bad: dict[int, int]
    ) -> None:
        done, _ = self.game.attempt(
            seat, "Try.", ["Yes."] * pros, ["No."] * cons, self.meters(good), self.meters(bad), "So it is."
        )
        assert done.succeeded == (done.roll + pros - cons >= 8)

    @hs.precondition(lambda self: self.game.turns and not self.game.over)
    @hs.rule(number=st.integers(0, 10**6))
    def void_an_order(self, number: int) -> None:
        given = [int(order) for order in self.game.turns[-1].orders if order]
        if given:
            name = self.ruleset.programs.names[given[number % len(given)]]
            self.game.rule("void", name, self.game.undoing(name), "Struck out.")

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(seat=seats, to=st.sets(seats), via=st.sampled_from(("", "gcc", "proxies")), held=st.booleans())
    def say(self, seat: str, to: set[str], via: str, held: bool) -> None:
        try:
            self.game.send(seat, sorted(to), "As you were.", via=via, held=held, mark="pledge")
        except PostError:
            self.game.announce(sorted(to), "Order, order.")

    @hs.precondition(lambda self: self.game.post and not self.game.over)
    @hs.rule(number=st.integers(1, 9), deed=deeds, control=st.sampled_from(("released", "blocked", "leaked")))
    def decide(self, number: int, deed: str, control: str) -> None:
        """Umpire and mediators alike; what cannot be decided any more is refused."""
        for seat in ("gcc", "proxies"):
            with suppress(PostError):
                self.game.mediate(seat, number, deed, "Softly." if deed == "reshaped" else "")
        with suppress(PostError):
            self.game.control(number, control)
        with suppress(PostError):
            self.game.settle(number, "kept")

    @hs.precondition(lambda self: not self.game.over)
    @hs.rule(
        seat=seats,
        person=st.sampled_from(("Anna", "Bo")),
        number=st.integers(0, 8),
        percent=st.integers(0, 100),
    )
    def foretell(self, seat: str, person: str, number: int, percent: int) -> None:
        asked = list(self.game.questions)
        self.game.forecast(
            seat, person, asked[number % len(asked)], percent, act=f"act-{len(self.game.acts)}"
        )
        self.game.reason(seat, f"It is worth {percent} of a hundred." if percent else "")

    @hs.rule(seat=seats, player=st.sampled_from(("human", "doctrine", "null")))
    def hand_over(self, seat: str, player: str) -> None:
        self.game.set_player(seat, player)

    @hs.precondition(lambda self: self.game.turns)
    @hs.rule(back=st.integers(1, 3), luck=st.sampled_from(("undo", "same", "fresh")), seed=st.integers(0, 99))
    def go_back(self, back: int, luck: str, seed: int) -> None:
        to = max(0, self.game.step - back)
        if luck == "undo":
            self.game.undo(to)
        else:
            self.game.branch(to, luck, seed)

    @hs.rule()
    def leave_and_come_again(self) -> None:
        self.game.close()
        again = Game.load(self.path)
        assert (again.notice, again.difference) == (None, None)
        assert [f.happened for f in forecasts(again)] == [f.happened for f in forecasts(self.game)]
        assert everything(again) == everything(self.game)
        self.game = again


def test_any_course_of_play_is_taken_up_as_it_was_left(rules: Ruleset, tmp_path: Path) -> None:
    here = type("Here", (Table,), {"folder": tmp_path, "ruleset": rules})
    hs.run_state_machine_as_test(here, settings=settings(max_examples=20, stateful_step_count=20))
