"""Settings, themes, plain signs, the menu's places and the command palette."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_screen import Person, check, sitting, unpressed
from textual.color import Color
from textual.theme import Theme

from wargame.tui.commands import commands
from wargame.tui.glyphs import PLAIN, use_signs
from wargame.tui.screens.menu import CHOICES as MENU
from wargame.tui.screens.settings import NAMES, WORDS
from wargame.tui.settings import CHOICES, REMARKS, Settings, read_settings, settings_file, write_settings
from wargame.tui.themes import LABELS, THEMES

NEW = {"scenario": "intro", "seat": "washington", "seed": 7}


@pytest.fixture(autouse=True)
def _signs() -> Iterator[None]:
    """What a test chose to draw with is not the next one's."""
    yield
    use_signs("auto")


async def settings(person: Person, name: str) -> None:
    """Open the settings and point to one."""
    await person.press("f8")
    await person.comes_to("SettingsScreen")
    person.app.screen.query_one("Listing").select(name)  # type: ignore[attr-defined]
    await person.settle()


# The file ---------------------------------------------------------------------------------------


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    assert read_settings(path) == (Settings(), "")
    wanted = Settings(theme="colour-blind", odds="dice", signs="ascii", animation="on", names="fictional")
    write_settings(path, wanted)
    assert read_settings(path) == (wanted, "")


def test_every_setting_has_choices_and_words() -> None:
    names = list(Settings.__dataclass_fields__)
    assert names == list(CHOICES) == list(NAMES) == list(REMARKS)
    assert {name: getattr(Settings(), name) for name in names} == {name: CHOICES[name][0] for name in names}
    assert all(set(words) == set(CHOICES[name]) for name, words in WORDS.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "dark', "is ignored: "),
        ("theme = 7", "'theme' is 7; it may be dark, light"),
        ('theme = ["dark"]', "'theme' is ['dark']; it may be"),
        ('colour = "red"', "'colour' is no setting; they are theme, odds"),
        ("\x00", "is ignored: "),
    ],
)
def test_a_broken_file_is_told_of_and_ignored(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text + '\nodds = "dice"\n', encoding="utf-8")
    found, problem = read_settings(path)
    assert str(path) in problem
    assert said in problem
    assert found.theme == "dark"
    assert found.odds == ("dice" if "is ignored" not in problem else "both"), "what is sound is used"
    write_settings(path, Settings(odds="percent"))
    assert text in (tmp_path / "settings-broken.toml").read_text(encoding="utf-8"), "its owner finds it again"


def test_a_file_that_is_no_text_or_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff\xfe")
    (tmp_path / "b").mkdir()
    for name in "ab":
        found, problem = read_settings(tmp_path / name)
        assert found == Settings()
        assert "is ignored" in problem


def test_where_the_file_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WARGAME_CONFIG", str(tmp_path))
    assert settings_file() == tmp_path / "settings.toml"
    monkeypatch.delenv("WARGAME_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr("sys.platform", "linux")
    assert settings_file() == tmp_path / "xdg" / "wargame" / "settings.toml"


# On the screen ----------------------------------------------------------------------------------


async def test_every_setting_is_in_use_and_kept_at_once() -> None:
    async with sitting() as person:
        for name, values in CHOICES.items():
            await settings(person, name)
            await person.press("right")
            now, _ = read_settings(settings_file())
            assert getattr(now, name) == values[1] == getattr(person.app.settings, name)
            await person.press("escape")
        assert person.app.theme == "light"
        assert person.app.animation_level == "full"
    async with sitting() as person:
        assert person.app.theme == "light", "and again in the next session"


async def test_a_broken_file_does_not_stop_the_program() -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("theme = ", encoding="utf-8")
    async with sitting() as person:
        await person.comes_to("PageScreen")
        assert "settings.toml" in person.sees.replace("\n", "")
        await person.press("space")
        await person.comes_to("MenuScreen")


async def test_a_folder_that_cannot_be_written_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*about: object, **more: object) -> None:
        del about, more
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    async with sitting() as person:
        await settings(person, "theme")
        await person.press("right")
        assert "In use, but not kept" in person.sees
        assert person.app.theme == "light"


async def test_odds_are_told_as_wished() -> None:
    for way, there, absent in (("percent", "%", "2d6"), ("dice", "2d6", "%"), ("both", "2d6", "")):
        write_settings(settings_file(), Settings(odds=way))
        async with sitting((120, 40), new=NEW) as person:
            await person.comes_to("PageScreen")
            await person.press("space", "o")
            await person.comes_to("OrderScreen")
            await person.press("slash", *"warn", "enter")
            lines = [line for line in person.sees.splitlines() if "Odds" in line]
            assert lines, person.sees
            assert there in " ".join(person.sees.splitlines())
            assert not absent or absent not in lines[0]


async def test_made_up_names_start_games_with_made_up_countries(saves: Path) -> None:
    async with sitting() as person:
        assert person.app.has_fiction
        await settings(person, "names")
        await person.press("right", "escape", "home", "enter")
        await person.comes_to("NewGameScreen")
        assert "Tehran" not in person.sees
        await person.press("enter")
        await person.comes_to("PageScreen")
        assert "Tehran" not in person.sees
        assert "Washington" not in person.sees
    assert len(list(saves.glob("*.jsonl"))) == 1


# Plain signs ------------------------------------------------------------------------------------


