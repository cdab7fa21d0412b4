"""What happened in a game that is worth talking about, as the record shows it: the ground of every question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wargame.text.debrief.bargains import Bargain
from wargame.text.debrief.beliefs import moment_words
from wargame.text.debrief.crossings import ANSWERED, UNANSWERED, Crossing, LineStory
from wargame.text.debrief.letters import Letter, lost, sender_name
from wargame.text.debrief.names import Names
from wargame.text.debrief.story import Story
from wargame.text.messages import seat_name
from wargame.text.meters import date
from wargame.text.words import power_name

FAR = 0.35
"""An estimate is far off from so much of its scale."""

SURE = 80
"""Per cent from which a forecast is sure, either way."""

LOUDEST = 3
"""So many readings of each kind are enough."""


@dataclass(frozen=True)
class Found:
    """One thing that happened, with the words for the blanks of a question about it."""

    kind: str
    """One of `vocabulary.FOUND`."""
    step: int
    words: dict[str, str]
    gravity: int = 0
    """Among things of its kind, the gravest first."""


def found_in(story: Story, names: Names) -> list[Found]:
    """Everything found in a game, by kind, the gravest of each kind first."""
    every = [
        *_crises(story),
        *_lines(story),
        *_readings(story),
        *_letters(story, names),
        *_bargains(story),
        *_notes(story),
        *_beliefs(story),
        *_forecasts(story, names),
        *_hand(story, names),
        *_outcome(story),
        Found("always", 0, {}),
    ]
    return sorted(every, key=lambda f: (f.kind, -f.gravity, f.step))


def _inside(text: str) -> str:
    """An act in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _crises(story: Story) -> Iterator[Found]:
    course = story.course
    for crisis in story.crises:
        words = {"when": crisis.when, "pair": crisis.pair, "rung": str(crisis.rung)}
        if crisis.cause == "misreading":
            more = {"act": _inside(crisis.act), "meant": str(crisis.meant), "read": str(crisis.read)}
            yield Found(
                "crisis-unmeant",
                crisis.step,
                words | more | {"otherwise": str(crisis.otherwise)},
                crisis.read - crisis.meant,
            )
        elif crisis.cause == "accident":
            yield Found("crisis-accident", crisis.step, words, crisis.rung)
    peak = course.peak
    if not story.crises and story.game.over:
        yield Found("no-crisis", peak.number, {"rung": str(peak.highest)})
    if course.crisis < peak.highest < course.war:
        words = {"when": peak.when, "pair": course.at_peak[0], "rung": str(peak.highest)}
        yield Found("brink", peak.number, words, peak.highest)


def _lines(story: Story) -> Iterator[Found]:
    for line in story.lines:
        for crossing in line.crossings:
            yield from _crossing(line, crossing, power_name(story.game.rules, line.owner))
        for shift in line.shifts:
            if shift.how == "withdrawn":
                words = {
                    "when": shift.when,
                    "line": line.label,
                    "owner": power_name(story.game.rules, line.owner),
                }
                yield Found("line-withdrawn", shift.step, words)
        if line.ever_declared and not line.crossings and story.game.over:
            yield Found(
                "line-held",
                0,
                {"line": line.label, "owner": power_name(story.game.rules, line.owner)},
                line.at_rung,
            )


def _crossing(line: LineStory, crossing: Crossing, owner: str) -> Iterator[Found]:
    words = {
        "when": crossing.when,
        "line": line.label,
        "owner": owner,
        "act": _inside(crossing.acts[0]),
        "meant": str(crossing.meant),
        "read": str(crossing.read),
        "at": str(crossing.at_rung),
    }

    def found(kind: str) -> Found:
        return Found(kind, crossing.step, words, crossing.read)

    if crossing.trap:
        yield found("line-trap")
    elif crossing.unmeant:
        yield found("line-unmeant")
    if crossing.fate == UNANSWERED:
        yield found("line-unanswered")
    if crossing.how == "tacit" and not crossing.unmeant:
        yield found("line-tacit")
    if crossing.how == "declared" and not crossing.unmeant and crossing.fate == ANSWERED:
        yield found("line-answered")


def _readings(story: Story) -> Iterator[Found]:
    for kind, way in (("misread-up", 1), ("misread-down", -1)):
        off = [r for r in story.readings if r.error * way > 0]
        for reading in sorted(off, key=lambda r: (-abs(r.error), -r.meant, r.step))[:LOUDEST]:
            words = {
                "when": reading.when,
                "act": reading.act,
                "reader": power_name(story.game.rules, reading.reader),
                "meant": str(reading.meant),
                "read": str(reading.read),
            }
            yield Found(kind, reading.step, words, 20 * abs(reading.error) + reading.meant)


