"""After the end: what the game came to, term by term, and what each seat had believed."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.record.game import Game
from wargame.text.eyes import eyes
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up, power_name


@dataclass(frozen=True)
class PowerVerdict:
    power: str
    label: str
    score: int
    verdict: str
    """One of `vocabulary.VERDICTS`."""
    terms: tuple[tuple[str, int], ...]
    """What it counted, and for how much; together the score."""
    least: tuple[int, int, int]
    """The least score for a draw, a marginal and a decisive victory."""

    @property
    def told(self) -> str:
        """The verdict in words: `marginal victory`."""
        return f"{self.verdict} victory" if self.verdict in ("marginal", "decisive") else self.verdict


@dataclass(frozen=True)
class Verdict:
    end: str
    label: str
    text: str
    powers: tuple[PowerVerdict, ...]
    peak: int
    commitment: str
    """The hash that was shown at the start, and what it hid."""


def verdict(game: Game) -> Verdict | None:
    """How the game ended, for everybody to see; None while it goes on."""
    if not game.over:
        return None
    ends = game.rules.ends
    number = ends.names.index(game.end or "")
    return Verdict(
        end=ends.names[number],
        label=ends.labels[number],
        text=ends.texts[number],
        powers=tuple(power_verdict(game, name) for name in game.rules.powers),
        peak=game.meter("world.peak"),
        commitment=f"{game.header.commitment} = SHA-256 of {game.header.salt}:{game.header.seed}",
    )


def power_verdict(game: Game, name: str) -> PowerVerdict:
    """How a power stands by its own terms, also while the game goes on: then for the umpire only."""
    row = game.rules.meters.row[f"{name}.score"]
    terms: dict[str, int] = {}
    start = int(game.scenario.start[row])
    if start:
        terms["Head start of the scenario"] = start
    for turn in game.turns:
        for entry in turn.entries:
            if entry.row == row:
                label = first_up(game.rules.say(entry.why.partition(" ")[2] or entry.why))
                terms[label] = terms.get(label, 0) + entry.amount
    score, word = game.score(name)
    number = game.rules.powers.index(name)
    least = tuple(int(n) for n in game.rules.ends.verdicts[number])
    return PowerVerdict(
        power=name,
        label=first_up(power_name(game.rules, number)),
        score=score,
        verdict=word,
        terms=tuple(terms.items()),
        least=(least[0], least[1], least[2]),
    )


@dataclass(frozen=True)
class Belief:
    """An estimate at the end, beside the truth."""

    row: int
    label: str
    believed: int
    true: int


@dataclass(frozen=True)
class Misreading:
    """An act that was not read as it was meant."""

    step: int
    when: str
    reader: str
    act: str
    intended: int
    perceived: int


def belief_against_truth(game: Game, seat: str | None) -> tuple[list[Belief], list[Misreading]]:
    """What a seat believed at the end and what was so; and every act that it misread, or that its own
    side was misread in. For the umpire, of all seats. Empty while the game goes on.
    """
    if not game.over:
        return [], []
    sight, rules = eyes(game, seat), game.rules
    meters = game.games.state.meters[:, 0]
    beliefs = [
        Belief(row, rules.meters.labels[row], int(meters[sight.seat.sight[row]]), int(meters[row]))
        for row in range(1, rules.meters.count)
        if sight.estimates(row)
    ]
    umpire = eyes(game, None)
    missed = []
    for turn in game.turns:
        telling = Telling(umpire, turn.entries, turn.notes, turn.after)
        for note in turn.notes:
            facts = note.facts
            if note.kind != "misread" or facts["intended"] == facts["perceived"]:
                continue
            if not {facts["reader"], int(rules.programs.power[facts["order"]])} & set(sight.seat.powers):
                continue
            missed.append(
                Misreading(
                    step=turn.step,
                    when=date(game, turn.step),
                    reader=first_up(power_name(rules, facts["reader"])),
                    act=first_up(telling.deed_of(facts["order"])),
                    intended=facts["intended"],
                    perceived=facts["perceived"],
                )
            )
    return beliefs, missed