async def test_with_ascii_only_every_screen_is_ascii() -> None:
    write_settings(settings_file(), Settings(signs="ascii"))
    for size in ((80, 24), (120, 40), (200, 60)):
        async with sitting(size, new=NEW) as person:
            await person.comes_to("PageScreen")
            shots = {"brief": person.sees}
            await person.press("space")
            await person.comes_to("TableScreen")
            for key in ("1", "2", "3", "4", "5", "6", "w", "escape", "l", "escape", "m", "n", "escape", "escape",
                        "o", "tab", "slash", "escape", "i", "escape", "escape", "f8", "escape", "f1", "down",
                        "escape"):  # fmt: skip
                await person.press(key)
                shots[key] = person.sees
            await person.seal()
            shots["report"] = person.sees
            for name, text in shots.items():
                assert {c for c in text if not c.isascii()} == set(), (size, name, text)


async def test_signs_change_at_once() -> None:
    async with sitting((120, 40), new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space")
        await person.comes_to("TableScreen")
        drawn = person.sees
        assert not drawn.isascii()
        for value, plain in (("full", False), ("ascii", True), ("auto", False)):
            await settings(person, "signs")
            while person.app.settings.signs != value:
                await person.press("right")
            await person.press("escape")
            await person.comes_to("TableScreen")
            assert person.sees.isascii() == plain, person.sees
        assert person.sees == drawn


def test_what_stands_for_a_sign_is_as_wide() -> None:
    assert all(isinstance(plain, int) and chr(plain).isascii() for plain in PLAIN.values())


async def test_the_terminal_may_be_overruled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert use_signs("auto")
    assert not use_signs("full")
    monkeypatch.setenv("WARGAME_GLYPHS", "ascii")
    assert use_signs("full")
    assert os.environ["TERM"] == "linux"


# Themes -----------------------------------------------------------------------------------------

DICHROMACY = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""Machado, Oliveira and Fernandes (2009), full severity, on linear red, green and blue."""


def linear(name: str) -> list[float]:
    parts = [c / 255 for c in Color.parse(name).rgb]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(name: str) -> float:
    red, green, blue = linear(name)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear red, green and blue."""
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, seen: tuple[tuple[float, ...], ...] | None) -> float:
    """How far apart two colours look; below 20 is hard to tell on one cell."""
    points = []
    for name in (one, other):
        rgb = linear(name)
        points.append(
            lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in seen] if seen else rgb)
        )
    return sum((a - b) ** 2 for a, b in zip(*points, strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_every_colour_can_be_read(theme: Theme) -> None:
    least = 7.0 if theme.name == "high-contrast" else 4.5
    ground, strip = theme.variables["ground"], theme.variables["strip"]
    for role in ("ink", "dim", "calm", "watch", "crossed"):
        assert contrast(theme.variables[role], ground) >= least, role
        assert contrast(theme.variables[role], strip) >= 3, role
    assert contrast(theme.variables["chosen-ink"], theme.variables["chosen-ground"]) >= least * 0.99
    assert theme.name in LABELS


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("eyes", [None, *DICHROMACY])
def test_status_colours_can_be_told_apart_by_every_eye(theme: Theme, eyes: str | None) -> None:
    roles = [theme.variables[role] for role in ("calm", "watch", "crossed")]
    for at, one in enumerate(roles):
        for other in roles[at + 1 :]:
            assert apart(one, other, DICHROMACY[eyes] if eyes else None) >= 20


def test_the_colour_blind_theme_has_the_colours_of_okabe_and_ito() -> None:
    palette = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#000000"}
    theme = next(t for t in THEMES if t.name == "colour-blind")
    named = {theme.primary, *(str(v) for v in theme.variables.values())}
    greys = {c for c in named if c and len(set(Color.parse(c).rgb)) == 1}
    assert named - greys <= palette


# The menu and the palette -----------------------------------------------------------------------


async def test_every_line_of_the_menu_leads_somewhere() -> None:
    leads = {"new": "NewGameScreen", "continue": "SavesScreen", "replay": "SavesScreen", "learn": "LearnScreen",
             "rulebook": "RulebookScreen", "settings": "SettingsScreen", "help": "HelpScreen"}  # fmt: skip
    assert {name for name, *_ in MENU} == {*leads, "quit", "join", "host"}
    async with sitting() as person:
        for name, screen in leads.items():
            person.app.screen.query_one("Listing").select(name)  # type: ignore[attr-defined]
            await person.press("enter")
            await person.comes_to(screen)
            await person.press("escape")
            await person.comes_to("MenuScreen")
            found = [c for c in commands(person.app, person.app.screen) if c.title.startswith("Menu: ")]
            assert len(found) == len(MENU) - 1


async def test_orders_and_settings_are_commands_too() -> None:
    async with sitting(new=NEW) as person:
        await person.comes_to("PageScreen")
        await person.press("space", "o")
        await person.comes_to("OrderScreen")
        sheet = person.app.screen
        found = {c.title: c.run for c in commands(person.app, sheet)}
        orders = [title for title in found if title.startswith("Order: ")]
        assert len(orders) == len(sheet.can_be_given())  # type: ignore[attr-defined]
        found[orders[0]]()
        assert len(sheet.session.draft) == 1  # type: ignore[attr-defined]
        found["Colours: high contrast"]()
        assert person.app.theme == "high-contrast"
        assert not any("fictional" in title for title in found) or person.app.has_fiction


async def test_every_key_of_the_settings() -> None:
    async with sitting() as person:
        await settings(person, "odds")
        await check(person, "settings", "right", lambda: person.app.settings.odds == "percent")
        await check(person, "settings", "left", lambda: person.app.settings.odds == "both")
        await check(person, "settings", "space", lambda: person.app.settings.odds == "percent")
        for key in ("escape", "q"):
            await check(person, "settings", key, lambda: person.at == "MenuScreen")
            await person.press("f8")
            await person.comes_to("SettingsScreen")
        await person.press("escape")
    assert unpressed("settings") == set()
