"""The panels of the table beside the board. Each is a list whose rows stand for numbers that can be asked."""

from __future__ import annotations

from wargame.record.game import Game, Turn
from wargame.text.describe import date, main_meters
from wargame.text.narrate import opening, story
from wargame.text.telling import Sentence
from wargame.text.words import RUNGS
from wargame.tui.glyphs import SIGNS
from wargame.tui.numbers import Number, number, numbers
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.deal_list import DealList
from wargame.tui.widgets.gauge import gauge_line, trend
from wargame.tui.widgets.line_list import LineList
from wargame.tui.widgets.listing import Row, row
from wargame.tui.widgets.panel import Panel


class Ladder(Panel):
    """The rungs from the top, and which pair of powers stands on which."""

    def show(self, game: Game, seat: str | None) -> None:
        rules = game.rules
        rungs = rules.meters.families["rung"]
        pairs: list[tuple[str, Number]] = [
            (
                "-".join(rules.power_letters[int(p)] for p in rules.pair_powers[at]),
                number(game, seat, rungs.start + at),
            )
            for at in range(len(rules.pairs))
        ]
        marks = {at: name for n in (p[1] for p in pairs) for name, at in n.marks.items()}
        self._told = {n.row: f"{n.label}: {n.words}. {_short_of(n)}" for _, n in pairs}
        on = [" ".join(letters for letters, n in pairs if n.value == rung) for rung in range(len(RUNGS))]
        wide = max(len(who) for who in on)
        rows = [_rung(rung, marks.get(rung), who.ljust(wide)) for rung, who in reversed(list(enumerate(on)))]
        rows += [_pair(letters, n) for letters, n in pairs]
        self.set_rows(rows)

    def told(self) -> str:
        return self._told.get(self.key, "") if isinstance(self.key, int) else ""


def _short_of(n: Number) -> str:
    """How far a pair is from the thresholds."""
    value = n.value or 0
    parts = [
        f"{name} at {at} is {at - value} above" if at > value else f"{name} threshold ({at}) reached"
        for name, at in n.marks.items()
    ]
    return f"{'; '.join(parts).capitalize()}." if parts else ""


def _rung(rung: int, mark: str | None, here: str) -> Row:
    role = "crossed" if mark == "war" else "watch" if mark else "plain" if here.strip() else "dim"
    name = f"{mark.upper()}: {RUNGS[rung]}" if mark else RUNGS[rung]
    edge = SIGNS.rule * 2 if mark else "  "
    return row(None, line((f"{rung:>2} {edge} ", role), (f"{here}  ", "title"), (name, role)))


def _pair(letters: str, n: Number) -> Row:
    def draw(width: int) -> list[Line]:
        return [((f"{letters:<6}", "title"), *gauge_line(n, width - 6))]

    return Row(draw, n.row)


class MeterList(Panel):
    """The numbers that matter most to this seat, then all others that it knows."""

    def show(self, game: Game, seat: str | None) -> None:
        meters = game.rules.meters
        main = main_meters(game, seat)
        told = [row for row in range(1, meters.count) if not meters.derived[row]]
        self._numbers = {n.row: n for n in numbers(game, seat, told)}
        # A flag that is down says nothing.
        rest = [
            n
            for r, n in self._numbers.items()
            if r not in main and n.value is not None and (n.value or n.high > 1)
        ]
        rows = [row(None, line(("What matters most to you" if seat else "What matters most", "dim")))]
        rows += [_gauge(self._numbers[r]) for r in main]
        rows.append(
            row(None, line(""), line(("Everything else you know" if seat else "Everything else", "dim")))
        )
        rows += [_gauge(n) for n in rest]
        self.set_rows(rows)
        self._texts = meters.texts

    def told(self) -> str:
        n = self._numbers.get(self.key) if isinstance(self.key, int) else None
        return "" if n is None else f"{n.label}: {n.words}. {n.bounds_words} {self._texts[n.row]}"


def _gauge(n: Number) -> Row:
    return Row(lambda width: [gauge_line(n, width)], n.row, single=True)


class LogList(Panel):
    """Everything that was told so far, the newest step first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, empty="Nothing has happened yet.")
        self.wanted = ""
        self._newest = -1
        self._told: dict[tuple[int, int], Sentence] = {}
        self._stories: dict[int, tuple[Turn, bool, list[Sentence]]] = {}
        """By step: what was told of a turn, and whether the game was over then."""

    def find(self, wanted: str) -> None:
        self.wanted = wanted.strip().lower()

    def show(self, game: Game, seat: str | None) -> None:
        self._rows: dict[tuple[int, int], tuple[int, ...]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        self._told = {}
        rows: list[Row] = []
        if self.wanted:
            rows.append(
                row(None, line((f"Only lines with “{self.wanted}”; find nothing to see all.", "dim")))
            )
        told = [(game.step, date(game), opening(game, seat))] if not game.over else []
        told += [(t.step, date(game, t.step), self._story(game, t, seat)) for t in reversed(game.turns)]
        for step, when, sentences in told:
            found = [(at, s) for at, s in enumerate(sentences) if self.wanted in s.text.lower()]
            if not found:
                continue
            rows.append(row(None, line((when, "title"))))
            for at, sentence in found:
                key = (step, at + (1000 if step == game.step else 0))
                self._rows[key], self._texts[key] = sentence.rows, sentence.text
                self._told[key] = sentence
                rows.append(_told(sentence.text, sentence.phase, key))
        self.set_rows(rows, keep=self._newest == len(game.turns))  # news is read from its beginning
        self._newest = len(game.turns)

    def _story(self, game: Game, turn: Turn, seat: str | None) -> list[Sentence]:
        """A panel belongs to one game and seat: what it has told of a turn stays told until the end tells more."""
        kept = self._stories.get(turn.step)
        if kept is None or kept[0] is not turn or kept[1] != game.over:
            kept = self._stories[turn.step] = (turn, game.over, story(game, turn, seat))
        return kept[2]

    def asked(self) -> list[int]:
        return list(self._rows.get(self.key, ())) if isinstance(self.key, tuple) else []

    def told(self) -> str:
        return self._texts.get(self.key, "") if isinstance(self.key, tuple) else ""

    def told_of(self, key: object) -> list[Sentence]:
        """The sentence of a row."""
        return [self._told[key]] if isinstance(key, tuple) and key in self._told else []


def _told(text: str, phase: str, key: object) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(text, width - 13)
        return [((f"{phase:<13}", "dim"), *first), *(((" " * 13, "plain"), *m) for m in more)]

    return Row(draw, key)


__all__ = ["DealList", "Ladder", "LineList", "LogList", "MeterList", "Panel", "trend"]
