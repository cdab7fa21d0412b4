"""Messages between seats: who has what in hand, what a mediator can do, and that all of it is in the record."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import chained, contents, fingerprint, play_on, start

from wargame.record.game import Game
from wargame.record.journal import SaveError
from wargame.record.lines import ControlLine, MediationLine, MessageLine, PostLine, VerdictLine
from wargame.record.messages import PostError, check, form_of, in_hand
from wargame.record.verify import verify
from wargame.ruleset.tables import Ruleset

SEATS = ("tehran", "washington", "proxies", "gcc")
FORMS = {
    "private": {"to": ["tehran"]},
    "joint": {"to": ["tehran", "gcc"]},
    "public": {"to": []},
    "mediated": {"to": ["tehran"], "via": "gcc"},
}
READERS = {
    "private": {"washington", "tehran"},
    "joint": {"washington", "tehran", "gcc"},
    "public": set(SEATS),
    "mediated": {"washington", "gcc"},
}
"""Who has a message of Washington in hand at once."""


@pytest.fixture
def game(rules: Ruleset, tmp_path: Path) -> Game:
    return start(rules, tmp_path / "game.jsonl")


def texts(game: Game, seat: str | None) -> list[str]:
    return [seen.text for seen in game.messages(seat)]


# Who reads what ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_each_form_reaches_whom_it_should(game: Game, form: str) -> None:
    game.send("washington", text="Stand back.", mark="threat", **FORMS[form])  # type: ignore[arg-type]
    assert {seat for seat in SEATS if game.messages(seat)} == READERS[form]
    (seen,) = game.messages(None)
    assert (seen.form, seen.mark, seen.text, seen.step, seen.phase) == (
        form,
        "threat",
        "Stand back.",
        0,
        "orders",
    )
    assert game.messages("washington")[0].mine
    assert not any(seen.mine for seat in SEATS if seat != "washington" for seen in game.messages(seat))


def test_a_mediated_message_is_held_until_it_is_carried(game: Game) -> None:
    game.send("washington", ["tehran"], "We would talk.", via="gcc", mark="pledge")
    assert game.messages("gcc")[0].waits
    assert texts(game, "tehran") == []
    sent = game.messages("washington")
    game.mediate("gcc", 1, "carried")
    assert texts(game, "tehran") == ["We would talk."]
    assert game.messages("tehran")[0].via == "gcc"
    assert not game.messages("gcc")[0].waits
    assert game.messages("washington") == sent, "its sender is not told what became of it"


def test_a_reshaped_message_is_read_as_it_became(game: Game) -> None:
    game.send("washington", ["tehran"], "Or we strike.", via="gcc", mark="threat")
    sent = game.messages("washington")
    game.mediate("gcc", 1, "reshaped", "They are uneasy.")
    (read,) = game.messages("tehran")
    assert (read.text, read.mark, read.fate, read.became) == ("They are uneasy.", "none", "", "")
    for seat in (None, "gcc"):
        (both,) = game.messages(seat)
        assert (both.text, both.became, both.fate) == ("Or we strike.", "They are uneasy.", "reshaped")
    assert game.messages("washington") == sent


def test_a_withheld_message_reaches_nobody(game: Game) -> None:
    game.send("washington", ["tehran"], "We would talk.", via="gcc")
    sent = game.messages("washington")
    game.mediate("gcc", 1, "withheld")
    assert texts(game, "tehran") == []
    assert game.messages("washington") == sent
    with pytest.raises(PostError, match="this message was withheld already"):
        game.mediate("gcc", 1, "carried")


@pytest.mark.parametrize("first", [None, "carried", "reshaped", "withheld"])
def test_a_leak_is_public_and_names_no_hand(game: Game, first: str | None) -> None:
    game.send("washington", ["tehran"], "Between us.", via="gcc", mark="pledge")
    if first:
        game.mediate("gcc", 1, first, "Softly." if first == "reshaped" else "")
    game.mediate("gcc", 1, "leaked")
    (leak,) = game.messages("proxies")
    assert (leak.text, leak.mark, leak.leaked, leak.via, leak.form) == (
        "Between us.",
        "pledge",
        True,
        "",
        "public",
    )
    for seat in ("washington", "tehran"):
        assert game.messages(seat)[-1].text == "Between us."
        assert game.messages(seat)[-1].via == ""
    with pytest.raises(PostError, match="leaked already"):
        game.mediate("gcc", 1, "leaked")


def test_only_its_mediator_decides(game: Game) -> None:
    game.send("washington", ["gcc"], "Hold this.")
    game.send("washington", ["tehran"], "Carry this.", via="proxies")
    for seat, place in (("gcc", 1), ("washington", 2), ("tehran", 1), ("proxies", 0), ("proxies", 2)):
        with pytest.raises(PostError, match="is not one that you were asked to carry"):
            game.mediate(seat, place, "carried")
    game.mediate("proxies", 1, "carried")


def test_numbers_are_a_seats_own(game: Game) -> None:
    """Otherwise a gap would tell that others talk."""
    for number in range(5):
        game.send("tehran", ["proxies"], f"Between us, {number}.")
    game.send("washington", ["gcc"], "Good morning.")
    assert [seen.place for seen in game.messages("gcc")] == [1]


# What the umpire says and holds ------------------------------------------------------------------


def test_the_umpire_speaks_to_some_or_to_all(game: Game) -> None:
    game.announce([], "Five minutes.")
    game.announce(["gcc", "tehran"], "A word.")
    game.announce(["gcc"], "Between us.")
    assert texts(game, "washington") == ["Five minutes."]
    assert texts(game, "tehran") == ["Five minutes.", "A word."]
    assert texts(game, "gcc") == ["Five minutes.", "A word.", "Between us."]
    assert {seen.sender for seen in game.messages("gcc")} == {"umpire"}
    for about in ({"via": "gcc"}, {"mark": "pledge"}, {"held": True}):
        with pytest.raises(PostError, match="the umpire"):
            game.send("umpire", ["tehran"], "Well.", **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("deed", [None, "released", "blocked", "leaked"])
def test_a_held_message_reaches_nobody_until_it_is_let_go(game: Game, form: str, deed: str | None) -> None:
    about = {"text": "Stand back.", "mark": "threat", **FORMS[form]}
    game.send("washington", held=True, **about)  # type: ignore[arg-type]
    sent = game.messages("washington")
    assert {seat for seat in SEATS if game.messages(seat)} == {"washington"}
    assert [seen.control for seen in game.messages(None)] == ["held"]
    assert not game.messages(None)[0].waits
    if deed is None:
        return
    play_on(game, 1)
    game.control(1, deed)
    readers = {"released": READERS[form], "blocked": {"washington"}, "leaked": set(SEATS)}[deed]
    assert {seat for seat in SEATS if game.messages(seat)} == readers
    assert [seen.control for seen in game.messages(None)] == [deed]
    came = [seen for seat in readers - {"washington"} for seen in game.messages(seat)]
    assert {seen.step for seen in came} <= {1}, "it comes when it is let go"
    assert {seen.leaked for seen in came} <= {deed == "leaked"}
    if deed != "leaked":
        assert game.messages("washington") == sent, "its sender is told nothing"
    with pytest.raises(PostError, match=f"was {deed} already"):
        game.control(1, "released")
    assert game.path is not None
    game.close()
    again = Game.load(game.path)
    for seat in (None, *SEATS):
        assert again.messages(seat) == game.messages(seat)


def test_to_its_sender_a_held_message_looks_like_any_other(rules: Ruleset) -> None:
    hands = []
    for held in (False, True):
        game = start(rules, None)
        game.send("washington", ["tehran"], "Or else.", mark="threat", held=held)
        hands.append(game.messages("washington"))
    assert hands[0] == hands[1]


def test_a_mediator_carries_what_was_let_go(game: Game) -> None:
    game.send("washington", ["tehran"], "We would talk.", via="gcc", held=True)
    with pytest.raises(PostError, match="is not one that you were asked to carry"):
        game.mediate("gcc", 1, "carried")
    game.control(1, "released")
    assert game.messages(None)[0].waits
    game.mediate("gcc", 1, "carried")
    assert texts(game, "tehran") == ["We would talk."]


def test_going_back_holds_again_what_was_let_go_later(game: Game) -> None:
    game.send("washington", ["tehran"], "First.", held=True)
    play_on(game, 2)
    game.control(1, "released")
    game.undo(1)
    assert texts(game, "tehran") == []
    assert game.messages(None)[0].control == "held"
    game.control(1, "blocked")
    assert game.path is not None
    game.close()
    assert Game.load(game.path).messages(None) == game.messages(None)


def test_only_held_messages_are_controlled(game: Game) -> None:
    game.send("washington", ["tehran"], "Well.")
    with pytest.raises(PostError, match="is not held"):
        game.control(1, "released")
    with pytest.raises(PostError, match="there is no message 2 here"):
        game.control(2, "released")
    game.send("washington", ["tehran"], "Well.", held=True)
    with pytest.raises(ValueError, match="deed: input should be"):
        game.control(2, "eaten")


# What may be said -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "field", "said"),
    [
        ({"to": ["washington"]}, "to", "does not write to itself"),
        ({"to": ["tehran", "tehran"]}, "to", "a seat is named twice"),
        ({"to": ["tehran"], "via": "tehran"}, "via", "stands between"),
        ({"to": ["tehran"], "via": "washington"}, "via", "stands between"),
        ({"to": [], "via": "gcc"}, "to", "name a seat"),
        ({"to": ["tehran"], "via": "gcz"}, "via", 'did you mean "gcc"'),
        ({"to": ["tehran"], "text": "  "}, "text", "this one is empty"),
        ({"to": ["tehran"], "text": "x" * 501}, "text", "this one has 501 characters"),
        ({"to": ["tehran"], "text": "bell \x07 and \x1b[2J"}, "text", "printable characters"),
        ({"to": ["tehran"], "text": "turned \u202e round"}, "text", "printable characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_said(game: Game, about: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(PostError, match=said) as caught:
        game.send("washington", **({"text": "Well."} | about))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert game.post == ()
    assert game.path is not None
    assert len(contents(game.path.read_bytes())) == 1


def test_unknown_names_are_told_with_the_nearest(game: Game) -> None:
    with pytest.raises(ValueError, match='did you mean "tehran"'):
        game.send("washington", ["tehrn"], "Well.")
    with pytest.raises(ValueError, match='did you mean "washington"'):
        game.send("washingtn", ["tehran"], "Well.")


def test_blanks_and_lines_become_one_paragraph(game: Game) -> None:
    game.send("washington", ["tehran"], "  We\n would\t talk.  ")
    game.send("tehran", ["washington"], "می‌گوییم")  # a joiner stands in this word
    assert texts(game, None) == ["We would talk.", "می‌گوییم"]


def test_nothing_is_said_after_the_end(game: Game) -> None:
    game.send("washington", ["tehran"], "You have our word.", mark="pledge")
    play_on(game)
    with pytest.raises(PostError, match="the game is over"):
        game.send("washington", ["tehran"], "Too late.")


# Pledges and threats ----------------------------------------------------------------------------


def test_a_pledge_has_one_final_verdict(game: Game) -> None:
    game.send("washington", ["tehran"], "You have our word.", mark="pledge")
    game.send("washington", ["tehran"], "Good morning.")
    game.settle(1, "broken")
    with pytest.raises(PostError, match="is final"):
        game.settle(1, "kept")
    with pytest.raises(PostError, match="neither a pledge nor a threat"):
        game.settle(2, "kept")
    with pytest.raises(PostError, match="there is no message 3 here: 1 to 2"):
        game.settle(3, "kept")
    with pytest.raises(ValueError, match="verdict: input should be"):
        game.settle(1, "perhaps")
    assert game.messages(None)[0].verdict == "broken"
    assert all(seen.verdict == "" for seat in SEATS for seen in game.messages(seat)), "not while it is played"
    play_on(game)
    assert [game.messages(seat)[0].verdict for seat in ("washington", "tehran")] == ["broken"] * 2


def test_a_verdict_can_be_given_after_the_end(game: Game) -> None:
    game.send("washington", ["tehran"], "Or else.", mark="threat")
    play_on(game)
    game.settle(1, "moot")
    assert game.path is not None
    game.close()
    again = Game.load(game.path)
    assert again.messages("tehran")[0].verdict == "moot"
    assert verify(game.path).good


# In the record ----------------------------------------------------------------------------------


def talk(game: Game) -> None:
    """A little of everything."""
    game.send("washington", ["tehran"], "Draw back.", mark="threat")
    game.send("tehran", [], "We draw back from nothing.")
    game.send("washington", ["tehran"], "An offer.", via="gcc", mark="pledge")
    game.send("tehran", ["washington", "gcc"], "We listen.")
    game.mediate("gcc", 2, "reshaped", "They offer much.", "pledge")
    game.mediate("gcc", 2, "leaked")
    game.settle(1, "moot")


def test_what_was_said_is_loaded_as_it_was_said(game: Game) -> None:
    talk(game)
    play_on(game, 1)
    game.send("gcc", ["proxies"], "Later.")
    game.close()
    assert game.path is not None
    again = Game.load(game.path)
    assert again.difference is None
    assert verify(game.path).good
    for seat in (None, *SEATS):
        assert again.messages(seat) == game.messages(seat)


def test_messages_move_nothing(rules: Ruleset) -> None:
    """Not a die, not a number, not what a scripted player does."""
    silent, talking = start(rules, None), start(rules, None)
    for _ in range(3):
        talk(talking) if not talking.post else talking.send("tehran", [], "Still nothing.")
        for game in (silent, talking):
            play_on(game, 1)
    assert fingerprint(silent) == fingerprint(talking)


def test_going_back_takes_back_what_was_said_later(game: Game) -> None:
    game.send("washington", ["tehran"], "First.")
    play_on(game, 2)
    game.send("washington", ["tehran"], "Third.")
    assert [seen.text for seen in game.at(1).messages("tehran")] == ["First."]
    game.undo(1)
    assert texts(game, "tehran") == ["First."]
    game.send("washington", ["tehran"], "Second.")
    play_on(game, 1)
    assert game.path is not None
    game.close()
    assert texts(Game.load(game.path), "tehran") == ["First.", "Second."]


def test_what_cannot_be_written_was_not_said(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    game.send("washington", ["tehran"], "First.", via="gcc")
    monkeypatch.setattr(os, "fsync", fail)
    for act in (
        lambda: game.send("washington", ["tehran"], "Second."),
        lambda: game.mediate("gcc", 1, "carried"),
        lambda: game.set_word("gcc", "rabbit"),
        lambda: game.name_person("gcc", "Anna"),
    ):
        with pytest.raises(SaveError, match="has not been recorded"):
            act()
    assert texts(game, None) == ["First."]
    assert (game.messages("gcc")[0].waits, game.words, game.people) == (True, {}, {})


SAID = {"kind": "message", "step": 0, "phase": "orders", "number": 1, "sender": "tehran", "to": ["gcc"],
        "form": "private", "via": "", "mark": "none", "text": "Well."}  # fmt: skip
VIA = {**SAID, "to": ["gcc"], "form": "mediated", "via": "proxies", "mark": "pledge"}
DECIDED = {"kind": "mediation", "step": 0, "phase": "orders", "number": 1, "deed": "carried", "mark": "none",
           "text": ""}  # fmt: skip
CONTROL = {"kind": "control", "step": 0, "phase": "orders", "number": 1, "deed": "released"}
VERDICT = {"kind": "verdict", "step": 0, "number": 1, "verdict": "kept"}
FORGED: dict[str, tuple[list[dict[str, object]], str]] = {
    "step": ([SAID | {"step": 1}], "step"),
    "phase": ([SAID | {"phase": "lunch"}], "phase"),
    "number": ([SAID | {"number": 2}], "number"),
    "sender": ([SAID | {"sender": "moscow"}], "sender"),
    "to": ([SAID | {"to": ["moscow"]}], "to"),
    "form": ([SAID | {"form": "public"}], "form"),
    "form-unknown": ([SAID | {"form": "shouted"}], "form"),
    "via": ([VIA | {"via": "tehran"}], "via"),
    "mark": ([SAID | {"mark": "joke"}], "mark"),
    "text": ([SAID | {"text": "a\nb"}], "text"),
    "text-empty": ([SAID | {"text": ""}], "text"),
    "text-long": ([SAID | {"text": "x" * 501}], "text"),
    "extra": ([SAID | {"secret": 1}], "secret"),
    "no message": ([DECIDED], "number"),
    "no mediator": ([SAID, DECIDED], "number"),
    "twice": ([VIA, DECIDED, DECIDED], "deed"),
    "carried with a text": ([VIA, DECIDED | {"text": "Other."}], "text"),
    "reshaped without": ([VIA, DECIDED | {"deed": "reshaped"}], "text"),
    "umpire by a mediator": ([VIA | {"sender": "umpire", "mark": "none"}], "via"),
    "umpire's pledge": ([SAID | {"sender": "umpire", "mark": "pledge"}], "mark"),
    "umpire held": ([SAID | {"sender": "umpire", "held": True}], "held"),
    "held is no number": ([SAID | {"held": 1}], "held"),
    "control of nothing": ([CONTROL], "number"),
    "control of what is not held": ([SAID, CONTROL], "number"),
    "control twice": ([SAID | {"held": True}, CONTROL, CONTROL], "deed"),
    "control of no kind": ([SAID | {"held": True}, CONTROL | {"deed": "eaten"}], "deed"),
    "control in no phase": ([SAID | {"held": True}, CONTROL | {"phase": "lunch"}], "phase"),
    "carried while held": ([VIA | {"held": True}, DECIDED], "number"),
    "carried though blocked": ([VIA | {"held": True}, CONTROL | {"deed": "blocked"}, DECIDED], "number"),
    "verdict on nothing": ([VERDICT], "number"),
    "verdict unmarked": ([SAID, VERDICT], "number"),
    "verdict twice": ([VIA, VERDICT, VERDICT], "verdict"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_line_is_named(game: Game, tmp_path: Path, case: str) -> None:
    forged, field = FORGED[case]
    assert game.path is not None
    path = tmp_path / "forged.jsonl"
    path.write_bytes(chained([*contents(game.path.read_bytes()), *forged]))
    with pytest.raises(SaveError) as caught:
        Game.load(path)
    assert f"forged.jsonl:{1 + len(forged)}: field '{field}" in str(caught.value)


def test_saves_without_messages_still_load(whole_save: bytes, tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes(whole_save)
    game = Game.load(path)
    assert (game.difference, game.post, game.words, game.people) == (None, (), {}, {})


# Non-interference -------------------------------------------------------------------------------


@st.composite
def talks(draw: st.DrawFn) -> list[PostLine]:
    """Any talk that a table can have."""
    post: list[PostLine] = []
    count = 0
    for step in sorted(draw(st.lists(st.integers(0, 3), max_size=14))):
        carried = [p for p in post if isinstance(p, MessageLine) and p.via]
        held = [p for p in post if isinstance(p, MessageLine) and p.held]
        line: PostLine
        if held and draw(st.booleans()):
            deed = draw(st.sampled_from(["released", "blocked", "leaked"]))
            number = draw(st.sampled_from(held)).number
            line = ControlLine(step=step, phase="orders", number=number, deed=deed)
        elif carried and draw(st.booleans()):
            deed = draw(st.sampled_from(["carried", "reshaped", "withheld", "leaked"]))
            text = "Softly." if deed == "reshaped" else ""
            number = draw(st.sampled_from(carried)).number
            line = MediationLine(step=step, phase="orders", number=number, deed=deed, text=text)
        else:
            order = draw(st.permutations(SEATS))
            via = draw(st.sampled_from(["", order[1]]))
            to = list(order[2 : 2 + draw(st.integers(bool(via), 2))])
            mark = draw(st.sampled_from(["none", "pledge", "threat"]))
            sender, keeps = order[0], draw(st.booleans())
            if not via and draw(st.integers(0, 4)) == 0:
                sender, mark, keeps = "umpire", "none", False
            line = MessageLine(step=step, phase="orders", number=count + 1, sender=sender, to=to,
                               form=form_of(to, via), via=via, mark=mark, text=f"Text {len(post)}.",
                               held=keeps)  # type: ignore[arg-type] # fmt: skip
        try:
            check(post, SEATS, False, line)
        except PostError:
            continue  # decided already
        count += isinstance(line, MessageLine)
        post.append(line)
    return post


def reaches(line: MessageLine, seat: str) -> bool:
    """Whether a message that nobody holds comes first of all to a seat that did not send it."""
    return seat == line.via if line.via else (not line.to or seat in line.to)


def without_others(post: Sequence[PostLine], seat: str) -> list[PostLine]:
    """The same talk without what the seat must not notice: messages between others that nobody leaked, what
    the umpire holds, and what a mediator or the umpire decided about the seat's own."""
    about = {(p.number, p.deed) for p in post if isinstance(p, MediationLine | ControlLine)}
    near: dict[int, int] = {}
    own: set[int] = set()
    kept: list[PostLine] = []
    for line in post:
        if isinstance(line, MessageLine):
            let = not line.held or (line.number, "released") in about
            known = seat == line.sender or (let and (reaches(line, seat) or seat in line.to))
            if known or (line.number, "leaked") in about:
                near[line.number] = len(near) + 1
                changed: dict[str, object] = {"number": near[line.number]}
                if seat == line.sender:
                    own.add(line.number)
                    changed["held"] = False
                kept.append(line.model_copy(update=changed))
        elif isinstance(line, VerdictLine) or line.number not in near:
            continue
        elif line.number not in own or line.deed == "leaked":
            kept.append(line.model_copy(update={"number": near[line.number]}))
    return kept


