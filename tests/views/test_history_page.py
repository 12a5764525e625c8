from datetime import timedelta
from typing import Any

import pytest

from bot.domain.desk.history import FieldChange, HistoryLine, HistoryPage
from bot.views.desk.history_page import history_modal
from models.desk import AuditTag
from tests.views.hostile import HOSTILE
from tests.views.judging import every_string, is_live, problems_of_view
from tests.views.samples import BEN, NOON, ROSA, make_message


def drawn(*lines: HistoryLine, older: int | None = None) -> dict[str, Any]:
    return history_modal(HistoryPage(7, "IT-42", lines, older))


def spoken(line: HistoryLine) -> str:
    """Return what a line says, people by their ids."""
    pieces = drawn(line)["blocks"][0]["elements"][0]["elements"]
    return "".join(piece.get("text") or piece.get("user_id") or piece["fallback"] for piece in pieces)


def test_a_line_says_who_did_what_and_when() -> None:
    change = FieldChange("priority", "p3", "p1")

    view = drawn(HistoryLine(AuditTag.TICKET_PRIORITY_CHANGED, NOON, BEN, [change]))

    sentence, when = view["blocks"]
    assert sentence["elements"][0]["elements"][0] == {"type": "user", "user_id": "U0BEN"}
    assert when["elements"][0]["text"].startswith("<!date^")
    assert view["title"]["text"] == "History IT-42"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            HistoryLine(AuditTag.TICKET_PRIORITY_CHANGED, NOON, BEN, [FieldChange("priority", "p3", "p1")]),
            "U0BEN changed the priority from Normal to Urgent",
        ),
        (
            HistoryLine(AuditTag.TICKET_ASSIGNED, NOON, BEN, [FieldChange("assignee", None, ROSA)]),
            "U0BEN assigned this ticket to U0ROSA",
        ),
        (
            HistoryLine(AuditTag.TICKET_CATEGORY_CHANGED, NOON, BEN, [FieldChange("category", "Incident", None)]),
            "U0BEN changed the category (it was Incident)",
        ),
        (
            HistoryLine(AuditTag.TICKET_DUE_CHANGED, NOON, BEN, [FieldChange("due", None, NOON + timedelta(hours=1))]),
            "U0BEN changed when it is due to 2026-11-23 13:00 UTC",
        ),
        (HistoryLine(AuditTag.TICKET_CREATED, NOON, ROSA, named=["IT"]), "U0ROSA opened this ticket in IT"),
        (
            HistoryLine(
                AuditTag.TICKET_MOVED,
                NOON,
                BEN,
                [FieldChange("queue", "IT", "HR"), FieldChange("key", "IT-1", "HR-1")],
            ),
            "U0BEN moved this ticket · queue from IT to HR · key from IT-1 to HR-1",
        ),
        (HistoryLine("ticket.painted", NOON, None), "Deskbell changed this ticket"),
        (HistoryLine(AuditTag.MESSAGE_EDITED, NOON, ROSA), "U0ROSA edited a message"),
    ],
)
def test_every_kind_of_line_is_a_sentence(line: HistoryLine, says: str) -> None:
    assert spoken(line) == says


def test_words_that_are_gone_are_quoted() -> None:
    line = HistoryLine(AuditTag.MESSAGE_EDITED, NOON, ROSA, lost=make_message("My password is tulip"))

    sentence, lost, _when = drawn(line)["blocks"]

    assert sentence["elements"][0]["elements"][-1]["text"] == " edited a message. It said:"
    assert lost["elements"][0]["type"] == "rich_text_quote"
    assert lost["elements"][0]["elements"][0]["text"] == "My password is tulip"


def test_older_lines_are_behind_a_button() -> None:
    view = drawn(HistoryLine(AuditTag.TICKET_CLAIMED, NOON, BEN), older=12)

    button = view["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("ticket.older_history", "12")


@pytest.mark.parametrize("tag", AuditTag)
def test_a_full_page_of_long_lines_is_one_slack_takes(tag: AuditTag) -> None:
    line = HistoryLine(tag, NOON, BEN, [FieldChange("title", "x" * 5000, "y" * 5000)], lost=make_message("z" * 5000))

    assert problems_of_view(drawn(*[line] * 20, older=1)) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_nobodys_words_turn_into_markup(words: str) -> None:
    line = HistoryLine(
        AuditTag.TICKET_TITLE_CHANGED, NOON, BEN, [FieldChange("title", words, words)], [words], make_message(words)
    )

    view = drawn(line)

    ours = [block for block in view["blocks"] if block["type"] == "context"]
    assert problems_of_view(view) == []
    assert [text for text in every_string(view["blocks"]) if is_live(text) and text not in str(ours)] == []
