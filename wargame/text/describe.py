"""The front of this package: everything a way in needs to say about a game, from one seat's eyes.

`seat` is a seat's name, or None for the umpire.
"""

from __future__ import annotations

from wargame.text.briefs import seat_brief, term_words
from wargame.text.cards import OrderCard, odds_percent, order_card
from wargame.text.lines import (
    DealStatus,
    Ladder,
    LineStatus,
    Standing,
    ladder,
    red_lines,
    standing,
)
from wargame.text.meters import course, date, main_meters, mark_words, meter_value
from wargame.text.verdict import (
    Belief,
    Misreading,
    PowerVerdict,
    Verdict,
    belief_against_truth,
    verdict,
)

__all__ = [
    "Belief",
    "DealStatus",
    "Ladder",
    "LineStatus",
    "Misreading",
    "OrderCard",
    "PowerVerdict",
    "Standing",
    "Verdict",
    "belief_against_truth",
    "course",
    "date",
    "ladder",
    "main_meters",
    "mark_words",
    "meter_value",
    "odds_percent",
    "order_card",
    "red_lines",
    "seat_brief",
    "standing",
    "term_words",
    "verdict",
]
