"""Doing again what the lines of a save record, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.record import lines
from wargame.record.course import Sheet, check_player
from wargame.record.forecasts import check_forecast
from wargame.record.journal import SaveError
from wargame.record.lines import LineError
from wargame.record.messages import check, check_text
from wargame.record.replay import Difference, first_difference, restored, snapshot
from wargame.record.rulings import check_ruling
from wargame.record.seals import commit

if TYPE_CHECKING:
    from wargame.record.game import Game


def retrace(game: Game, path: Path, number: int, line: lines.AnyLine) -> None:
    """Do again what a line records, if it can stand where it does; else raise SaveError."""

    def expect(good: bool, field: str, message: str) -> None:
        if not good:
            raise SaveError(path, number, f"field '{field}': {message}")

    def ask(field: str, asked: Callable[..., object], *about: object) -> None:
        try:
            asked(*about)
        except LineError as error:
            expect(False, error.field, str(error))
        except ValueError as error:
            expect(False, field, str(error))

    if isinstance(line, lines.Header):
        raise SaveError(path, number, "field 'kind': a second header")
    expect(line.act not in game.acts, "act", f"'{line.act}' was done already")
    if not isinstance(line, lines.UndoLine | lines.BranchLine | lines.PlayerLine | lines.PersonLine):
        expect(line.step == game.step, "step", f"is {line.step}, the game stands at step {game.step}")
    if isinstance(
        line,
        lines.SheetLine | lines.UnsealLine | lines.InjectLine | lines.RulingLine | lines.ReasonLine
        | lines.ForecastLine | lines.StepLine,
    ):  # fmt: skip
        expect(not game.over, "kind", f"the game is over: {game.end}")
    if isinstance(
        line,
        lines.SheetLine | lines.UnsealLine | lines.PlayerLine | lines.PersonLine | lines.ReasonLine,
    ):
        ask("seat", game.seat, line.seat)
    if isinstance(line, lines.UndoLine | lines.BranchLine):
        ask("to", game._check_step, line.to)

    match line:
        case lines.SheetLine():
            expect(line.seat not in game.sealed, "seat", f"{line.seat} has sealed already")
            for fault in game._check_names(line.orders):
                expect(False, "orders", f"'{fault.order}' {fault.reason}")
            opened = commit(line.nonce, line.step, line.seat, line.orders)
            if line.nonce or line.commitment or game.committed:
                expect(line.commitment == opened, "commitment", "is not that of the nonce and the orders")
            _seal(game, line)
        case lines.UnsealLine():
            expect(line.seat in game.sealed, "seat", f"{line.seat} has not sealed")
            del game.sealed[line.seat]
        case lines.InjectLine():
            ask("event", game._check_event, line.event)
            game._inject(line.event)
        case lines.RulingLine():
            ask("changes", check_ruling, game, line)
            game._rule(line)
        case lines.ReasonLine():
            if line.text:
                ask("text", check_text, line.text, "text", "a reason")
            game._state(line)
        case lines.ForecastLine():
            ask("question", check_forecast, game, line)
            game._forecast(line)
        case lines.MessageLine() | lines.MediationLine() | lines.ControlLine() | lines.VerdictLine():
            ask("kind", check, game.post, game.seats, game.over, line)
            game.post = (*game.post, line)
        case lines.WordLine():
            ask("seat", game._check_keeper, line.seat)
            game._keep_word(line)
        case lines.PersonLine():
            game._name_person(line)
        case lines.PlayerLine():
            ask("player", check_player, game.rules, game.seats[line.seat], line.player)
            game.players[line.seat] = line.player
        case lines.StepLine():
            missing = ", ".join(s for s in game.seats if s not in game.sealed)
            expect(not missing, "kind", f"a step without the sheets of: {missing}")
            _step(game, path, number, line)
        case lines.UndoLine():
            game._rewind(line.to)
        case lines.BranchLine():
            same = line.seed == game._positions[line.to].seed
            expect(same or line.luck == "fresh", "seed", "is not the seed of the same luck")
            game._rewind(line.to, line.seed)
    game._note_act(line)


def _seal(game: Game, line: lines.SheetLine) -> None:
    """Seal a sheet again. That it was sealed once is a fact: rules that now refuse it differ."""
    sheet = Sheet(line.seat, tuple(line.orders), line.by, tuple(line.reasons), line.nonce, line.commitment)
    faults = game.judge(sheet.seat, sheet.orders)
    if faults and game.difference is None:
        reason = f"a fault: {faults[0].order}: {faults[0].reason}"
        game.difference = Difference(game.step, f"the sheet of {sheet.seat}", "sealed", reason)
    game.sealed[sheet.seat] = sheet
    game.committed |= bool(sheet.commitment)


def _step(game: Game, path: Path, number: int, line: lines.StepLine) -> None:
    game._resolve()
    computed = game._positions[-1].state
    if line.digest == computed.digest() and line.snapshot == snapshot(computed):
        return
    recorded = restored(path, number, game.rules, line, computed)
    if game.difference is None:
        game.difference = first_difference(game.rules, game.turns[-1], computed, recorded, line.digest)
    game._replace_position(recorded)


__all__ = ["retrace"]
