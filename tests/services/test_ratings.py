"""How good the help was: who is asked, who answers, and when agents learn it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.satisfaction import RatingSummary
from bot.errors import NotAllowed, NotUnderstood, Refusal
from bot.gateways.database import Sessions
from bot.services.desk import history, merging, rating_asks, ratings, statuses, tickets
from models.desk import OutboxRow, Queue, Rating, RatingState, Ticket, TicketStatus
from scheduler.jobs.desk import following_up
from tests.services.evidence import audited, clear_outbox, in_parallel, queued
from tests.support.desk_rows import NOON, Desk, make_member, make_person, make_ticket, make_workspace

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOON + timedelta(minutes=15)
ENDED = LATER + 3 * DAY
PROMPT = "post_rating_prompt"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk whose queue asks how good the help was."""
    desk.queue.asks_for_rating = True
    return desk


def resolved(session: Session, desk: Desk, *, seconds: float = 0, **facts: Any) -> Ticket:
    """Return a ticket that Ada resolved at noon."""
    ticket = make_ticket(session, desk, seconds=seconds, **facts)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    return ticket


def ask_all(session: Session, desk: Desk, now: datetime = LATER) -> list[bool]:
    """Ask all that is due, as the job does; return what each came to."""
    due = rating_asks.list_due_ids(session, desk.workspace.id, now=now)
    return [rating_asks.ask_due(session, rating_id, now=now) for rating_id in due]


def end_all(session: Session, desk: Desk, now: datetime = ENDED) -> list[bool]:
    """End all questions whose time is over, as the job does."""
    over = rating_asks.list_over_ids(session, desk.workspace.id, now=now)
    return [rating_asks.end_over(session, rating_id, now=now) for rating_id in over]


def asked(session: Session, desk: Desk, **facts: Any) -> Rating:
    """Return the question that Rosa was asked about a ticket of hers."""
    resolved(session, desk, **facts)
    ask_all(session, desk)
    return only_rating(session)


def only_rating(session: Session) -> Rating:
    return session.scalars(select(Rating)).one()


def states(session: Session) -> list[RatingState]:
    return list(session.scalars(select(Rating.state).order_by(Rating.id)))


def noticed(session: Session) -> list[dict[str, Any]]:
    """Return the notices about ratings on their way to triage threads."""
    rows = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice"))
    return [payload for payload in rows if payload["notice"] == "ticket_rated"]


def test_a_requester_is_asked_once_a_quarter_of_an_hour_after_the_resolution(session: Session, desk: Desk) -> None:
    ticket = resolved(session, desk)
    clear_outbox(session)

    early = ask_all(session, desk, LATER - timedelta(seconds=1))
    due = [ask_all(session, desk) for _ in range(2)]

    assert (early, due) == ([], [[True], []])
    assert queued(session) == [PROMPT]
    rating = only_rating(session)
    assert (rating.ticket_id, rating.state, rating.scale) == (ticket.id, RatingState.ASKED, 3)
    assert (rating.asked_at, rating.open_until) == (LATER, ENDED)


def test_a_queue_asks_nobody_unless_it_says_so(session: Session, desk: Desk) -> None:
    desk.queue.asks_for_rating = False

    resolved(session, desk)

    assert states(session) == []


def test_a_reopening_before_the_question_is_asked_unasks_it_until_the_next_resolution(
    session: Session, desk: Desk
) -> None:
    ticket = resolved(session, desk)
    tickets.reopen_ticket(session, ticket.id, actor=desk.rosa, now=NOON)
    reopened = ask_all(session, desk)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=LATER)
    clear_outbox(session)

    again = ask_all(session, desk, LATER + HOUR)

    assert (reopened, again) == ([], [True])
    assert queued(session) == [PROMPT]


def agent_who_asks(session: Session, desk: Desk, _: Ticket) -> None:
    make_member(session, desk.triage, desk.rosa)


def queue_that_changed_its_mind(_: Session, desk: Desk, __: Ticket) -> None:
    desk.queue.asks_for_rating = False


def turned_off(_: Session, desk: Desk, __: Ticket) -> None:
    desk.rosa.muted = [NotificationKind.RATING]


