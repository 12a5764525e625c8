import pytest

from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.views.desk.notices import (
    confirmation,
    deliveries_parked,
    opening,
    person_notice,
    thread_notice,
)
from tests.views.judging import dangers_of, problems_of
from tests.views.samples import make_message, rich, section, text

FACTS = {
    "ticket_key": "IT-42",
    "name": "Rosa Diaz",
    "ticket_id": "7",
    "closed_key": "IT-1",
    "queue_name": "IT",
    "slack_user_id": "U0ROSA",
    "mark": ":lock:",
    "what": "the card of IT-42",
    "code": "channel_not_found",
    "former_key": "HR-7",
    "from_key": "IT-1",
    "into_key": "IT-40",
    "count": "2",
    "text": "Words of a refusal",
    "channel": "#it-triage",
    "queue_key": "IT",
    "reason": "public",
    "rating": "1/3",
    "missing": "3",
    "added": "0",
    "comment": "It took three days.\n<!channel> @here",
}

MENTIONING = [ThreadNotice.REQUESTER_REMINDED]
"""The notices that are meant to notify somebody."""


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
            ThreadNotice.REPLY_TAKEN_BACK,
            (
                "Rosa Diaz took a reply back before it left. "
                "The requester never saw it: it stays here as a private note."
            ),
        ),
        (
            ThreadNotice.REPLY_LOST_MARK,
            (
                "This reply no longer begins with :lock:, so I took back the requester's copy. "
                "They may have read it already. It stays with the team from here on."
            ),
        ),
        (
            ThreadNotice.NOTE_STAYS_PRIVATE,
            (
                "This was a note, and a note stays with the team whatever an edit says. "
                "To tell the requester, write a new message."
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
            ThreadNotice.TICKET_CONTINUES,
            "IT-1 is closed, so I opened IT-42 for this. The team will answer in this thread.",
        ),
        (
            ThreadNotice.TICKET_RATED,
            "Rosa Diaz found the help with IT-42: bad. It took three days.\n&lt;!channel&gt; @\u200bhere",
        ),
        (
            ThreadNotice.REQUESTER_REMINDED,
            "the IT team is waiting for your answer on IT-42. Reply here when you can.",
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
        (PersonNotice.FEEDBACK, f"Rosa Diaz has feedback on the desk: {FACTS['text']}"),
        (
            PersonNotice.CHANNEL_PAUSED,
            (
                "I stopped posting in #it-triage, because it is public, and anybody could join and read the team's "
                "notes. Nothing is lost: the cards and messages of IT wait. "
                "Make it private in Slack's channel settings, then type `/desk triage #it-triage IT`."
            ),
        ),
        (
            PersonNotice.CHANNEL_RESUMED,
            "I am posting in #it-triage again. What waited for IT goes out now, in order.",
        ),
        (
            PersonNotice.MEMBERS_READ_HELD,
            (
                "Slack's list of who is in #it-triage looks wrong: it misses 3 of the agents of IT and has 0 people I "
                "have not seen come in. I changed nobody's rights and nobody's seat. I ask again in a minute and "
                "follow the list if it still says the same."
            ),
        ),
        (
            PersonNotice.REQUEST_CHANNEL_LEFT,
            (
                "I was removed from #it-triage, so messages there no longer open tickets in IT. To start again, "
                "invite me with `/invite` and type `/desk request #it-triage IT`."
            ),
        ),
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


def test_slack_takes_every_notice() -> None:
    drawn = [thread_notice(kind, FACTS) for kind in ThreadNotice] + [
        person_notice(kind, FACTS) for kind in PersonNotice
    ]

    assert [problems_of(content) for content in drawn] == [[]] * len(drawn)
    assert [kind for kind in ThreadNotice if dangers_of(thread_notice(kind, FACTS))] == MENTIONING


def test_a_notice_without_its_facts_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        thread_notice(ThreadNotice.TICKET_CLOSED, {"ticket_key": "IT-42"})
