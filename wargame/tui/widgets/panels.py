"""The panels of the table beside the board. Each is a list whose rows stand for numbers that can be asked."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.text.describe import DealStatus, LineStatus, date, main_meters, red_lines, standing
from wargame.text.narrate import opening, story
from wargame.text.words import RUNGS, counted
from wargame.tui.glyphs import SIGNS
from wargame.tui.numbers import Number, number, numbers
from wargame.tui.widgets.canvas import Line, Span, clip, folded, line
from wargame.tui.widgets.gauge import gauge_line, trend
from wargame.tui.widgets.listing import Listing, Row, row


class Panel(Listing):
    """A list at the table. `asked` gives the meters that the row under the pointer is about."""

    def show(self, game: Game, seat: str | None) -> None:
        raise NotImplementedError

    def asked(self) -> list[int]:
        return [self.key] if isinstance(self.key, int) else []

    def told(self) -> str:
        """The row under the pointer in words."""
        return ""


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
        self._told = {n.row: f"{n.label}: {n.words}." for _, n in pairs}
        on = [" ".join(letters for letters, n in pairs if n.value == rung) for rung in range(len(RUNGS))]
        wide = max(len(who) for who in on)
        rows = [_rung(rung, marks.get(rung), who.ljust(wide)) for rung, who in reversed(list(enumerate(on)))]
        rows += [_pair(letters, n) for letters, n in pairs]
        self.set_rows(rows)

    def told(self) -> str:
        return self._told.get(self.key, "") if isinstance(self.key, int) else ""


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
        return "" if n is None else f"{n.label}: {n.words}. {self._texts[n.row]}"


def _gauge(n: Number) -> Row:
    return Row(lambda width: [gauge_line(n, width)], n.row, single=True)


class LineList(Panel):
    """Red lines: the seat's own, and those of others that it knows of; how near each is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, empty="You know of no red line.")

    def show(self, game: Game, seat: str | None) -> None:
        rules = game.rules
        self._known = {rules.lines.labels.index(status.label): status for status in red_lines(game, seat)}
        self._rows_of = {
            at: [part.start + at for part in (rules.lines.due, rules.lines.crossed, rules.lines.declared)]
            for at in self._known
        }
        reach = {at: _reach(game, seat, at) for at in self._known}
        short = {p.id: p.short for p in rules.document.of("power")}
        owner = {at: short[rules.powers[int(rules.lines.owner[at])]] for at in self._known}
        held = {at: s for at, s in self._known.items() if s.held}
        rows: list[Row] = []
        for title, mine in (("Yours", True), ("Others', as far as you know", False)):
            found = [(at, s) for at, s in held.items() if s.mine is mine]
            if found:
                rows.append(row(None, line((title if seat else "In force", "dim"))))
                rows += [_line(s, at, reach[at], owner[at]) for at, s in found]
        unheld = [(at, s) for at, s in self._known.items() if not s.held]
        if unheld:
            rows.append(row(None, line(("Not held now", "dim"))))
            rows += [_line(s, at, reach[at], owner[at]) for at, s in unheld]
        self.set_rows(rows)

    def asked(self) -> list[int]:
        return self._rows_of.get(self.key, []) if isinstance(self.key, int) else []

    def told(self) -> str:
        status = self._known.get(self.key) if isinstance(self.key, int) else None
        if status is None:
            return ""
        return (
            f"{status.owner}: {status.text.strip()} {status.status.capitalize()}. "
            f"Crossed at rung {status.at_rung}, answered at {status.commits}."
        )


def line_state(status: LineStatus, reach: int) -> Span:
    """A word and a sign for how near a line is: `DUE 2`, `CROSSED`, `near 4/5`, `ok 2/6`."""
    if not status.held:
        return ("-", "dim")
    if status.due:
        return (f"!! DUE {status.due}", "crossed")
    if status.crossed:
        return ("! CROSSED", "crossed")
    if reach >= status.at_rung - 1:
        return (f"* near {reach}/{status.at_rung}", "watch")
    return (f"ok {reach}/{status.at_rung}", "calm")


def _reach(game: Game, seat: str | None, at: int) -> int:
    """The highest rung that a line's owner stands on with anybody."""
    rules = game.rules
    owner, first = int(rules.lines.owner[at]), rules.meters.families["rung"].start
    rungs = [
        number(game, seat, first + n).value or 0
        for n in range(len(rules.pairs))
        if owner in rules.pair_powers[n]
    ]
    return max(rungs, default=0)


