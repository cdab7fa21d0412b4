"""What a seat sees, as lines of text: for the desk in a terminal. It says what the seat's own page says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wargame.classroom.reports import Phase
from wargame.classroom.situation import Gauge
from wargame.classroom.views import SeatView, Views, You


@dataclass(frozen=True)
class SeenBy:
    """A table through the eyes of a seat."""

    label: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """Headings, and what stands below them."""


def seen_by(views: Views, seat: str, now: float) -> SeenBy:
    """Ask it within the table's lock."""
    view = views.seat_view(seat, You("", "", False), now)
    parts = (
        ("The end", _end(view)),
        ("From the umpire", _news(view)),
        ("Sheet", _sheet(view)),
        (view.report.now or "This step", _told(view.report.opening)),
        (f"Report: {view.report.when}", _told(view.report.phases)),
        ("Rungs and channels", _pairs(view)),
        ("Numbers", _numbers(view)),
        ("What it believes", _beliefs(view)),
        ("Red lines", _lines(view)),
        ("Deals", (f"{d.label}, {d.between}: {d.status}" for d in view.affairs.deals)),
        ("Messages", _messages(view)),
    )
    read = ((title, tuple(lines)) for title, lines in parts)
    return SeenBy(view.label, tuple((title, lines) for title, lines in read if lines))


def _end(view: SeatView) -> Iterator[str]:
    if view.end is not None:
        yield f"{view.end.label}. {view.end.text}"
        for power in view.end.powers:
            yield f"{power.label}: {power.score} points, {power.verdict}"


def _news(view: SeatView) -> Iterator[str]:
    for news in view.news:
        about = f" {news.about}:" if news.about else ""
        yield f"{news.when}: {news.form}:{about} {news.text} {news.reason}".replace("  ", " ").strip()
    for said in view.post.messages:
        if said.umpire:
            yield f"{said.when}: {said.text}"


def _sheet(view: SeatView) -> Iterator[str]:
    sheet = view.sheet
    yield "Sealed." if sheet.sealed else "Not sealed."
    yield from sheet.answers
    for purse in sheet.purses:
        yield f"{purse.label}: {purse.left} left of {purse.have}"
    for order in sheet.written:
        yield f"- {order.label}{f', {order.cost}' if order.cost else ''}"
    if sheet.reason:
        yield f"Its reason: {sheet.reason}"


def _told(phases: tuple[Phase, ...]) -> Iterator[str]:
    for phase in phases:
        for line in phase.lines:
            yield f"{phase.title}: {line.text}"


def _pairs(view: SeatView) -> Iterator[str]:
    for pair in view.situation.pairs:
        yield f"{pair.label}: rung {pair.rung.text}, {pair.channel}"


def _numbers(view: SeatView) -> Iterator[str]:
    yield from map(_gauge, view.situation.main)
    for area in view.situation.areas:
        if area.gauges:
            yield f"{area.label}: {', '.join(_gauge(gauge) for gauge in area.gauges)}"


def _gauge(gauge: Gauge) -> str:
    return f"{gauge.label} {gauge.text}{f' ({gauge.trend:+d})' if gauge.trend else ''}"


def _beliefs(view: SeatView) -> Iterator[str]:
    for held in view.beliefs.held:
        bounds = f"{held.low} to {held.high}" if held.low != held.high else str(held.value)
        yield f"{held.label}: {bounds}, {held.sure}, {held.age}".rstrip(", ")


def _lines(view: SeatView) -> Iterator[str]:
    for line in view.lines:
        yield f"{line.owner}: {line.label}: {line.status}"


def _messages(view: SeatView) -> Iterator[str]:
    for said in view.post.messages:
        if not said.umpire:
            yield f"{said.when}: {said.between}: “{said.text}” {' '.join(said.notes)}".strip()


__all__ = ["SeenBy", "seen_by"]
