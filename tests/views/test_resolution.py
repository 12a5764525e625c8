from bot.domain.desk.notices import ThreadNotice
from bot.views.desk.notices import thread_notice
from bot.views.desk.resolution import (
    closed_resolution_notice,
    reopened_resolution_notice,
    reopening_notice,
    resolution_notice,
)
from tests.views.judging import dangers_of, every_object, problems_of
from tests.views.samples import NOON, NOON_SECONDS, rich, section, text


def test_a_resolution_can_be_undone_with_a_button_until_a_time() -> None:
    drawn = resolution_notice(7, "IT-42", "Ben Okafor", until=NOON)

    assert drawn.text == "IT-42 is resolved. Ben Okafor marked it as done."
    assert drawn.blocks[1] == {
        "type": "actions",
        "block_id": "ticket/7/resolution/resolved",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Reopen"},
                "action_id": "ticket.reopen",
                "value": "7",
                "accessibility_label": "Reopen ticket IT-42",
            }
        ],
    }
    until = f"<!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}|2026-11-23 12:00 UTC>"
    hint = f"Not solved? Reopen it, or just reply in this thread until {until}."
    assert drawn.blocks[2] == {"type": "context", "elements": [{"type": "mrkdwn", "text": hint}]}


def test_a_resolution_without_a_limit_names_none() -> None:
    drawn = resolution_notice(7, "IT-42", "Ben Okafor", until=None)

    assert drawn.blocks[2]["elements"][0]["text"] == "Not solved? Reopen it, or just reply in this thread."


def test_a_reopening_can_be_taken_back_on_both_sides() -> None:
    drawn = [reopened_resolution_notice(7, "IT-42"), reopening_notice(7, "IT-42", "Rosa Diaz")]

    said = [content.text for content in drawn]
    assert said == ["IT-42 was resolved, and is open again.", "IT-42 is open again. Rosa Diaz reopened it."]
    buttons = [each for content in drawn for each in every_object(list(content.blocks)) if each.get("type") == "button"]
    assert [(each["text"]["text"], each["action_id"], each["value"]) for each in buttons] == [
        ("It Is Solved", "ticket.undo_reopening", "7")
    ] * 2


def test_a_resolution_that_stands_for_good_has_no_button() -> None:
    drawn = closed_resolution_notice("IT-42")

    said = " was resolved and is closed now. If you still need help, write here and I open a new ticket."
    assert drawn.blocks == [rich(section(text("IT-42", bold=True), text(said)))]


def test_a_reminder_mentions_the_requester_and_nobody_else() -> None:
    facts = {"ticket_key": "IT-42", "queue_name": "<!channel> @here", "slack_user_id": "U0ROSA"}

    drawn = thread_notice(ThreadNotice.REQUESTER_REMINDED, facts)

    assert dangers_of(drawn) == ["element user"]
    assert drawn.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U0ROSA"}


def test_slack_takes_them_all() -> None:
    drawn = [
        resolution_notice(7, "IT-42", "Ben", until=NOON),
        reopened_resolution_notice(7, "IT-42"),
        closed_resolution_notice("IT-42"),
        reopening_notice(7, "IT-42", "Rosa"),
    ]

    assert [problems_of(content) + dangers_of(content) for content in drawn] == [[]] * len(drawn)
