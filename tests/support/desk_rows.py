"""Rows that tests begin with, made the short way, and Slack's message events as it sends them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import ts_of
from bot.domain.desk.origins import Origin
from bot.services.desk import tickets
from models.desk import Channel, ChannelMember, ChannelRole, Intake, Person, Queue, Ticket, TicketSource, Workspace

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MORNING = NOON - timedelta(hours=4)

Event = dict[str, Any]
Row = TypeVar("Row")


def ts_at(seconds: float) -> str:
    """Return the `ts` of a message this many seconds after noon."""
    return ts_of(NOON + timedelta(seconds=seconds))


def make_workspace(session: Session, slack_team_id: str = "T0ACME", **facts: Any) -> Workspace:
    """Add a workspace; its bot is U0DESKBELL."""
    columns = {
        "name": "Acme",
        "url": "https://acme.slack.com/",
        "slack_bot_user_id": "U0DESKBELL",
        "slack_bot_id": "B0DESKBELL",
        "granted_scopes": [],
        "installed_at": MORNING,
        **facts,
    }
    return _added(session, Workspace(slack_team_id=slack_team_id, **columns))


def make_person(session: Session, workspace: Workspace, slack_user_id: str, **facts: Any) -> Person:
    """Add a full member whose profile was read; U0ROSA is called Rosa."""
    columns = {
        "slack_team_id": workspace.slack_team_id,
        "display_name": slack_user_id[2:].capitalize(),
        "profile_read_at": MORNING,
        "seen_at": MORNING,
        **facts,
    }
    return _added(session, Person(workspace_id=workspace.id, slack_user_id=slack_user_id, **columns))


def make_channel(session: Session, workspace: Workspace, slack_channel_id: str, **facts: Any) -> Channel:
    """Add a channel, without a role unless `facts` give it one; C0HELP is called help."""
    columns = {"name": slack_channel_id[2:].lower(), "seen_at": MORNING, **facts}
    return _added(session, Channel(workspace_id=workspace.id, slack_channel_id=slack_channel_id, **columns))


def make_queue(session: Session, workspace: Workspace, key: str = "IT", **facts: Any) -> Queue:
    """Add a queue that has no channels yet; it groups nothing unless `facts` say so."""
    columns = {"name": key, "group_within_seconds": 0, "created_at": MORNING, **facts}
    return _added(session, Queue(workspace_id=workspace.id, key=key, **columns))


def make_triage_channel(session: Session, queue: Queue, *agents: Person) -> Channel:
    """Add the queue's private triage channel, C0TRIAGE for IT, with these members."""
    slack_channel_id = "C0TRIAGE" if queue.key == "IT" else f"C0{queue.key}TRIAGE"
    workspace = session.get_one(Workspace, queue.workspace_id)
    facts = {"role": ChannelRole.TRIAGE, "queue_id": queue.id, "is_private": True}
    channel = make_channel(session, workspace, slack_channel_id, **facts)
    for agent in agents:
        make_member(session, channel, agent)
    return channel


def make_member(session: Session, channel: Channel, person: Person) -> ChannelMember:
    """Put a person into a triage channel."""
    facts = {"workspace_id": channel.workspace_id, "channel_id": channel.id, "person_id": person.id}
    return _added(session, ChannelMember(joined_at=MORNING, **facts))


def make_request_channel(
    session: Session, queue: Queue, slack_channel_id: str = "C0HELP", *, since: datetime = MORNING
) -> Channel:
    """Add a channel in which every message has become a ticket of the queue since an instant."""
    return make_channel(
        session,
        session.get_one(Workspace, queue.workspace_id),
        slack_channel_id,
        role=ChannelRole.REQUEST,
        queue_id=queue.id,
        intake=Intake.EVERY,
        takes_requests_since=since,
        history_read_to=since,
    )


