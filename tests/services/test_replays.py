"""Any event, any number of times, in any order, at once: the same rows and the same things to send."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, aliased

from bot.composition import wire
from bot.gateways.database import Sessions, create_sessions
from bot.services.desk import conversations
from models.desk import Message, MessageKind, OutboxRow, ParkedEvent, Person, Queue, Ticket, Workspace
from tests.services.evidence import everything_outgoing, in_parallel
from tests.support.desk_rows import NOON, Desk, Event, deleted, edited, entombed, make_desk, posted, ts_at

CARD_TS = ts_at(0.5)
CARD_POSTED = "the card was posted"
"""A step of a story that is no event: Slack answered with the card's ts."""

Step = Event | str
SECRET = "hunter2"
"""What no outbox row may hold, because only notes and edits say it."""


@dataclass(frozen=True)
class Outcome:
    """What is left when a story was told: tickets and messages without their row ids, and what is to be sent."""

    tickets: list[Any]
    messages: list[Any]
    outgoing: Counter[str]
    is_secret_kept: bool


REQUEST = posted("The printer is on fire")
TEXTS = ("it burns", ":lock: burn it", "no longer", "_still_ <https://example.com|here>")


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Draw a request and replies from both sides, private ones among them, each edited and deleted or not."""
    steps: list[Step] = [REQUEST, CARD_POSTED, *draw(_fates(REQUEST, ("The scanner is on fire", "It went out")))]
    for number in range(draw(st.integers(1, 4))):
        seconds = 10.0 * (number + 1)
        post = draw(st.sampled_from(("requester", "agent", "note")).map(partial(_reply, seconds=seconds)))
        texts = (f":lock: {SECRET}", SECRET) if SECRET in post["text"] else TEXTS
        steps += [post, *draw(_fates(post, texts))]
    return steps


def _reply(kind: str, *, seconds: float) -> Event:
    if kind == "requester":
        return posted("it burns", seconds=seconds, thread_ts=ts_at(0))
    text = f":lock: {SECRET}" if kind == "note" else "let it burn"
    return posted(text, seconds=seconds, user="U0ADA", channel="C0TRIAGE", thread_ts=CARD_TS)


def _fates(post: Event, texts: Sequence[str]) -> st.SearchStrategy[list[Event]]:
    """Draw up to three edits of a message, and perhaps its deletion."""
    sent = float(post["ts"]) - NOON.timestamp()
    edits = st.lists(st.sampled_from(texts), max_size=3).map(
        lambda chosen: [edited(post, text, seconds=sent + 1 + number) for number, text in enumerate(chosen)]
    )
    ends = st.sampled_from(([], [deleted(post, seconds=sent + 8)], [entombed(post, seconds=sent + 8)]))
    return st.tuples(edits, ends).map(lambda fate: [*fate[0], *fate[1]])


@contextmanager
def an_empty_desk(engine: Engine) -> Iterator[tuple[Session, Desk]]:
    """Yield a desk in a transaction that is rolled back in the end."""
    with engine.connect() as connection, connection.begin() as transaction:
        info = wire(create_sessions(engine)).kw["info"]
        with Session(connection, expire_on_commit=False, info=info) as session:
            yield session, make_desk(session)
        transaction.rollback()


def take(session: Session, desk: Desk, step: Step) -> None:
    """Let one step happen. The card is posted once there is a ticket."""
    if isinstance(step, dict):
        workspace = session.get_one(Workspace, desk.workspace.id)
        conversations.receive_message(session, workspace, step, late=False, now=NOON)
        return
    ticket = session.scalars(select(Ticket)).one_or_none()
    if ticket is not None:
        conversations.record_card(session, ticket.id, ticket.key, CARD_TS, now=NOON)


def outcome_of(session: Session) -> Outcome:
    """Return what is there, in words that do not depend on the order of row ids."""
    session.flush()
    author = aliased(Person)
    tickets = select(Ticket.key, Ticket.title, Ticket.status, Ticket.card_ts, Ticket.requester_thread_ts)
    messages = (
        select(
            Message.ts,
            Message.kind,
            Message.side,
            author.slack_user_id,
            Message.text,
            Message.edited_ts,
            Message.deleted_at,
        )
        .join(author, author.id == Message.author_id)
        .order_by(Message.ts)
    )
    return Outcome(
        tickets=list(session.execute(tickets).all()),
        messages=list(session.execute(messages).all()),
        outgoing=Counter(_outgoing(session)),
        is_secret_kept=SECRET not in everything_outgoing(session),
    )


def _outgoing(session: Session) -> Iterator[str]:
    about_message = OutboxRow.kind.in_(["slack.post_reply", "slack.refresh_reply"])
    rows = select(OutboxRow, Message.ts).outerjoin(Message, about_message & (Message.id == OutboxRow.subject_id))
    for row, ts in session.execute(rows):
        yield f"{row.kind} {ts or ''} {row.lane.rpartition('/')[2]} {sorted(row.payload.items())}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_story_told_in_any_order_and_repeated_ends_the_same(engine: Engine, data: st.DataObject) -> None:
    story = data.draw(stories(), "story")
    times = data.draw(st.lists(st.integers(1, 3), min_size=len(story), max_size=len(story)), "times")
    order = data.draw(st.permutations([step for step, often in zip(story, times, strict=True) for _ in range(often)]))

    outcomes = []
    for telling in (story, order):
        with an_empty_desk(engine) as (session, desk):
            for step in [*telling, CARD_POSTED]:
                take(session, desk, step)
            outcomes.append(outcome_of(session))
            left = session.scalars(select(ParkedEvent)).all()
            assert left == []

    assert outcomes[0] == outcomes[1]
    assert outcomes[0].is_secret_kept


def test_a_story_told_by_several_at_once_ends_the_same(engine: Engine, sessions: Sessions) -> None:
    story = _a_long_story()
    with an_empty_desk(engine) as (session, desk):
        for step in story:
            take(session, desk, step)
        expected = outcome_of(session)
    with sessions.begin() as session:
        desk = make_desk(session)
    shares = [random.Random(seed).sample(story, len(story)) for seed in range(6)]

    errors = in_parallel([partial(_tell, sessions, desk, share) for share in shares])

    assert errors == [None] * len(shares)
    with sessions.begin() as session:
        take(session, desk, CARD_POSTED)
    with sessions() as session:
        assert outcome_of(session) == expected
        assert session.scalars(select(Queue.last_number)).one() == 1
        assert session.scalars(select(ParkedEvent)).all() == []


def _tell(sessions: Sessions, desk: Desk, share: Sequence[Step]) -> None:
    for step in share:
        with sessions.begin() as session:
            take(session, desk, step)


def _a_long_story() -> list[Step]:
    steps: list[Step] = [REQUEST, CARD_POSTED, edited(REQUEST, "The scanner is on fire", seconds=5)]
    for number, kind in enumerate(("requester", "agent", "note", "agent", "requester", "note"), start=1):
        post = _reply(kind, seconds=10 * number)
        text = f":lock: {SECRET}" if kind == "note" else ":lock: burn it"
        steps += [post, edited(post, text, seconds=10 * number + 1), edited(post, SECRET, seconds=10 * number + 2)]
        steps += [deleted(post, seconds=10 * number + 5)] if number % 2 else []
    return steps


def test_a_long_story_holds_every_kind_of_message(engine: Engine) -> None:
    with an_empty_desk(engine) as (session, desk):
        for step in _a_long_story():
            take(session, desk, step)

        kinds = Counter(session.scalars(select(Message.kind)))

    assert kinds == {MessageKind.OPENING: 1, MessageKind.REPLY: 2, MessageKind.NOTE: 4}
