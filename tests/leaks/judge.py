"""Judging what was shown: whose words went where, by what their authors meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.queries import read_query
from bot.services.desk import search
from models.desk import Channel, ChannelMember, Follower, Message, MessageKind, Person
from tests.leaks.listening_slack import Shown
from tests.leaks.room import OUTSIDER, PEOPLE, QUEUES
from tests.leaks.said import Said
from tests.leaks.story import Story, former_cards

Place: TypeAlias = tuple[str | None, str | None]
"""A message or the root of a thread, by its channel and ts."""

TOKEN: Final = re.compile(r"tok\d+x")


@dataclass(frozen=True)
class Facts:
    """A ticket as it stands: where it is, who its people are by Slack id, and where its threads are."""

    id: int
    queue_key: str
    parties: frozenset[str]
    requester_thread: Place
    card: Place
    former_cards: frozenset[Place] = frozenset()


class Judge:
    """Knows a story and how things stand, and says of each thing shown what is wrong with it."""

    def __init__(self, story: Story, session: Session) -> None:
        self.story, self.session = story, session
        names = {person.id: person.slack_user_id for person in session.scalars(select(Person))}
        self.tickets = _tickets(story, session, names)
        self.agents: dict[str, set[str]] = defaultdict(set)
        members = select(Channel.slack_channel_id, ChannelMember.person_id).join(
            ChannelMember, ChannelMember.channel_id == Channel.id
        )
        for slack_channel_id, person_id in session.execute(members):
            if names[person_id] != OUTSIDER:
                self.agents[queue_of(slack_channel_id)].add(names[person_id])
        messages = session.scalars(select(Message)).all()
        self.by_id = {each.id: each for each in messages}
        standing = [each for each in messages if each.ts]
        self.by_place: Mapping[Place, Message] = {(each.slack_channel_id, each.ts): each for each in standing}

    def row_of(self, said: Said) -> Message | None:
        """Return what the desk keeps of something said."""
        if said.message_id is not None:
            return self.by_id.get(said.message_id)
        return self.by_place.get((said.slack_channel_id, said.ts))

    def tickets_of(self, said: Said) -> list[Facts]:
        """Return the tickets that something said belongs to."""
        row = self.row_of(said)
        ids = said.also_in | ({row.ticket_id} if row is not None else set())
        return [self.tickets[each] for each in sorted(ids)]

    # -- one thing shown ----------------------------------------------------------------------------------------------

    def faults(self, shown: Shown) -> Iterator[str]:
        """Yield what is wrong with something shown."""
        for token in sorted(set(TOKEN.findall(shown.content))):
            said = self.story.by_token.get(token)
            if said is None:
                yield f"{token}: nobody said that"
            elif not self._may_stand(said, shown):
                yield f"{token} of {said} went to {shown}, its tickets are {self.tickets_of(said)}"

    def _may_stand(self, said: Said, shown: Shown) -> bool:
        if shown.slack_user_id is not None:
            return self.may_read(said, shown.slack_user_id)
        if said.is_deletion_heard and not said.also_in:
            return False
        if shown.slack_channel_id is not None and is_triage(shown.slack_channel_id):
            return self._may_stand_among_agents(said, shown)
        place = shown.slack_channel_id, shown.thread_ts
        is_for_agents = said.is_private or said.is_for_team or self._is_held(said)
        return not is_for_agents and any(each.requester_thread == place for each in self.tickets_of(said))

    def _may_stand_among_agents(self, said: Said, shown: Shown) -> bool:
        key = queue_of(shown.slack_channel_id or "")
        if said.is_private and said.queue_key != key:
            return False
        thread = shown.slack_channel_id, shown.thread_ts or shown.ts
        if said.is_private and said.ts is None and any(thread in each.former_cards for each in self.tickets_of(said)):
            return True  # a note of that team, which it is shown though the ticket has left
        return any(each.card == thread for each in self.tickets_of(said) if each.queue_key == key)

    def may_read(self, said: Said, reader: str) -> bool:
        """Return whether somebody may be shown something alone."""
        return said.author == reader or any(self._is_for(said, each, reader) for each in self.tickets_of(said))

    def _is_for(self, said: Said, ticket: Facts, reader: str) -> bool:
        """Return whether something said on a ticket is somebody's to read, who did not say it."""
        is_agent = reader in self.agents[ticket.queue_key]
        if said.is_private:
            return is_agent and ticket.queue_key == said.queue_key
        is_for_agents = said.is_for_team or self._is_held(said) or self._was_passed_on(said, ticket)
        return is_agent or (reader in ticket.parties and not is_for_agents)

    def _is_held(self, said: Said) -> bool:
        """Return whether it is a reply that has not left yet."""
        row = self.row_of(said)
        return row is not None and row.kind is MessageKind.HELD

    def _was_passed_on(self, said: Said, ticket: Facts) -> bool:
        """Return whether it was said to the bot by somebody whose ticket was merged into this one."""
        if said.queue_key is not None or ticket.id in said.also_in or not (said.slack_channel_id or "").startswith("D"):
            return False
        return said.ts != said.thread_ts and said.slack_channel_id != ticket.requester_thread[0]

    # -- what was found, and what was lost ----------------------------------------------------------------------------

    def wrongly_found(self) -> Iterator[str]:
        """Yield what somebody finds by words that are not theirs to read."""
        for key in QUEUES:
            notes = [said for said in self.story.said if said.is_private and said.queue_key == key]
            for reader in PEOPLE if notes else ():
                yield from self._found_wrongly_by(reader, notes)

    def _found_wrongly_by(self, reader: str, notes: Sequence[Said]) -> Iterator[str]:
        """Yield what somebody finds by notes of one queue without being its agent, or with the ticket elsewhere."""
        words = " or ".join(version.token for said in notes for version in said.versions)
        person, now = self.story.room.person(self.session, reader), self.story.room.now()
        found = search.find_tickets(self.session, read_query(words), reader=person, now=now)
        theirs = {ticket.id for said in notes for ticket in self.tickets_of(said) if self._is_for(said, ticket, reader)}
        yield from (f"{reader} finds {each.key} by {words}" for each in found.tickets if each.id not in theirs)

    def lost(self) -> Iterator[str]:
        """Yield public words that do not stand once where they are due, and what stands though it was taken back."""
        for said in self.story.said:
            newest, row = said.newest, self.row_of(said)
            if newest is None or row is None:
                continue
            for place in self._due_in(said, row):
                count = self._count(newest.token, place)
                if count != 1:
                    yield f"{newest.token} of {said} stands {count} times in {place}"
            if said.ts is not None and not said.also_in and (said.is_private or said.is_deletion_heard):
                yield from self._left_over(said)

    def _due_in(self, said: Said, row: Message) -> Iterator[tuple[str, str]]:
        """Yield the threads in which a copy of something public has to stand, beside the one it was written in."""
        if said.is_private or said.is_deletion_heard or row.kind is MessageKind.OPENING:
            return
        ticket, own = self.tickets[row.ticket_id], (said.slack_channel_id, said.thread_ts)
        threads = [ticket.card] if said.queue_key is None else [ticket.card, ticket.requester_thread]
        for channel, ts in threads:
            if channel is not None and ts is not None and (channel, ts) != own:
                yield channel, ts

    def _left_over(self, said: Said) -> Iterator[str]:
        """Yield where copies still stand. What one person was told in a message of its own stands as it was said."""
        tokens = [version.token for version in said.versions]
        for channel in list(self.story.room.slack.channels):
            for each in self.story.room.slack.standing(channel):
                is_copy = each.message_id is not None and (each.thread_ts is not None or not channel.startswith("D"))
                if is_copy and any(token in f"{each.text}{each.blocks}" for token in tokens):
                    yield f"{said} still stands in {channel} {each.thread_ts}"

    def _count(self, token: str, place: tuple[str, str]) -> int:
        standing = self.story.room.slack.bot_messages(*place)
        return sum(token in f"{each.text}{each.blocks}" for each in standing)


def _tickets(story: Story, session: Session, names: Mapping[int, str]) -> dict[int, Facts]:
    following: dict[int, set[str]] = defaultdict(set)
    for ticket_id, person_id in session.execute(select(Follower.ticket_id, Follower.person_id)):
        following[ticket_id].add(names[person_id])
    queue_keys = {queue_id: key for key, queue_id in story.room.queue_ids.items()}
    return {
        each.id: Facts(
            id=each.id,
            queue_key=queue_keys[each.queue_id],
            parties=frozenset({names[each.requester_id], names[each.author_id], *following[each.id]}),
            requester_thread=(each.requester_slack_channel_id, each.requester_thread_ts),
            card=(each.triage_slack_channel_id, each.card_ts),
            former_cards=frozenset(former_cards(session, each)),
        )
        for each in story.room.tickets(session)
    }


def is_triage(slack_channel_id: str) -> bool:
    """Return whether a channel is a team's own."""
    return slack_channel_id.endswith("TRIAGE")


def queue_of(slack_channel_id: str) -> str:
    """Return the key of the queue whose triage channel this is."""
    return slack_channel_id.removeprefix("C0").removesuffix("TRIAGE")