@given(talks())
def test_what_others_say_changes_nothing_in_my_hand(post: list[PostLine]) -> None:
    for seat in SEATS:
        assert in_hand(post, seat) == in_hand(without_others(post, seat), seat)


@given(talks())
def test_only_what_is_meant_for_a_seat_is_read_there(post: list[PostLine]) -> None:
    """Every text in a hand is there for a reason, and nothing that should be there is missing."""
    sent = {p.number: p for p in post if isinstance(p, MessageLine)}
    for seat in SEATS:
        due: list[str] = []
        for line in post:
            if isinstance(line, MessageLine):
                if seat == line.sender or (not line.held and reaches(line, seat)):
                    due.append(line.text)
            elif isinstance(line, ControlLine):
                message = sent[line.number]
                comes = line.deed == "released" and seat != message.sender and reaches(message, seat)
                due += [message.text] * (comes or line.deed == "leaked")
            elif isinstance(line, MediationLine):
                message = sent[line.number]
                if (line.deed == "leaked" and seat != message.via) or (
                    line.deed in ("carried", "reshaped") and seat in message.to
                ):
                    due.append(line.text or message.text)
        assert [seen.text for seen in in_hand(post, seat)] == due
        assert all(seen.waits == (seen.via == seat and not seen.fate) for seen in in_hand(post, seat))
    assert [seen.text for seen in in_hand(post, None)] == [message.text for message in sent.values()]


