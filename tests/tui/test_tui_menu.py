"""The menu: what leads out of the interface, and what is asked outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_screen import sitting

from wargame.classroom import host
from wargame.tui.screens.menu import CHOICES


@pytest.mark.parametrize("where", ["join", "host"])
async def test_the_terminal_goes_to_a_class(where: str) -> None:
    async with sitting() as person:
        await person.app.rules()
        await person.press("home", *["down"] * [name for name, *_ in CHOICES].index(where), "enter")
        assert person.app.leaves_for == where
        assert person.app._exit


@pytest.mark.parametrize(
    ("typed", "tables", "told"),
    [
        ("3", 3, ""),
        ("", None, ""),
        ("many", None, "'many' is not a number from 1 to 24"),
        ("25", None, "'25' is not a number from 1 to 24"),
    ],
)
def test_hosting_from_the_menu_asks_for_tables(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    typed: str,
    tables: int | None,
    told: str,
) -> None:
    wishes: list[host.Wish] = []
    monkeypatch.setenv("WARGAME_SAVES", str(tmp_path))
    monkeypatch.setattr("builtins.input", lambda _: typed)
    monkeypatch.setattr(host, "run_command", lambda wish, _: wishes.append(wish))
    host.ask_and_host()

    assert [wish.tables for wish in wishes] == ([] if tables is None else [tables])
    said = capsys.readouterr().out
    assert told in said
    assert str(tmp_path / "class") in said
