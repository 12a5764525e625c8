"""Delivers previews of links to tickets, drawn from what may be shown there in that moment."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.delivery.kinds import Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.ticket_links import SharedLinks
from bot.services.desk import previews
from bot.views.desk.ticket_preview import neutral_preview, ticket_preview
from models.desk import Workspace

PREVIEW_REFUSED: Final = frozenset(
    {
        "cannot_find_channel",
        "cannot_find_message",
        "cannot_find_service",
        "cannot_unfurl_message",
        "cannot_unfurl_url",
        "channel_not_found",
        "invalid_unfurl_id",
        "message_not_found",
        "missing_scope",
        "not_in_channel",
    }
)
"""Slack's refusals that say the link is gone, the typing went on, or previews were turned off."""


def deliverer() -> Deliverer:
    """Return the deliverer of previews."""
    return Deliverer(OutboxKind.UNFURL_LINKS, prepare_previews, meaningless_after=PREVIEW_REFUSED)


def prepare_previews(session: Session, row: Row, *, now: datetime) -> Step:
    """Put previews under links, by rights and states as they are now. Slack takes them again and again."""
    links = SharedLinks(**row.payload)
    shown = previews.load_previews(session, session.get_one(Workspace, row.workspace_id), links)
    if not shown:
        return Drop("no preview may be shown there")
    drawn = {
        url: neutral_preview(links.keys[url]) if ticket is None else ticket_preview(ticket)
        for url, ticket in shown.items()
    }
    return Call(lambda slack: slack.unfurl(links.unfurl_id, links.source, drawn))