def deactivated(_: Session, desk: Desk, __: Ticket) -> None:
    desk.rosa.is_deactivated = True


@pytest.mark.parametrize("befalls", [agent_who_asks, queue_that_changed_its_mind, turned_off, deactivated])
def test_some_are_not_asked(session: Session, desk: Desk, befalls: Callable[[Session, Desk, Ticket], None]) -> None:
    befalls(session, desk, resolved(session, desk))
    clear_outbox(session)

    ask_all(session, desk)

    assert (queued(session), states(session)) == ([], [])


def test_who_was_done_with_it_alone_and_at_once_is_not_asked(session: Session, desk: Desk) -> None:
    quick, slow = make_ticket(session, desk), make_ticket(session, desk, seconds=1)

    for ticket, now in ((quick, NOON + timedelta(minutes=1)), (slow, NOON + HOUR)):
        tickets.change_status(session, ticket, TicketStatus.RESOLVED, actor=desk.rosa, now=now)

    assert session.scalars(select(Rating.ticket_id)).all() == [slow.id]


def test_a_merged_ticket_is_not_asked_about(session: Session, desk: Desk) -> None:
    ticket, into = resolved(session, desk), make_ticket(session, desk, seconds=1)
    fresh = make_ticket(session, desk, seconds=2)

    for each in (ticket, fresh):
        merging.merge_ticket(session, each.id, into.key, adds_follower=False, actor=desk.ada, now=NOON)

    assert (ask_all(session, desk), states(session)) == ([], [])


@pytest.mark.parametrize("was_resolved", [True, False], ids=["after resolving it", "at once"])
def test_an_agent_who_closes_a_ticket_skips_no_question(session: Session, desk: Desk, was_resolved: bool) -> None:
    ticket = resolved(session, desk) if was_resolved else make_ticket(session, desk)

    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    assert ask_all(session, desk) == [True]
    assert states(session) == [RatingState.ASKED]


def test_a_person_is_asked_once_in_seven_days_whatever_is_resolved(session: Session, desk: Desk) -> None:
    for seconds in range(3):
        resolved(session, desk, seconds=seconds)
    clear_outbox(session)
    ask_all(session, desk)
    late = make_ticket(session, desk, seconds=9)

    tickets.resolve_ticket(session, late.id, actor=desk.ada, now=LATER + 7 * DAY)
    ask_all(session, desk, LATER + 7 * DAY + HOUR)

    assert queued(session).count(PROMPT) == 2
    assert session.scalars(select(Rating.ticket_id).order_by(Rating.id)).all()[1:] == [late.id]


def test_at_night_the_question_waits_for_the_morning(session: Session, desk: Desk) -> None:
    desk.rosa.zone = "Europe/Berlin"
    resolved(session, desk)
    night, morning = NOON + 10 * HOUR, NOON + 19 * HOUR

    at_night = ask_all(session, desk, night)
    before = ask_all(session, desk, morning - timedelta(seconds=1))
    in_the_morning = ask_all(session, desk, morning)

    assert (at_night, before, in_the_morning) == ([False], [], [True])


def test_the_requester_answers_changes_it_and_says_more(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)
    clear_outbox(session)

    ratings.rate(session, rating.id, 3, actor=desk.rosa, now=LATER)
    ratings.rate(session, rating.id, 1, comment="It broke again", actor=desk.rosa, now=LATER + HOUR)
    facts = ratings.rate(session, rating.id, 2, actor=desk.rosa, now=LATER + 2 * HOUR)

    assert (facts.score, facts.comment) == (2, "It broke again")
    assert (rating.score, rating.comment, rating.answered_at) == (2, "It broke again", LATER + 2 * HOUR)
    assert queued(session) == ["refresh_rating_prompt"]


def test_a_comment_can_be_taken_back(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)

    ratings.rate(session, rating.id, 1, comment="Useless", actor=desk.rosa, now=LATER)
    ratings.rate(session, rating.id, 1, comment="", actor=desk.rosa, now=LATER)

    assert rating.comment is None


