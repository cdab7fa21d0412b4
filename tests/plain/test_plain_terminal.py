"""The plain game in a real terminal: played, killed, taken up again, finished and verified."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from wargame.record.verify import verify

ANSI = "\x1b["


def start(*words: str, folder: Path) -> pexpect.spawn:
    env = os.environ | {"WARGAME_SAVES": str(folder), "TERM": "dumb"}
    return pexpect.spawn(sys.executable, ["-m", "wargame", *words], env=env, encoding="utf-8", timeout=30,
                         dimensions=(24, 80))  # fmt: skip


@pytest.mark.parametrize("seat", ["gcc"])
def test_a_game_is_played_killed_resumed_finished_and_verified(tmp_path: Path, seat: str) -> None:
    prompt = f"{seat}> "
    words = (
        "play",
        "--plain",
        "--scenario",
        "intro",
        "--seat",
        seat,
        "--seed",
        "11",
        "--against",
        "tehran=null",
    )
    child = start(*words, folder=tmp_path)
    child.expect_exact(prompt)
    (save,) = tmp_path.glob("*.jsonl")
    for line in ("? good-off", "carry-a-m", "why 1", "seal", "suggest"):
        child.sendline(line)
        child.expect_exact(prompt)
    assert "On the sheet" in (child.before or "")
    child.kill(signal.SIGKILL)
    child.wait()

    child = start("play", "--plain", "--resume", str(save), folder=tmp_path)
    child.expect_exact("Your sheet as you left it:")
    child.expect_exact("suggest-a-way-down")
    child.expect_exact(prompt)
    while True:
        child.sendline("seal")
        if child.expect_exact([prompt, "To read it again:"]) == 1:
            break
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    finding = verify(save)
    assert finding.good
    assert finding.text.startswith("ok: intro, ")
    assert "ended" in finding.text

    told = subprocess.run([sys.executable, "-m", "wargame", "replay", str(save), "--plain", "--seat", seat],
                          capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert "as seen by GCC mediators." in told
    assert "The end: " in told
    assert ANSI not in told


def test_ctrl_c_and_a_closed_terminal_lose_nothing(tmp_path: Path) -> None:
    child = start(
        "play", "--plain", "--scenario", "intro", "--seat", "tehran", "--seed", "1", folder=tmp_path
    )
    child.expect_exact("tehran> ")
    child.sendline("seal")
    child.expect_exact("tehran> ")
    child.sendintr()
    child.expect_exact("To go on:")
    child.expect(pexpect.EOF)
    child.close()
    (save,) = tmp_path.glob("*.jsonl")

    assert child.exitstatus == 130
    assert verify(save).text == "ok: intro, 1 step, not ended"

    child = start("play", "--plain", "--resume", str(save), folder=tmp_path)
    child.expect_exact("tehran> ")
    child.close(force=True)  # the terminal goes away

    assert verify(save).good
