"""What a person meant by a line cut short."""

from __future__ import annotations

import pytest

from wargame.plain.match import matching, one

NAMES = [
    "strike-network lebanon 1",
    "strike-network lebanon 2",
    "strike-nuclear 1",
    "send-word",
    "send-an-envoy",
]


def test_each_word_begins_the_word_in_its_place() -> None:
    assert one("strike-net leb 2", NAMES, "an order") == "strike-network lebanon 2"
    assert one("STRIKE-NU", NAMES, "an order") == "strike-nuclear 1"
    assert matching("strike leb", NAMES) == ["strike-network lebanon 1", "strike-network lebanon 2"]


def test_a_whole_name_stands_for_itself() -> None:
    assert one("dial", ["dial", "dial-up"], "an order") == "dial"


def test_an_unclear_line_lists_what_it_may_be() -> None:
    with pytest.raises(ValueError, match="'send' may be any of: send-word, send-an-envoy"):
        one("send", NAMES, "an order")


def test_an_unknown_line_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="'sned-word' is not an order; did you mean \"send-word\"\\?"):
        one("sned-word", NAMES, "an order")
