"""A stop of a blind replay in blocks, for whatever page or paper it is to stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wargame.text.debrief.blind import Shown, Stop, Told, rung_name
from wargame.text.debrief.front import CAVEAT
from wargame.text.rulebook.blocks import Block, Bullets, Grid, Heading, Text, plain
from wargame.text.words import counted, first_up


def stop_blocks(stop: Stop) -> list[Block]:
    """What a class is shown before the sheets open. The menu is the asking page's own."""
    rung = f"{stop.rung}, {rung_name(stop.rung)}"
    found: list[Block] = [
        Heading(1, plain(stop.when), ""),
        Text(plain(f"The highest rung of the ladder is {rung}.")),
    ]
    for told in stop.before:
        found += _told(told)
    return [*found, Text(f"**{plain(stop.question)}**")]


def shown_blocks(shown: Shown) -> list[Block]:
    """The spread, what was really ordered, and what came of it."""
    rows = tuple(
        (
            plain(row.label),
            str(row.hands),
            "**ordered**" if row.given else "",
            plain(row.reason),
        )
        for row in shown.rows
    )
    found: list[Block] = [
        Heading(1, plain(shown.when), ""),
        Grid(("Order", "Would have given it", "Really", "Why"), rows),
    ]
    if shown.people:
        who = first_up(counted(shown.people, "sheet"))
        found.append(
            Text(f"{who}: {shown.alike} exactly what was ordered, {shown.touched} at least one order of it.")
        )
    if shown.stated:
        found.append(Text(plain(f"The reason given at the time: “{shown.stated}”")))
    found += _told(shown.after)
    found.append(Text(plain(f"The highest rung after it: {shown.rung}, {rung_name(shown.rung)}.")))
    return [*found, Text(f"*{CAVEAT}*")]


def _told(told: Told) -> Iterator[Block]:
    if told.sentences:
        yield Heading(2, plain(told.when), "")
        yield Bullets(tuple(_unique(plain(s.text) for s in told.sentences)))


def _unique(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)


__all__ = ["shown_blocks", "stop_blocks"]
