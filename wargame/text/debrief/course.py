"""How high every pair of powers stood after each step, and what made each crisis begin."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.engine.ledger import CLAMP
from wargame.record.course import Turn
from wargame.record.game import Game
from wargame.record.past import PHASES, REVEAL
from wargame.ruleset.tables import Ints
from wargame.text.eyes import eyes
from wargame.text.meters import date
from wargame.text.telling import Telling
from wargame.text.words import first_up, month_name, pair_name


@dataclass(frozen=True)
class Step:
    """Where the ladder stood after a step; of a step in play, where it stands."""

    number: int
    when: str
    crisis: bool
    """Whether it was a step of some days, not of a month."""
    month: str
    """`Apr`; what a chart has room for."""
    highest: int
    pairs: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """The ladder over a whole game."""

    pairs: tuple[str, ...]
    steps: tuple[Step, ...]
    crisis: int
    """Rung from which play goes by crisis steps."""
    war: int

    @property
    def peak(self) -> Step:
        """The step after which the board stood highest; the first of them."""
        return max(self.steps, key=lambda step: (step.highest, -step.number))

    @property
    def at_peak(self) -> tuple[str, ...]:
        """The pairs that stood highest then."""
        peak = self.peak
        return tuple(p for p, rung in zip(self.pairs, peak.pairs, strict=True) if rung == max(peak.pairs))


def course_of(game: Game) -> Course:
    """The true ladder, all of which is public."""
    rules = game.rules
    rungs, board = rules.meters.families["rung"], rules.meters.row["world.rung"]
    steps = [
        Step(
            turn.step,
            date(game, turn.step),
            turn.crisis,
            _month(game, turn.opened),
            int(turn.after[board]),
            tuple(int(r) for r in turn.after[rungs.start : rungs.stop]),
        )
        for turn in game.turns
    ]
    if not game.over:
        now = game.games.state.meters[:, 0]
        pairs = tuple(int(r) for r in now[rungs.start : rungs.stop])
        steps.append(Step(game.step, date(game), game.crisis, _month(game, now), int(now[board]), pairs))
    k = game.scenario.constants.ladder
    names = tuple(pair_name(rules, pair) for pair in range(len(rules.pairs)))
    return Course(names, tuple(steps), k.crisis, k.war)


def _month(game: Game, meters: Ints) -> str:
    month = int(meters[game.rules.meters.row["world.month"]])
    return month_name(game.scenario.first_month, month)[:3] if month else ""


def stood(turn: Turn, row: int, phase: str) -> int:
    """A meter as it stood when a phase after the reveal began."""
    first, reached = PHASES.index(REVEAL), PHASES.index(phase)
    return int(turn.opened[row]) + sum(
        e.amount for e in turn.entries if e.row == row and first <= PHASES.index(e.phase) < reached
    )


# Crises -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crisis:
    """A stretch of crisis steps, and why it began."""

    step: int
    when: str
    rung: int
    pair: str
    """The pair that led; empty if it was not the ladder that began it."""
    cause: str
    """`deed`, `misreading`, `accident`, `casualties`, `record`, or `standing`: the rung had never come down."""
    act: str
    """The loudest act between the pair, with its author."""
    meant: int
    read: int
    otherwise: int
    """Where the pair would have stood at most, had every act been read as it was meant; in a crisis by accident,
    had no shot gone off either."""
    until: str
    """The step in which it ended; empty if it had not."""

    @property
    def unmeant(self) -> bool:
        return self.cause in ("misreading", "accident")


def crises_of(game: Game) -> list[Crisis]:
    """Every crisis, in order."""
    found: list[Crisis] = []
    for turn in game.turns:
        kinds = {note.kind for note in turn.notes}
        if "crisis ends" in kinds and found:
            found[-1] = _ended(found[-1], date(game, turn.step))
        if "crisis begins" in kinds:
            found.append(_crisis(game, turn))
    return found


def _ended(crisis: Crisis, until: str) -> Crisis:
    return Crisis(**{**crisis.__dict__, "until": crisis.until or until})


def _crisis(game: Game, turn: Turn) -> Crisis:
    rules, k = game.rules, game.scenario.constants.ladder
    rungs = rules.meters.families["rung"]
    after = [int(r) for r in turn.after[rungs.start : rungs.stop]]
    pair = max(range(len(after)), key=lambda p: (after[p], -p))
    when, rung = date(game, turn.step), after[pair]
    if rung < k.crisis:
        answer = rules.meters.row["washington.must-answer"]
        cause = "casualties" if int(turn.after[answer]) > 1 else "record"
        return Crisis(turn.step, when, rung, "", cause, "", 0, 0, rung, "")
    row = rungs.start + pair
    before = stood(turn, row, "reading")
    moved = [e for e in turn.entries if e.row == row and e.phase == "reading" and e.why != CLAMP]
    shots = sum(e.amount for e in moved if e.why.startswith("8.5"))
    climbed = sum(e.amount for e in moved if e.why.startswith("8.6") and e.amount > 0)
    heard = [
        n.facts
        for n in turn.notes
        if n.kind == "misread" and int(rules.programs.pair[n.facts["order"]]) == pair
    ]
    loudest = max(heard, key=lambda f: (f["perceived"], f["intended"]), default=None)
    as_meant = min(climbed, max(0, max((f["intended"] for f in heard), default=0) - before))
    cause = "standing" if before >= k.crisis else "deed"
    if before + as_meant + shots < k.crisis:
        cause = "misreading"
    elif before + climbed < k.crisis or before + as_meant < k.crisis:
        cause = "accident"
    return Crisis(
        step=turn.step,
        when=when,
        rung=rung,
        pair=pair_name(rules, pair),
        cause=cause,
        act=first_up(_telling(game, turn).deed_of(loudest["order"])) if loudest else "",
        meant=loudest["intended"] if loudest else 0,
        read=loudest["perceived"] if loudest else 0,
        otherwise=min(before + as_meant + (shots if cause == "misreading" else 0), k.war),
        until="",
    )


def _telling(game: Game, turn: Turn) -> Telling:
    return Telling(eyes(game, None), turn.entries, turn.notes, turn.after)


__all__ = ["Course", "Crisis", "Step", "course_of", "crises_of", "stood"]
