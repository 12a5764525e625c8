"""A Slack workspace that Deskbell is installed in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId


class Workspace(Base):
    """One installation: who the bot is there and what it was allowed to do. Every other row belongs to one."""

    __tablename__ = "workspace"

    id: Mapped[RowId]
    slack_team_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    url: Mapped[str]  # https://acme.slack.com/, ending in a slash
    slack_bot_user_id: Mapped[str]
    slack_bot_id: Mapped[str]
    granted_scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    private_mark: Mapped[str] = mapped_column(default=":lock:")  # what a private note begins with
    skip_mark: Mapped[str] = mapped_column(default=":megaphone:")  # a message that begins with it becomes no ticket
    create_emoji: Mapped[str] = mapped_column(default="ticket")  # a reaction that makes a message a ticket, no colons
    claim_emoji: Mapped[str] = mapped_column(default="eyes")  # on a card: claims the ticket
    resolve_emoji: Mapped[str] = mapped_column(default="white_check_mark")  # on a card: resolves the ticket
    language: Mapped[str] = mapped_column(default="en")
    bot_name: Mapped[str | None]  # what Deskbell calls itself in its messages; None: as the app is called
    bot_icon: Mapped[str | None]  # an emoji with colons, beside the name
    priority_words: Mapped[dict[str, Any] | None]  # name and meaning by the priority's key; None: as elsewhere
    installed_at: Mapped[datetime]
