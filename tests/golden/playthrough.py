"""A game between doctrines as text: what each seat sealed and why, knew, could order, and was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wargame.engine.fog import ESTIMATE, EXACT, Seat, View, entries_for, notes_for
from wargame.opponents.bench import Opponents
from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import OPERATION, Ruleset

WIDTH = 110


def playthrough(rules: Ruleset, scenario: str, seed: int, steps: int | None = None) -> str:
    """The scenario's own doctrines play at most so many steps of it, with this seed."""
    seats = rules.tables[rules.scenarios[scenario].table].seats
    game = Game.new(rules, scenario, seed=seed, players=dict.fromkeys(seats, "doctrine"))
    opponents = Opponents(game)
    text = [f"{rules.label}: {game.scenario.label}, seed {seed}"]
    while not game.over and game.step != steps:
        views = {seat: game.view(seat) for seat in game.seats}
        opponents.fill()
        turn = game.advance()
        text += ["", *_heading(rules, turn)]
        for name, seat in game.seats.items():
            text += ["", *_sheet(turn, name), *_view(rules, seat, views[name]), *_told(rules, seat, turn)]
        text += ["", f"digest {game.games.state.digest()}"]
    text += ["", *_close(rules, game)]
    return "\n".join(text) + "\n"


def _heading(rules: Ruleset, turn: Turn) -> Iterator[str]:
    def then(name: str) -> int:
        return int(turn.opened[rules.meters.row[name]])

    clock = "crisis step" if turn.crisis else "monthly turn"
    yield f"==== Step {turn.step}: month {then('world.month')}, {clock} ".ljust(WIDTH, "=")
    rungs = [f"{pair} {then(f'{pair}.rung')}" for pair in rules.pairs]
    yield f"ladder: highest rung {then('world.rung')}; {', '.join(rungs)}"


def _sheet(turn: Turn, seat: str) -> Iterator[str]:
    sheet = turn.sheets[seat]
    yield f"{seat} ({sheet.by})"
    reasons = sheet.reasons or ("",) * len(sheet.orders)
    for order, reason in zip(sheet.orders, reasons, strict=True):
        yield f"  orders {order}: {reason}"
    if not sheet.orders:
        yield "  orders nothing"


def _view(rules: Ruleset, seat: Seat, view: View) -> Iterator[str]:
    """The meters that are somebody's main ones, as this seat knows them, and how much it could order."""
    meters = rules.meters
    words: dict[str, list[str]] = {"knows": [], "estimates": [], "does not know": []}
    for row in range(meters.count):
        if not meters.main[row].any():
            continue
        if seat.certainty[row] == EXACT:
            words["knows"].append(f"{meters.names[row]} {view.known(row)}")
        elif seat.certainty[row] == ESTIMATE:
            words["estimates"].append(f"{meters.names[row]} {view.known(row)}±{seat.spread[row]}")
        else:
            assert view.known(row) is None
            words["does not know"].append(meters.names[row])
    for how, known in words.items():
        yield from _lines(f"  {how}: ", known)
    book = rules.programs
    slots = list(vocabulary.SLOTS)
    kinds = (book.kind[o] if book.slot[o] == OPERATION else slots[book.slot[o]] for o in view.menu)
    yield from _lines("  could order: ", _counted(kinds))


def _told(rules: Ruleset, seat: Seat, turn: Turn) -> Iterator[str]:
    yield from _lines(
        "  is told of: ", _counted(note.kind for note in notes_for(rules, seat, list(turn.notes)))
    )
    shown = len(entries_for(rules, seat, list(turn.entries)))
    yield f"  may read {shown} of {len(turn.entries)} entries"


def _close(rules: Ruleset, game: Game) -> Iterator[str]:
    yield f"==== After step {game.step - 1}: {game.end or 'play goes on'} ".ljust(WIDTH, "=")
    for power in rules.powers:
        points, verdict = game.score(power)
        yield f"{power}: {points}, {verdict}" if game.over else f"{power}: {points} so far"


def _counted(words: Iterable[str]) -> list[str]:
    return [f"{word} {count}" for word, count in sorted(Counter(words).items())]


def _lines(start: str, words: list[str]) -> Iterator[str]:
    """Words with commas between them, on lines of moderate length."""
    line = start
    for at, word in enumerate(words or ["nothing"]):
        if at and len(line) + len(word) + 2 > WIDTH:
            yield f"{line},"
            line = " " * len(start) + word
        else:
            line += f", {word}" if at else word
    yield line
