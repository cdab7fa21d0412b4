"""A program killed at any moment: nothing acknowledged is lost, and the game goes on as it would have."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from recorded import contents, fingerprint, play_on, start

from wargame.record.game import Game
from wargame.record.journal import read_journal
from wargame.ruleset.tables import Ruleset

PLAY = """
import sys, time
import wargame
from wargame.record.game import Game

path, pause = sys.argv[1], float(sys.argv[2])
game = Game.load(path)
opponents = wargame.Opponents(game)

def acknowledge(what):
    print(what, flush=True)
    time.sleep(pause)

acknowledge("ready")
while not game.over:
    for seat in game.seats:
        if seat not in game.sealed:
            proposal = opponents.propose(seat)
            game.submit(seat, proposal.orders, proposal.by, proposal.reasons)
            acknowledge(f"sheet {game.step} {seat}")
    game.advance()
    acknowledge(f"step {game.step - 1} {game.turns[-1].after.sum()}")
"""
"""Plays a save to its end and says each thing that the record has taken."""

TEAR = """
import os, signal, sys
from wargame.record import journal

write, left = os.write, int(sys.argv[3])

def torn(file, data):
    global left
    left -= 1
    if left < 0:
        write(file, data[: len(data) * 2 // 3])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(file, data)

journal.os.write = torn
"""
"""The same, but killed in the middle of writing a line."""


@pytest.fixture
def reference(rules: Ruleset, tmp_path: Path) -> Game:
    game = start(rules, tmp_path / "reference.jsonl")
    play_on(game)
    return game


def recorded(path: Path) -> list[str]:
    """What the lines of a save acknowledge, in the words of `PLAY`."""
    said = []
    for line in read_journal(path)[0]:
        if line.content["kind"] == "sheet":
            said.append(f"sheet {line.content['step']} {line.content['seat']}")
        elif line.content["kind"] == "step":
            said.append(f"step {line.content['step']} {sum(line.content['snapshot']['meters'])}")
    return said


def acts(data: bytes) -> list[dict[str, object]]:
    """What was done, without what is another in every save."""
    own = ("nonce", "commitment")
    return [{k: v for k, v in line.items() if k not in own} for line in contents(data)[1:]]


def ends_like(path: Path, reference: Game) -> None:
    game = Game.load(path)
    play_on(game)
    assert game.over
    assert fingerprint(game) == fingerprint(reference)
    assert reference.path is not None
    assert acts(path.read_bytes()) == acts(reference.path.read_bytes())


def test_killed_while_playing(rules: Ruleset, tmp_path: Path, reference: Game) -> None:
    """Killed at four moments drawn by lot, each time further on; then played out and compared."""
    path = tmp_path / "killed.jsonl"
    start(rules, path).close()
    lot = random.Random(5)
    killed = 0
    while killed < 4 and not Game.load(path).over:
        before = len(recorded(path))
        command = [sys.executable, "-c", PLAY, str(path), "0.005"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            said = [child.stdout.readline() for _ in range(lot.randint(1, 6))]
            time.sleep(lot.random() * 0.01)
            child.send_signal(signal.SIGKILL)
            said += child.stdout.readlines()
        killed += child.returncode == -signal.SIGKILL
        acknowledged = [line.strip() for line in said[1:]]
        found = recorded(path)[before:]
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) <= len(acknowledged) + 1, "at most the line that was about to be acknowledged"
    assert killed
    ends_like(path, reference)


@pytest.mark.parametrize("whole", [0, 4, 7])
def test_killed_in_the_middle_of_a_line(rules: Ruleset, tmp_path: Path, reference: Game, whole: int) -> None:
    path = tmp_path / "torn.jsonl"
    start(rules, path).close()
    command = [sys.executable, "-c", TEAR + PLAY, str(path), "0"]
    child = subprocess.run([*command, str(whole)], capture_output=True, text=True, check=False)
    assert child.returncode == -signal.SIGKILL
    assert not path.read_bytes().endswith(b"\n")
    assert recorded(path) == child.stdout.splitlines()[1:], "what was acknowledged, and nothing else"
    assert len(recorded(path)) == whole
    game = Game.load(path)
    assert game.notice is not None
    ends_like(path, reference)
