"""The desk's deliverers: one for each kind of row the desk writes, but those that read history."""

from collections.abc import Sequence

from bot.delivery.desk import (
    backfill,
    cards,
    home,
    invitations,
    moves,
    notes,
    notices,
    notifications,
    people,
    previews,
    private_talk,
    quotes,
    ratings,
    replies,
    undo_offers,
)
from bot.delivery.desk.cards import CardPart
from bot.delivery.kinds import Deliverer


def desk_deliverers(parts: Sequence[CardPart] = ()) -> tuple[Deliverer, ...]:
    """Return them. `parts` is what other wings add to the triage card, in the order it is shown."""
    return moves.unless_left(
        (
            cards.deliverer(parts),
            *notices.deliverers(),
            *replies.deliverers(),
            undo_offers.deliverer(),
            notes.deliverer(),
            *private_talk.deliverers(),
            *ratings.deliverers(),
            *people.deliverers(),
            *invitations.deliverers(),
            notifications.deliverer(),
            previews.deliverer(),
            backfill.deliverer(),
            quotes.deliverer(),
            home.deliverer(),
            *moves.deliverers(),
        )
    )
