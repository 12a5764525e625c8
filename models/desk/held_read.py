"""A read of a channel's members that looked wrong and waits for a second one that agrees."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, WorkspaceId


class HeldRead(Base):
    """The last read of a triage channel that would have moved too many agents at once to be believed by itself."""

    __tablename__ = "held_read"

    channel_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("channel.id"), primary_key=True, autoincrement=False)
    workspace_id: Mapped[WorkspaceId]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))  # Slack user ids that we know and the read did not have
    added: Mapped[list[str]] = mapped_column(ARRAY(Text))  # the reverse
    read_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when admins were told