def test_a_mediators_silence_and_its_carrying_look_alike_to_the_sender() -> None:
    told = MessageLine(step=0, phase="orders", number=1, sender="tehran", to=["gcc"], form="mediated",
                       via="proxies", text="Well.")  # fmt: skip
    hands = []
    for deed in (None, "carried", "withheld"):
        post: list[PostLine] = [told]
        if deed:
            post.append(MediationLine(step=0, phase="orders", number=1, deed=deed))  # type: ignore[arg-type]
        hands.append(in_hand(post, "tehran"))
    assert hands[0] == hands[1] == hands[2]


# Words and people -------------------------------------------------------------------------------


def test_a_word_is_kept_salted_and_hashed(game: Game) -> None:
    game.set_word("tehran", "Rabbit ")
    game.set_word("gcc", "rabbit")
    assert game.opens("tehran", "rabbit")
    assert game.opens("tehran", "RABBIT")
    assert not game.opens("tehran", "rabbits")
    assert not game.opens("tehran", "")
    assert game.opens("washington", "anything"), "no word was set there"
    assert game.words["tehran"] != game.words["gcc"], "the salt differs"
    assert game.path is not None
    assert b"abbit" not in game.path.read_bytes()
    game.close()
    again = Game.load(game.path)
    assert again.opens("tehran", "rabbit")
    assert not again.opens("tehran", "hare")