def _letters(story: Story, names: Names) -> Iterator[Found]:
    for letter in story.letters:
        seen = letter.seen
        words = {
            "when": letter.when,
            "sender": sender_name(story.game, seen.sender),
            "readers": letter.to,
            "text": names.text(seen.text),
        }
        if letter.promise:
            kind = _promise(letter)
            if kind:
                yield Found(kind, seen.step, words)
        if seen.leaked:
            yield Found("message-leaked", seen.step, words)
        if seen.fate == "reshaped":
            yield Found("message-reshaped", seen.step, words | {"via": letter.via})
        if lost(letter) and (story.game.over or seen.fate or seen.control == "blocked"):
            yield Found("message-withheld", seen.step, words | {"how": letter.fate})


def _promise(letter: Letter) -> str:
    verdict = letter.seen.verdict
    if not verdict:
        return "promise-open"
    return f"{letter.seen.mark}-{verdict}" if verdict != "moot" else ""


def _bargains(story: Story) -> Iterator[Found]:
    kinds = {
        "rejected": "deal-missed", "lapsed": "deal-missed", "voted down": "deal-voted-down",
        "broken": "deal-broken", "voided": "deal-voided",
    }  # fmt: skip
    for bargain in story.bargains:
        words = _deal_words(bargain)
        if bargain.made:
            step = bargain.made_step
            yield Found("deal-made", step, words | {"when": bargain.made}, bargain.weight)
        if bargain.leaked:
            yield Found("deal-leaked", bargain.leaked_step, words | {"when": bargain.leaked}, bargain.weight)
        if kind := kinds.get(bargain.fate):
            yield Found(kind, bargain.step, words | {"when": bargain.ended}, bargain.weight)


def _deal_words(bargain: Bargain) -> dict[str, str]:
    return {
        "deal": bargain.label,
        "between": bargain.sides,
        "by": (bargain.by if bargain.fate == "broken" else bargain.offered_by) or "one of them",
        "fate": bargain.fate_words,
    }


NOTES: dict[str, tuple[str, int]] = {
    "war": ("war", 0),
    "accident": ("accident", 0),
    "mass casualties": ("casualties", 0),
    "deadline passed": ("bluff-called", 0),
    "talks spoiled": ("talks-spoiled", 0),
    "struck before proof": ("struck-early", 0),
    "runaway": ("runaway", 0),
    "freelance": ("freelance", 0),
    "obedience": ("disobeyed", 0),
}
"""Which notes of the ledger are found as what."""


def _notes(story: Story) -> Iterator[Found]:
    """What the ledger notes as it happens."""
    for turn in story.game.turns:
        for note in turn.notes:
            if note.kind not in NOTES or (note.kind == "obedience" and note.facts["success"]):
                continue
            words = {"when": date(story.game, turn.step)}
            if "network" in note.facts:
                label = story.game.rules.network_labels[note.facts["network"]]
                words["network"] = f"the {label}"
            yield Found(NOTES[note.kind][0], turn.step, words)


def _beliefs(story: Story) -> Iterator[Found]:
    for seat, estimates in story.estimates.items():
        far = [e for e in estimates if e.error >= FAR and abs(e.gaps[e.worst]) > 1]
        for estimate in far[:LOUDEST]:
            at = estimate.worst
            words = {
                "when": moment_words(story.game, at),
                "seat": seat_name(story.game, seat),
                "what": estimate.label,
                "believed": str(estimate.believed[at]),
                "true": str(estimate.true[at]),
            }
            yield Found("belief-far", at, words, round(100 * (estimate.error + estimate.main)))


def _forecasts(story: Story, names: Names) -> Iterator[Found]:
    for forecast in story.forecasts:
        if forecast.happened is None:
            continue
        held = forecast.percent if not forecast.happened else 100 - forecast.percent
        if held >= SURE:
            ask = story.game.asked[forecast.question].ask
            words = {
                "when": date(story.game, forecast.step),
                "seat": seat_name(story.game, forecast.seat),
                "question": names.text(ask),
                "percent": str(forecast.percent),
            }
            yield Found("forecast-wrong", forecast.step, words, held)


def _hand(story: Story, names: Names) -> Iterator[Found]:
    for ruling in story.rulings:
        yield Found("ruling", ruling.step, {"when": ruling.when, "reason": names.text(ruling.reason)})
    for late in story.room.late:
        if late.step < len(story.game.turns) and late.seat in story.game.seats:
            words = {"when": date(story.game, late.step), "seat": seat_name(story.game, late.seat)}
            yield Found("late", late.step, words)


def _outcome(story: Story) -> Iterator[Found]:
    if not story.game.over:
        return
    rules, last = story.game.rules, len(story.game.turns) - 1

    def those(verdict: str) -> list[str]:
        wanted = (rules.powers.index(p.power) for p in story.scores if p.verdict == verdict)
        return [power_name(rules, power) for power in wanted]

    lost_, decisive = those("loss"), those("decisive")
    if len(lost_) == len(story.scores):
        yield Found("all-lost", last, {})
    if not lost_:
        yield Found("all-gained", last, {})
    if lost_ and decisive:
        yield Found("lopsided", last, {"winner": decisive[0], "loser": lost_[0]})


__all__ = ["FAR", "SURE", "Found", "found_in"]
