"""Several people at one screen: words, hand-overs that leave nothing behind, and a reveal for everybody."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from at_screen import Person, check, sitting, unpressed
from click.testing import CliRunner
from textual.widget import Widget
from textual.widgets import Input, TextArea

from wargame.cli import cli
from wargame.record.game import Game
from wargame.record.verify import verify
from wargame.ruleset.tables import Ruleset
from wargame.table.hot_seat import FREE, PAUSE, Guard, HotSeat, Refused
from wargame.table.session import Session
from wargame.tui.glyphs import SIGNS
from wargame.tui.hand_over import FORGET
from wargame.tui.keys import KEYS
from wargame.tui.screens.table import TableScreen
from wargame.tui.widgets.canvas import Canvas
from wargame.tui.widgets.key_bar import KeyBar
from wargame.tui.widgets.listing import Listing

NEW: dict[str, Any] = {
    "scenario": "intro",
    "seat": "tehran",
    "seed": 7,
    "players": {"washington": "human"},
    "people": {"tehran": "Anna"},
}
WORDS = {"tehran": "rabbit", "washington": "hedgehog", "gcc": "heron", "proxies": "lizard"}


async def sit(person: Person, seat: str, *, first: bool = False, word: str = "") -> None:
    """From the curtain into a seat, whatever page it opens with."""
    person.app.screen.query_one(Listing).select(seat)
    await person.press("enter")
    await person.comes_to("WordScreen")
    await person.press(*(word or WORDS[seat]), "enter")
    if first:
        await person.press(*(word or WORDS[seat]), "enter")
    await person.until(lambda: person.at not in ("WordScreen", "CurtainScreen"), f"{seat} sits")
    while person.at in ("PageScreen", "ReportScreen"):
        await person.press("space")
    await person.comes_to("TableScreen")


async def seal(person: Person) -> None:
    await person.press("f9")
    await person.comes_to("Confirm")
    await person.press("enter")
    await person.comes_to("CurtainScreen")


async def open_sheets(person: Person) -> None:
    await person.press("f9")
    await person.comes_to("ReportScreen")


# A step between two people ----------------------------------------------------------------------


async def test_two_people_play_a_step() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        assert "HAND OVER TO TEHRAN (ANNA)" in person.sees
        await sit(person, "tehran", first=True)
        await seal(person)
        assert "HAND OVER TO WASHINGTON" in person.sees
        assert "Tehran (Anna) has sealed." in person.sees
        await person.press("f9")
        assert "Not sealed yet: Washington." in person.sees
        await sit(person, "washington", first=True)
        await seal(person)
        assert "ALL SHEETS ARE IN" in person.sees

        await sit(person, "tehran")  # takes the sheet back while it can
        assert "SEALED" in person.sees
        await person.press("u", "h")
        await person.comes_to("CurtainScreen")
        assert "HAND OVER TO TEHRAN" in person.sees
        await sit(person, "tehran")
        await seal(person)

        await open_sheets(person)
        assert "REPORT FOR EVERYBODY" in person.sees
        await person.press("space")
        await person.comes_to("CurtainScreen")
        assert "Turn 2" in person.sees
        person.app.screen.query_one(Listing).select("tehran")
        await person.press("enter", *WORDS["tehran"], "enter")
        await person.comes_to("ReportScreen")
        assert "REPORT: Turn 1" in person.sees, "one's own report comes by itself, once"
        await person.press("space", "h")
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran")
        assert person.at == "TableScreen"


async def test_a_whole_game_of_four_people(saves: Path) -> None:
    players = dict.fromkeys(WORDS, "human")
    async with sitting(new={**NEW, "players": players}) as person:
        await person.comes_to("CurtainScreen")
        for step in range(40):
            for seat in WORDS:
                await sit(person, seat, first=step == 0)
                await seal(person)
            await open_sheets(person)
            await person.press("space")
            await person.until(lambda: person.at in ("CurtainScreen", "VerdictScreen"))
            if person.at == "VerdictScreen":
                break
        assert "VERDICT" in person.sees
        await person.press("escape")
        await person.comes_to("MenuScreen")
    (path,) = saves.glob("*.jsonl")
    assert verify(path).good
    assert Game.load(path).over
    async with sitting(resume=path) as person:
        await person.comes_to("VerdictScreen")  # what is over lies open


async def test_the_form_seats_several_people(saves: Path) -> None:
    async with sitting() as person:
        await person.press("home", "enter")  # a newcomer's pointer stands on the lesson
        await person.comes_to("NewGameScreen")
        form = person.app.screen.query_one("Form")
        await person.press("down", "down", "left", *"Bo-7")
        assert "a person: Bo-7" in person.sees
        assert "First person" in person.sees
        await person.press("up", *"Anna", "backspace")
        assert "Ann" in person.sees
        await person.press("end", "up", "up", "up")
        while form._fields()[form.at] != "umpire":  # type: ignore[attr-defined]
            await person.press("down")
        await person.press(*"ab")
        assert "ab" not in person.sees
        await person.press("f9")
        assert "at least 3" in person.sees
        await person.press(*"c", "f9")
        await person.comes_to("CurtainScreen")
    (path,) = saves.glob("*.jsonl")
    game = Game.load(path)
    assert sum(player == "human" for player in game.players.values()) == 2
    assert set(game.people.values()) == {"Bo-7", "Ann"}
    assert game.opens("umpire", "abc")


# Nothing is left behind -------------------------------------------------------------------------


@dataclass
class Left:
    """Everything that somebody could still find on the machine's screens."""

    text: str

    def __contains__(self, secret: str) -> bool:
        return secret.lower() in self.text.lower()


