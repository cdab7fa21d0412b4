"""The recorded games that come with the program: all of them play as they were written, to every end.

`make_saves.py` beside this file finds and records them.
"""

from __future__ import annotations

from pathlib import Path

import make_saves
import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset

PATHS = sorted(make_saves.SAVES.glob("*.jsonl"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_recorded_game_plays_as_it_was_written(path: Path) -> None:
    game = Game.load(path)
    assert (game.difference, game.notice, game.halted) == (None, None, None)
    assert game.over
    for turn in game.turns:
        for sheet in turn.sheets.values():
            assert sheet.by.startswith("doctrine") or (sheet.by == "absent" and not sheet.orders)
            assert len(sheet.reasons) == len(sheet.orders)
            assert all(sheet.reasons)


def test_every_end_has_a_recorded_game(rules: Ruleset) -> None:
    """`saves/END.jsonl` reaches END, for every end of the ruleset."""
    reached = {path.stem: Game.load(path).end for path in PATHS if path.stem in rules.ends.names}
    assert reached == {end: end for end in rules.ends.names}


def test_every_sequence_of_record_has_a_recorded_game(rules: Ruleset) -> None:
    """`saves/SCENARIO.jsonl` holds its deeds at their dates."""
    for name in make_saves.sequences(rules):
        game = Game.load(make_saves.SAVES / f"{name}.jsonl")
        done = [n.facts["deed"] for t in game.turns for n in t.notes if n.kind == "deed of record"]
        assert game.scenario.name == name
        assert done == sorted(done)
        assert len(set(done)) == len(done) == len(game.scenario.deeds)


def test_the_search_plays_what_the_table_plays(rules: Ruleset) -> None:
    """A game of a batch is the game at the table with the same seed: same end, same step."""
    for match_up in list(make_saves.match_ups(rules, 3)):
        ends, steps = make_saves.play(rules, match_up, range(4))
        for seed in (0, 3):
            found = make_saves.Found(match_up, 0, seed, int(steps[seed]))
            game = make_saves.record(rules, found, None)
            assert game.end == rules.ends.names[ends[seed]]
            assert game.step == steps[seed]
            assert Opponents(game).fill() == []
