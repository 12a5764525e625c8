"""One configuration file being applied: what the steps share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.desk_file import DeskFile, Section
from bot.domain.desk.problems import DeskFileRefused
from bot.errors import Refusal
from bot.services.desk.desk_names import ResolvedDeskFile
from models.desk import Channel, ChannelRole, Queue, Workspace


@dataclass
class DeskApplication:
    """What a step works on.

    Attributes:
        lines: what was changed so far, in sentences.
        costs: what of it costs money, in sentences that name the price: asked about before it is done.
    """

    session: Session
    workspace: Workspace
    resolved: ResolvedDeskFile
    now: datetime
    lines: list[str] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)

    @property
    def file(self) -> DeskFile:
        """What the file says."""
        return self.resolved.file

    @property
    def parts(self) -> Mapping[str, Section]:
        """The sections of other wings that are present, by name."""
        return self.resolved.parts

    @contextmanager
    def at(self, *path: str | int) -> Iterator[None]:
        """Turn a service's refusal into a problem of the line at `path`, which asked for the change."""
        try:
            yield
        except Refusal as refusal:
            reason, _, remedy = str(refusal).removesuffix(".").partition(". ")
            remedy = remedy or "Put back what the file said here, or mend that first"
            raise DeskFileRefused([self.resolved.document.problem(path, reason, remedy)]) from refusal

    def list_channels(self, role: ChannelRole) -> list[Channel]:
        """Return the channels that play a role now."""
        playing = select(Channel).where(Channel.workspace_id == self.workspace.id, Channel.role == role)
        return list(self.session.scalars(playing.order_by(Channel.id)))

    def list_queues(self) -> list[Queue]:
        """Return the queues there are now."""
        there = select(Queue).where(Queue.workspace_id == self.workspace.id)
        return list(self.session.scalars(there.order_by(Queue.id)))