@dataclass(frozen=True)
class Desk:
    """A small desk: queue IT, its two channels, a requester and two agents whose profiles are known."""

    workspace: Workspace
    queue: Queue
    triage: Channel
    help: Channel
    rosa: Person
    ada: Person
    ben: Person


def make_desk(session: Session, slack_team_id: str = "T0ACME") -> Desk:
    """Add a small desk."""
    workspace = make_workspace(session, slack_team_id)
    queue = make_queue(session, workspace, is_default=True)
    ada, ben = make_person(session, workspace, "U0ADA"), make_person(session, workspace, "U0BEN")
    return Desk(
        workspace=workspace,
        queue=queue,
        triage=make_triage_channel(session, queue, ada, ben),
        help=make_request_channel(session, queue),
        rosa=make_person(session, workspace, "U0ROSA"),
        ada=ada,
        ben=ben,
    )


def make_desk_of(session: Session, desk: Desk, key: str, *agents: Person) -> Desk:
    """Add another queue with its triage channel, and return the desk as if that were its own one."""
    queue = make_queue(session, desk.workspace, key)
    return replace(desk, queue=queue, triage=make_triage_channel(session, queue, *agents))


def make_ticket(
    session: Session, desk: Desk, text: str = "The printer is on fire", *, seconds: float = 0, **facts: Any
) -> Ticket:
    """Open a ticket of Rosa's by the desk's own service, its card posted half a second later.

    Args:
        session: an open transaction.
        desk: where.
        text: what Rosa wrote.
        seconds: how long after noon she wrote it.
        facts: columns to set afterwards.
    """
    queue = session.get_one(Queue, desk.queue.id)
    ticket = tickets.open_ticket(
        session,
        queue,
        desk.triage,
        Origin(
            Words(text=text, blocks=None, files=[]),
            NOON + timedelta(seconds=seconds),
            desk.help.slack_channel_id,
            ts_at(seconds),
        ),
        source=TicketSource.MESSAGE,
        requester=desk.rosa,
        now=NOON,
    )
    for name, fact in {"card_ts": ts_at(seconds + 0.5), **facts}.items():
        setattr(ticket, name, fact)
    session.flush()
    return ticket


def posted(
    text: str, *, seconds: float = 0, user: str = "U0ROSA", channel: str = "C0HELP", team: str = "T0ACME", **more: Any
) -> Event:
    """Return the event of a message somebody wrote; give `thread_ts` for a reply."""
    ts = ts_at(seconds)
    base = {"type": "message", "channel": channel, "channel_type": "channel", "user": user, "team": team}
    return {**base, "text": text, "ts": ts, "event_ts": ts, **more}


def edited(post: Event, text: str, *, seconds: float) -> Event:
    """Return the event of an edit of the message that `post` is the event of."""
    edit_ts = ts_at(seconds)
    kept = {"type", "user", "team", "text", "ts", "thread_ts"}
    before: Event = {name: value for name, value in post.items() if name in kept}
    after: Event = {**before, "text": text, "edited": {"user": post["user"], "ts": edit_ts}}
    return {**_hidden("message_changed", post, edit_ts), "message": after, "previous_message": before}


def deleted(post: Event, *, seconds: float) -> Event:
    """Return the event of the deletion of the message that `post` is the event of."""
    return {**_hidden("message_deleted", post, ts_at(seconds)), "deleted_ts": post["ts"]}


def entombed(post: Event, *, seconds: float) -> Event:
    """Return the event of the deletion of a message that has a thread: Slack leaves a tombstone."""
    tomb = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": post["ts"], "hidden": True}
    message = {**tomb, "text": "This message was deleted.", "thread_ts": post["ts"], "reply_count": 1}
    return {**_hidden("message_changed", post, ts_at(seconds)), "message": message}


def _hidden(subtype: str, post: Event, ts: str) -> Event:
    place = {"channel": post["channel"], "channel_type": post["channel_type"]}
    return {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts, **place}


def _added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
