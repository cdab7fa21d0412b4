"""Chapter 13: the tables of play, computed from this ruleset's numbers."""

from __future__ import annotations

from fractions import Fraction

from wargame.ruleset.constants import Constants
from wargame.ruleset.tables import Ruleset
from wargame.text.cards import odds_percent
from wargame.text.rulebook.blocks import Chapter, Grid, Text, link
from wargame.text.words import CASE_LEVELS, LEVELS, WEAPONS

TEN = range(11)


def tables(rules: Ruleset) -> Chapter:
    chapter = Chapter(13, "Tables")
    k = rules.constants
    _two_dice(chapter)
    _perception(chapter, k)
    _accident(chapter, k)
    _obedience(chapter, k)
    _attribution(chapter, k)
    _leaks(chapter, k)
    _lanes(chapter, k)
    _money(chapter, k)
    _street(chapter, k)
    _noise(chapter, k)
    return chapter


def _begin(chapter: Chapter, title: str, rule: str, name: str, word: str = "") -> None:
    chapter.section(title, f"table-{title.lower().replace(' ', '-')}", words=(word or f"{title} (table)",))
    chapter.add(Text(f"Rule {link(rule, name)}."))


def _two_dice(chapter: Chapter) -> None:
    chapter.section("Odds of two dice", "table-dice", words=("Odds of two dice", "2d6"))
    chapter.add(
        Text(
            "The chance, in percent, that 2d6 come to a number or more. A modifier of +1 moves one column "
            "to the left."
        ),
        Grid(
            ("At least", *(str(n) for n in range(2, 13))),
            (("%", *(str(odds_percent(n, 0)) for n in range(2, 13))),),
        ),
    )


def shares(least: list[int]) -> list[int]:
    """Chances in percent of the falls of 2d6, for a list of outcomes by total 2 to 12."""
    ways = [6 - abs(total - 7) for total in range(2, 13)]
    return [
        round(Fraction(100 * sum(w for w, made in zip(ways, least, strict=True) if made == out), 36))
        for out in (-1, 0, 1, 2)
    ]


def read_errors(k: Constants, noise: int) -> list[int]:
    """How far off an act is read, for each total of 2d6 from 2 to 12."""
    p = k.perception
    totals = [roll + noise // p.noise_per for roll in range(2, 13)]
    return [(t >= p.over) + (t >= p.far_over) - (t <= p.under) for t in totals]


def _perception(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Perception", "8.1", "rule-perception-read")
    rows = tuple((str(noise), *(f"{share}%" for share in shares(read_errors(k, noise)))) for noise in TEN)
    chapter.add(Grid(("Noise", "One rung too low", "As meant", "One too high", "Two too high"), rows))


def accident_percent(k: Constants, noise: int, rung: int) -> int:
    a = k.accident
    return odds_percent(a.need, noise // a.noise_per + rung // a.rung_per)


def _accident(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Accident", "8.5", "rule-ladder-accidents")
    rows = tuple((str(noise), *(f"{accident_percent(k, noise, rung)}%" for rung in TEN)) for noise in TEN)
    protocol = f"A protocol in force takes {k.accident.protocol} off the dice"
    crisis = f", a crisis step {k.accident.crisis}" if k.accident.crisis else ""
    chapter.add(
        Text(f"Noise down, rung across. {protocol}{crisis}."),
        Grid(("Noise", *(str(n) for n in TEN)), rows, small=True),
    )


def _obedience(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Obedience", "7.1", "rule-command-obedience")
    o = k.obedience
    chapter.add(
        Grid(
            ("Loyalty", *(str(n) for n in TEN)),
            (
                ("Cadres obey", *(f"{odds_percent(o.need, n)}%" for n in TEN)),
                ("while leaders hold fire", *(f"{odds_percent(o.need, n - o.holding)}%" for n in TEN)),
            ),
            small=True,
        )
    )


def _attribution(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Attribution", "7.10", "rule-attribution-investigate")
    a = k.attribution
    steps = ((0, a.blame, 0), (1, a.proof, a.proof_age), (2, a.independent, a.independent_age))
    rows = tuple(
        (CASE_LEVELS[at], CASE_LEVELS[at + 1], f"{need} or more", f"{odds_percent(need, 0)}%", f"month {age}")
        for at, need, age in steps
    )
    chapter.add(Grid(("From", "To", "2d6", "Chance a month", "Not before"), rows))


def _leaks(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Leaks", "7.5", "rule-interception-salvos")
    s = k.salvo
    rows = tuple(
        (WEAPONS[name][1].capitalize(), *(f"{share}%" for share in row),
         f"{s.interceptors[name]}/12")
        for name, row in s.leak.items()
    )  # fmt: skip
    chapter.add(
        Text(
            f"Of what is met, the share that gets through at a roll of 7. Of what is not met, "
            f"{s.undefended}%."
        ),
        Grid(("Defence", *(str(n) for n in range(6)), "Interceptors a launch"), rows),
    )


def _lanes(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Lanes", "9.3", "rule-economy-traffic")
    chapter.add(
        Grid(
            ("Alarm", *(str(n) for n in TEN)),
            (("Ships in ten that come", *(str(10 - k.lanes.loss[n]) for n in TEN)),),
            small=True,
        )
    )


def income_of(k: Constants, evasion: int, sanctions: int) -> tuple[int, int]:
    """Exports, and points of cash a quarter before upkeep, at normal demand and $80."""
    f = k.finance
    exports = max(f.exports[evasion] - f.per_sanction * (sanctions - f.reference), 0)
    return exports, exports * 80 // f.unit


def _money(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Exports", "9.1", "rule-economy-cash")
    f = k.finance
    rows = []
    for sanctions in range(max(f.reference - 3, 0), min(f.reference + 3, 10) + 1):
        cells = [income_of(k, evasion, sanctions) for evasion in TEN]
        rows.append((str(sanctions), *(f"{exports} ({income})" for exports, income in cells)))
    chapter.add(
        Text(
            "Thousand barrels a day by sanctions (down) and evasion (across), with self-reliance at 1 and "
            f"Asian demand at {f.normal_demand}; between brackets the points of cash of a quarter at $80, "
            f"before upkeep of {f.upkeep}."
        ),
        Grid(("", *(str(n) for n in TEN)), tuple(rows), small=True),
    )


def _street(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Unrest", "9.5", "rule-street-repression")
    u = k.unrest
    levels = [u.crackdown + n for n in range(len(u.need))]
    chapter.add(
        Grid(
            ("Unrest", *(str(n) for n in levels)),
            (
                ("Force needs", *(f"{need} or more" for need in u.need)),
                ("and works", *(f"{odds_percent(need, 0)}%" for need in u.need)),
            ),
        )
    )


def _noise(chapter: Chapter, k: Constants) -> None:
    _begin(chapter, "Predictability", "9.9", "rule-stocks-predictability")
    chapter.add(
        Grid(
            ("Channel", "Noise each month"),
            tuple(
                (f"{n}, {name}", f"{drift:+d}" if drift else "0")
                for n, (name, drift) in enumerate(
                    zip(LEVELS["channel"], k.predictability.by_channel, strict=True)
                )
            ),
        )
    )
