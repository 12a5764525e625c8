"""The platform: the workspace, the installed app, and the ways between them, in one object."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox import events
from sandbox.changes import Changes
from sandbox.composer import Composer
from sandbox.delivery import EventDelivery
from sandbox.endpoint import AppEndpoint
from sandbox.faults import Faults
from sandbox.installation import Installation
from sandbox.oauth import Grants
from sandbox.payload import Payload
from sandbox.rates import Rates
from sandbox.response_urls import ResponseUrls
from sandbox.scenes import Scenes
from sandbox.shapes import MessageShape, bot_object, person_object
from sandbox.shared_links import Unfurls
from sandbox.suggestions import Suggestions
from sandbox.surfaces import Surfaces, View
from sandbox.time_machine import TimeMachine
from sandbox.triggers import Triggers
from sandbox.wire import Wire
from sandbox.workspace import Channel, Message, Person, Workspace

DEFAULT_PAGE_CAP = 1000


@dataclass
class Settings:
    """What may be changed while the sandbox runs.

    Attributes:
        page_cap: the most items any page holds, whatever limit was asked for.
    """

    page_cap: int = DEFAULT_PAGE_CAP


class Platform:
    """Everything the sandbox knows; touched only on the server's loop.

    Args:
        workspace: the company.
        app: the installed app.
        endpoint: where the app listens.
        base_url: the sandbox's own address, without a slash at its end.
        rates: the rate limits.
        retry_delays: seconds before each retry of an event.
    """

    def __init__(
        self,
        workspace: Workspace,
        app: Installation,
        endpoint: AppEndpoint,
        *,
        base_url: str,
        rates: Rates,
        retry_delays: Sequence[float],
    ) -> None:
        self.workspace = workspace
        self.app = app
        self.endpoint = endpoint
        self.base_url = base_url
        self.rates = rates
        self.settings = Settings()
        self.changes = Changes()
        self.scenes = Scenes(lambda: self.changes.note("scene"))
        self.wire = Wire(lambda number: self.changes.note("wire", ts=str(number)))
        self.faults = Faults()
        self.triggers = Triggers()
        self.grants = Grants(app, workspace)
        self.time_machine: TimeMachine | None = None
        self.response_urls = ResponseUrls(base_url)
        self.unfurls = Unfurls()
        self.suggestions = Suggestions()
        self.surfaces = Surfaces(lambda kind, user: self.changes.note(kind, user=user))
        self.composer = Composer(workspace)
        self.shape = MessageShape(workspace, app, base_url)
        self.delivery = EventDelivery(endpoint, self.faults, self.wire, retry_delays=retry_delays)
        self.interactions_under_way = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way to the app."""
        return self.delivery.is_idle and self.interactions_under_way == 0

    def emit(self, event: Payload, channel: Channel | None = None, *, everywhere: bool = False) -> None:
        """Tell the pages of an event, and send it to the app if its manifest asks for it.

        Args:
            event: one of `sandbox.events`.
            channel: where it happened; the app must be a member. None is for what any app may hear.
            everywhere: whether the app hears of it where it is no member, too.
        """
        self.changes.note_event(event)
        is_hidden = channel is not None and self.app.bot_user_id not in channel.members
        if (is_hidden and not everywhere) or not self.app.wants(events.subscription_of(event)):
            return
        is_shared = channel is not None and bool(channel.shared_with)
        self.delivery.send(events.envelope(event, self.workspace, self.app, is_shared=is_shared))

    def revoke_token(self) -> None:
        """Make the app's token worthless and tell the app; it hears nothing more after that."""
        self.emit(events.tokens_revoked(self.app.bot_user_id, ts=self.workspace.next_ts()))
        self.app.is_revoked = True

    def uninstall(self) -> None:
        """Remove the app from the workspace, and tell it so by two events."""
        self.emit(events.app_uninstalled(ts=self.workspace.next_ts()))
        self.revoke_token()

    def bot_profile(self) -> Payload:
        """Return the app's bot as JSON."""
        return bot_object(self.app, self.workspace.team_id)

    def draw_person(self, person: Person, *, with_locale: bool = False) -> Payload:
        """Return a person as JSON, with the address if the app may see it."""
        return person_object(
            person,
            with_email="users:read.email" in self.app.granted,
            with_locale=with_locale,
            home_team_id=self.workspace.team_id,
        )

    def draw_view(self, view: View) -> Payload:
        """Return a view as JSON."""
        app = self.app
        return view.draw(team_id=self.workspace.team_id, app_id=app.app_id, bot_id=app.bot_id)

    def find_ephemeral(self, channel_id: str, ts: str) -> Message | None:
        """Return the ephemeral message with this timestamp, or None."""
        found = (each for each in self.workspace.ephemerals if (each.channel_id, each.ts) == (channel_id, ts))
        return next(found, None)
