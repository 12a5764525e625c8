"""One call of `/desk`: what was typed, by whom, and the means to answer it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.typed import Typed
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from models.desk import Person, Workspace


@dataclass(frozen=True)
class Call:
    """A slash command on its way through the verb it named. `slack` answers within a second or fails."""

    body: dict[str, Any]
    typed: Typed
    sessions: Sessions
    clock: Clock
    slack: SlackPort

    def first(self) -> AbstractContextManager[Session]:
        """Open the call's one transaction. Read from Slack before it, never in it."""
        return deliveries.first(self.sessions, self.body, now=self.clock())

    def actor(self, session: Session) -> Person:
        """Return who typed."""
        return payloads.get_actor(session, self.body, now=self.clock())

    def workspace(self, session: Session) -> Workspace:
        """Return the workspace it was typed in."""
        return payloads.get_workspace(session, self.body)
