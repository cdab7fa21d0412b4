"""Messages on the screen: written, read, answered, carried by a mediator, and kept out of everybody else's sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from at_screen import Person, check, sitting, unpressed

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session
from wargame.tui.screens.messages import MessagesScreen
from wargame.tui.screens.story import StoryScreen
from wargame.tui.screens.table import TableScreen

SEATS = ("tehran", "washington", "proxies", "gcc")


@pytest.fixture
def game(rules: Ruleset) -> Game:
    """Four people; the screens below show one of them."""
    return Game.new(rules, "intro", seed=3)


async def sit(person: Person, game: Game, seat: str) -> Session:
    """At a seat's table, on its messages."""
    session = Session(game, seat)
    await person.app.push_screen(TableScreen(session))
    while person.at != "TableScreen":
        await person.press("escape")
    await person.press("m")
    await person.comes_to("MessagesScreen")
    return session


async def test_a_message_is_written_and_read(game: Game) -> None:
    async with sitting() as person:
        await sit(person, game, "washington")
        assert "Nobody has said anything" in person.sees
        await person.press("n")
        await person.comes_to("LetterScreen")
        assert "Who reads it?" in person.sees
        await person.press("f9")
        assert person.at == "LetterScreen", "a message for nobody is not sent"
        await person.press("down", "right", "down", "right", "end", "right", "tab", *"Stand")
        await person.press("space", *"back.")
        assert "A joint message to Tehran and the proxies." in person.sees
        assert "11 of 500 characters" in person.sees
        await person.press("f9")
        await person.comes_to("MessagesScreen")
        assert "You to Tehran and the proxies, a pledge" in person.sees
        assert "Stand back." in person.sees
    (seen,) = game.messages("proxies")
    assert (seen.sender, seen.to, seen.mark, seen.text) == (
        "washington", ("tehran", "proxies"), "pledge", "Stand back.",
    )  # fmt: skip
    assert game.messages("gcc") == []


async def test_unread_messages_stand_in_the_status_line(game: Game) -> None:
    game.send("tehran", ["washington"], "We see you.")
    game.send("tehran", [], "We see everybody.")
    game.send("tehran", ["gcc"], "Not for you.")
    async with sitting() as person:
        session = Session(game, "washington")
        await person.app.push_screen(TableScreen(session))
        while person.at != "TableScreen":
            await person.press("escape")
        assert "2 unread messages" in person.sees.splitlines()[0]
        await person.press("m")
        await person.comes_to("MessagesScreen")
        assert person.sees.count("new ") == 2
        await person.press("escape")
        await person.comes_to("TableScreen")
        assert "unread" not in person.sees
        await person.press("m")
        await person.comes_to("MessagesScreen")
        assert "new " not in person.sees


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_the_longest_status_line_still_shows_what_is_unread(
    size: tuple[int, int], rules: Ruleset
) -> None:
    game = Game.new(rules, "crisis", seed=3)
    game.send("tehran", [], "We see everybody.")
    async with sitting(size) as person:
        await person.app.push_screen(TableScreen(Session(game, "gcc")))
        while person.at != "TableScreen":
            await person.press("escape")
        head = person.sees.splitlines()[0]
        assert "GCC mediators" in head
        assert "1 unread message" in head
        assert "sheet: empty" in head


MEDIATIONS: dict[str, tuple[tuple[str, ...], Callable[[Game], bool], str]] = {
    "carry": (("c",), lambda g: [s.text for s in g.messages("washington")] == ["We would talk."],
              "You passed it on as it was."),
    "withhold": (("x", "y"), lambda g: g.messages("washington") == [], "You kept it back."),
    "leak": (("k", "y"), lambda g: g.messages("proxies")[0].leaked, "You let it leak"),
}  # fmt: skip


@pytest.mark.parametrize("deed", MEDIATIONS)
async def test_a_mediator_decides(game: Game, deed: str) -> None:
    keys, good, told = MEDIATIONS[deed]
    game.send("tehran", ["washington"], "We would talk.", via="gcc")
    async with sitting() as person:
        await sit(person, game, "gcc")
        assert "It waits for you" in person.sees
        await person.press(*keys)
        await person.until(lambda: told in person.sees and person.at == "MessagesScreen")
        assert good(game)
        if deed != "leak":
            await person.press("c", "e", "x")
            assert person.at == "MessagesScreen", "what was decided is decided"


