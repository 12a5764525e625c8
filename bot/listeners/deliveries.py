"""The door of every listener: one delivery, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import DeliveryAlreadySeen, Refusal
from bot.gateways.database import Sessions
from bot.listeners import payloads
from bot.listeners.payloads import Body, Surface
from bot.services.desk import deliveries, people


@contextmanager
def first(sessions: Sessions, body: Body, *, now: datetime) -> Iterator[Session]:
    """Open the transaction of a delivery that was not handled before.

    A refusal undoes what the block did and nothing else: the claim of the delivery commits, and with it the row that
    tells a person who clicked. Commands and forms are answered by `bot.listeners.errors`.

    Raises:
        DeliveryAlreadySeen: instead of running the block; `bot.listeners.errors` answers it with 200.
        Refusal: what the block raised, after the commit.
    """
    refusal: Refusal | None = None
    with sessions.begin() as session:
        workspace_id = payloads.get_workspace(session, body).id
        name = payloads.delivery_id(body)
        if not deliveries.first_sight(session, name, workspace_id=workspace_id, now=now):
            raise DeliveryAlreadySeen
        try:
            with session.begin_nested():
                yield session
        except Refusal as error:
            refusal = error
            if payloads.surface_of(body) in (Surface.ACTION, Surface.SHORTCUT):
                tell(session, body, str(error), now=now)
        deliveries.forget_kept(session, name, workspace_id=workspace_id)
    if refusal is not None:
        raise refusal


def tell(session: Session, body: Body, text: str, *, now: datetime) -> None:
    """Have the person who clicked shown `text`, where they clicked and to them alone.

    A shortcut may be used where the bot is not, so who did is told in their conversation with it.
    """
    is_anywhere = payloads.surface_of(body) is Surface.SHORTCUT
    slack_channel_id = None if is_anywhere else payloads.slack_channel_id(body)
    people.show(session, payloads.get_actor(session, body, now=now), text, slack_channel_id=slack_channel_id)
