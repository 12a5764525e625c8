"""One ticket as its two sides see it, for scenarios that share a desk with others."""

from dataclasses import dataclass

from sqlalchemy import select

from models.desk import Message as StoredMessage
from models.desk import Ticket, TicketStatus
from sandbox.seen import Message, Upload
from tests.support.desk import Desk


@dataclass(frozen=True)
class Case:
    """A ticket that somebody opened, and where to look for it. `requester` and `agent` are who looks."""

    desk: Desk
    key: str
    ticket_id: int
    root: Message
    channel: str
    requester: str
    triage: str
    agent: str

    @property
    def card(self) -> Message:
        """The card as it is now."""
        return self.worked[0]

    @property
    def heard(self) -> list[Message]:
        """What stands in the requester's thread below their own first message."""
        return self.desk.actor(self.requester).thread(self.channel, self.root)[1:]

    @property
    def worked(self) -> list[Message]:
        """What stands in the card's thread, the card first."""
        return self.desk.actor(self.agent).thread(self.triage, self.stored.card_ts or "")

    @property
    def stored(self) -> Ticket:
        """The ticket's row as it is now."""
        with self.desk.sessions.begin() as session:
            return session.get_one(Ticket, self.ticket_id)

    def status(self) -> TicketStatus:
        """Return the ticket's status now; not a property, because it changes from one line to the next."""
        return self.stored.status

    def messages(self) -> list[StoredMessage]:
        """Return the rows of what was said, in the order it was."""
        said = select(StoredMessage).where(StoredMessage.ticket_id == self.ticket_id)
        with self.desk.sessions.begin() as session:
            return list(session.scalars(said.order_by(StoredMessage.sent_at)))

    def ask(self, text: str, *, files: tuple[Upload, ...] = (), broadcast: bool = False) -> Message:
        """Have the requester write in their thread, and everything that follows happen."""
        requester = self.desk.actor(self.requester)
        written = requester.post(self.channel, text, thread=self.root, files=files, broadcast=broadcast)
        self.desk.settle()
        return written

    def answer(self, text: str, *, by: str | None = None, files: tuple[Upload, ...] = ()) -> Message:
        """Have an agent write in the card's thread, and everything that follows happen."""
        written = self.desk.actor(by or self.agent).post(self.triage, text, thread=self.card, files=files)
        self.desk.settle()
        return written

    def click(self, action_id: str, *, by: str | None = None) -> None:
        """Have an agent press a button of the card, and everything that follows happen."""
        answer = self.desk.actor(by or self.agent).click(self.card, action_id)
        assert answer.status == 200, answer
        self.desk.settle()

    def choose(self, action_id: str, choice: str, *, by: str | None = None) -> None:
        """Have an agent choose in a menu of the card, and everything that follows happen."""
        answer = self.desk.actor(by or self.agent).choose(self.card, action_id, choice)
        assert answer.status == 200, answer
        self.desk.settle()


def open_case(
    desk: Desk,
    text: str = "My laptop will not start",
    *,
    by: str = "rosa",
    channel: str = "it-help",
    triage: str = "it-triage",
    agent: str = "ben",
    files: tuple[Upload, ...] = (),
) -> Case:
    """Have somebody ask in a request channel, and return the ticket when all that follows has happened."""
    post = desk.actor(by).post(channel, text, files=files)
    desk.settle()
    ticket = find_ticket(desk, post)
    assert ticket is not None, f"no ticket for {post.text!r}"
    return Case(desk, ticket.key, ticket.id, post, channel, by, triage, agent)


def find_ticket(desk: Desk, root: Message) -> Ticket | None:
    """Return the ticket whose requester's thread has this root, or None."""
    rooted = Ticket.requester_slack_channel_id == root.channel, Ticket.requester_thread_ts == root.ts
    with desk.sessions.begin() as session:
        return session.scalar(select(Ticket).where(*rooted))
