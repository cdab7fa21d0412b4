"""Every word of the closed vocabularies that people see has its plain words."""

from __future__ import annotations

from wargame.ruleset import vocabulary
from wargame.ruleset.tables import Ruleset
from wargame.text import words


def test_every_act_and_weapon_and_form_has_words() -> None:
    assert list(words.DEEDS) == list(vocabulary.ACTS)
    assert list(words.WEAPONS) == list(vocabulary.WEAPONS)
    assert list(words.FORMS) == list(vocabulary.DEAL_FORMS)
    assert len(words.SEEN) == len(vocabulary.SEEN)


def test_levels_have_a_word_for_every_step(rules: Ruleset) -> None:
    for name, levels in words.LEVELS.items():
        rows = [r for r, n in enumerate(rules.meters.names) if n == name or n.endswith(f".{name}")]
        rows = [r for r in rows if not rules.meters.derived[r]]

        assert rows
        assert {int(rules.meters.high[r]) + 1 for r in rows} == {len(levels)}


def test_small_words() -> None:
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b", "c"]) == "a, b and c"
    assert words.counted(1, "point") == "one point"
    assert words.counted(2, "point") == "two points"
    assert words.possessive("the proxies") == "the proxies'"
    assert words.month_name(11, 3) == "January"
