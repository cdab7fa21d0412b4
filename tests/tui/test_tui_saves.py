"""Saves and drafts: nothing is lost, and what cannot be used says why in words."""

from __future__ import annotations

import json
from pathlib import Path

from at_screen import sitting

from wargame.record import shelf
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session

NEW = {"scenario": "intro", "seat": "washington", "seed": 7}


def save_of(steps: int, rules: Ruleset, **choice: object) -> Path:
    session = Session.start(rules, {**NEW, **choice})
    for _ in range(steps):
        session.seal()
        session.open_sheets()
    path = session.game.path
    session.game.close()
    assert path is not None
    return path


async def test_a_draft_outlives_the_program(saves: Path) -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space", "o")
        await person.comes_to("OrderScreen")
        await person.press("enter")
        (order,) = person.app.screen.session.draft  # type: ignore[attr-defined]
    assert len(list(saves.glob("*.draft"))) == 1
    async with sitting() as person:
        await person.press("down", "enter")  # Continue
        await person.comes_to("SavesScreen")
        await person.press("enter")
        await person.comes_to("TableScreen")
        assert "1 written" in person.sees
        await person.press("o")
        await person.comes_to("OrderScreen")
        assert person.app.screen.session.draft == [order]  # type: ignore[attr-defined]


async def test_a_sealed_sheet_that_was_not_opened_is_found_again(saves: Path, rules: Ruleset) -> None:
    """The program died between sealing and the reveal."""
    path = save_of(1, rules)
    game = Game.load(path)
    game.submit("washington", [])
    game.close()
    async with sitting(resume=path) as person:
        await person.comes_to("TableScreen")
        assert "SEALED" in person.sees
        await person.press("o")
        assert "U takes it back" in person.sees
        await person.press("f9")
        await person.comes_to("ReportScreen")
    assert shelf.own_saves()[0].steps == 2
    assert list(saves.glob("*.jsonl")) == [path]


async def test_a_finished_game_opens_on_its_verdict(rules: Ruleset) -> None:
    path = save_of(1, rules)
    session = Session.resume(path)
    while not session.game.over:
        session.seal()
        session.open_sheets()
    session.game.close()
    async with sitting(resume=path) as person:
        await person.comes_to("VerdictScreen")
        assert "points" in person.sees


async def test_other_peoples_seats_are_asked_about(rules: Ruleset) -> None:
    path = save_of(0, rules, players={"tehran": "human"})
    async with sitting(resume=path, seat="washington") as person:
        await person.comes_to("Choice")
        assert "Tehran" in person.sees
        await person.press("escape")
        await person.comes_to("MenuScreen")
    async with sitting(resume=path, seat="washington") as person:
        await person.comes_to("Choice")
        await person.press("enter")
        await person.comes_to("CurtainScreen")
    async with sitting(resume=path, seat="washington") as person:
        await person.comes_to("Choice")
        await person.press("down", "enter")
        await person.comes_to("PageScreen")
        await person.press("space")
        await person.seal()


async def test_bad_saves_are_told_in_words(saves: Path, rules: Ruleset) -> None:
    foreign = saves / "foreign.jsonl"
    foreign.write_text(json.dumps({"kind": "letter"}) + "\n", encoding="utf-8")
    for wish in ({"resume": foreign}, {"replay": foreign}, {"resume": saves / "none.jsonl"}):
        async with sitting(**wish) as person:
            await person.comes_to("PageScreen")
            assert "cannot be" in person.sees
            await person.press("escape")
            await person.comes_to("MenuScreen")
    async with sitting(new={"scenario": "intor"}) as person:
        await person.comes_to("PageScreen")
        assert "intro" in person.sees
    path = save_of(0, rules)
    async with sitting(resume=path, seat="atlantis") as person:
        await person.comes_to("PageScreen")
        assert "atlantis" in person.sees


def test_a_glance_at_a_save(saves: Path, rules: Ruleset) -> None:
    path = save_of(2, rules)
    (found,) = shelf.own_saves()
    assert (found.path, found.steps, found.over, found.scenario) == (path, 2, False, "intro")
    with path.open("ab") as file:
        file.write(b'{"kind":"step","step":2')
    assert shelf.glance(path) == found.__class__(**{**vars(found), "changed": path.stat().st_mtime})
    (saves / "notes.jsonl").write_text("no save\n", encoding="utf-8")
    assert len(shelf.own_saves()) == 1
    assert shelf.next_path("intro", "washington") not in (path, *saves.iterdir())
