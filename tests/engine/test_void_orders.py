"""An order that has become impossible between sealing and resolution is void: logged, paid for, never an exception."""

from __future__ import annotations

import numpy as np
from playing import Play
from positions import Position

from wargame.engine.fog import make_seat
from wargame.engine.legality import faults
from wargame.ruleset import vocabulary
from wargame.ruleset.tables import SUCCESS, Ruleset


def test_an_order_overtaken_by_a_truce_is_void_and_says_so(rules: Ruleset) -> None:
    """Sealed while the network is free; by the time of deeds its leaders have made their own peace."""
    meters = {
        "deal.iraq-suspension.offer": 1,
        "washington-proxies.channel": 3,
        "proxies-gcc.channel": 2,
        "iraq.arsenal": 6,
        "proxies.resources": 9,
        "iraq.restraint": 0,
    }
    attack = rules.order("attack-base iraq")
    position = Position(rules, meters)
    seat = make_seat(rules, "proxies", "", rules.cell_power == rules.powers.index("proxies"))
    assert not faults(rules, position.games.state.meters, attack, seat.sight)

    position.play("accept iraq-suspension proxies", "attack-base iraq")

    void = position.facts("void")
    assert void["order"] == attack
    assert rules.meters.labels[rules.meters.row["iraq.restraint"]] in rules.conditions.words[void["clause"]]
    assert position["iraq.restraint"][0] > 0
    assert position.booked("iraq.arsenal", "7.5") == 0
    assert position.booked("iraq.standing", "7.4") == 0
    assert position.booked("proxies.resources", "3.2") == -rules.programs.cost[attack, 0]


def test_only_its_own_power_hears_that_an_order_was_void(rules: Ruleset) -> None:
    position = Position(rules, {"iraq.restraint": 3})
    position.play("attack-base iraq")
    notes = [n for n in position.games.ledger.notes_of() if n.kind == "void"]

    assert [n.sees for n in notes] == [tuple(p == "proxies" for p in rules.powers)]


def test_what_a_sheet_cannot_pay_is_void_in_the_order_of_its_places(rules: Ruleset) -> None:
    """Sheets that came past every check are resolved as far as they can be paid."""
    names = ["build-missiles", "nuclear-research"]
    costs = [int(rules.programs.cost[rules.order(n), 0]) for n in names]
    position = Position(rules, {"tehran.resources": sum(costs) - 1}, dice={"order": 12})
    position.play(*names)

    assert position.facts("void")["order"] == rules.order("nuclear-research")
    assert position.booked("tehran.resources", "3.2") == -costs[0]
    assert position.booked("tehran.missiles", "6.1") > 0
    assert position.booked("tehran.knowledge", "6.1") == 0


def test_void_orders_have_no_effect_in_thousands_of_random_orders(rules: Ruleset) -> None:
    """Whatever the sheets: an order noted as void books nothing but its price, and a paid one is never dropped."""
    play = Play.start(rules, "standoff", "null", np.arange(16, dtype=np.int32), keep=True)
    wild = np.random.default_rng(1)
    voided = 0
    while not play.games.over.all():
        play.games.open()
        orders = play.choose()
        extra = wild.integers(1, rules.programs.orders, orders.shape).astype(np.int32)
        play.games.resolve(np.where(wild.random(orders.shape) < 0.1, extra, orders).astype(np.int32))
        for game in range(16):
            given = [n.facts for n in play.games.ledger.notes_of(game) if n.kind == "order"]
            void = [n.facts["order"] for n in play.games.ledger.notes_of(game) if n.kind == "void"]
            once = {f["order"] for f in given if sum(g["order"] == f["order"] for g in given) == 1}
            voided += len(void)
            for entry in play.games.ledger.entries(game):
                if entry.order in void and entry.order in once:
                    assert entry.phase == "orders"

    assert voided > 20


def test_what_depends_on_a_roll_happens_as_it_falls(rules: Ruleset) -> None:
    """Effects on success only when the dice and their modifiers reach the number, and the others always."""
    order = rules.order("nuclear-research")
    book = rules.programs
    assert book.effect_when[order, 0] == SUCCESS
    for fell in (2, 12):
        position = Position(rules, {"tehran.resources": 15}, dice={"order": fell})
        position.play("nuclear-research")
        roll = position.facts("roll")

        assert roll["roll"] == fell
        assert roll["success"] == (fell + roll["drm"] >= book.need[order])
        assert (position.booked("tehran.knowledge", "6.1") > 0) == bool(roll["success"])


def test_orders_wait_for_their_phase(rules: Ruleset) -> None:
    """An order's own effects are booked in the phase that the book names."""
    play = Play.start(rules, "standoff", "null", np.arange(24, dtype=np.int32), keep=True)
    phases = list(vocabulary.PHASES)
    for _ in range(3):
        play.step()
        for game in range(24):
            for entry in play.games.ledger.entries(game):
                if 0 < entry.order < rules.programs.orders and entry.phase != "orders":
                    assert entry.phase == phases[rules.programs.phase[entry.order]]
