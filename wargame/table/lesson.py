"""A game with a teacher: the other seats' sheets are written, and prompts go with what the learner does.

The learner may order what they like. A prompt that waits for something goes on when it has come, or when
they say so; one that tells of what happened has other words for when it did not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wargame.engine.ledger import Note
from wargame.record import shelf
from wargame.record.game import Game, Turn
from wargame.record.journal import SaveError
from wargame.ruleset import schema, vocabulary
from wargame.ruleset.lessons import BLANK, seat_of
from wargame.ruleset.tables import Ruleset
from wargame.table.session import Session

PANELS = ("ladder", "meters", "lines")
SLOTS = ("statement", "move", "operation")


@dataclass(frozen=True)
class Moment:
    """Where the learner is: which screen is in front, and which panel of the table."""

    screen: str
    panel: str = ""


class LessonSession(Session):
    """The learner's chair. The other seats seal what the lesson has written for them."""

    lesson: schema.Lesson

    @classmethod
    def begin(cls, rules: Ruleset, lesson: schema.Lesson) -> LessonSession:
        """A new game of a lesson, in the place of an older one. Raises SaveError."""
        path, seat = home(rules, lesson), seat_of(rules, lesson, lesson.power)
        for suffix in (shelf.SUFFIX, ".progress", f".{seat}.draft"):
            path.with_suffix(suffix).unlink(missing_ok=True)
        players = dict.fromkeys(rules.tables[rules.scenarios[lesson.scenario].table].seats, "doctrine")
        game = Game.new(
            rules, lesson.scenario, seed=lesson.seed, players=players | {seat: "human"}, path=path
        )
        session = cls(game, seat)
        session.lesson = lesson
        return session

    @classmethod
    def take_up(cls, rules: Ruleset, lesson: schema.Lesson) -> LessonSession | None:
        """The lesson where it was left; None if it was not begun, or was begun under other rules."""
        try:
            game = Game.load(home(rules, lesson))
        except SaveError:
            return None
        same = (game.rules.digest, game.header.seed) == (rules.digest, lesson.seed)
        if not same or game.halted is not None or game.over:
            game.close()
            return None
        session = cls(game, seat_of(rules, lesson, lesson.power))
        session.lesson = lesson
        return session

    def open_sheets(self) -> Turn:
        """The written sheets of this step, where they can be given; then as at any table."""
        step = self.game.step
        written = self.lesson.sheets[step] if step < len(self.lesson.sheets) else {}
        for power, orders in written.items():
            seat = seat_of(self.game.rules, self.lesson, power)
            if seat != self.seat and seat not in self.game.sealed:
                self.game.submit(seat, orders, "lesson")
        return super().open_sheets()


