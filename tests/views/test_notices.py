import pytest

from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.views.desk.notices import (
    confirmation,
    deliveries_parked,
    opening,
    overtaken_resolution_notice,
    person_notice,
    resolution_notice,
    thread_notice,
)
from tests.views.judging import dangers_of, problems_of
from tests.views.samples import LINK, make_message, rich, section, text

FACTS = {
    "ticket_key": "IT-42",
    "name": "Rosa Diaz",
    "title": "VPN",
    "link": LINK,
    "mark": ":lock:",
    "what": "the card of IT-42",
    "code": "channel_not_found",
}


def test_a_confirmation_says_who_will_answer_where() -> None:
    drawn = confirmation("IT-42", "IT")

    assert drawn.text == "IT-42 opened. The IT team will answer in this thread."
    said = text(" opened. The IT team will answer in this thread.")
    assert drawn.blocks == [rich(section(text("IT-42", bold=True), said))]


def test_an_opening_repeats_what_was_asked() -> None:
    drawn = opening("IT-42", "IT", make_message("VPN drops"))

    assert drawn.text == "IT-42 opened. Rosa Diaz asked the IT team: VPN drops"
    assert drawn.blocks == [
        rich(section(text("IT-42", bold=True), text(" opened. Rosa Diaz asked the IT team:"))),
        rich({"type": "rich_text_quote", "elements": [text("VPN drops")]}),
        {
            "type": "context",
            "elements": [{"type": "plain_text", "text": "Answers come in this thread · Reply here to add something"}],
        },
    ]


def test_a_resolution_can_be_undone_with_a_button() -> None:
    drawn = resolution_notice(7, "IT-42", "Ben Okafor", can_reopen=True)

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


def test_a_resolution_that_is_final_has_no_button() -> None:
    drawn = resolution_notice(7, "IT-42", "Ben Okafor", can_reopen=False)

    said = text(" is resolved. Ben Okafor marked it as done.")
    assert drawn.blocks == [rich(section(text("IT-42", bold=True), said))]


def test_a_resolution_that_was_undone_has_no_button_either() -> None:
    drawn = overtaken_resolution_notice("IT-42")

    assert drawn.text == "IT-42 was resolved, and has been reopened since."
    assert [block["type"] for block in drawn.blocks] == ["rich_text"]


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (ThreadNotice.TICKET_REOPENED, "IT-42 is open again. Rosa Diaz reopened it."),
        (
            ThreadNotice.NOTE_KEPT_PRIVATE,
            (
                "I could read this message only after it was edited. In case it was meant to be private, "
                "I kept it private. To tell the requester, write it again."
            ),
        ),
        (
            ThreadNotice.REPLY_WITHDRAWN,
            (
                "This reply now begins with :lock:, so I took back the requester's copy. "
                "They may have read it already. It stays private from here on."
            ),
        ),
        (
            ThreadNotice.MARK_HIDES_NOTHING,
            "Beginning with :lock: hides nothing here: the team reads everything in this thread, and so may others.",
        ),
        (
            ThreadNotice.TICKET_CLOSED,
            "Rosa Diaz closed IT-42. If you still need help, please post a new message or type `/desk new`.",
        ),
        (
            ThreadNotice.TICKET_IS_CLOSED,
            (
                "IT-42 is closed and stays closed. "
                "If you still need help, please post a new message or type `/desk new`."
            ),
        ),
    ],
)
def test_each_thread_notice_says_what_happened(notice: ThreadNotice, said: str) -> None:
    drawn = thread_notice(notice, FACTS)

    assert drawn.text == said


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (PersonNotice.TICKET_ASSIGNED, "Rosa Diaz assigned IT-42 to you: VPN"),
        (PersonNotice.ADMIN_ADDED, "Rosa Diaz made you a desk admin. `/desk help` lists what you can do."),
    ],
)
def test_each_person_notice_says_what_happened(notice: PersonNotice, said: str) -> None:
    drawn = person_notice(notice, FACTS)

    assert drawn.text == said


def test_admins_are_told_how_much_is_stuck_and_what_to_do() -> None:
    drawn = deliveries_parked(2, "slack.post_reply", "channel_not_found")

    assert drawn.text == (
        "I could not send 2 messages and stopped trying. The newest: slack.post_reply (channel_not_found). "
        "Nothing is lost: `python -m bot stuck list` shows them, `python -m bot stuck retry` sends one again."
    )
    assert problems_of(drawn) + dangers_of(drawn) == []


def test_an_assignment_links_to_the_ticket() -> None:
    linked = person_notice(PersonNotice.TICKET_ASSIGNED, FACTS)
    unlinked = person_notice(PersonNotice.TICKET_ASSIGNED, {**FACTS, "link": ""})

    said = text("Rosa Diaz assigned IT-42 to you: ")
    assert linked.blocks == [rich(section(said, {**text("VPN"), "type": "link", "url": LINK}))]
    assert unlinked.blocks == [rich(section(said, text("VPN")))]


def test_slack_takes_every_notice() -> None:
    drawn = [thread_notice(kind, FACTS) for kind in ThreadNotice] + [
        person_notice(kind, FACTS) for kind in PersonNotice
    ]

    assert [problems_of(content) + dangers_of(content) for content in drawn] == [[]] * len(drawn)


def test_a_notice_without_its_facts_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        thread_notice(ThreadNotice.TICKET_REOPENED, {"ticket_key": "IT-42"})
