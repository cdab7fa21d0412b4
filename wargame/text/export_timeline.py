"""The timeline of a game as one Markdown document: rungs, orders, story, marks, verdict, in chosen eyes."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.record.game import Game
from wargame.record.past import PHASES, REVEAL
from wargame.text.describe import Verdict, belief_against_truth, date, verdict
from wargame.text.timeline import KINDS, Timeline
from wargame.text.words import RUNGS, first_up

CAVEAT = "A result shows what the rules imply, not what the world will do."
SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def timeline_markdown(game: Game, seat: str | None) -> str:
    """The whole document. Whoever reads it learns no more than these eyes have seen."""
    timeline = Timeline(game, seat)
    parts = [*_head(timeline), *_course(timeline)]
    for step in range(timeline.steps):
        parts += _step(timeline, step)
    found = verdict(game)
    if found is not None:
        parts += _verdict(timeline, found)
    return "\n".join(parts).rstrip() + "\n"


def plain(text: str) -> str:
    """Text that Markdown leaves as it is, also what people have typed."""
    return text.translate(SPECIAL)


def _head(timeline: Timeline) -> Iterator[str]:
    game = timeline.game
    whose = "the umpire" if timeline.sight.umpire else timeline.sight.seat.label
    yield f"# {plain(game.scenario.label)}: the timeline"
    yield ""
    state = f"over: {plain(verdict_label(game))}" if game.over else "not over"
    yield f"As seen by {plain(whose)}. {len(game.turns)} steps were played; the game is {state}."
    if game.difference is not None:
        yield ""
        yield (
            f"The rules of today lead elsewhere from step {game.difference.step} on; "
            "what follows is as it was recorded."
        )
    yield ""
    yield f"> {CAVEAT}"
    yield ""


def verdict_label(game: Game) -> str:
    """How the game ended, inside a sentence."""
    found = verdict(game)
    return found.label.lower() if found else ""


def _course(timeline: Timeline) -> Iterator[str]:
    """The rungs as a chart of text, and what is marked."""
    rungs, game = timeline.rungs(), timeline.game
    yield "## The course"
    yield ""
    yield "| step | date | rung after it | marked |"
    yield "|---:|---|---|---|"
    for step in range(timeline.steps):
        marked = ", ".join(dict.fromkeys(KINDS[m.kind].label for m in timeline.marks_at(step)))
        bar = "#" * rungs[step]
        yield f"| {step} | {date(game, step)} | {rungs[step]:>2} `{bar:<10}` | {marked} |"
    yield ""


def _step(timeline: Timeline, step: int) -> Iterator[str]:
    game = timeline.game
    played = step < len(game.turns)
    rung = timeline.rungs()[step]
    yield f"## {date(game, step)} (step {step})"
    yield ""
    if played:
        yield f"Highest rung after it: {rung}, {RUNGS[max(0, min(rung, len(RUNGS) - 1))]}."
    else:
        yield "In play: orders are due."
    yield ""
    marks = timeline.marks_at(step)
    if marks:
        yield from (f"- **{first_up(KINDS[m.kind].label)}:** {plain(m.text)}" for m in marks)
        yield ""
    told = timeline.story(step)
    for phase in PHASES:
        mine = [s for s in told if s.phase == phase]
        if not mine:
            continue
        yield f"**{'The sheets open' if phase == REVEAL else first_up(phase)}**"
        yield ""
        for sentence in mine:
            yield f"- {plain(sentence.text)}"
            yield from (f"  - {plain(line)}" for line in sentence.detail)
        yield ""


def _verdict(timeline: Timeline, found: Verdict) -> Iterator[str]:
    yield f"## The end: {plain(found.label)}"
    yield ""
    yield f"{plain(found.text)} The highest rung was {found.peak}."
    yield ""
    yield "| power | points | verdict | counted |"
    yield "|---|---:|---|---|"
    for power in found.powers:
        terms = "; ".join(f"{label} {points:+d}" for label, points in power.terms)
        yield f"| {plain(power.label)} | {power.score} | {power.verdict} | {plain(terms)} |"
    yield ""
    beliefs, missed = belief_against_truth(timeline.game, timeline.seat)
    if beliefs:
        yield "### Belief against truth, at the end"
        yield ""
        yield from (f"- {plain(b.label)}: believed {b.believed}, truly {b.true}" for b in beliefs)
        yield ""
    if missed:
        yield "### Acts that were not read as they were meant"
        yield ""
        for act in missed:
            read = f"{plain(act.reader)} read rung {act.perceived}; {act.intended} was meant."
            yield f"- {act.when}: {plain(act.act)}. {read}"
        yield ""
    yield f"The dice were sealed at the start: {found.commitment}"
    yield ""


__all__ = ["timeline_markdown"]
