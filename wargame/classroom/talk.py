"""What is said and asked around the table: messages, rulings that a seat may read, forecasts."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.course import UMPIRE
from wargame.record.forecasts import forecasts
from wargame.record.game import Game
from wargame.record.messages import LONGEST
from wargame.text.eyes import EVERYBODY, eyes
from wargame.text.messages import MARKS, Told, messages
from wargame.text.meters import date
from wargame.text.rulings import about, told_to

FORMS = {
    "amend": "Amended",
    "void": "Voided",
    "overrule": "Overruled",
    "attempt": "Tried",
}


@dataclass(frozen=True)
class Message:
    """A message as its reader has it in hand."""

    place: int
    step: int
    """When it came."""
    when: str
    between: str
    text: str
    notes: tuple[str, ...]
    mark: str
    """`a pledge`, `a threat`, or empty."""
    mine: bool
    new: bool
    umpire: bool
    waits: bool
    """Whether it waits for this seat to pass it on, or not."""
    leakable: bool
    answer: tuple[str, ...]
    """Seats that an answer goes to; empty if there is none to give."""


@dataclass(frozen=True)
class Reader:
    """A seat that one can write to."""

    seat: str
    label: str
    scripted: bool
    """It reads nothing and never answers; as a mediator it passes everything on as it is."""


@dataclass(frozen=True)
class Post:
    messages: tuple[Message, ...]
    """The newest first."""
    unread: int
    count: int
    """How many there are."""
    readers: tuple[Reader, ...]
    longest: int = LONGEST


@dataclass(frozen=True)
class News:
    """Something that the umpire ruled, for those who read of it."""

    when: str
    form: str
    about: str
    text: str
    """What was tried, and how that went; empty for a plain ruling."""
    reason: str


@dataclass(frozen=True)
class Ticket:
    """A question, and what this person holds likely."""

    name: str
    ask: str
    by: str
    percent: int | None
    past: tuple[str, ...]
    """Earlier answers; what came of them only when the game is over."""


def post(game: Game, seat: str, read: int) -> Post:
    """The messages of a seat, of which the first `read` have been seen."""
    found = messages(game, seat)
    return Post(
        messages=tuple(_message(game, seat, told, read) for told in reversed(found)),
        unread=sum(not told.mine for told in found[read:]),
        count=len(found),
        readers=tuple(
            Reader(name, chair.label, game.players[name] != "human")
            for name, chair in game.seats.items()
            if name != seat
        ),
    )


def _message(game: Game, seat: str, told: Told, read: int) -> Message:
    seen = told.seen
    asked = list(seen.to) if told.mine else [seen.sender]
    return Message(
        place=told.place,
        step=seen.step,
        when=told.when,
        between=told.between,
        text=told.text,
        notes=told.notes,
        mark=MARKS[seen.mark],
        mine=told.mine,
        new=not told.mine and told.place > read,
        umpire=seen.sender == UMPIRE,
        waits=told.waits,
        leakable=bool(seen.via) and seen.via == seat and not seen.leaked and not game.over,
        answer=tuple(name for name in asked if name in game.seats and name != seat),
    )


def public_messages(game: Game) -> tuple[Message, ...]:
    """What everybody has read, the newest first: messages to all, and those that leaked to all."""
    return tuple(_message(game, EVERYBODY, told, told.place) for told in reversed(messages(game, EVERYBODY)))


def news(game: Game, seat: str) -> tuple[News, ...]:
    """The rulings that a seat may read, the newest first; of what they changed only the words."""
    found = []
    for ruling in reversed(game.rulings):
        if not told_to(seat, ruling):
            continue
        text = ""
        if ruling.attempt is not None:
            a = ruling.attempt
            came = "It came off" if a.succeeded else "It did not come off"
            dice = f"2d6 fell {a.roll}, {len(a.pros)} for, {len(a.cons)} against"
            text = f"{game.seats[a.seat].label}: {a.text} {came}: {dice}."
        named = about(eyes(game, seat), ruling)
        found.append(News(date(game, ruling.step), FORMS[ruling.form], named, text, ruling.reason))
    return tuple(found)


def tickets(game: Game, seat: str, person: str) -> tuple[Ticket, ...]:
    """The questions, with what a person has answered.

    What came of a forecast is judged by the truth, so it is told only when the game is over.
    """
    mine = [f for f in forecasts(game) if f.seat == seat and f.person == person]
    found = []
    for name, question in game.questions.items():
        answers = [f for f in mine if f.question == name]
        now = next((f.percent for f in answers if f.step == game.step and not game.over), None)
        past = []
        for f in answers:
            if f.step == game.step and not game.over:
                continue
            came = ""
            if game.over and f.happened is not None:
                came = f": it {'happened' if f.happened else 'did not happen'}, Brier score {f.brier:.2f}"
            past.append(f"{date(game, f.step)}: {f.percent}%{came}")
        by = "in this step" if question.by == "step" else "by the end of the game"
        found.append(Ticket(name, question.ask, by, now, tuple(past)))
    return tuple(found)


__all__ = ["Message", "News", "Post", "Reader", "Ticket", "news", "post", "public_messages", "tickets"]
