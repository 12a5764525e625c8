"""Reading what agents type in a card's thread."""

import pytest

from bot.domain.desk.thread_words import ThreadOrder, ThreadWord, nearest_word, read_order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("!close", ThreadOrder("close", ThreadWord.CLOSE, "")),
        ("  !Assign   <@U123|ada> ", ThreadOrder("assign", ThreadWord.ASSIGN, "<@U123|ada>")),
        ("!note two\nlines", ThreadOrder("note", ThreadWord.NOTE, "two\nlines")),
        ("!colse", ThreadOrder("colse", None, "")),
        ("!p1", ThreadOrder("p1", None, "")),
        ("!close!", ThreadOrder("close", ThreadWord.CLOSE, "")),
        ("!note: careful with this one", ThreadOrder("note", ThreadWord.NOTE, "careful with this one")),
        ("\u200b *!note* careful", ThreadOrder("note", ThreadWord.NOTE, "careful")),
        ("!", None),
        ("!!!", None),
        ("! close", None),
        ("!1", None),
        ("please !close", None),
        (":lock: !close", None),
        ("", None),
    ],
)
def test_a_message_orders_only_with_a_word_right_after_the_mark(text: str, order: ThreadOrder | None) -> None:
    assert read_order(text) == order


def test_the_nearest_word_is_proposed_and_none_where_nothing_is_near() -> None:
    assert nearest_word("colse") is ThreadWord.CLOSE
    assert nearest_word("xyzzy") is None
