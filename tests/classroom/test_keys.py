"""Signed words: only ours open, each for its own purpose, and none after it was taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wargame.classroom.keys import (
    CODE,
    LETTERS,
    Keys,
    PersonWord,
    SeatWord,
    new_code,
    new_desk_key,
    new_person,
    same,
)

KEYS = Keys(b"s" * 32, b"d" * 32)


def test_what_was_signed_opens() -> None:
    assert KEYS.seat(KEYS.for_seat("t1", "tehran", 3)) == SeatWord("t1", "tehran", 3)
    assert KEYS.person(KEYS.for_person("t2", "gcc", 1, "p_1-x")) == PersonWord("t2", "gcc", 1, "p_1-x")
    assert KEYS.desk(KEYS.for_desk(4)) == 4


def test_no_word_serves_another_purpose() -> None:
    seat, person, desk = KEYS.for_seat("t1", "a", 1), KEYS.for_person("t1", "a", 1, "p"), KEYS.for_desk(1)

    assert [KEYS.seat(person), KEYS.seat(desk)] == [None, None]
    assert [KEYS.person(seat), KEYS.person(desk)] == [None, None]
    assert [KEYS.desk(seat), KEYS.desk(person)] == [None, None]


def test_a_desk_word_made_with_the_seats_secret_does_not_open() -> None:
    """Somebody who had learnt how seats are signed would still not be the instructor."""
    assert KEYS.desk(Keys(b"d" * 32, b"s" * 32).for_desk(1)) is None
    assert KEYS.seat(Keys(b"d" * 32, b"s" * 32).for_seat("t1", "a", 1)) is None


@given(st.data())
def test_a_word_that_was_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    word = KEYS.for_person("t1", "tehran", 1, "somebody")
    at = data.draw(st.integers(0, len(word) - 1))
    other = data.draw(st.characters().filter(lambda c: c != word[at]))

    assert KEYS.person(word[:at] + other + word[at + 1 :]) is None


@given(st.text(max_size=400))
def test_anything_may_be_tried(text: str) -> None:
    assert KEYS.seat(text) is None
    assert KEYS.person(text) is None
    assert KEYS.desk(text) is None
    assert same(text, text)


def test_parts_do_not_run_into_each_other() -> None:
    mark = KEYS.for_seat("t1", "ab", 1).rpartition(".")[2]

    assert KEYS.seat(f"t1.a.b1.{mark}") is None
    assert KEYS.seat(f"t1a.b.1.{mark}") is None


def test_codes_and_keys_are_new_each_time_and_can_be_typed() -> None:
    codes = [new_code() for _ in range(200)]

    assert len(set(codes)) > 195
    assert all(len(code) == CODE and set(code) <= set(LETTERS) for code in codes)
    assert not set(LETTERS) & set("AEIOU01258SZL")
    assert len({new_desk_key() for _ in range(50)} | {new_person() for _ in range(50)}) == 100
    assert len(new_desk_key()) >= 32
