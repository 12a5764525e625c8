from typing import Any

import pytest

from bot.domain.desk.questions import asks


@pytest.mark.parametrize(
    "text",
    [
        "Is it on?",
        "Did you restart it? If so, tell me when.",
        "Which model is it (the old one?)",
        "What?!",
        "¿Lo has reiniciado?",
        "これは動きますか？",  # noqa: RUF001  the language's own letters
        "هل يعمل الآن؟",
        "Το έχετε επανεκκινήσει;",  # noqa: RUF001  the language's own letters
        "Το έχετε επανεκκινήσει\u037e",  # noqa: RUF001  the language's own letters
        "Ի՞նչ է պատահել",
        "Is it on? :smile:",
        "I saw https://example.com/?page=2 but which page do you mean?",
    ],
)
def test_a_question_is_known_by_its_mark_in_many_scripts(text: str) -> None:
    assert asks(None, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It is on.",
        "See https://example.com/?page=2",
        "Look at www.example.com/search?q=vpn",
        "Restart it; then wait.",
        "> is it on?\nYes, it is.",
        "&gt; is it on?\nYes, it is.",
        "Type `really?` into the box.",
        "```\nare you sure? y\n```\nis what it says.",
        "It is a question:question:",
    ],
)
def test_what_is_quoted_shown_as_code_or_linked_to_asks_nothing(text: str) -> None:
    assert not asks(None, text)


def block(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rich text of these parts."""
    return [{"type": "rich_text", "elements": list(parts)}]


def part(kind: str, text: str, **style: bool) -> dict[str, Any]:
    """Return one part of rich text that says `text`."""
    return {"type": f"rich_text_{kind}", "elements": [{"type": "text", "text": text, "style": style}]}


def test_quotes_and_code_are_left_out_of_formatted_words() -> None:
    quoted = block(part("quote", "Is it on?"), part("preformatted", "sure?"), part("section", "really?", code=True))

    assert not asks(quoted, "Is it on?")
    assert asks([*quoted, *block(part("section", "Is it?"))], "")


def test_a_question_in_a_list_counts() -> None:
    listed = block({"type": "rich_text_list", "style": "bullet", "elements": [part("section", "Which one?")]})

    assert asks(listed, "")
