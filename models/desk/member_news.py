"""What was last heard, by an event, of a person and a triage channel."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, WorkspaceId


class MemberNews(Base):
    """The newest joining or leaving that Slack told of: events come in any order, and a read may be older than one."""

    __tablename__ = "member_news"

    channel_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("channel.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False)
    workspace_id: Mapped[WorkspaceId]
    is_member: Mapped[bool]
    happened_at: Mapped[datetime]  # in Slack's time, as the event's ts is
