"""What can happen in a story. Each act takes three numbers that choose who, where and how; any numbers will do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.snoozes import Snooze
from bot.services.desk import (
    channel_looks,
    closing,
    followers,
    homes,
    links,
    member_reads,
    merging,
    moves,
    notes,
    notifications,
    reactions,
    reminders,
    snoozing,
    splitting,
    tickets,
    written_replies,
)
from models.desk import Person, Priority, Ticket, TicketStatus, Workspace
from tests.leaks import rating_acts
from tests.leaks.pages import PAGES
from tests.leaks.room import PEOPLE, QUEUES, REQUESTERS, find_channel
from tests.leaks.said import Arrival, Said, Version
from tests.leaks.story import Story, former_cards
from tests.leaks.undoing import take_back

Act: TypeAlias = Callable[[Story, int, int, int], None]

STARTS: Final = ("", "", ":lock: ", ":speech_balloon: ", "!note ", "!nonsense ", "🔒", "")
ORDERS: Final = (
    "!claim",
    "!resolve",
    "!close",
    "!reopen",
    "!move IT",
    "!move HR",
    "!move SEC",
    "!reply reboot",
    "!wake",
)


def settle(story: Story, _a: int, _b: int, _c: int) -> None:
    """All that can be sent is sent."""
    story.room.settle()


def ask(story: Story, a: int, b: int, c: int) -> None:
    """Somebody asks, in a request channel or of the bot itself."""
    author = (*REQUESTERS, "U0ADA", "U0OLAF")[a % 5]
    channel = f"C0{QUEUES[b % 5]}HELP" if b % 5 < 3 else story.room.slack.open_dm(author)
    said = story.write(author, channel, None, "please ", queue_key=None, has_file=c % 4 == 3)
    _arrive(story, story.first_arrival(said), c)


def answer_as_requester(story: Story, a: int, b: int, c: int) -> None:
    """Somebody writes in a ticket's thread: who asked, or somebody else who reads it there."""
    with story.room.sessions() as session:
        ticket = story.pick_ticket(session, a)
        if ticket is None:
            return
        channel, root = ticket.requester_slack_channel_id, ticket.requester_thread_ts
        if b % 7 == 6 and ticket.left_thread_ts:
            channel, root = ticket.origin_slack_channel_id, ticket.left_thread_ts
        if channel is None or root is None:
            return
        requester = session.get_one(Person, ticket.requester_id).slack_user_id
    author = PEOPLE[b % len(PEOPLE)] if b % 4 == 3 and channel.startswith("C") else requester
    if channel.startswith("D"):
        author = channel[1:]
    start = ":lock: " if c % 7 == 6 else "more "
    said = story.write(author, channel, root, start, queue_key=None, has_file=c % 5 == 4)
    _arrive(story, story.first_arrival(said), c)


