"""What happens from above: to people, channels, the app's token and the sandbox's own behaviour."""

from collections.abc import Sequence
from typing import Any

from sandbox.actor import Actor, Stage, place_of
from sandbox.payload import Payload
from sandbox.seen import Message


class Director:
    """What happens from above: to people, channels, the app's token and the sandbox's own behaviour.

    Args:
        stage: where it happens.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def deactivate(self, who: str) -> None:
        """Deactivate somebody's account."""
        self.change_person(who, deleted=True)

    def reactivate(self, who: str) -> None:
        """Bring somebody's account back; the channels are not."""
        self.change_person(who, deleted=False)

    def change_person(self, who: str, **fields: Any) -> None:
        """Change what is known of somebody, such as `is_restricted` or `real_name`."""
        self._stage.direct("change_person", {"who": who, "fields": fields})

    def add_person(self, name: str, **fields: Any) -> Actor:
        """Add somebody to the team and return them."""
        self._stage.direct("add_person", {"name": name, "fields": fields})
        return Actor(name, self._stage)

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self._stage.direct("archive", {"channel": channel, "is_archived": True})

    def unarchive(self, channel: str) -> None:
        """Bring an archived channel back."""
        self._stage.direct("archive", {"channel": channel, "is_archived": False})

    def delete_channel(self, channel: str) -> None:
        """Delete a channel."""
        self._stage.direct("delete_channel", {"channel": channel})

    def rename(self, channel: str, name: str) -> None:
        """Rename a channel."""
        self._stage.direct("rename", {"channel": channel, "name": name})

    def share(self, channel: str, team: str) -> None:
        """Share a channel with another organisation."""
        self._stage.direct("share", {"channel": channel, "team": team, "is_shared": True})

    def unshare(self, channel: str, team: str) -> None:
        """Stop sharing a channel."""
        self._stage.direct("share", {"channel": channel, "team": team, "is_shared": False})

    def add_emoji(self, name: str) -> None:
        """Add an emoji of the workspace's own, by a name without colons."""
        self._stage.direct("add_emoji", {"name": name})

    def unfurl(self, message: Message) -> None:
        """Show the preview of a link under a message, which Slack announces as a change of it."""
        self._stage.direct("unfurl", place_of(message))

    def grant(self, scopes: Sequence[str]) -> None:
        """Make these the granted scopes."""
        self._stage.direct("grant", {"scopes": list(scopes)})

    def revoke_token(self) -> None:
        """Revoke the app's token."""
        self._stage.direct("revoke_token", {})

    def uninstall(self) -> None:
        """Remove the app from the workspace: its token is revoked, too."""
        self._stage.direct("uninstall", {})

    def configure(self, **settings: Any) -> None:
        """Set any of `events_url`, `page_cap`, `rate_scale`, `ack_timeout` and `takes_sockets`."""
        self._stage.direct("configure", settings)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Announce the end of the app's open sockets, and end them: `warning`, `refresh_requested`, `link_disabled`."""
        self._stage.direct("disconnect", {"reason": reason})

    def silence(self) -> None:
        """Have the app's open sockets stay open, and say and hear nothing more."""
        self._stage.direct("silence", {})

    def add_fault(self, kind: str, *, on: str = "*", times: int | None = 1, **details: Any) -> None:
        """Misbehave; see `sandbox.faults.Fault` for the kinds and details."""
        self._stage.direct("add_fault", {"kind": kind, "on": on, "times": times, **details})

    def clear_faults(self) -> None:
        """Behave well again."""
        self._stage.direct("clear_faults", {})

    def travel(self, step: str) -> Payload:
        """Move the app's clock on by one of `sandbox.time_machine.STEPS`; return its `now` and `offset_seconds`."""
        return self._stage.direct("time_machine", {"step": step})

    def company(self) -> Payload:
        """Return the ids of people and channels by name, of the team and of the bot user."""
        return self._stage.direct("company", {})