def _line(status: LineStatus, key: int, reach: int, owner: str) -> Row:
    def draw(width: int) -> list[Line]:
        state, role = line_state(status, reach)
        who = "" if status.mine else f"{owner}: "
        how = status.status.partition(",")[0]
        room = width - 11
        name = f"{who}{status.label}"
        spans: list[Span] = [(f"{state:<11}", role), *clip(((name, "plain"),), room)]
        if status.held and len(name) + len(how) + 4 <= room:
            spans.append((f"  ({how})", "dim"))
        return [tuple(spans)]

    return Row(draw, key)


class DealList(Panel):
    """Channels, deals in force, offers, and the dates ahead."""

    def show(self, game: Game, seat: str | None) -> None:
        rules = game.rules
        channels = rules.meters.families["channel"].start
        stands = standing(game, seat)
        self._said: dict[int, str] = {}
        rows = [row(None, line(("Channels", "dim")))]
        short = {p.id: p.short for p in rules.document.of("power")}
        pairs = ["-".join(short[rules.powers[int(p)]] for p in powers) for powers in rules.pair_powers]
        for at, (pair, words) in enumerate(stands.channels):
            self._said[channels + at] = (
                f"Channel between {pair}: {words}. {rules.meters.texts[channels + at]}"
            )
            rows.append(_fact(pairs[at], words, channels + at))
        rows.append(row(None, line(("Deals and offers", "dim"))))
        texts = {d.id: d.text.strip() for d in rules.document.of("deal")}
        for deal in stands.deals:
            key = rules.deals.left.start + rules.deals.names.index(deal.name)
            self._said[key] = (
                f"{deal.label}, {deal.form} between {deal.between}: {deal.status}. {texts[deal.name]}"
            )
            rows.append(_deal(deal, key))
        if not stands.deals:
            rows.append(row(None, line(("  none that you know of", "dim"))))
        rows.append(row(None, line(("Dates ahead", "dim"))))
        vote = rules.meters.row.get("washington.election")
        if vote is not None:
            rows.append(_fact(rules.say("Vote in Washington"), f"in {counted(stands.election, 'month')}", vote))
        rows.append(_fact("Last date", f"{counted(stands.months_left, 'month')} left", None))
        self.set_rows(rows)

    def told(self) -> str:
        return self._said.get(self.key, "") if isinstance(self.key, int) else ""


def _fact(name: str, words: str, key: object) -> Row:
    def draw(width: int) -> list[Line]:
        wide = min(28, max(18, width - 24))
        return [
            (
                ("" if key is not None else "  ", "plain"),
                (name[:wide].ljust(wide), "plain"),
                (f" {words}", "title"),
            )
        ]

    return Row(draw, key)


def _deal(deal: DealStatus, key: int) -> Row:
    sign = "in force " if deal.in_force else "offer    "

    def draw(width: int) -> list[Line]:
        return [
            ((sign, "calm" if deal.in_force else "watch"), *m)
            for m in folded(f"{deal.label}: {deal.status}", width - 9)
        ]

    return Row(draw, key)


class LogList(Panel):
    """Everything that was told so far, the newest step first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, empty="Nothing has happened yet.")
        self.wanted = ""

    def find(self, wanted: str) -> None:
        self.wanted = wanted.strip().lower()

    def show(self, game: Game, seat: str | None) -> None:
        self._rows: dict[tuple[int, int], tuple[int, ...]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        rows: list[Row] = []
        if self.wanted:
            rows.append(
                row(None, line((f"Only lines with “{self.wanted}”; find nothing to see all.", "dim")))
            )
        told = [(game.step, date(game), opening(game, seat))] if not game.over else []
        told += [(t.step, date(game, t.step), story(game, t, seat)) for t in reversed(game.turns)]
        for step, when, sentences in told:
            found = [(at, s) for at, s in enumerate(sentences) if self.wanted in s.text.lower()]
            if not found:
                continue
            rows.append(row(None, line((when, "title"))))
            for at, sentence in found:
                key = (step, at + (1000 if step == game.step else 0))
                self._rows[key], self._texts[key] = sentence.rows, sentence.text
                rows.append(_told(sentence.text, sentence.phase, key))
        self.set_rows(rows)

    def asked(self) -> list[int]:
        return list(self._rows.get(self.key, ())) if isinstance(self.key, tuple) else []

    def told(self) -> str:
        return self._texts.get(self.key, "") if isinstance(self.key, tuple) else ""


def _told(text: str, phase: str, key: object) -> Row:
    def draw(width: int) -> list[Line]:
        first, *more = folded(text, width - 13)
        return [((f"{phase:<13}", "dim"), *first), *(((" " * 13, "plain"), *m) for m in more)]

    return Row(draw, key)


__all__ = ["DealList", "Ladder", "LineList", "LogList", "MeterList", "Panel", "trend"]
