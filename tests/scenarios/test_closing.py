"""A ticket's end: resolved, open again, closed for good, and what a later reply does. Waiting, and being reminded."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.desk import satisfaction
from bot.views.desk.action_ids import ActionId, own_status_value
from bot.views.desk.rating_form import RatingField
from models.desk import Queue, QueueStatus, Ticket, TicketSource, TicketStatus
from sandbox.seen import Message
from scheduler.jobs.desk import following_up
from tests.support.cases import Case, open_case
from tests.support.desk import Desk, only

DAY = timedelta(days=1)
JOBS = (
    following_up.close_resolved,
    following_up.remind_requesters,
    following_up.tell_due,
    following_up.ask_for_ratings,
    following_up.end_ratings,
)


@pytest.fixture
def new_day(shared_desk: Desk) -> Desk:
    """A shared desk on a new day, so that what others were told before counts for no burst."""
    shared_desk.hours.pass_by(DAY)
    return shared_desk


@pytest.fixture
def asking_desk(new_day: Desk) -> Iterator[Desk]:
    """A shared desk whose queue IT asks how good the help was, while a test runs."""
    set_asking(new_day, asks=True)
    yield new_day
    set_asking(new_day, asks=False)


def set_asking(desk: Desk, *, asks: bool) -> None:
    with desk.sessions.begin() as session:
        session.scalars(select(Queue).where(Queue.key == "IT")).one().asks_for_rating = asks


def resolved_case(desk: Desk) -> tuple[Case, Message]:
    """Return a ticket that ben has and resolved, and the notice of that in the requester's thread."""
    case = open_case(desk)
    case.click(ActionId.CLAIM_TICKET)
    case.click(ActionId.RESOLVE_TICKET)
    return case, case.heard[-1]


def now(case: Case, message: Message) -> Message:
    """Return a message of the requester's thread as it is now."""
    return next(each for each in case.heard if each.ts == message.ts)


def let_days_pass(desk: Desk, days: int) -> None:
    """Let days pass, and the jobs run."""
    let_pass(desk, days * DAY)


def let_pass(desk: Desk, time_passed: timedelta) -> None:
    """Let time pass, and the jobs run."""
    desk.hours.pass_by(time_passed)
    for job in JOBS:
        job(desk.sessions, desk.hours.clock)
    desk.settle()


def test_a_question_reopens_the_ticket_the_card_says_so_and_the_assignee_is_told(new_day: Desk) -> None:
    case, notice = resolved_case(new_day)
    assert "until" in notice.words
    assert notice.action_ids == [ActionId.REOPEN_TICKET]

    case.ask("It is broken again, can you look?")

    assert case.status() is TicketStatus.IN_PROGRESS
    assert "In progress" in case.card.words
    assert f"{case.key} is open again. rosa reopened it." in [message.text for message in case.worked]
    told = [message.text for message in new_day.actor("ben").dm() if f"{case.key}:" in message.text]
    assert told == [f"rosa reopened {case.key}: It is broken again, can you look?"]


@pytest.mark.parametrize("who", ["rosa", "ben"])
def test_it_is_solved_takes_a_reopening_back_silently(new_day: Desk, who: str) -> None:
    case, notice = resolved_case(new_day)
    case.ask("By the way, I like the colour")
    said = len(case.heard), len(case.worked)
    told = len(new_day.actor("ben").dm())
    standing = now(case, notice) if who == "rosa" else case.worked[-1]

    assert new_day.actor(who).click(standing, ActionId.UNDO_REOPENING).status == 200
    new_day.settle()

    assert case.status() is TicketStatus.RESOLVED
    assert now(case, notice).action_ids == [ActionId.REOPEN_TICKET]
    assert (len(case.heard), len(case.worked)) == said
    assert len(new_day.actor("ben").dm()) == told


def test_thanks_keep_it_resolved_until_its_time_is_over_and_then_it_is_closed_in_silence(new_day: Desk) -> None:
    case, notice = resolved_case(new_day)
    case.ask("thanks!")
    assert case.status() is TicketStatus.RESOLVED
    heard, told = len(case.heard), len(new_day.actor("ben").dm())

    let_days_pass(new_day, 2)

    assert case.status() is TicketStatus.CLOSED
    assert now(case, notice).action_ids == []
    assert "is closed now" in now(case, notice).text
    assert "Closed" in case.card.words
    assert (len(case.heard), len(new_day.actor("ben").dm())) == (heard, told)


