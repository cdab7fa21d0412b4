"""A game gone through by a class that does not know what comes: stop before a reveal, ask, show the spread, go on.

It knows no screen and no socket. Until a sheet has been revealed, nothing that is made here tells of it or
of anything after it; what is shown before is what the seat knew then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wargame.record.game import Game
from wargame.record.past import PHASES, REVEAL
from wargame.text.debrief.spread import NOTHING, Counted, Spread
from wargame.text.meters import date
from wargame.text.narrate import opening, story
from wargame.text.sheets import order_labels, revealed
from wargame.text.telling import Sentence
from wargame.text.words import RUNGS

MOST = 200
"""People who can answer at one stop."""


@dataclass(frozen=True)
class Told:
    """A step as far as it has been shown, in the eyes of the seat."""

    step: int
    when: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Choice:
    """An order that the seat could have given."""

    order: str
    label: str


@dataclass(frozen=True)
class Stop:
    """A moment at which a class is asked: everything that may be shown then."""

    step: int
    when: str
    question: str
    before: tuple[Told, ...]
    """What has happened since the last stop, and how this step began."""
    rung: int
    menu: tuple[Choice, ...]
    """Each alone; of several together, `answer` says whether they fit."""
    places: int
    """So many orders fit on the sheet."""
    answers: int
    """How many people, or hands, have answered so far. Not what."""


@dataclass(frozen=True)
class Row:
    """An order of the spread."""

    order: str
    label: str
    hands: int
    given: bool
    reason: str
    """Why a scripted player gave it, or what its team said."""


@dataclass(frozen=True)
class Shown:
    """What came of a stop: what the class would have ordered, what was ordered, what happened."""

    step: int
    when: str
    rows: tuple[Row, ...]
    people: int
    alike: int
    """People who would have given exactly the orders that were given."""
    touched: int
    """People who would have given at least one of them."""
    stated: str
    """Why the seat itself said that it gave them."""
    after: Told
    rung: int
    """The highest rung after the step."""


@dataclass
class Blind:
    """Where a class stands in a game, and what it has said. `kept` is all of it but the game."""

    game: Game
    seat: str
    stops: tuple[int, ...] = ()
    """Steps before whose reveal the class is asked; by default all in which the seat ordered something."""
    at: int = 0
    """Which of the stops."""
    shown: bool = False
    """Whether the sheets of this stop lie open."""
    answers: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """By step and person: the orders they would have given; none is to give none."""
    hands: dict[int, Spread] = field(default_factory=dict)
    """By step: hands that were only counted."""

    def __post_init__(self) -> None:
        self.game.seat(self.seat)
        turns = self.game.turns
        if not self.stops:
            self.stops = tuple(
                turn.step for turn in turns if self.seat in turn.sheets and turn.sheets[self.seat].orders
            )
        if not self.stops:
            raise ValueError(f"{self.seat} has ordered nothing in this game: there is nothing to ask")
        self.stops = tuple(sorted(set(self.stops)))
        if not 0 <= self.stops[0] <= self.stops[-1] < len(turns):
            raise ValueError(f"this game has steps 0 to {len(turns) - 1}")
        self.at = min(max(0, self.at), len(self.stops) - 1)

    # Before the reveal

    @property
    def step(self) -> int:
        return self.stops[self.at]

    @property
    def last(self) -> bool:
        """Whether there is no stop after this one."""
        return self.at == len(self.stops) - 1

    def stop(self) -> Stop:
        """What may be shown before the sheets of this stop open."""
        past = self.game.at(self.step)
        view = past.view(self.seat)
        book = self.game.rules.programs
        first = self.stops[self.at - 1] + 1 if self.at else 0
        before = [self._told(step) for step in range(first, self.step)]
        before.append(Told(self.step, date(past), tuple(opening(past, self.seat))))
        return Stop(
            step=self.step,
            when=date(past),
            question=f"You are {self.game.seats[self.seat].label}. What would you order?",
            before=tuple(before),
            rung=past.meter("world.rung"),
            menu=tuple(Choice(book.names[row], book.labels[row]) for row in view.menu),
            places=len(view.places),
            answers=len(self.answers.get(self.step, {})) + self._counted.total,
        )

    def earlier(self) -> tuple[Told, ...]:
        """The steps that were told at the stops before this one, for whoever wants to read them again."""
        return tuple(self._told(step) for step in range(self.stops[self.at - 1] + 1 if self.at else 0))

    def answer(self, person: str, orders: Sequence[str]) -> None:
        """What somebody would order; their last word counts. ValueError, in a sentence, for what does not fit."""
        mine = self.fitting(person, orders)
        self.answers.setdefault(self.step, {})[person] = mine

    def fitting(self, person: str, orders: Sequence[str]) -> tuple[str, ...]:
        """What `answer` would keep; nothing is kept yet. ValueError, in a sentence, for what does not fit."""
        self._expect_open()
        mine = tuple(dict.fromkeys(order for order in orders if order != NOTHING))
        for fault in self.game.at(self.step).judge(self.seat, mine):
            raise ValueError(f"{self._named(fault.order)}: {fault.reason}")
        found = self.answers.get(self.step, {})
        if person not in found and len(found) >= MOST:
            raise ValueError(f"{MOST} people have answered; that is all there is room for")
        return mine

    def forget(self, person: str) -> None:
        """Take somebody's answer back."""
        self._expect_open()
        self.answers.get(self.step, {}).pop(person, None)

    def count(self, order: str, by: int = 1) -> None:
        """So many more hands, or fewer, for an order. ValueError for one that could not have been given."""
        self._expect_open()
        if order != NOTHING:
            for fault in self.game.at(self.step).judge(self.seat, [order]):
                raise ValueError(f"{self._named(fault.order)}: {fault.reason}")
        self.hands.setdefault(self.step, Spread()).count(order, max(-MOST, min(MOST, by)))

    def _expect_open(self) -> None:
        if self.shown:
            raise ValueError("the sheets lie open: this question has been answered")

    # The reveal

    def reveal(self) -> Shown:
        """Open the sheets of this stop, if they are not open yet."""
        self.shown = True
        turn = self.game.turns[self.step]
        sheet = turn.sheets.get(self.seat)
        given = list(sheet.orders) if sheet else []
        reasons = dict(zip(given, sheet.reasons, strict=False)) if sheet else {}
        said = list(self.answers.get(self.step, {}).values())
        return Shown(
            step=self.step,
            when=date(self.game, self.step),
            rows=tuple(
                Row(c.order, self._label(c.order), c.hands, c.given, reasons.get(c.order, ""))
                for c in self._spread(given)
            ),
            people=len(said),
            alike=sum(set(orders) == set(given) for orders in said),
            touched=sum(bool(set(orders) & set(given)) for orders in said),
            stated=turn.stated.get(self.seat, ""),
            after=self._told(self.step, opened=True),
            rung=int(turn.after[self.game.rules.meters.row["world.rung"]]),
        )

    def proceed(self) -> bool:
        """On to the next stop, if there is one. ValueError while the sheets of this one are sealed."""
        if not self.shown:
            raise ValueError("open the sheets first")
        if self.last:
            return False
        self.at, self.shown = self.at + 1, False
        return True

    def spread(self) -> list[Counted]:
        """The spread of a stop that was revealed. ValueError before: nobody is led by what others say."""
        if not self.shown:
            raise ValueError("open the sheets first")
        return list(self._spread(self._given))

    # Keeping it

    def kept(self) -> dict[str, Any]:
        """Where the class stands, as plain data."""
        return {
            "seat": self.seat,
            "stops": list(self.stops),
            "at": self.at,
            "shown": self.shown,
            "answers": {str(s): {p: list(o) for p, o in a.items()} for s, a in self.answers.items()},
            "hands": {str(step): dict(spread.hands) for step, spread in self.hands.items()},
        }

    @classmethod
    def again(cls, game: Game, kept: dict[str, Any]) -> Blind:
        """Take it up as it was left. ValueError if it is not of this game."""
        try:
            return cls(
                game,
                str(kept["seat"]),
                tuple(int(step) for step in kept["stops"]),
                int(kept["at"]),
                bool(kept["shown"]),
                {int(s): {p: tuple(o) for p, o in a.items()} for s, a in kept["answers"].items()},
                {int(s): Spread(dict(hands)) for s, hands in kept["hands"].items()},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("this is not what a class has said of a game") from error

    # Inside

    @property
    def _given(self) -> list[str]:
        sheet = self.game.turns[self.step].sheets.get(self.seat)
        return list(sheet.orders) if sheet else []

    @property
    def _counted(self) -> Spread:
        return self.hands.get(self.step, Spread())

    def _spread(self, given: Iterable[str]) -> list[Counted]:
        """People and hands together."""
        hands = Counter(self._counted.hands)
        for orders in self.answers.get(self.step, {}).values():
            hands.update(orders or (NOTHING,))
        return Spread(dict(hands)).beside(given)

    def _label(self, order: str) -> str:
        return "Leave it: no order" if order == NOTHING else order_labels(self.game, [order])[0]

    def _named(self, order: str) -> str:
        """As people read it; what is no order, as it was typed."""
        return self._label(order) if order in self.game.rules.programs.index else order

    def _told(self, step: int, opened: bool = False) -> Told:
        """A whole step in the seat's eyes; with `opened`, only what came after its sheets opened."""
        turn = self.game.turns[step]
        told = [*story(self.game, turn, self.seat), *revealed(self.game, turn, self.seat)]
        told.sort(key=lambda s: PHASES.index(s.phase))
        first = PHASES.index(REVEAL) if opened else 0
        return Told(step, date(self.game, step), tuple(s for s in told if PHASES.index(s.phase) >= first))


def rung_name(rung: int) -> str:
    """What a rung is called."""
    return RUNGS[max(0, min(rung, len(RUNGS) - 1))]


__all__ = ["MOST", "Blind", "Choice", "Row", "Shown", "Stop", "Told", "rung_name"]