def test_a_forgotten_word_is_reset_for_all_to_see(game: Game) -> None:
    game.set_word("umpire", "whistle")
    game.set_word("tehran", "rabbit")
    with pytest.raises(ValueError, match="only the umpire"):
        game.set_word("tehran", "mine")
    game.reset_word("tehran")
    assert game.opens("tehran", "")
    game.set_word("tehran", "hare")
    play_on(game, 1)
    game.undo(0)
    assert game.opens("tehran", "hare"), "going back leaves it so"
    for seat, word, said in (("moscow", "rabbit", "is not a seat"), ("gcc", "x ", "at least 3")):
        with pytest.raises(ValueError, match=said):
            game.set_word(seat, word)
    assert game.path is not None
    game.close()
    found = [line for line in contents(game.path.read_bytes()) if line["kind"] == "word"]
    assert [(line["seat"], bool(line["digest"])) for line in found] == [
        ("umpire", True), ("tehran", True), ("tehran", False), ("tehran", True),
    ]  # fmt: skip
    assert Game.load(game.path).opens("tehran", "hare")


def test_people_have_names(game: Game) -> None:
    game.name_person("tehran", " Anna ")
    game.name_person("gcc", "Bo")
    game.name_person("gcc", "")
    assert game.people == {"tehran": "Anna"}
    assert game.path is not None
    game.close()
    assert Game.load(game.path).people == {"tehran": "Anna"}
