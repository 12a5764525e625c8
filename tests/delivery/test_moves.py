"""A ticket on its way to another queue, over real wires: what each triage channel is sent, before and after."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery import leases
from bot.delivery.desk import desk_deliverers
from bot.domain.desk.instants import system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import channel_looks, channels, moves, notes, queues, tickets
from models.desk import OutboxState, Priority, Queue, Workspace
from sandbox.seen import Message
from sandbox.wire import WireEntry
from tests.delivery.desk_room import HELP, TRIAGE, DeskRoom
from tests.delivery.outbox_rows import office_of

HR_TRIAGE = "C00HRTRIAGE"
CHANNELS = {"IT": TRIAGE, "HR": HR_TRIAGE}
AGENTS = {"IT": "ben", "HR": "mona"}


@pytest.fixture
def two_rooms(room: DeskRoom) -> DeskRoom:
    """The room, with a second queue: HR, worked in #hr-triage by mona; ada is in both."""
    with room.sessions.begin() as session:
        now, workspace = system_clock(), session.scalars(select(Workspace)).one()
        queue = queues.create_queue(session, workspace, "HR", name="People", actor=None, now=now)
        triage = channels.record_channel(session, workspace, room.client.read_channel(HR_TRIAGE), now=now)
        channels.become_triage(session, triage, queue, actor=None, now=now)
    room.drain()
    return room


def move(room: DeskRoom, key: str, *, by: str) -> None:
    """Move the only ticket; nothing is sent yet."""
    with room.sessions.begin() as session:
        queue = session.scalars(select(Queue).where(Queue.key == key)).one()
        actor = room.person(session, by)
        moves.move_ticket(session, room.ticket(session).id, queue.id, actor=actor, now=system_clock())


def card(room: DeskRoom) -> Message:
    """Return the ticket's present card."""
    with room.sessions() as session:
        ticket = room.ticket(session)
        found = room.actor("ada").thread(ticket.triage_slack_channel_id, ticket.card_ts or "")
    return found[0]


def pause(room: DeskRoom, *, is_private: bool) -> None:
    """Have #it-triage be public, which pauses it, or private again."""
    with room.sessions.begin() as session:
        channel = room.channel(session, TRIAGE)
        profile = replace(room.client.read_channel(TRIAGE), is_private=is_private)
        channel_looks.record(session, channel.id, profile, now=system_clock())


def test_the_talk_follows_and_the_old_card_keeps_nothing_but_where_it_went(two_rooms: DeskRoom) -> None:
    room = two_rooms
    question = room.asks("My payslip is wrong")
    room.drain()
    old_card = card(room)
    room.replies("rosa", question, "It says zero")
    room.replies("ben", old_card, ":lock: she is right")
    room.replies("ben", old_card, "Let me ask our colleagues")
    room.drain()

    move(room, "HR", by="ben")
    room.drain()

    left, new_card = room.actor("ben").thread(TRIAGE, old_card)[0], card(room)
    assert left.text == "IT-1 moved to People as HR-1."
    assert left.action_ids == []
    assert "My payslip is wrong" in new_card.words
    assert "was IT-1" in new_card.words
    *talk, stayed = room.actor("mona").thread(HR_TRIAGE, new_card)[1:]
    assert [(message.raw["username"], message.words) for message in talk] == [
        ("rosa", "It says zero"),
        ("ben", "Let me ask our colleagues"),
    ]
    assert stayed.words == "1 private note stayed with the IT help team."
    assert "HR-1 is the new number of IT-1" in room.thread(question)[-1]
    assert room.thread(old_card)[-1].startswith("This thread ends here.")
    assert room.rows(OutboxState.PARKED) == []


def test_edits_follow_into_the_new_thread_alone_and_a_deletion_everywhere(two_rooms: DeskRoom) -> None:
    room = two_rooms
    question = room.asks("My payslip is wrong")
    room.drain()
    old_card = card(room)
    hers = room.replies("rosa", question, "It says zero")
    ours = room.replies("ben", old_card, "We look")
    room.drain()
    move(room, "HR", by="ben")
    room.drain()

    room.edits("rosa", hers, "It says one")
    room.edits("ben", ours, "We looked")
    room.drain()

    assert [text for text in room.thread(card(room)) if "says" in text or "look" in text] == [
        "It says one",
        "We looked",
    ]
    assert [text for text in room.thread(old_card) if "says" in text] == ["It says zero"]
    room.deletes("rosa", hers)
    room.deletes("ben", ours)
    room.drain()
    everywhere = [*room.thread(card(room)), *room.thread(old_card), *room.thread(question)]
    assert [text for text in everywhere if "says" in text or "look" in text] == []


def test_a_note_that_waited_for_a_paused_channel_is_shown_in_the_old_thread_when_that_goes_on(
    two_rooms: DeskRoom,
) -> None:
    two_rooms.asks("My printer is on fire")
    two_rooms.drain()
    old = card(two_rooms)
    pause(two_rooms, is_private=False)
    with two_rooms.sessions.begin() as session:
        ben = two_rooms.person(session, "ben")
        notes.write_note(session, two_rooms.ticket(session).id, "She broke it", actor=ben, now=system_clock())
    two_rooms.drain()

    move(two_rooms, "HR", by="ben")
    two_rooms.drain()
    while_paused = two_rooms.thread(old)
    pause(two_rooms, is_private=True)
    two_rooms.drain()

    assert not any("broke" in said for said in while_paused)
    assert any("broke" in said for said in two_rooms.thread(old))
    assert not any("broke" in said for said in two_rooms.thread(card(two_rooms)))
    assert "moved to People" in two_rooms.actor("ben").thread(old.channel, old)[0].text


