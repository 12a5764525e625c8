"""A story as it is told to the desk: who writes what where, and when the desk hears of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.instants import instant_of, ts_of
from bot.errors import Refusal
from bot.services.desk import conversations
from models.desk import FormerPlace, Person, Ticket, Workspace
from tests.leaks.listening_slack import Event
from tests.leaks.room import PEOPLE, Room
from tests.leaks.said import Arrival, Said, Version

PRIVATE_STARTS = (":lock:", "🔒", "!")
PUBLIC_MARK = ":speech_balloon: "


@dataclass
class Story:
    """What was said so far, what is still on its way, and the room it is told in. People say `words` besides."""

    room: Room
    words: str = ""
    said: list[Said] = field(default_factory=list)
    held: list[Arrival] = field(default_factory=list)
    told: list[Arrival] = field(default_factory=list)
    by_token: dict[str, Said] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    # -- what is said -------------------------------------------------------------------------------------------------

    def new_token(self) -> str:
        """Return a word that nobody used before."""
        return f"tok{next(self.numbers)}x"

    def write(
        self, author: str, channel: str, thread_ts: str | None, start: str, *, queue_key: str | None, has_file: bool
    ) -> Said:
        """Have somebody write something; the desk has not heard of it yet."""
        token = self.new_token()
        words = {
            "text": f"{start}{token} {self.words}".strip(),
            "team": self.team_of(author),
            **_files(token, has_file),
        }
        event = self.room.slack.say(author, channel, thread_ts, words)
        event["channel_type"] = {"C": "channel", "D": "im"}[channel[0]]
        is_private = queue_key is not None and is_private_in(queue_key, start)
        said = Said(author, channel, thread_ts or event["ts"], event["ts"], queue_key, [])
        self._add(said, Version(token, is_private, dict(event)))
        return said

    def rewrite(self, said: Said, start: str) -> Arrival:
        """Have somebody change what they wrote."""
        token = self.new_token()
        first = said.versions[0].event
        edit_ts = ts_of(instant_of(first["ts"]) + timedelta(seconds=len(said.versions)))
        edited = {"user": said.author, "ts": edit_ts}
        inner = {
            **first,
            "text": f"{start}{token} {self.words}".strip(),
            "edited": edited,
            **_files(token, "files" in first),
        }
        is_private = said.queue_key is not None and is_private_in(said.queue_key, start)
        self._add(said, Version(token, is_private, inner, edit_ts))
        self.room.slack.said[first["channel"], first["ts"]] = inner
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": edit_ts,
            "event_ts": edit_ts,
            "channel": first["channel"],
            "channel_type": first["channel_type"],
            "message": inner,
        }
        return Arrival(said, event, len(said.versions) - 1)

    def unsay(self, said: Said) -> Arrival:
        """Have somebody delete what they wrote."""
        first = said.versions[0].event
        said.is_deleted = True
        at = ts_of(instant_of(first["ts"]) + timedelta(seconds=900))
        place = {"channel": first["channel"], "channel_type": first["channel_type"], "previous_message": first}
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": at, "event_ts": at, **place}
        return Arrival(said, {**event, "deleted_ts": first["ts"]}, None)

    def note_typed(self, said: Said) -> None:
        """Keep what somebody typed elsewhere than in a thread; the desk heard of it at once."""
        version = said.versions[0]
        self.by_token[version.token] = said
        said.heard.add(0)
        self.said.append(said)

    def _add(self, said: Said, version: Version) -> None:
        said.versions.append(version)
        self.by_token[version.token] = said
        if said not in self.said:
            self.said.append(said)

    # -- what is heard ------------------------------------------------------------------------------------------------

    def first_arrival(self, said: Said) -> Arrival:
        """Return the event by which the desk hears of a message."""
        return Arrival(said, said.versions[0].event, 0)

    def tell(self, arrival: Arrival, *, late: bool = False) -> None:
        """Let an event arrive."""
        said = arrival.said
        if late and not said.heard and arrival.event.get("edited") and said.queue_key is not None:
            said.kept_private = True
        if arrival.version is None:
            said.is_deletion_heard = True
        else:
            said.heard.add(arrival.version)
        self.told.append(arrival)
        with self.room.sessions.begin() as session:
            workspace = session.get_one(Workspace, self.room.workspace_id)
            conversations.receive_message(session, workspace, arrival.event, late=late, now=self.room.now())

    def do(self, act: Callable[[Session], object]) -> bool:
        """Do something as one transaction; a refusal is an answer, and changes nothing. Return whether it was done."""
        with self.room.sessions.begin() as session:
            try:
                with session.begin_nested():
                    act(session)
            except Refusal:
                return False
        return True

    # -- who and where ------------------------------------------------------------------------------------------------

    def team_of(self, slack_user_id: str) -> str:
        """Return the Slack team somebody belongs to."""
        return self.room.slack.profiles[slack_user_id].slack_team_id

    def pick_ticket(self, session: Session, number: int) -> Ticket | None:
        """Return one of the tickets, the newest for 0."""
        tickets = self.room.tickets(session)
        return tickets[-1 - number % len(tickets)] if tickets else None

    def pick_person(self, session: Session, number: int) -> Person:
        """Return one of all people."""
        return self.room.person(session, PEOPLE[number % len(PEOPLE)])

    def pick_agent(self, session: Session, ticket: Ticket, number: int) -> Person:
        """Return mostly an agent of the ticket's queue, sometimes anybody."""
        if number % 8 == 7:
            return self.pick_person(session, number // 8)
        members = self.room.slack.members[ticket.triage_slack_channel_id]
        return self.room.person(session, members[number % len(members)])


def former_cards(session: Session, ticket: Ticket) -> list[tuple[str, str]]:
    """Return the cards a ticket left behind."""
    left = select(FormerPlace).where(FormerPlace.ticket_id == ticket.id, FormerPlace.card_ts.is_not(None))
    return [(each.slack_channel_id, each.card_ts or "") for each in session.scalars(left.order_by(FormerPlace.id))]


def is_private_in(queue_key: str, start: str) -> bool:
    """Return whether what begins like this in a queue's card's thread is for the team alone."""
    return start.startswith(PRIVATE_STARTS) or (queue_key == "HR" and not start.startswith(PUBLIC_MARK))


def _files(token: str, has_file: bool) -> Event:
    if not has_file:
        return {}
    return {"files": [{"title": f"{token}.txt", "permalink": f"https://acme.slack.com/files/{token}"}]}
