"""Sealed sheets are committed to: the record opens every commitment, and nobody can change one unseen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from recorded import chained, contents, everything, play_on, start

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.seals import commit
from wargame.record.verify import verify
from wargame.ruleset.tables import Ruleset

SAVES = Path(__file__).parents[2] / "saves"


@pytest.fixture
def lines(rules: Ruleset, tmp_path: Path) -> list[dict[str, Any]]:
    """A header, four sheets, a step, four sheets and a step."""
    game = start(rules, tmp_path / "whole.jsonl")
    play_on(game, 2)
    game.close()
    return contents((tmp_path / "whole.jsonl").read_bytes())


def test_a_commitment_can_be_made_again_by_hand(rules: Ruleset, tmp_path: Path) -> None:
    """By anybody who has the sheet and its nonce, without this program."""
    game = start(rules, tmp_path / "game.jsonl")
    play_on(game, 1)
    sheet = game.turns[0].sheets["tehran"]
    said = json.dumps([sheet.nonce, 0, "tehran", list(sheet.orders)], separators=(",", ":"))
    assert hashlib.sha256(said.encode()).hexdigest() == sheet.commitment
    assert game.commitments(0) == {seat: s.commitment for seat, s in game.turns[0].sheets.items()}
    assert len(set(game.commitments(0).values())) == 4


def test_a_commitment_is_shown_while_the_sheet_is_sealed(rules: Ruleset) -> None:
    game = start(rules, None)
    assert game.commitments(0) == {}
    assert game.submit("gcc", ["not an order"])
    assert game.commitments(0) == {}
    game.submit("gcc", [])
    first = game.commitments(0)["gcc"]
    game.unseal("gcc")
    assert game.commitments(0) == {}
    game.submit("gcc", [])
    assert game.commitments(0)["gcc"] != first, "the same sheet sealed again does not look the same"
    assert game.commitments(7) == {}


def test_nobody_can_guess_a_sheet_from_its_commitment(rules: Ruleset, tmp_path: Path) -> None:
    """Two tables with the same seed and the same sheets show other commitments; so does a sheet sealed anew."""
    games = [start(rules, tmp_path / f"{n}.jsonl") for n in range(2)]
    shown = []
    for game in games:
        for _ in range(2):
            play_on(game, 1)
            shown += game.commitments(0).values()
            game.undo(0)
    assert len(set(shown)) == len(shown) == 16


TAMPERED: dict[str, dict[str, Any]] = {
    "orders": {"orders": []},
    "nonce": {"nonce": "0" * 32},
    "no nonce": {"nonce": ""},
    "commitment": {"commitment": "0" * 64},
    "seat": {"seat": "proxies"},
}


@pytest.mark.parametrize("case", TAMPERED)
@pytest.mark.parametrize("number", [3, 8])
def test_a_changed_sheet_is_refused(
    lines: list[dict[str, Any]], tmp_path: Path, case: str, number: int
) -> None:
    """Even where all hashes of the lines were made to fit."""
    assert lines[number - 1]["kind"] == "sheet"
    assert lines[number - 1]["orders"]
    if case == "seat":
        del lines[number - 1 : number + 1]
    lines[number - 1].update(TAMPERED[case])
    path = tmp_path / "tampered.jsonl"
    path.write_bytes(chained(lines))
    with pytest.raises(SaveError) as caught:
        Game.load(path)
    what = "is not that of the nonce and the orders"
    assert str(caught.value) == f"{path}:{number}: field 'commitment': {what}"
    assert not verify(path).good


def test_a_commitment_cannot_be_left_out_once_there_was_one(
    lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    del lines[7]["nonce"], lines[7]["commitment"]
    path = tmp_path / "tampered.jsonl"
    path.write_bytes(chained(lines))
    with pytest.raises(SaveError, match=":8: field 'commitment'"):
        Game.load(path)


def test_saves_from_before_there_were_commitments_are_good(tmp_path: Path) -> None:
    """And what is sealed in them from now on is committed to."""
    for path in sorted(SAVES.glob("*.jsonl"))[:3]:
        assert b"nonce" not in path.read_bytes()
        assert verify(path).good
    copy = tmp_path / "old.jsonl"
    copy.write_bytes(path.read_bytes())
    game = Game.load(copy)
    assert game.commitments(0) == {}
    game.undo(1)
    play_on(game, 1)
    assert len(game.commitments(1)) == 4
    game.close()
    assert everything(Game.load(copy)) == everything(game)
    assert copy.read_bytes().startswith(path.read_bytes())


def test_a_commitment_is_to_all_of_a_sheet() -> None:
    sheet = ("n", 3, "gcc", ["a", "b"])
    others = [("m", 3, "gcc", ["a", "b"]), ("n", 4, "gcc", ["a", "b"]), ("n", 3, "gc", ["a", "b"]),
              ("n", 3, "gcc", ["b", "a"]), ("n", 3, "gcc", ["ab"]), ("n", 3, "gcc", ['a","b'])]  # fmt: skip
    assert len({commit(*one) for one in [sheet, *others]}) == 7
