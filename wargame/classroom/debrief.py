"""What the desk can hand out after a lesson, or in the middle of it: packs, pages and tables of its rooms.

No routes: whoever mounts these decides who may ask. Everything but `seat_of` shows every seat's secrets and
is for the desk alone until all the games in it are over.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable

from wargame.table.acts import Refused
from wargame.table.room import Room
from wargame.text.debrief.compare import comparison
from wargame.text.debrief.pack import pack
from wargame.text.debrief.seat import seat_page
from wargame.text.debrief.style import STYLE
from wargame.text.debrief.write import Sitting, files_of, stories_of
from wargame.text.rulebook.html import html

STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)

STAMP = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the same tables make the same bytes."""


def sittings(rooms: Iterable[Room]) -> list[Sitting]:
    """Rooms as tables to be debriefed."""
    return [Sitting(room.name, room.game, room.game.path) for room in rooms]


def files(rooms: Iterable[Room], pseudonyms: bool = False) -> dict[str, str]:
    """The whole pack of some rooms, by the names of its files. For the desk. Raises SaveError, RulesetError."""
    return files_of(sittings(rooms), pseudonyms)


def archive(made: dict[str, str], folder: str = "debrief") -> bytes:
    """The files of a pack as one zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in made.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, text.encode("utf-8", "replace"))
    return whole.getvalue()


def page(rooms: Iterable[Room], pseudonyms: bool = False) -> str:
    """The hot wash of one room, or several beside each other, as a page. For the desk."""
    stories, names = stories_of(sittings(rooms), pseudonyms)
    if not stories:
        raise Refused("there is no table to debrief")
    made = pack(stories[0], names) if len(stories) == 1 else comparison(stories, names)
    return html(made, STYLE)


def seat_of(room: Room, seat: str) -> str:
    """What a seat takes home: for the people of that seat, once the game is over. Raises Refused before."""
    if seat not in room.game.seats:
        raise Refused("there is no such seat at this table", "seat")
    if not room.game.over:
        raise Refused("the debrief is given when the game is over")
    stories, names = stories_of(sittings([room]), False)
    return html(seat_page(stories[0], seat, names), STYLE)


def policy(text: str) -> str:
    """A content policy for a page of these: its own style, by its hash, and nothing else at all."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in STYLES.findall(text)
    ]
    return f"default-src 'none'; style-src {' '.join(hashes) or repr('none')}; base-uri 'none'; form-action 'none'"


__all__ = ["archive", "files", "page", "policy", "seat_of", "sittings"]
