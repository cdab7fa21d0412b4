"""Numbers, dates, orders, lines and verdicts in words."""

from __future__ import annotations

import pytest

from wargame.opponents.bench import Opponents
from wargame.record.game import Game
from wargame.ruleset.tables import Ruleset
from wargame.text import describe
from wargame.text.eyes import eyes


@pytest.fixture
def game(rules: Ruleset) -> Game:
    return Game.new(rules, "standoff", seed=1)


def finished(rules: Ruleset) -> Game:
    game = Game.new(rules, "crisis", seed=5, players=dict.fromkeys(rules.tables["four"].seats, "doctrine"))
    opponents = Opponents(game)
    while not game.over:
        opponents.fill()
        game.advance()
    return game


def test_odds_are_those_of_two_dice() -> None:
    assert [describe.odds_percent(n, 0) for n in (2, 7, 8, 12, 13)] == [100, 58, 42, 3, 0]
    assert describe.odds_percent(9, 2) == describe.odds_percent(7, 0)


def test_a_meter_reads_as_its_seat_sees_it(rules: Ruleset, game: Game) -> None:
    nuclear, channel = (rules.meters.row[n] for n in ("tehran.nuclear", "tehran-washington.channel"))
    estimate = game.meter("washington:tehran.nuclear")

    assert describe.meter_value(game, "tehran", nuclear) == "13"
    assert (
        describe.meter_value(game, "washington", nuclear)
        == f"about {estimate} ({estimate - 3} to {estimate + 3})"
    )
    assert describe.meter_value(game, "proxies", nuclear) == "unknown"
    assert describe.meter_value(game, "gcc", channel) == "1, messages passed"
    assert describe.meter_value(game, "gcc", rules.meters.row["world.war"]) == "no"


def test_dates_count_months_and_crisis_steps(rules: Ruleset, game: Game) -> None:
    assert describe.date(game) == "Turn 1, January"
    assert describe.date(Game.new(rules, "crisis", seed=1)) == "Before turn 1, crisis step 1"
    played = finished(rules)
    dates = [describe.date(played, step) for step in range(len(played.turns))]

    assert len(set(dates)) == len(dates)
    assert "Turn 1, June" in dates


def test_a_card_says_what_an_order_costs_and_risks(game: Game) -> None:
    card = describe.order_card(game, "washington", "strike-homeland 1")

    assert [label for label, _, _ in card.cost] == ["Political capital", "Resources, Washington"]
    assert [have for _, _, have in card.cost] == [
        game.meter("washington.capital"),
        game.meter("washington.resources"),
    ]
    assert card.rung == 8
    assert any('"Our soil" of Tehran (declared), at rung 7' in line for line in card.touches)
    game.games.state.meters[game.rules.meters.row["washington.posture"], 0] = 3
    lacking = describe.order_card(game, "washington", "strike-homeland 1").lacking

    assert any(line.startswith("needs Force posture at least") for line in lacking)
    assert card.odds is not None
    assert "7 or more on 2d6" in str(card.odds)
    assert "%" in card.odds.words("percent")
    assert "2d6" not in card.odds.words("percent")
    assert "%" not in card.odds.words("dice")


def test_a_card_of_another_seat_says_so(game: Game) -> None:
    assert describe.order_card(game, "gcc", "strike-homeland 1").lacking[0] == "not an order of this seat"
    with pytest.raises(ValueError, match="did you mean"):
        describe.order_card(game, "gcc", "strike-homelan 1")


def test_a_legal_order_lacks_nothing(rules: Ruleset, game: Game) -> None:
    for seat in game.seats:
        for order in game.view(seat).menu:
            card = describe.order_card(game, seat, rules.programs.names[order])

            assert card.lacking == ()


def test_main_meters_are_few_known_and_begin_with_the_ladder(rules: Ruleset, game: Game) -> None:
    for seat in game.seats:
        rows = describe.main_meters(game, seat)
        sight = eyes(game, seat)

        assert rules.meters.names[rows[0]] == "world.rung"
        assert 10 <= len(rows) <= 24
        assert all(sight.knows(row) for row in rows)


def test_lines_of_others_are_known_once_declared_or_told(rules: Ruleset, game: Game) -> None:
    known = {line.label for line in describe.red_lines(game, "washington") if not line.mine}
    assert "Our soil" in known
    assert "The nuclear sites" not in known

    game.games.state.meters[rules.meters.row["line.no-strike-on-sites.told"], 0] = 1
    told = {line.label: line.status for line in describe.red_lines(game, "washington") if not line.mine}
    assert told["The nuclear sites"] == "told in private"


def test_an_offer_is_known_to_its_parties_and_the_go_between(rules: Ruleset, game: Game) -> None:
    game.games.state.meters[rules.meters.row["deal.prisoners-for-funds.offer"], 0] = 1
    statuses = {seat: [d.status for d in describe.standing(game, seat).deals] for seat in game.seats}

    assert statuses == {
        "tehran": ["offered by Tehran"],
        "washington": ["offered by Tehran"],
        "proxies": [],
        "gcc": ["offered by Tehran"],
    }


def test_a_brief_says_what_counts_and_what_is_hidden(game: Game) -> None:
    brief = describe.seat_brief(game, "washington")

    assert "What counts for Washington" in brief
    assert "Known only as estimates: Cash cushion" in brief
    assert "Not seen at all: " in brief
    assert " Noise," in brief


def test_a_verdict_adds_up_to_the_score(rules: Ruleset) -> None:
    game = finished(rules)
    found = describe.verdict(game)

    assert found is not None
    assert found.end == game.end
    for power in found.powers:
        assert sum(points for _, points in power.terms) == power.score
        assert (power.score, power.verdict) == game.score(power.power)


def test_belief_and_truth_are_compared_only_after_the_end(rules: Ruleset, game: Game) -> None:
    assert describe.verdict(game) is None
    assert describe.belief_against_truth(game, "washington") == ([], [])
    over = finished(rules)
    beliefs, missed = describe.belief_against_truth(over, "washington")

    assert {b.label for b in beliefs} >= {"Cash cushion", "Nuclear programme"}
    assert all(b.true == over.games.state.meters[b.row, 0] for b in beliefs)
    assert all(m.intended != m.perceived for m in missed)


def test_the_umpire_is_told_everything_and_strangers_nothing(rules: Ruleset, game: Game) -> None:
    for row in range(1, rules.meters.count):
        assert describe.meter_value(game, None, row) != "unknown"
    with pytest.raises(ValueError, match="is not a seat"):
        describe.main_meters(game, "nobody")