def test_a_ticket_that_moves_before_its_card_is_out_is_shown_in_its_new_queue_alone(two_rooms: DeskRoom) -> None:
    room = two_rooms
    room.asks("My payslip is wrong")

    move(room, "HR", by="ben")
    room.drain()

    assert [message.text for message in room.actor("ben").messages(TRIAGE) if message.bot_id] == []
    assert "My payslip is wrong" in card(room).words


@pytest.mark.parametrize("is_prepared_late", [False, True])
def test_what_a_worker_had_taken_before_the_move_does_no_harm_after_it(
    two_rooms: DeskRoom, is_prepared_late: bool
) -> None:
    """The worker goes on with its rows after the move, or dies and somebody else takes them up."""
    room = two_rooms
    question = room.asks("My payslip is wrong")
    room.drain()
    old_card = card(room)
    room.replies("rosa", question, "It says zero")
    room.drain()
    room.replies("rosa", question, "Now it says one")
    with room.sessions.begin() as session:
        taken = leases.claim_due(session, most=20, lease=timedelta(seconds=0))

    move(room, "HR", by="ben")
    if is_prepared_late:
        office = office_of(room.sessions, room.client, desk_deliverers(), rules=room.rules)
        for row in taken:
            office.deliver(row)
    room.drain()

    assert [row.kind for row in taken] == [OutboxKind.POST_REPLY]
    assert [text for text in room.thread(card(room)) if "says" in text] == ["It says zero", "Now it says one"]
    assert [text for text in room.thread(old_card) if "says" in text] == ["It says zero"]
    assert room.rows(OutboxState.PARKED, OutboxState.SENDING, OutboxState.PENDING) == []


@dataclass
class Story:
    """A ticket to which things happen by chance; every word said of it is told apart."""

    room: DeskRoom
    chance: random.Random
    question: Message
    queue: str = "IT"
    public: list[tuple[str, Message]] = field(default_factory=list)
    words: list[str] = field(default_factory=lambda: ["word000"])
    notes: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    looked_at: int = 0

    def new_word(self, kept: list[str]) -> str:
        word = f"word{len(self.words) + len(self.notes):03}"
        kept.append(word)
        return word

    def ask(self) -> None:
        self.public.append(("rosa", self.room.replies("rosa", self.question, self.new_word(self.words))))

    def answer(self) -> None:
        self.room.drain()
        agent = AGENTS[self.queue]
        self.public.append((agent, self.room.replies(agent, card(self.room), self.new_word(self.words))))

    def note(self) -> None:
        self.room.drain()
        self.room.replies(AGENTS[self.queue], card(self.room), f":lock: {self.new_word(self.notes)}")

    def edit(self) -> None:
        if self.public:
            name, message = self.chance.choice(self.public)
            self.room.edits(name, message, self.new_word(self.words))

    def rename(self) -> None:
        self.room.edits("rosa", self.question, self.new_word(self.words))

    def delete(self) -> None:
        if self.public:
            name, message = self.public.pop(self.chance.randrange(len(self.public)))
            self.room.deletes(name, message)

    def prioritize(self) -> None:
        with self.room.sessions.begin() as session:
            priority, ticket = self.chance.choice(list(Priority)), self.room.ticket(session)
            actor = self.room.person(session, AGENTS[self.queue])
            tickets.set_priority(session, ticket.id, priority, actor=actor, now=system_clock())

    def send(self) -> None:
        self.room.drain()

    def move(self) -> None:
        self.look()
        to = "HR" if self.queue == "IT" else "IT"
        move(self.room, to, by=AGENTS[self.queue])
        self.queue = to

    def look(self) -> None:
        """Judge what was sent since the last look, all of it while the ticket was in its present queue."""
        calls = list(self.room.server.wire)
        for call in calls[self.looked_at :]:
            if call.direction == "from_app" and call.kind.startswith("chat."):
                self.leaks += [f"{word}: {call.kind} {call.request}" for word in self.leaked(call)]
        self.looked_at = len(calls)

    def leaked(self, call: WireEntry) -> list[str]:
        """Return the words in a call that are not for where it goes."""
        sent, channel = json.dumps(call.request), call.request.get("channel")
        elsewhere = channel in CHANNELS.values() and channel != CHANNELS[self.queue]
        return [word for word in (*self.notes, *(self.words if elsewhere else ())) if word in sent]


@pytest.mark.parametrize("seed", range(4))
def test_no_channel_is_sent_a_word_of_a_ticket_that_is_not_there(two_rooms: DeskRoom, seed: int) -> None:
    chance = random.Random(seed)
    story = Story(two_rooms, chance, two_rooms.asks("word000"))
    deeds: list[Callable[[], None]] = [
        story.ask, story.ask, story.answer, story.note, story.edit, story.edit,
        story.rename, story.delete, story.prioritize, story.send, story.move, story.move,
    ]  # fmt: skip

    for _ in range(18):
        chance.choice(deeds)()
    two_rooms.drain()
    story.look()

    assert story.leaks == []
    assert two_rooms.rows(OutboxState.PARKED) == []
    assert any(
        word in str([message.words for message in two_rooms.actor("ada").messages(HELP)]) for word in story.words
    )