def test_a_later_reply_opens_a_linked_ticket_at_once_and_only_one(new_day: Desk) -> None:
    case, _ = resolved_case(new_day)
    let_days_pass(new_day, 3)

    for said in ("It is broken again", "And now it smokes"):
        new_day.actor("rosa").post("it-help", said, thread=case.root)
    new_day.settle()

    assert case.status() is TicketStatus.CLOSED
    successor = newest_in_thread(new_day, case)
    assert (successor.source, successor.status) == (TicketSource.REPLY, TicketStatus.NEW)
    told = only([message for message in case.heard if "so I opened" in message.text])
    assert told.text.startswith(f"{case.key} is closed, so I opened {successor.key} for this.")
    card = only([message for message in new_day.cards() if message.text.startswith(f"{successor.key} ")])
    copied = only(new_day.actor("ben").thread("it-triage", card)[1:])
    assert {successor.title, copied.text} == {"It is broken again", "And now it smokes"}

    new_day.actor("ben").post("it-triage", "I am coming", thread=card)
    new_day.settle()
    assert case.heard[-1].text == "I am coming"


def test_a_requester_rates_the_help_alone_and_agents_learn_it_when_it_stands(asking_desk: Desk) -> None:
    case, notice = resolved_case(asking_desk)
    assert notice.action_ids == [ActionId.REOPEN_TICKET]

    let_pass(asking_desk, satisfaction.ASK_AFTER)
    let_pass(asking_desk, satisfaction.ASK_AFTER)
    question = only([message for message in case.heard if "how was the help?" in message.text])
    asking_desk.actor("ben").click(question, ActionId.RATE_3)
    asking_desk.settle()
    assert "Only the person who asked" in asking_desk.actor("ben").ephemerals()[-1].text
    assert now(case, question).text == question.text

    rosa = asking_desk.actor("rosa")
    assert rosa.click(question, ActionId.RATE_1).status == 200
    assert rosa.submit({RatingField.COMMENT: "It took three days"}).errors == {}
    asking_desk.settle()
    assert now(case, question).text == "Thanks, noted."
    assert "three days" not in " ".join(message.words for message in (*case.heard, *case.worked))

    let_pass(asking_desk, satisfaction.OPEN_FOR)
    told = only([message for message in case.worked if "found the help" in message.text])
    assert told.text == f"rosa found the help with {case.key}: bad. It took three days"
    assert now(case, question).action_ids == []


def newest_in_thread(desk: Desk, case: Case) -> Ticket:
    """Return the newest ticket whose requester's side is the thread of a case."""
    rooted = Ticket.requester_slack_channel_id == case.root.channel, Ticket.requester_thread_ts == case.root.ts
    with desk.sessions.begin() as session:
        return session.scalars(select(Ticket).where(*rooted).order_by(Ticket.id.desc()).limit(1)).one()


def test_an_agents_question_waits_reminds_once_and_is_answered(new_day: Desk) -> None:
    case = open_case(new_day)
    case.answer("Which laptop is it?")
    assert case.status() is TicketStatus.WAITING
    assert "Waiting" in case.card.words
    assert [message.text for message in case.heard[1:]] == ["Which laptop is it?"]

    for _ in range(3):
        let_days_pass(new_day, 1)

    reminder = only([message for message in case.heard if "waiting for your answer" in message.text])
    pieces = reminder.raw["blocks"][0]["elements"][0]["elements"]
    assert [piece["user_id"] for piece in pieces if "user_id" in piece] == [new_day.actor("rosa").id]
    case.ask("The old one")
    assert case.status() is TicketStatus.IN_PROGRESS


def test_agents_choose_what_their_queue_calls_its_statuses(it_desk: Desk) -> None:
    with it_desk.sessions.begin() as session:
        queue = session.scalars(select(Queue)).one()
        facts = {"workspace_id": queue.workspace_id, "queue_id": queue.id, "key": "vendor", "position": 1}
        own = QueueStatus(name="With the vendor", base=TicketStatus.ON_HOLD, **facts)
        session.add(own)
    case = open_case(it_desk)

    case.choose(ActionId.SET_STATUS, own_status_value(own.id))

    assert case.status() is TicketStatus.ON_HOLD
    assert "With the vendor" in case.card.words