async def test_a_mediator_rewords(game: Game) -> None:
    game.send("tehran", ["washington"], "Go.", via="gcc", mark="threat")
    async with sitting() as person:
        await sit(person, game, "gcc")
        await person.press("e")
        await person.comes_to("LetterScreen")
        assert "In your words, for Washington." in person.sees
        assert "Go." in person.sees
        await person.press("end", *" in peace", "tab", "right", "f9")
        await person.comes_to("MessagesScreen")
        assert "You passed on instead: “Go. in peace”" in person.sees
    (seen,) = game.messages("washington")
    assert (seen.text, seen.mark) == ("Go. in peace", "none")


async def test_what_is_being_written_outlives_the_program(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    game = Game.new(rules, "intro", seed=3, path=path)
    async with sitting() as person:
        await sit(person, game, "washington")
        await person.press("n")
        await person.comes_to("LetterScreen")
        await person.press("down", "right", "tab", *"Unsent")
    game.close()
    async with sitting() as person:
        await sit(person, Game.load(path), "washington")
        await person.press("n")
        await person.comes_to("LetterScreen")
        assert "Unsent" in person.sees
        assert "private message to Tehran" in person.sees
        await person.press("f9")
        await person.comes_to("MessagesScreen")
    assert [seen.text for seen in Game.load(path).messages("tehran")] == ["Unsent"]


async def test_too_long_a_text_is_not_sent(game: Game) -> None:
    async with sitting() as person:
        session = await sit(person, game, "washington")
        await person.press("n")
        await person.comes_to("LetterScreen")
        await person.press("down", "right", "tab")
        person.app.screen.query_one("TextArea").text = "x" * 501  # type: ignore[attr-defined]
        await person.settle()
        assert "501 of 500" in person.sees
        await person.press("f9")
        assert "this one has 501 characters" in person.sees
        assert session.letter("new").text == "x" * 501, "nothing is lost"
    assert game.messages("washington") == []


async def test_the_verdict_is_given_once_after_the_end(rules: Ruleset) -> None:
    game = Game.new(rules, "intro", seed=3, players=dict.fromkeys(SEATS, "doctrine"))
    game.send("tehran", ["washington"], "You have our word.", mark="pledge")
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    async with sitting() as person:
        await person.app.push_screen(MessagesScreen(game, "washington"))
        await person.press("v")
        await person.comes_to("Choice")
        await person.press("down", "enter")
        await person.comes_to("MessagesScreen")
        assert "It was broken." in person.sees
        await person.press("v")
        assert person.at == "MessagesScreen", "once"
    assert game.messages(None)[0].verdict == "broken"


async def test_the_verdict_is_written_and_only_where_the_game_was_played(saves: Path) -> None:
    async with sitting(new={"scenario": "intro", "seat": "washington", "seed": 7}) as person:
        await person.comes_to("PageScreen")
        await person.press("space")
        await person.comes_to("TableScreen")
        session = person.app.screen.session  # type: ignore[attr-defined]
        session.send(["tehran"], "You have our word.", mark="pledge")
        while person.at != "VerdictScreen":
            await person.seal()
            await person.press("space")
            await person.until(lambda: person.at in ("TableScreen", "VerdictScreen"))
        await person.press("m", "v")
        await person.comes_to("Choice")
        await person.press("enter")
        await person.comes_to("MessagesScreen")
        assert "It was kept." in person.sees
    (path,) = saves.glob("*.jsonl")
    assert Game.load(path).messages(None)[0].verdict == "kept"
    shown = Game.load(path, upto=10_000)
    assert shown.looked_at
    async with sitting() as person:
        await person.app.push_screen(MessagesScreen(shown, None))
        await person.press("v")
        assert person.at == "MessagesScreen"


async def test_a_solo_player_is_told_that_scripts_do_not_answer(rules: Ruleset) -> None:
    session = Session.start(rules, {"scenario": "intro", "seat": "washington", "seed": 7})
    async with sitting() as person:
        await sit(person, session.game, "washington")
        assert "never answer" in person.sees
        session.send(["tehran"], "Anybody there?", via="gcc")
        assert session.game.messages("tehran")[0].text == "Anybody there?", "a scripted mediator carries"
    session.game.close()


@pytest.mark.parametrize("seat", SEATS)
async def test_what_others_say_changes_no_character(seat: str, rules: Ruleset) -> None:
    """Every panel, the messages and the story of a seat, with and without talk between all the others."""
    shots = []
    for talk in (False, True):
        game = Game.new(rules, "intro", seed=3)
        game.send("tehran", [], "For everybody.")
        others = [s for s in SEATS if s != seat]
        if talk:
            game.send(others[0], [others[1]], "Between us.", mark="threat")
            game.send(others[1], [others[2]], "Carry this.", via=others[0])
            game.mediate(others[0], len(game.messages(others[0])), "reshaped", "Gently.")
            game.send(others[2], [others[0], others[1]], "All of us but one.")
        found = []
        async with sitting((120, 40)) as person:
            await sit(person, game, seat)
            for key in ("f", "f", "f", "escape", "l", "escape", "1", "2", "3", "4", "5", "6"):
                found.append(person.sees)
                await person.press(key)
        shots.append(found)
    assert shots[0] == shots[1]


async def test_the_story_holds_the_messages_and_can_be_searched(game: Game) -> None:
    game.send("tehran", ["washington"], "A word about oranges.")
    async with sitting() as person:
        await person.app.push_screen(StoryScreen(game, "washington"))
        await person.press("slash", *"oranges")
        assert "1 of" in person.sees
        assert "Tehran to you: “A word about oranges.”" in person.sees
        await person.press("escape")
        assert "oldest first" in person.sees


async def test_every_key_of_messages_and_letters(game: Game) -> None:
    for number in range(4):
        game.send("tehran", ["washington"], f"Carry {number}.", via="gcc")
    async with sitting() as person:
        await sit(person, game, "gcc")

        def at(name: str) -> object:
            return lambda: person.at == name

        await check(person, "messages", "n", at("LetterScreen"))
        letter = person.app.screen
        await person.press("down")
        await check(person, "letter", "right", lambda: letter.letter.to == ["tehran"])  # type: ignore[attr-defined]
        await check(person, "letter", "left", lambda: letter.letter.to == [])  # type: ignore[attr-defined]
        await check(person, "letter", "space", lambda: letter.letter.to == ["tehran"])  # type: ignore[attr-defined]
        await check(person, "letter", "tab", lambda: letter.focused.id == "letter-text")  # type: ignore[union-attr]
        await check(person, "letter", "shift+tab", lambda: letter.focused.id == "letter-to")  # type: ignore[union-attr]
        await check(person, "letter", "escape", at("MessagesScreen"))
        await person.press("n", "down", "right", "tab", *"Hello")
        await check(person, "letter", "f9", at("MessagesScreen"))
        await check(person, "messages", "r", at("LetterScreen"))
        await person.press("escape", "home")
        for key, comes in (
            ("c", "MessagesScreen"),
            ("e", "LetterScreen"),
            ("x", "Confirm"),
            ("k", "Confirm"),
        ):
            await check(person, "messages", key, at(comes))
            await person.press("f9" if comes == "LetterScreen" else "y" if comes == "Confirm" else "left")
            await person.until(lambda: person.at == "MessagesScreen")
            await person.press("down")
        assert [s.fate for s in game.messages("gcc")[:3]] == ["carried", "reshaped", "withheld"]
        assert game.messages("gcc")[3].leaked
        await check(person, "messages", "f", lambda: "shown: received" in person.sees)
        await check(person, "messages", "y", lambda: "Carry 1." in person.app.clipboard)
        for key in ("escape", "q"):
            await check(person, "messages", key, at("TableScreen"))
            await person.press("m")
            await person.comes_to("MessagesScreen")
        over = Game.new(game.rules, "intro", seed=3, players=dict.fromkeys(SEATS, "absent"))
        over.send("tehran", ["washington"], "Our word.", mark="pledge")
        opponents = Opponents(over)
        while not over.over:
            opponents.fill()
            over.advance()
        await person.app.push_screen(MessagesScreen(over, None))
        await check(person, "messages", "v", at("Choice"))
    assert unpressed("messages", "letter") == set()
