"""Which messages of a card's thread are for the requester, and what is left of one without its mark."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.desk.rich_text import plain_text_of
from bot.domain.desk.triage_marks import has_public_mark, is_for_requester, without_public_mark

BALLOON = {"type": "emoji", "name": "speech_balloon", "unicode": "1f4ac"}
LOCK = {"type": "emoji", "name": "lock", "unicode": "1f512"}


def said(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def crosses(blocks: Any, typed: str, *, is_internal: bool) -> bool:
    return is_for_requester(blocks, typed, private_mark=":lock:", is_internal=is_internal)


@pytest.mark.parametrize("typed", ["Hello", "the :lock: is broken", ":speech_balloon: Hello"])
def test_where_replies_go_out_a_reply_without_the_lock_crosses(typed: str) -> None:
    assert crosses(None, typed, is_internal=False)


@pytest.mark.parametrize("typed", [":lock: no", "🔒 no", ":speech_balloon: :lock: no", "💬🔒 no", " :LOCK:no"])
@pytest.mark.parametrize("is_internal", [True, False])
def test_the_lock_keeps_a_message_private_whatever_stands_before_it(typed: str, is_internal: bool) -> None:
    assert not crosses(None, typed, is_internal=is_internal)


@pytest.mark.parametrize(
    "typed", ["!close", "!note careful", "!note: careful", "!p1", ":speech_balloon: !note careful"]
)
@pytest.mark.parametrize("is_internal", [True, False])
def test_an_order_never_crosses_understood_or_not(typed: str, is_internal: bool) -> None:
    assert not crosses(None, typed, is_internal=is_internal)
    assert not crosses(said(text(typed)), "", is_internal=is_internal)


@pytest.mark.parametrize("typed", [":speech_balloon: Hello", "💬Hello", " :Speech_Balloon:Hello"])
def test_where_threads_stay_inside_a_reply_with_the_balloon_crosses(typed: str) -> None:
    assert crosses(None, typed, is_internal=True)
    assert crosses(said(BALLOON, text(" Hello")), typed, is_internal=True)


@pytest.mark.parametrize(
    ("blocks", "typed"),
    [
        (None, "Hello"),
        (None, ""),
        (None, "see :speech_balloon:"),
        (said(text("Hello")), ":speech_balloon: Hello"),
        (said(BALLOON, text("Hello")), "Hello"),
        (said(BALLOON, LOCK, text("no")), ":speech_balloon: :lock: no"),
    ],
)
def test_where_threads_stay_inside_any_doubt_keeps_a_message_inside(blocks: Any, typed: str) -> None:
    assert not crosses(blocks, typed, is_internal=True)


def test_the_mark_is_taken_off_and_the_formatting_stays() -> None:
    bold = {"type": "text", "text": "now", "style": {"bold": True}}

    blocks, typed = without_public_mark(said(BALLOON, text(" Restart it "), bold), ":speech_balloon: Restart it *now*")

    assert blocks == said(text("Restart it "), bold)
    assert typed == "Restart it *now*"


def test_a_message_without_the_mark_is_returned_as_it_is() -> None:
    blocks = said(text("Restart it "), BALLOON)

    assert without_public_mark(blocks, "Restart it :speech_balloon:") == (blocks, "Restart it :speech_balloon:")


@pytest.mark.parametrize("blocks", [said(BALLOON), said(text(":speech_balloon: ")), said(text("💬"))])
def test_a_mark_alone_leaves_no_words(blocks: list[dict[str, Any]]) -> None:
    left, typed = without_public_mark(blocks, ":speech_balloon:")

    assert plain_text_of(left, typed) == ""


@given(st.text(max_size=20), st.sampled_from([":speech_balloon:", "💬"]), st.text(alphabet=" \t\u200b", max_size=3))
def test_what_follows_the_mark_is_what_is_left(words: str, mark: str, gap: str) -> None:
    typed = f"{gap}{mark}{gap}{words}"

    _, left = without_public_mark(None, typed)

    assert has_public_mark(None, typed)
    assert words.endswith(left)
