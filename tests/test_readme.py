"""The README cannot lie: its example runs, and the commands and files it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from wargame.cli import cli

HERE = Path(__file__).parents[1]
README = (HERE / "README.md").read_text(encoding="utf-8")


def test_the_example_plays_a_whole_game(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)

    assert len([line for line in example.splitlines() if line.strip()]) <= 12
    names: dict[str, object] = {}
    exec(example, names)

    assert names["game"].end in names["rules"].ends.names  # type: ignore[attr-defined]
    assert "each with its cause" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"\bwargame (play|replay|verify|check|saves|simulate|host)\b", README)))
)
def test_every_command_it_names_explains_itself(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])

    assert result.exit_code == 0
    assert "Usage" in result.output


def test_every_folder_and_script_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:wargame|rulesets|tests)/[\w/.-]*|\.ci/run|LICENSE)`", README))

    assert named
    assert [name for name in sorted(named) if not (HERE / name).exists()] == []