def answer_as_agent(story: Story, a: int, b: int, c: int) -> None:
    """Somebody in the triage channel writes in a card's thread, or in that of a card the ticket has left."""
    with story.room.sessions() as session:
        ticket = story.pick_ticket(session, a)
        if ticket is None:
            return
        cards = former_cards(session, ticket) if b % 6 == 5 else []
        channel, root = cards[-1] if cards else (ticket.triage_slack_channel_id, ticket.card_ts)
    if root is None:
        return
    members = story.room.slack.members[channel]
    key = channel.removeprefix("C0").removesuffix("TRIAGE")
    start = STARTS[c % len(STARTS)]
    said = story.write(members[b % len(members)], channel, root, start, queue_key=key, has_file=c // 8 % 4 == 3)
    _arrive(story, story.first_arrival(said), c // 8)


def order(story: Story, a: int, b: int, c: int) -> None:
    """An agent types an order in a card's thread."""
    with story.room.sessions() as session:
        ticket = story.pick_ticket(session, a)
        if ticket is None or ticket.card_ts is None:
            return
        channel, root = ticket.triage_slack_channel_id, ticket.card_ts
    members, typed = story.room.slack.members[channel], ORDERS[c % len(ORDERS)]
    key = channel.removeprefix("C0").removesuffix("TRIAGE")
    said = story.write(members[b % len(members)], channel, root, typed, queue_key=key, has_file=False)
    said.versions[0].event["text"] = typed
    story.tell(story.first_arrival(said))


def edit(story: Story, a: int, b: int, c: int) -> None:
    """Somebody changes what they wrote, the mark before it perhaps."""
    said = _pick_said(story, a)
    if said is not None:
        _arrive(story, story.rewrite(said, STARTS[b % len(STARTS)]), c)


def delete(story: Story, a: int, _b: int, c: int) -> None:
    """Somebody deletes what they wrote."""
    said = _pick_said(story, a)
    if said is not None:
        _arrive(story, story.unsay(said), c)


def arrive(story: Story, a: int, _b: int, _c: int) -> None:
    """Something that was on its way for a while arrives."""
    if story.held:
        story.tell(story.held.pop(a % len(story.held)))


def repeat(story: Story, a: int, _b: int, _c: int) -> None:
    """Slack delivers an event again."""
    if story.told:
        story.tell(story.told[-1 - a % len(story.told)])


def read_again(story: Story, a: int, _b: int, _c: int) -> None:
    """A thread is read from history after an outage, as it stands by then."""
    with story.room.sessions() as session:
        ticket = story.pick_ticket(session, a)
        if ticket is None:
            return
        threads = {ticket.requester_thread_ts, ticket.card_ts} - {None}
    for said in [each for each in story.said if each.thread_ts in threads and each.ts and not each.is_deleted]:
        version = 0 if said.heard else len(said.versions) - 1
        story.tell(Arrival(said, said.versions[version].event, version), late=True)


def type_note(story: Story, a: int, b: int, _c: int) -> None:
    """An agent types a note elsewhere than in the card's thread."""
    _type(story, a, b, is_note=True)


def type_reply(story: Story, a: int, b: int, _c: int) -> None:
    """An agent answers with a form."""
    _type(story, a, b, is_note=False)


def react(story: Story, a: int, b: int, c: int) -> None:
    """Somebody puts an emoji on a card or on what somebody wrote."""
    emoji = ("ticket", "eyes", "white_check_mark")[c % 3]
    with story.room.sessions() as session:
        ticket = story.pick_ticket(session, a)
        said = _pick_said(story, a)
        if ticket is None or said is None:
            return
        place = (ticket.triage_slack_channel_id, ticket.card_ts) if c % 3 else (said.slack_channel_id, said.ts)
        if place[1] is None or place[0] is None:
            return
        members = story.room.slack.members[place[0]] or [said.author]
    item = {"type": "message", "channel": place[0], "ts": place[1]}
    event = {"item": item, "user": members[b % len(members)], "reaction": emoji}

    def hear(session: Session) -> None:
        workspace = session.get_one(Workspace, story.room.workspace_id)
        reactions.receive_reaction(session, workspace, event, now=story.room.now())

    story.do(hear)


def work(story: Story, a: int, b: int, c: int) -> None:
    """Somebody changes a ticket by a button."""

    def change(session: Session, ticket: Ticket, actor: Person) -> None:
        now, others = story.room.now(), story.room.slack.members[ticket.triage_slack_channel_id]
        assignee = story.room.person(session, others[c // 8 % len(others)])
        snooze = Snooze(now + timedelta(hours=1), wakes_on_reply=True)
        changes: list[Callable[[], object]] = [
            lambda: tickets.claim_ticket(session, ticket.id, actor=actor, now=now),
            lambda: tickets.assign_ticket(session, ticket.id, assignee, actor=actor, now=now),
            lambda: tickets.resolve_ticket(session, ticket.id, actor=actor, now=now),
            lambda: tickets.close_ticket(session, ticket.id, actor=actor, now=now),
            lambda: tickets.reopen_ticket(session, ticket.id, actor=actor, now=now),
            lambda: tickets.set_status(session, ticket.id, TicketStatus.WAITING, actor=actor, now=now),
            lambda: tickets.set_priority(session, ticket.id, Priority.P1, actor=actor, now=now),
            lambda: snoozing.snooze_ticket(session, ticket.id, snooze, actor=actor, now=now),
        ]
        changes[c % len(changes)]()

    _change(story, a, b, change)


def move(story: Story, a: int, b: int, c: int) -> None:
    """A ticket goes to another queue."""
    queue_id = story.room.queue_ids[QUEUES[c % len(QUEUES)]]
    _change(
        story,
        a,
        b,
        lambda session, ticket, actor: moves.move_ticket(
            session, ticket.id, queue_id, actor=actor, now=story.room.now()
        ),
    )


def merge(story: Story, a: int, b: int, c: int) -> None:
    """One ticket closes and another goes on."""

    def change(session: Session, ticket: Ticket, actor: Person) -> None:
        into = story.pick_ticket(session, c // 2)
        assert into is not None
        adds = c % 2 == 1
        merging.merge_ticket(session, ticket.id, into.key, adds_follower=adds, actor=actor, now=story.room.now())

    _change(story, a, b, change)


def link(story: Story, a: int, b: int, c: int) -> None:
    """Two tickets are linked."""

    def change(session: Session, ticket: Ticket, actor: Person) -> None:
        other = story.pick_ticket(session, c)
        assert other is not None
        links.link_tickets(session, ticket.id, other.key, actor=actor, now=story.room.now())

    _change(story, a, b, change)


def split(story: Story, a: int, b: int, c: int) -> None:
    """A message becomes a ticket of its own."""

    def change(session: Session, ticket: Ticket, actor: Person) -> None:
        messages = splitting.list_splittable(session, ticket)
        if messages:
            message = messages[c % len(messages)]
            opened = splitting.split_message(session, ticket.id, message.id, actor=actor, now=story.room.now())
            for said in story.said:
                if (said.slack_channel_id, said.ts) == (message.slack_channel_id, message.ts):
                    said.also_in.add(opened.id)

    _change(story, a, b, change)


def follow(story: Story, a: int, b: int, c: int) -> None:
    """An agent chooses who follows a ticket."""

    def change(session: Session, ticket: Ticket, actor: Person) -> None:
        tickets.get_for_agent(session, ticket.id, actor=actor)
        wanted = [story.pick_person(session, c), story.pick_person(session, c // 9)][: c % 3]
        fit = [each for each in wanted if each not in followers.list_unfit(session, ticket, wanted)]
        followers.set_followers(session, ticket, fit, actor=actor, now=story.room.now())

    _change(story, a, b, change)


def share(story: Story, a: int, b: int, _c: int) -> None:
    """A triage channel becomes one that others read, or private again."""
    channel = story.room.triage_of(QUEUES[a % len(QUEUES)])
    profile = replace(story.room.slack.channels[channel], is_private=b % 2 == 1)
    story.room.slack.channels[channel] = profile
    story.do(
        lambda session: channel_looks.record(session, find_channel(session, channel).id, profile, now=story.room.now())
    )


def come_or_go(story: Story, a: int, b: int, _c: int) -> None:
    """Somebody comes into a triage channel, or leaves it; one stays."""
    channel, person = story.room.triage_of(QUEUES[a % len(QUEUES)]), PEOPLE[b % len(PEOPLE)]
    members = story.room.slack.members[channel]
    if person in members and len(members) > 1:
        members.remove(person)
    elif person not in members:
        members.append(person)
    story.do(
        lambda session: member_reads.record(
            session,
            find_channel(session, channel).id,
            [*members, "U0DESKBELL"],
            started_at=story.room.now(),
            now=story.room.now(),
        )
    )


def open_home(story: Story, a: int, _b: int, _c: int) -> None:
    """Somebody opens their Home, which follows what happens from then on."""
    story.do(lambda session: homes.open_home(session, story.pick_person(session, a), now=story.room.now()))


def look(story: Story, a: int, b: int, c: int) -> None:
    """Somebody opens a page about a ticket, or types a command about it."""

    def draw(session: Session) -> None:
        ticket, reader, now = story.pick_ticket(session, a), story.pick_person(session, b), story.room.now()
        if ticket is not None:
            page = PAGES[c % len(PAGES)](session, ticket, reader, now)
            story.room.slack.show_page(reader.slack_user_id, page)

    story.do(draw)


def wait(story: Story, a: int, _b: int, _c: int) -> None:
    """Time passes, and the jobs run."""
    story.room.ahead += (timedelta(hours=1), timedelta(days=3))[a % 2]
    now, workspace_id = story.room.now(), story.room.workspace_id
    jobs = (
        (snoozing.list_due_ids, snoozing.wake_due),
        (closing.list_over_ids, closing.close_over),
        (reminders.list_due_ids, reminders.remind_requester),
        (notifications.list_due_person_ids, notifications.tell_due),
        *rating_acts.JOBS,
    )
    for list_due, do in jobs:
        with story.room.sessions() as session:
            due = list_due(session, workspace_id, now=now)
        for each in due:
            story.do(partial(_at, do, each, now))


def _at(do: Callable[..., object], subject_id: int, now: datetime, session: Session) -> None:
    do(session, subject_id, now=now)


def _change(story: Story, a: int, b: int, change: Callable[[Session, Ticket, Person], object]) -> None:
    """Have an agent change a ticket, if there is one."""

    def act(session: Session) -> None:
        ticket = story.pick_ticket(session, a)
        if ticket is not None:
            change(session, ticket, story.pick_agent(session, ticket, b))

    story.do(act)


def _type(story: Story, a: int, b: int, *, is_note: bool) -> None:
    token = story.new_token()

    def write(session: Session, ticket: Ticket, actor: Person) -> None:
        now = story.room.now()
        queue_key = ticket.key.partition("-")[0]
        if is_note:
            message = notes.write_note(session, ticket.id, f"{token} {story.words}", actor=actor, now=now)
        else:
            message = written_replies.write_reply(session, ticket.id, Words(token, None, []), actor=actor, now=now)
        version = Version(token, is_note, {})
        story.note_typed(Said(actor.slack_user_id, None, None, None, queue_key, [version], message_id=message.id))

    _change(story, a, b, write)


def _pick_said(story: Story, number: int) -> Said | None:
    """Return something that stands in a thread, the newest for 0."""
    standing = [said for said in story.said if said.ts is not None and not said.is_deleted]
    return standing[-1 - number % len(standing)] if standing else None


def _arrive(story: Story, arrival: Arrival, number: int) -> None:
    """Let an event arrive now, twice, or later."""
    if number % 5 == 4:
        story.held.append(arrival)
        return
    for _ in range(2 if number % 5 == 3 else 1):
        story.tell(arrival)


ACTS: Final[Mapping[str, Act]] = {
    each.__name__: each
    for each in (
        settle, look, ask, answer_as_requester, answer_as_agent, order, edit, delete, arrive, repeat, read_again,
        type_note, type_reply, take_back, react, work, move, merge, link, split, follow, share, come_or_go, open_home,
        wait, rating_acts.rate,
    )
}  # fmt: skip
