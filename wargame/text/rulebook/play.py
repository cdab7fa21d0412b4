"""Chapter 16: an example of play. Two turns of a game between doctrines, told as the game tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text.meters import date
from wargame.text.narrate import story
from wargame.text.rulebook.blocks import Bullets, Chapter, Text, code, plain
from wargame.text.telling import Sentence
from wargame.text.words import joined, number

SEED = 7
TURNS = 2


def play(rules: Ruleset, scenario: str) -> Chapter:
    """Two turns of a scenario between its own doctrines, with what each seat ordered and why."""
    chapter = Chapter(16, "An example of play")
    game = Game.new(rules, scenario, seed=SEED, players=dict.fromkeys(_seats(rules, scenario), "doctrine"))
    opponents = Opponents(game)
    told = (
        f"The scenario “{plain(game.scenario.label)}” with the dice of seed {SEED} ({code(f'--seed {SEED}')})"
    )
    chapter.add(
        Text(
            f"{told}, every seat played by its doctrine (chapter 14): its first {number(TURNS)} turns. "
            "The umpire's account comes first, phase by phase; then what one seat could tell of the same turn."
        )
    )
    seats = list(game.seats)
    for turn in range(TURNS):
        if game.over:
            break
        opponents.fill()
        _turn(chapter, game, seats[(turn + 1) % len(seats)])
    return chapter


def _seats(rules: Ruleset, scenario: str) -> tuple[str, ...]:
    return rules.tables[rules.scenarios[scenario].table].seats


def _turn(chapter: Chapter, game: Game, witness: str) -> None:
    when = date(game)
    sheets = dict(game.sealed)
    turn = game.advance()
    chapter.section(date(game, turn.step) if turn.step < len(game.turns) else when, words=())
    chapter.part("The sheets, and why")
    chapter.add(
        Bullets(tuple(_sheet(game, seat, sheets[seat].orders, sheets[seat].reasons) for seat in sheets))
    )
    chapter.part("What happened")
    chapter.add(*[Text(text) for text in _phases(story(game, turn, None), dice=True)])
    label = game.seats[witness].label
    chapter.part(f"What {label.replace('The ', 'the ')} could tell of it")
    chapter.add(Text(" ".join(plain(s.text) for s in story(game, turn, witness) if s.phase not in QUIET)))


QUIET = ("intelligence", "orders", "upkeep")


def _sheet(game: Game, seat: str, orders: Iterable[str], reasons: Iterable[str]) -> str:
    book = game.rules.programs
    told = [
        f"**{plain(book.labels[book.index[order]])}** ({plain(reason.rstrip('.'))})"
        for order, reason in zip(orders, reasons, strict=False)
    ]
    return f"{plain(game.seats[seat].label)}: {joined(told) if told else 'nothing'}."


def _phases(sentences: Iterable[Sentence], dice: bool) -> Iterator[str]:
    """A paragraph for each phase; with the dice and changes behind each sentence."""
    by_phase: dict[str, list[str]] = {}
    for s in sentences:
        detail = f" *({plain('; '.join(s.detail))})*" if dice and s.detail and s.phase not in QUIET else ""
        by_phase.setdefault(s.phase, []).append(plain(s.text) + detail)
    for phase, told in by_phase.items():
        yield f"**{phase.capitalize()}.** {' '.join(told)}"
