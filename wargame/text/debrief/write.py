"""A pack as files: pages and tables by name, and a folder to put them in. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wargame.record.game import Game
from wargame.table.hot_seat import kept_from_view
from wargame.table.room_log import path_of
from wargame.text.debrief.compare import comparison
from wargame.text.debrief.front import CAVEAT
from wargame.text.debrief.names import Names
from wargame.text.debrief.pack import pack
from wargame.text.debrief.room import room_story
from wargame.text.debrief.seat import seat_page
from wargame.text.debrief.sheets import sheets
from wargame.text.debrief.story import Story
from wargame.text.debrief.style import STYLE
from wargame.text.rulebook.blocks import Page, slug
from wargame.text.rulebook.html import html
from wargame.text.rulebook.markdown import markdown

ABOUT = "ABOUT.txt"

WORDS = """\
{caveat}

*.html and *.md      the same pages, to print and to edit: a table's hot wash begins with one page,
                     everything else stands behind it
*-seat-*.html        what a seat takes home; only of games that are over
comparison           several tables beside each other, if there are several
students.csv         how much each student took part; no column tells who won
orders.csv           every order, with the reasons
messages.csv         every message, with its fate
forecasts.csv        every forecast, with its Brier score

{privacy}
"""

OPEN = """\
Names of people stand in these files. `wargame debrief --pseudonyms` makes them without."""

HIDDEN = """\
People are called Student 1, Student 2 and so on, the same in all of these files, and tables by numbers. Names
that the record knows were taken out of messages, reasons and notes too; nicknames and other hints that
students have written may still stand there. Read before you pass on."""


@dataclass(frozen=True)
class Sitting:
    """A game to be debriefed, what its table is called, and where it is saved, if it is."""

    name: str
    game: Game
    save: Path | None = None


def stories_of(sittings: Sequence[Sitting], hidden: bool) -> tuple[list[Story], Names]:
    """The tables of a pack, and what its people are called. Raises SaveError for a journal that cannot be read."""
    stories = [Story(s.name, s.game, room_story(s.game, s.save)) for s in sittings]
    if hidden:
        for number, story in enumerate(stories, 1):
            story.name = f"Table {number}"
    else:
        for story, name in zip(stories, _apart([s.name for s in stories]), strict=True):
            story.name = name
    people = [member.name for story in stories for member in story.room.members]
    return stories, Names.of(people, hidden)


def _apart(names: Sequence[str]) -> list[str]:
    """Names of which no two make the same file."""
    found: list[str] = []
    for name in names:
        number, apart = 1, name
        while (slug(apart) or "table") in {slug(known) or "table" for known in found}:
            number += 1
            apart = f"{name} {number}"
        found.append(apart)
    return found


def files_of(sittings: Sequence[Sitting], hidden: bool = False) -> dict[str, str]:
    """Every file of a pack by its name. It shows everything: for the umpire. Raises SaveError, RulesetError."""
    stories, names = stories_of(sittings, hidden)
    made: dict[str, str] = {}

    def add(name: str, page: Page, text: bool = True) -> None:
        made[f"{name}.html"] = html(page, STYLE)
        if text:
            made[f"{name}.md"] = markdown(page)

    if len(stories) > 1:
        add("comparison", comparison(stories, names))
    for story in stories:
        name = slug(story.name) or "table"
        add(name, pack(story, names))
        if story.game.over:
            for seat in story.game.seats:
                add(f"{name}-seat-{slug(seat)}", seat_page(story, seat, names), text=False)
    made |= sheets(stories, names)
    made[ABOUT] = WORDS.format(caveat=CAVEAT, privacy=HIDDEN if hidden else OPEN)
    return made


def write(files: dict[str, str], folder: Path) -> None:
    """Put a pack into a folder of its own. Raises ValueError if something lies there, or if it cannot be written."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ValueError(f"{folder}: something lies there already; exports never overwrite anything")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise ValueError(f"{folder}: cannot be written: {error.strerror or error}") from error


def free_folder(name: str, beside: Path) -> Path:
    """A folder that is not there yet."""
    number = 1
    while True:
        folder = beside / (name if number == 1 else f"{name}-{number}")
        if not folder.exists():
            return folder
        number += 1


def taken_up(save: Path) -> Sitting:
    """A save, to be looked at. Raises SaveError, and ValueError if its seats keep secrets from this screen."""
    game = Game.load(save, upto=10_000_000)
    hosted = path_of(save).exists()  # whoever has the room's own journal is the umpire
    if not hosted and (reason := kept_from_view(game)) is not None:
        raise ValueError(f"{save}: cannot be debriefed yet. {reason}")
    return Sitting(save.stem, game, save)


def run_command(saves: Sequence[Path], out: Path | None, hidden: bool) -> list[str]:
    """`wargame debrief`: the pack of some saves, and what was written, in words."""
    sittings = [taken_up(save) for save in saves]
    files = files_of(sittings, hidden)
    name = "debrief" if hidden or len(sittings) > 1 else f"debrief-{sittings[0].name}"
    folder = out or free_folder(name, Path())
    write(files, folder)
    told = [f"{len(files)} files in {folder}"]
    going = [s.name for s in sittings if not s.game.over]
    if going:
        told.append(f"For the umpire only: {', '.join(going)} {'goes' if len(going) == 1 else 'go'} on.")
    return told


__all__ = ["Sitting", "files_of", "free_folder", "run_command", "stories_of", "taken_up", "write"]