class Teacher:
    """Says a prompt at a time, and knows how far the learner has come."""

    def __init__(self, session: LessonSession) -> None:
        self.session = session
        self.lesson = session.lesson
        self._file = home(session.game.rules, session.lesson).with_suffix(".progress")
        self.furthest = self.at = min(_kept(self._file), len(self.lesson.prompt) - 1)

    @property
    def prompt(self) -> schema.Prompt:
        return self.lesson.prompt[self.at]

    @property
    def at_end(self) -> bool:
        return self.at == len(self.lesson.prompt) - 1

    def text(self) -> str:
        """What is said now, with numbers in the places of names."""
        note = self._told() if self.prompt.tells else None
        said = self.prompt.otherwise if self.prompt.tells and note is None else self.prompt.text
        return " ".join(BLANK.sub(lambda match: self._filled(match[0][1:-1], note), said).split())

    def notice(self, moment: Moment) -> bool:
        """Look at what the learner has done; whether something else is to be said now."""
        before = self.at
        while self.at == self.furthest and not self.at_end and self._done(moment):
            self._to(self.at + 1)
        return self.at != before

    def go_on(self) -> bool:
        """The learner has read it. False where only a reveal leads on."""
        if self.at_end or (self.prompt.until == "opened" and self.at == self.furthest):
            return False
        self._to(self.at + 1)
        return True

    def go_back(self) -> bool:
        """Say again what was said before."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def finish(self) -> None:
        """The learner has come to the end: the next time begins anew."""
        self._file.unlink(missing_ok=True)
        self.session.game.close()
        home(self.session.game.rules, self.lesson).with_suffix(".done").touch()

    # Inside

    def _to(self, at: int) -> None:
        self.at = at
        if at > self.furthest:
            self.furthest = at
            self._file.write_text(json.dumps({"prompt": at}), encoding="utf-8")

    def _done(self, moment: Moment) -> bool:
        prompt, game = self.prompt, self.session.game
        if game.step > prompt.step or game.over:
            return True
        if prompt.until in SLOTS:
            return prompt.until in self._slots()
        if prompt.until in PANELS:
            return moment.screen == "table" and moment.panel == prompt.until
        return prompt.until == moment.screen

    def _slots(self) -> set[str]:
        """The places of the sheet on which something stands."""
        book, names = self.session.game.rules.programs, tuple(vocabulary.SLOTS)
        orders = [*self.session.draft]
        if self.session.sealed:
            orders += self.session.game.sealed[self.session.seat].orders
        return {names[int(book.slot[book.index[order]])] for order in orders}

    def _told(self) -> Note | None:
        """What the last step left that the prompt tells of; of misreadings, the loudest of the learner's own."""
        turn = self.session.game.turns[-1] if self.session.game.turns else None
        found = [n for n in turn.notes if n.kind == self.prompt.tells] if turn is not None else []
        rules = self.session.game.rules
        if self.prompt.tells == "misread":
            me = rules.powers.index(self.lesson.power)
            found = [
                n for n in found if n.facts["reader"] == me and n.facts["perceived"] > n.facts["intended"]
            ]
            found.sort(key=lambda n: -n.facts["perceived"])
        return found[0] if found else None

    def _filled(self, name: str, note: Note | None) -> str:
        if name in ("meant", "read"):
            return "" if note is None else str(note.facts["intended" if name == "meant" else "perceived"])
        game = self.session.game
        was = name.startswith("was:")
        row = game.rules.meters.row[name.removeprefix("was:")]
        turn = game.turns[-1] if was and game.turns else None
        return str(int(game.games.state.meters[row, 0] if turn is None else turn.opened[row]))


def home(rules: Ruleset, lesson: schema.Lesson) -> Path:
    """Where the game of a lesson is kept: a save like others, in a folder of its own."""
    return shelf.saves_folder() / "lessons" / f"{rules.name}-{lesson.id}{shelf.SUFFIX}"


def begun(rules: Ruleset, lesson: schema.Lesson) -> int:
    """How many prompts of a lesson lie behind the learner; nought if there is nothing to go on with."""
    path = home(rules, lesson)
    return _kept(path.with_suffix(".progress")) if path.exists() else 0


def finished(rules: Ruleset, lesson: schema.Lesson) -> bool:
    """Whether it was once played to its end."""
    return home(rules, lesson).with_suffix(".done").exists()


def fitting_seeds(rules: Ruleset, lesson: schema.Lesson, seeds: range) -> Iterator[int]:
    """Seeds with which everything that a lesson tells of happens, if what is suggested is ordered."""
    for seed in seeds:
        game = Game.new(rules, lesson.scenario, seed=seed)
        if not missing(game, lesson):
            yield seed


def missing(game: Game, lesson: schema.Lesson) -> list[str]:
    """Play a lesson's sheets in a new game: what its prompts tell of and did not happen."""
    rules, me = game.rules, game.rules.powers.index(lesson.power)
    wrong: list[str] = []
    for step, sheets in enumerate(lesson.sheets):
        for seat in game.seats:
            written = next((o for power, o in sheets.items() if seat_of(rules, lesson, power) == seat), ())
            wrong += [f"{fault.order}: {fault.reason}" for fault in game.submit(seat, written)]
        if wrong:
            return wrong
        turn = game.advance()
        if game.over or game.crisis:
            wrong.append(f"a crisis or an end after step {step + 1}")
        for prompt in lesson.prompt:
            if prompt.tells and prompt.step == step + 1 and not _tells(prompt.tells, turn, me):
                wrong.append(f"{prompt.id}: no {prompt.tells}")
        if game.over:
            return wrong
    return wrong


def _tells(kind: str, turn: Turn, me: int) -> bool:
    found = [n.facts for n in turn.notes if n.kind == kind]
    if kind == "misread":
        return any(f["reader"] == me and f["perceived"] > f["intended"] for f in found)
    return bool(found)


def _kept(path: Path) -> int:
    try:
        return max(0, int(json.loads(path.read_text(encoding="utf-8"))["prompt"]))
    except (OSError, ValueError, KeyError, TypeError):
        return 0


__all__ = ["LessonSession", "Moment", "Teacher", "begun", "finished", "fitting_seeds", "home", "missing"]