@pytest.mark.parametrize("act", [partial(ratings.rate, score=3), ratings.load_form], ids=["answer", "open the form"])
@pytest.mark.parametrize("who", ["agent", "admin", "who has the same id elsewhere", "requester of nothing"])
def test_nobody_else_answers_and_all_are_told_the_same(
    session: Session, desk: Desk, act: Callable[..., object], who: str
) -> None:
    rating = asked(session, desk)
    actor, rating_id = {
        "agent": lambda: (desk.ada, rating.id),
        "admin": lambda: (make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True), rating.id),
        "who has the same id elsewhere": lambda: (
            make_person(session, make_workspace(session, "T0OTHER"), "U0ROSA"),
            rating.id,
        ),
        "requester of nothing": lambda: (desk.rosa, rating.id + 1),
    }[who]()

    with pytest.raises(NotAllowed, match=ratings.ONLY_WHO_ASKED):
        act(session, rating_id, actor=actor, now=LATER)

    assert rating.score is None


def test_only_the_answers_of_the_scale_can_be_given(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)

    for score in (0, 4):
        with pytest.raises(NotUnderstood):
            ratings.rate(session, rating.id, score, actor=desk.rosa, now=LATER)

    assert rating.score is None


def test_the_scale_is_the_queues_when_it_asks(session: Session, desk: Desk) -> None:
    resolved(session, desk)
    desk.queue.rating_scale = 5
    ask_all(session, desk)

    facts = ratings.rate(session, only_rating(session).id, 5, actor=desk.rosa, now=LATER)

    assert (facts.score, facts.scale) == (5, 5)


def test_an_answer_that_stands_is_not_changed_even_before_the_job_has_come(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)
    ratings.rate(session, rating.id, 3, actor=desk.rosa, now=LATER)

    for _ in range(2):
        with pytest.raises(Refusal, match=ratings.OVER):
            ratings.rate(session, rating.id, 1, actor=desk.rosa, now=ENDED)
        end_all(session, desk)

    assert (rating.score, rating.state) == (3, RatingState.ENDED)


def test_a_reopening_takes_an_unanswered_question_back_and_the_next_resolution_asks(
    session: Session, desk: Desk
) -> None:
    rating = asked(session, desk)
    ticket = session.get_one(Ticket, rating.ticket_id)
    clear_outbox(session)

    tickets.reopen_ticket(session, ticket.id, actor=desk.ada, now=LATER)
    with pytest.raises(Refusal, match=ratings.WITHDRAWN):
        ratings.rate(session, rating.id, 3, actor=desk.rosa, now=LATER)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=LATER + HOUR)
    ask_all(session, desk, LATER + 2 * HOUR)

    assert states(session) == [RatingState.WITHDRAWN, RatingState.ASKED]
    assert [kind for kind in queued(session) if "rating" in kind] == ["refresh_rating_prompt", PROMPT]


def test_a_reopening_that_is_taken_back_puts_the_same_question_again(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)
    tickets.reopen_ticket(session, rating.ticket_id, actor=desk.rosa, now=LATER)

    statuses.undo_reopening(session, rating.ticket_id, actor=desk.rosa, now=LATER + HOUR)

    assert states(session) == [RatingState.ASKED]
    assert ratings.rate(session, rating.id, 3, actor=desk.rosa, now=LATER + HOUR).score == 3


def test_what_was_answered_stays_when_the_ticket_is_reopened(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)
    ratings.rate(session, rating.id, 3, actor=desk.rosa, now=LATER)

    tickets.reopen_ticket(session, rating.ticket_id, actor=desk.rosa, now=LATER)
    tickets.resolve_ticket(session, rating.ticket_id, actor=desk.ada, now=LATER)

    assert (states(session), rating.score) == ([RatingState.ASKED], 3)