def left_over(person: Person) -> Left:
    """All painted cells, all widgets of all screens with what they hold, clipboard and notices."""
    app = person.app
    parts = [person.sees, app.clipboard, repr(list(app._notifications)), app.title, app.sub_title]
    for screen in app.screen_stack:
        parts.append("\n".join(strip.text for strip in screen._compositor.render_strips()))
        parts.append(repr(screen.selections))
        for widget in screen.walk_children(Widget, with_self=True):
            parts += [*held(widget), repr(widget.tooltip), repr(widget.border_title)]
    return Left("\n".join(parts))


def held(widget: Widget) -> Iterator[str]:
    """What a widget would paint, scrolled out of sight or not, and what could be typed back."""
    if isinstance(widget, Listing):
        yield widget.text
        yield repr(widget._flat)
        yield repr([r.key for r in widget.rows])
    if isinstance(widget, Canvas):
        yield repr(widget._lines)
    if isinstance(widget, KeyBar):
        yield repr(widget._word)
    if isinstance(widget, Input):
        yield widget.value
    if isinstance(widget, TextArea):
        yield widget.text
        yield repr(widget.history.__dict__)
    yield repr(widget.name)


def secrets_of(game: Game, seat: str) -> list[str]:
    """Labels of orders that only this seat can give: their mere presence would tell who sat here."""
    book = game.rules.programs
    own = (book.cells[: book.orders] & game.seats[seat].cells).any(axis=1)
    others = np.zeros(book.orders, bool)
    for other in game.seats:
        if other != seat:
            others |= (book.cells[: book.orders] & game.seats[other].cells).any(axis=1)
    labels = {book.labels[row] for row in np.flatnonzero(own & ~others)}
    return sorted(labels - {book.labels[row] for row in np.flatnonzero(others)})


