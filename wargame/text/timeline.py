"""The course of a game as some eyes see it: what was told at each moment, and the moments that matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wargame.engine.ledger import Entry, Note
from wargame.record.game import Game
from wargame.record.past import BEFORE_REVEAL, PHASES, REVEAL, Moment, moments
from wargame.ruleset.tables import Ints
from wargame.text.eyes import Eyes, eyes
from wargame.text.messages import Told, messages
from wargame.text.narrate import TELLERS, opening, story
from wargame.text.rulings import ruled
from wargame.text.sheets import revealed
from wargame.text.telling import Sentence, Telling


@dataclass(frozen=True)
class Kind:
    """A kind of mark on a timeline."""

    letter: str
    short: str
    """For the legend; a reveal, which every step has, needs none."""
    label: str
    """For one of them: `a red line crossed`."""
    many: str


KINDS: dict[str, Kind] = {
    "end": Kind("E", "end", "the end of the game", "the end"),
    "crisis": Kind("C", "crisis or war", "a crisis or war", "crises and war"),
    "crossing": Kind("X", "line crossed", "a red line crossed", "red lines crossed"),
    "casualties": Kind("K", "many killed", "many killed", "mass casualties"),
    "accident": Kind("A", "accident", "an accident", "accidents"),
    "override": Kind("O", "umpire's hand", "the umpire's hand", "the umpire's hand"),
    "deal": Kind("D", "deal", "a deal made, tested or broken", "deals"),
    "misread": Kind("M", "misread", "an act misread", "acts misread"),
    "reveal": Kind("R", "", "the sheets open", "reveals"),
}
"""Every kind of mark, the gravest first."""

MARKING: dict[str, str] = {
    "end": "end",
    "crisis begins": "crisis",
    "crisis ends": "crisis",
    "war": "crisis",
    "line crossed": "crossing",
    "deadline passed": "crossing",
    "mass casualties": "casualties",
    "accident": "accident",
    "deal made": "deal",
    "deal broken": "deal",
    "deal ended": "deal",
    "deal tested": "deal",
    "leak": "deal",
    "crossing meant": "misread",
    "misread": "misread",
}
"""Which notes of the ledger make which mark."""

MINOR = frozenset({"misread"})
"""Notes so common that their marks are passed over unless they are asked for."""


@dataclass(frozen=True)
class Mark:
    """Something that happened at a moment and that a person may want to jump to."""

    moment: Moment
    kind: str
    text: str
    rows: tuple[int, ...] = ()
    minor: bool = False


class Timeline:
    """One game in the eyes of one seat, or of the umpire for None."""

    def __init__(self, game: Game, seat: str | None) -> None:
        self.game, self.seat = game, seat
        self.sight: Eyes = eyes(game, seat)
        self.moments = moments(game)
        self._stories: dict[int, list[Sentence]] = {}
        self._marks: list[Mark] | None = None
        self._letters: list[Told] | None = None

    @property
    def steps(self) -> int:
        """How many steps there are to look at, one in play included."""
        return self.moments[-1].step + 1

    def story(self, step: int) -> list[Sentence]:
        """A whole step as far as it was played."""
        if step not in self._stories:
            game = self.game
            if step < len(game.turns):
                turn = game.turns[step]
                told = [*story(game, turn, self.seat), *revealed(game, turn, self.seat)]
            else:
                told = opening(game, self.seat)
            told += self._said(step)
            self._stories[step] = sorted(told, key=lambda s: PHASES.index(s.phase))
        return self._stories[step]

    def _said(self, step: int) -> list[Sentence]:
        """Messages between the seats, which are passed while orders are due; what became of them lies behind."""
        if self._letters is None:
            self._letters = messages(self.game, self.seat)
        return [
            Sentence(BEFORE_REVEAL, f"Message. {told.between}: “{told.text}”", detail=told.notes)
            for told in self._letters
            if told.seen.step == step
        ]

    def end_of(self, step: int) -> Moment:
        """The last moment of a step; of one that was not played, the last moment of all."""
        return min(Moment(step, PHASES[-1]), self.moments[-1], key=lambda m: m.order)

    def story_until(self, step: int) -> list[Sentence]:
        """A whole step; nothing of one that was not played."""
        return self.story(step) if step < self.steps else []

    def told(self, moment: Moment) -> list[Sentence]:
        """The story of a step until a moment."""
        reached = PHASES.index(moment.phase)
        return [s for s in self.story(moment.step) if PHASES.index(s.phase) <= reached]

    def eventful(self, moment: Moment) -> bool:
        """Whether anything was told in the phase."""
        return any(s.phase == moment.phase for s in self.story(moment.step))

    def rungs(self) -> list[int]:
        """The highest rung at the end of each step, and where it stands in a step in play."""
        row = self.game.rules.meters.row["world.rung"]
        found = [self.sight.read(turn.after, row) or 0 for turn in self.game.turns]
        return found if self.game.over else [*found, self.sight.now(row) or 0]

    def crisis_steps(self) -> list[bool]:
        """Which steps are of some days, not of a month."""
        found = [turn.crisis for turn in self.game.turns]
        return found if self.game.over else [*found, self.game.crisis]

    @property
    def marks(self) -> list[Mark]:
        """Everything marked, in the order in which it happened."""
        if self._marks is None:
            found: list[Mark] = []
            for turn in self.game.turns:
                found += self._marks_of(turn.step, turn.entries, turn.notes, turn.after)
                found.append(Mark(Moment(turn.step, REVEAL), "reveal", "The sealed sheets open."))
            if not self.game.over:
                entries, notes = self.game.opening
                now = self.game.games.state.meters[:, 0]
                found += self._marks_of(self.game.step, entries, notes, now)
            kinds = list(KINDS)
            found.sort(key=lambda m: (m.moment.order, kinds.index(m.kind)))
            self._marks = found
        return self._marks

    def marks_at(self, step: int, kind: str | None = None) -> list[Mark]:
        """The marks of a step that pass a filter."""
        return [m for m in self.marks if m.moment.step == step and wanted(m, kind)]

    def next_mark(self, moment: Moment, kind: str | None, by: int) -> Mark | None:
        """The next mark after a moment, or with `by` -1 the one before it."""
        ordered = self.marks if by > 0 else reversed(self.marks)
        for mark in ordered:
            later = mark.moment.order > moment.order if by > 0 else mark.moment.order < moment.order
            if later and wanted(mark, kind):
                return mark
        return None

    def _marks_of(
        self, step: int, entries: tuple[Entry, ...], notes: tuple[Note, ...], after: Ints
    ) -> Iterable[Mark]:
        telling = Telling(self.sight, entries, notes, after)
        by_kind: dict[str, list[Note]] = {}
        for note in telling.notes:
            if note.kind in MARKING:
                by_kind.setdefault(note.kind, []).append(note)
        for kind, found in by_kind.items():
            for sentence in TELLERS[kind](telling, found):
                moment = Moment(step, sentence.phase)
                yield Mark(moment, MARKING[kind], sentence.text, sentence.rows, kind in MINOR)
        for sentence in ruled(telling, step):
            yield Mark(Moment(step, sentence.phase), "override", sentence.text, sentence.rows)
        if self.sight.umpire:  # players see an event like any other, not whose hand it was
            labels = self.game.rules.programs
            for event in self.game.injects(step):
                text = f"The umpire played an event: {labels.labels[labels.index[f'event {event}']]}."
                yield Mark(Moment(step, PHASES[0]), "override", text)


def wanted(mark: Mark, kind: str | None) -> bool:
    """Whether a mark passes a filter; None lets through all but the reveals and what is minor."""
    return mark.kind == kind if kind is not None else mark.kind != "reveal" and not mark.minor


# Whose eyes -------------------------------------------------------------------------------------


def first_eyes(game: Game) -> str | None:
    """Whose eyes a game is looked at with at first: the umpire's, unless it goes on and a person plays."""
    if game.over:
        return None
    return next((seat for seat, player in game.players.items() if player == "human"), None)


def gives_away(game: Game, seat: str | None) -> bool:
    """Whether these eyes see what a person who still plays must not know."""
    if game.over or first_eyes(game) is None:
        return False
    return seat is None or game.players[seat] != "human" or _several_people(game)


def _several_people(game: Game) -> bool:
    return sum(player == "human" for player in game.players.values()) > 1


__all__ = ["KINDS", "MARKING", "Kind", "Mark", "Timeline", "first_eyes", "gives_away", "wanted"]