def test_agents_learn_a_bad_answer_when_it_stands_and_not_before(session: Session, desk: Desk) -> None:
    rating = asked(session, desk)
    ratings.rate(session, rating.id, 1, comment="Three days!", actor=desk.rosa, now=LATER)
    before = (audited(session).count("ticket.rated"), noticed(session), summed_up(session, desk))

    ended = [end_all(session, desk, now) for now in (ENDED - timedelta(seconds=1), ENDED, ENDED)]

    assert before == (0, [], [RatingSummary("IT", 0, 0, 0)])
    assert ended == [[], [True], []]
    line = history.load_page(session, rating.ticket_id, actor=desk.ada).lines[0]
    assert (line.tag, line.actor and line.actor.name, line.changes[0].after) == ("ticket.rated", "Rosa", "1/3")
    [notice] = noticed(session)
    assert (notice["rating"], notice["comment"], notice["side"]) == ("1/3", "Three days!", "triage")
    assert summed_up(session, desk) == [RatingSummary("IT", 1, 1, 0)]


@pytest.mark.parametrize(("score", "comment", "told"), [(3, "", 0), (2, "", 0), (3, "Thank you", 1), (1, "", 1)])
def test_the_team_is_told_of_what_is_bad_or_says_more(
    session: Session, desk: Desk, score: int, comment: str, told: int
) -> None:
    rating = asked(session, desk)
    ratings.rate(session, rating.id, score, comment=comment, actor=desk.rosa, now=LATER)

    end_all(session, desk)

    assert len(noticed(session)) == told
    assert audited(session).count("ticket.rated") == 1


def test_a_question_nobody_answered_ends_in_silence(session: Session, desk: Desk) -> None:
    asked(session, desk)
    clear_outbox(session)

    end_all(session, desk)

    assert queued(session) == ["refresh_rating_prompt"]
    assert audited(session).count("ticket.rated") == 0
    assert summed_up(session, desk) == [RatingSummary("IT", 1, 0, 0)]


def summed_up(session: Session, desk: Desk) -> list[RatingSummary]:
    return ratings.list_summaries(session, [desk.queue.id], workspace_id=desk.workspace.id, now=ENDED)


def test_ratings_are_summed_up_for_a_month_on_either_scale(session: Session, desk: Desk) -> None:
    for seconds, (score, scale, days) in enumerate([(3, 3, 0), (4, 5, 1), (3, 5, 2), (None, 3, 3), (3, 3, 30)]):
        ticket = make_ticket(session, desk, seconds=seconds)
        add_ended(session, ticket, score=score, scale=scale, ended_at=ENDED - days * DAY)

    assert summed_up(session, desk) == [RatingSummary("IT", asked=4, answers=3, positive=2)]


def add_ended(session: Session, ticket: Ticket, **facts: Any) -> None:
    ids = {"workspace_id": ticket.workspace_id, "ticket_id": ticket.id, "queue_id": ticket.queue_id}
    instants = {"ask_at": NOON, "asked_at": NOON, "open_until": ENDED}
    answered_at = None if facts["score"] is None else NOON
    state = RatingState.ENDED
    session.add(
        Rating(requester_id=ticket.requester_id, state=state, answered_at=answered_at, **ids, **instants, **facts)
    )
    session.flush()


@pytest.mark.parametrize(
    "facts",
    [{"score": 4, "answered_at": NOON}, {"score": 3}, {"comment": "x"}, {"state": RatingState.ENDED}, {"scale": 4}],
    ids=["off the scale", "at no instant", "words alone", "ended never", "no scale of ours"],
)
def test_the_database_keeps_what_cannot_be_out(session: Session, desk: Desk, facts: dict[str, Any]) -> None:
    rating = asked(session, desk)

    for name, fact in facts.items():
        setattr(rating, name, fact)

    with pytest.raises(IntegrityError):
        session.flush()


def test_jobs_in_parallel_ask_one_person_one_question(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        session.get_one(Queue, open_desk.queue.id).asks_for_rating = True
        session.flush()
        for seconds in range(3):
            resolved(session, open_desk, seconds=seconds)

    outcomes = in_parallel([lambda: following_up.ask_for_ratings(sessions, lambda: LATER)] * 3)

    assert sum(each for each in outcomes if isinstance(each, int)) == 3
    with sessions() as session:
        assert states(session) == [RatingState.ASKED]
        assert queued(session).count(PROMPT) == 1
