"""What numbers are called where several powers' stand beside each other."""

from __future__ import annotations

from wargame.ruleset.tables import Ruleset
from wargame.text.words import power_name


def owned_label(rules: Ruleset, row: int) -> str:
    """`Legitimacy (Tehran)`: a meter of a power's with its owner."""
    owner = rules.meters.names[row].partition(".")[0]
    label = rules.meters.labels[row]
    if owner not in rules.powers:
        return label
    power = power_name(rules, rules.powers.index(owner))
    return label if power in label else f"{label} ({power})"


__all__ = ["owned_label"]
