"""Relations: what the page that merges, links and splits a ticket shows an agent."""

from sqlalchemy.orm import Session

from bot.domain.desk import rich_text
from bot.domain.desk.relations import LinkedTicket, RelationsPage, SplittableMessage
from bot.services.desk import agents, links, people, splitting, tickets
from models.desk import Message, Person


def load_page(session: Session, ticket_id: int, *, actor: Person) -> RelationsPage:
    """Return what can be related to a ticket. Of linked tickets only those the agent works are shown.

    Raises: AgentsOnly; TicketAlreadyClosed.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    linked = links.list_linked(session, ticket, queue_ids=agents.list_queue_ids(session, actor))
    return RelationsPage(
        ticket_id=ticket.id,
        ticket_key=ticket.key,
        linked=[LinkedTicket(each.id, each.key, each.title) for each in linked],
        messages=[_splittable(session, message) for message in splitting.list_splittable(session, ticket)],
    )


def _splittable(session: Session, message: Message) -> SplittableMessage:
    author = people.facts_of(session.get_one(Person, message.author_id))
    names = people.names_of(
        session, message.workspace_id, sorted(rich_text.mentioned_user_ids(message.blocks, message.text))
    )
    return SplittableMessage(message.id, author.name, rich_text.plain_text_of(message.blocks, message.text, names))
