"""Somebody who was seen in Slack: requester, agent, admin, outsider or bot."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class Admission(StrEnum):
    """What admins said of a person whom a triage channel alone does not make an agent."""

    WAITING = "waiting"  # they were asked
    ADMITTED = "admitted"
    REFUSED = "refused"


class Person(Base):
    """One Slack user as this workspace sees them.

    A *stub* is a person known only by the ids of an event: `profile_read_at` is None until the profile was read.
    An outsider belongs to another Slack team (`slack_team_id` differs from the workspace's).
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_user_id"),
        Index("ix_person_home", "workspace_id", postgresql_where=text("home_opened_at IS NOT NULL")),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours_whole"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    slack_user_id: Mapped[str]
    slack_team_id: Mapped[str | None]
    display_name: Mapped[str | None]
    image_url: Mapped[str | None]
    zone: Mapped[str | None]  # an IANA name, as Europe/Berlin
    locale: Mapped[str | None]
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_outsider: Mapped[bool] = mapped_column(default=False)
    is_deactivated: Mapped[bool] = mapped_column(default=False)
    is_slack_admin: Mapped[bool] = mapped_column(default=False)
    is_desk_admin: Mapped[bool] = mapped_column(default=False)
    admission: Mapped[Admission | None] = mapped_column(text_enum(Admission, "admission"))  # None: nobody was asked
    slack_dm_id: Mapped[str | None]  # the conversation between this person and the bot, once opened
    profile_read_at: Mapped[datetime | None]
    home_opened_at: Mapped[datetime | None]  # first; from then on their Home is kept up to date
    home_list: Mapped[str | None]  # which list their Home shows, a value of bot.domain.desk.home_lists.HomeList
    home_page: Mapped[int] = mapped_column(default=0)  # of that list, from 0
    muted: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)  # kinds of notification they turned off
    quiet_from: Mapped[time | None] = mapped_column(default=time(20))  # in their own zone; both None: never quiet
    quiet_until: Mapped[time | None] = mapped_column(default=time(8))
    seen_at: Mapped[datetime]