async def test_a_hand_over_leaves_nothing() -> None:
    async with sitting((120, 40), new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran", first=True)
        table = person.app.screen
        assert isinstance(table, TableScreen)
        secrets = [*secrets_of(table.game, "tehran"), "xyzzy", "rabbit"]
        await person.press("1", "2", "3", "4", "5", "6", "slash", *"xyzzy", "enter")
        await person.press("o")
        await person.comes_to("OrderScreen")
        await person.press("enter", "right", "right", "enter", "slash", *"xyzzy", "escape", "i")
        await person.press("escape", "escape")
        await person.comes_to("TableScreen")
        await person.press("m", "n")
        await person.comes_to("LetterScreen")
        await person.press("end", "up", "right", "tab", *"xyzzy", "f9")
        await person.comes_to("MessagesScreen")
        await person.press("y")
        assert "xyzzy" in person.app.clipboard
        await person.press("n", "tab", *"xyzzy, unsent", "escape", "escape", "3", "w", "y", "escape")
        person.app.notify("xyzzy")
        await person.press("ctrl+p", *"seal", "escape")
        before = left_over(person)
        assert all(secret in before for secret in ("xyzzy", "Cash cushion")), (
            "the test can see what it looks for"
        )
        written = list(table.session.draft)
        assert written

        await person.press("h")
        await person.comes_to("CurtainScreen")
        left = left_over(person)
        assert [secret for secret in (*secrets, "Cash cushion") if secret in left] == []
        assert person.app.clipboard == ""

        await sit(person, "washington", first=True)
        for keys in ("1", "2", "3", "4", "5", "6", "m", "n", "escape", "escape", "l", "escape", "o"):
            await person.press(keys)
            left = left_over(person)
            assert [secret for secret in secrets if secret in left] == [], keys


async def test_a_seat_is_freed_when_it_is_left() -> None:
    """Not even out of sight: the screens of a seat and its papers are gone from the program."""
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran", first=True)
        table = person.app.screen
        assert isinstance(table, TableScreen)
        gone = [weakref.ref(table), weakref.ref(table.session)]
        del table
        await person.press("o", "escape", "m", "escape", "h")
        await person.comes_to("CurtainScreen")
        await sit(person, "washington", first=True)
        gc.collect()
        assert [ref() for ref in gone] == [None, None]


async def test_the_terminal_is_asked_to_forget(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran", first=True)
        said: list[str] = []
        driver = person.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", said.append)
        await person.press("f7", "h")
        await person.comes_to("CurtainScreen")
        assert FORGET in said
        assert "\x1b]52;c;\x07" in said, "the clipboard too"


async def screens_of(person: Person, seat: str) -> list[str]:
    shots = []
    for key in ("1", "2", "3", "4", "5", "6", "m", "f", "escape", "l", "escape", "b", "escape", "o", "a"):
        await person.press(key)
        shots.append(person.sees)
    await person.press("escape")
    await person.comes_to("TableScreen")
    assert seat
    return shots


@pytest.mark.parametrize("busy", [False, True])
async def test_what_the_other_does_changes_no_character(busy: bool, tmp_path: Path) -> None:
    """The same seat twice: once after a neighbour who did nothing, once after one who did a lot."""
    shots = []
    for does in (False, busy):
        path = tmp_path / f"{does}-{len(shots)}.jsonl"
        players = {"washington": "human", "gcc": "human"}
        async with sitting((120, 40), new={**NEW, "players": players, "path": path}) as person:
            await person.comes_to("CurtainScreen")
            await sit(person, "tehran", first=True)
            if does:
                game = person.app.screen.game  # type: ignore[attr-defined]
                game.send("tehran", ["gcc"], "Between us.")
                game.send("tehran", ["proxies"], "And between us.", "gcc", "pledge")
                game.send("tehran", ["washington"], "Hold this.", "gcc")
                await person.press("o", "enter", "right", "right", "enter", "escape")
            await person.press("h")
            await person.comes_to("CurtainScreen")
            await sit(person, "washington", first=True)
            shots.append(await screens_of(person, "washington"))
    assert shots[0] == shots[1]


# Words ------------------------------------------------------------------------------------------


async def test_a_wrong_word_shows_nothing_and_costs_time() -> None:
    now = [1000.0]
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        person.app.screen.hot.guard.clock = lambda: now[0]  # type: ignore[attr-defined]
        await sit(person, "tehran", first=True)
        await person.press("h")
        await person.comes_to("CurtainScreen")
        person.app.screen.query_one(Listing).select("tehran")
        await person.press("enter")
        await person.comes_to("WordScreen")
        for tries in range(FREE):
            await person.press(*"wrong", "enter")
            await person.until(lambda: "not the word" in person.sees and person.at == "WordScreen")
            assert "wrong" not in person.sees.lower().replace("wrong words", ""), "what is typed is not shown"
            assert tries < FREE
        await person.press(*WORDS["tehran"], "enter")
        await person.until(lambda: "wait 10 seconds" in person.sees)
        now[0] += PAUSE + 1
        await person.press(*WORDS["tehran"], "enter")
        await person.comes_to("TableScreen")
        assert f"Wrong words tried at this seat since you left: {FREE}." in person.sees


def test_the_pause_grows_and_ends(rules: Ruleset) -> None:
    now = [0.0]
    hot = HotSeat(Game.new(rules, "intro", seed=1), Guard(lambda: now[0]))
    hot.set_word("tehran", "rabbit", "rabbit")
    for _ in range(FREE):
        with pytest.raises(Refused, match="not the word"):
            hot.open("tehran", "hare")
    pauses = []
    for _ in range(4):
        with pytest.raises(Refused, match="too many wrong words: wait"):
            hot.open("tehran", "rabbit")
        pauses.append(next(hot.guard.pause(door) for door in hot.guard._until))
        now[0] += pauses[-1]
        with pytest.raises(Refused, match="not the word"):
            hot.open("tehran", "hare")
    assert pauses == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    now[0] += 1000
    session, tried = hot.open("tehran", "rabbit")
    assert (session.seat, tried) == ("tehran", FREE + 4)
    assert hot.open("tehran", "rabbit")[1] == 0
    hot.open("washington", "")  # no word there yet


async def test_leaving_and_coming_back_does_not_shorten_the_pause(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    session = Session.start(rules, {**NEW, "path": path})
    session.game.set_word("tehran", "rabbit")
    session.game.close()
    async with sitting(resume=path) as person:
        await person.comes_to("CurtainScreen")
        for come in range(2):
            person.app.screen.query_one(Listing).select("tehran")
            await person.press("enter")
            await person.comes_to("WordScreen")
            for _ in range(FREE - come):
                await person.press(*"wrong", "enter")
                await person.until(lambda: person.at == "WordScreen" and person.app.screen.wrong)  # type: ignore[attr-defined]
            await person.press("escape", "q")
            await person.comes_to("MenuScreen")
            person.app.open_save(path, None)
            await person.comes_to("CurtainScreen")
        person.app.screen.query_one(Listing).select("tehran")
        await person.press("enter", *"rabbit", "enter")
        await person.until(lambda: "too many wrong words" in person.sees.lower())


async def test_two_typings_must_agree() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await person.press("enter")
        await person.comes_to("WordScreen")
        await person.press(*"rabbit", "enter", *"rabbits", "enter")
        await person.until(lambda: "The two words differ" in person.sees)
        await person.press(*"no", "enter", *"no", "enter")
        await person.until(lambda: "at least 3 letters" in person.sees)
        await person.press("escape")
        await person.comes_to("CurtainScreen")
        assert "no word yet" in person.sees


async def test_the_umpire_takes_a_forgotten_word_away(saves: Path) -> None:
    async with sitting(new={**NEW, "umpire_word": "whistle"}) as person:
        await person.comes_to("CurtainScreen")
        await person.press("u")
        assert "Point to a seat that has a word." in person.sees
        await sit(person, "tehran", first=True)
        await person.press("h")
        await person.comes_to("CurtainScreen")
        person.app.screen.query_one(Listing).select("tehran")
        for word, said in (("rabbit", "that is not the word"), ("whistle", "The umpire took the word")):
            await person.press("u")
            await person.comes_to("WordScreen")
            await person.press(*word, "enter")
            await person.until(lambda s=said: s in person.sees)  # type: ignore[misc]
        await sit(person, "tehran", first=True, word="another")
    (path,) = saves.glob("*.jsonl")
    assert path.read_text(encoding="utf-8").count('"kind":"word"') == 4
    assert Game.load(path).opens("tehran", "another")


async def test_without_an_umpire_a_word_is_reset_from_outside(saves: Path) -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran", first=True)
        await person.press("h")
        await person.comes_to("CurtainScreen")
        person.app.screen.query_one(Listing).select("tehran")
        await person.press("u", *"guess", "enter")
        await person.until(lambda: "wargame reset-word" in person.sees)
    (path,) = saves.glob("*.jsonl")
    for words, said in (
        (("tehran",), "The word of tehran is gone"),
        (("tehran",), "tehran has no word"),
        (("tehrn",), 'did you mean "tehran"'),
    ):
        assert said in CliRunner().invoke(cli, ["reset-word", str(path), *words]).output
    async with sitting(resume=path) as person:
        await person.comes_to("Choice")


async def test_a_resumed_game_asks_again_and_keeps_each_draft(saves: Path) -> None:
    written = {}
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        for seat in ("tehran", "washington"):
            await sit(person, seat, first=True)
            await person.press("o", "enter")
            session = person.app.screen.session  # type: ignore[attr-defined]
            written[seat] = list(session.draft)
            if seat == "tehran":
                await person.press("escape", "h")
                await person.comes_to("CurtainScreen")
        # and the program ends here, with Washington in the middle of its sheet
    assert all(written.values())
    assert len(list(saves.glob("*.draft"))) == 2
    (path,) = saves.glob("*.jsonl")
    async with sitting(resume=path, seat="washington") as person:
        await person.comes_to("CurtainScreen")
        assert f"{SIGNS.pointer} Washington" in person.sees, "the seat that was asked for is pointed to"
        for seat in ("washington", "tehran"):
            await sit(person, seat)
            assert person.app.screen.session.draft == written[seat]  # type: ignore[attr-defined]
            await seal(person)
        await open_sheets(person)
    assert not list(saves.glob("*.draft"))


async def test_nobody_looks_into_a_game_that_goes_on(saves: Path) -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await sit(person, "tehran", first=True)
    (path,) = saves.glob("*.jsonl")
    async with sitting(replay=path) as person:
        await person.comes_to("PageScreen")
        assert "behind words" in person.sees
    for seat in ("umpire", "washington"):
        result = CliRunner().invoke(cli, ["replay", "--plain", "--seat", seat, str(path)])
        assert result.exit_code == 1
        assert "behind words" in result.output


# Keys -------------------------------------------------------------------------------------------


async def test_every_key_of_the_curtain_and_of_words() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        await check(person, "curtain", "u", lambda: "Point to a seat" in person.sees)
        await check(person, "curtain", "f9", lambda: "Not sealed yet" in person.sees)
        await person.press("enter")
        await check(person, "word", "escape", lambda: person.at == "CurtainScreen")
        await sit(person, "tehran", first=True)
        await check(person, "table", "h", lambda: person.at == "CurtainScreen")
        for key in ("q", "escape"):
            await check(person, "curtain", key, lambda: person.at == "MenuScreen")
            await person.press("home", "down", "enter", "enter")
            await person.comes_to("CurtainScreen")
    assert unpressed("curtain", "word") == set()


# Fuzz -------------------------------------------------------------------------------------------

PRESSES = 250


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_keys_between_two_people(seed: int, saves: Path) -> None:
    """Whatever is pressed, no crash; words come right often enough that seats are taken, left and sealed."""
    dice = random.Random(seed)
    known = sorted({name for key in KEYS for name in key.keys} - {"q", "ctrl+p", "f10", "f8"})
    likely = ["enter", "f9", "space", "h", "o", "m", "n", "y", "tab", "right", "down"]
    async with sitting(new=NEW) as person:
        await person.comes_to("CurtainScreen")
        trail: list[str] = []
        visits = 0
        for _ in range(PRESSES):
            if person.at == "MenuScreen":
                await person.press("home", "down", "enter", "enter")
                await person.until(lambda: person.at != "MenuScreen")
            if person.at == "WordScreen" and dice.random() < 0.8:
                await person.press(*"rabbit", "enter", *"rabbit", "enter")
                await person.until(
                    lambda: not any(w.is_running for w in person.app.workers) or person.at == "WordScreen"
                )
                visits += person.at not in ("WordScreen", "CurtainScreen")
            if dice.random() < 0.02:
                await person.resize(*dice.choice(((80, 24), (120, 40), (60, 20))))
            key = dice.choice(likely) if dice.random() < 0.6 else dice.choice(known)
            trail.append(key)
            await person.press(key)
            assert person.sees, trail
        assert visits, trail
    for path in saves.glob("*.jsonl"):
        assert Game.load(path).difference is None
