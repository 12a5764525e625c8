"""Two Slacks with the same people in them: the sandbox behind the real adapter, and the one in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.gateways.recorded_slack import RecordedSlack, ToldLinks
from bot.gateways.slack import SlackClient
from bot.gateways.slack_port import ChannelProfile, Outgoing, Posted, Profile, SlackPort
from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer

CHANNEL = "C0000ITHELP"
ROSA, GUS, ADA = "U00000ROSA", "U000000GUS", "U000000ADA"


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Return the blocks of a message that says `text`."""
    return [{"type": "section", "text": {"type": "plain_text", "text": text}}]


def outgoing(text: str = "Hello", *, message_id: str = "m-1", thread_ts: str | None = None) -> Outgoing:
    """Return a message to the request channel."""
    return Outgoing(CHANNEL, text, blocks_of(text), message_id, thread_ts=thread_ts)


def long_ago() -> datetime:
    """Return an instant before anything of this test happened."""
    return datetime.now(UTC) - timedelta(minutes=5)


@dataclass(frozen=True)
class Read:
    """A message as people see it."""

    text: str
    thread_ts: str | None


class World(Protocol):
    """A Slack to test a port against."""

    slack: SlackPort

    def says(self, text: str, *, thread_ts: str | None = None) -> Posted:
        """Have rosa write in the request channel."""

    def read(self) -> list[Read]:
        """Return what stands at the top level of the request channel."""

    def shown_to_rosa(self) -> list[str]:
        """Return the texts only rosa was shown."""

    def rosas_home(self) -> Sequence[Mapping[str, Any]] | None:
        """Return the blocks of rosa's Home tab, or None while it shows nothing."""

    def types_link(self, url: str) -> str:
        """Have rosa type a link to the app's domain, not sent yet; return the id under which the app is told of it."""

    def previewed(self, unfurl_id: str) -> dict[str, str]:
        """Return what rosa sees under the links she typed, by their addresses."""


class SandboxWorld:
    """The sandbox, behind the real adapter and real HTTP."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.slack: SlackPort = SlackClient(server.bot_token, base_url=server.api_url)
        self.rosa = server.actor("rosa")

    def says(self, text: str, *, thread_ts: str | None = None) -> Posted:
        """Have rosa write."""
        message = self.rosa.post(CHANNEL, text, thread=thread_ts)
        return Posted(message.channel, message.ts)

    def read(self) -> list[Read]:
        """Return the top level."""
        return [Read(message.text, None) for message in self.rosa.messages(CHANNEL)]

    def shown_to_rosa(self) -> list[str]:
        """Return rosa's ephemerals."""
        return [message.text for message in self.rosa.ephemerals()]

    def rosas_home(self) -> Sequence[Mapping[str, Any]] | None:
        """Return the blocks of rosa's Home tab, without the ids that Slack filled in."""
        home = self.rosa.home
        return None if home is None else [{"type": block["type"], "text": block["text"]} for block in home.blocks]

    def types_link(self, url: str) -> str:
        """Have rosa type."""
        unfurl_id = self.rosa.type_text(CHANNEL, url)
        assert unfurl_id is not None
        return unfurl_id

    def previewed(self, unfurl_id: str) -> dict[str, str]:
        """Return the words of the previews."""
        return {url: _words_of(preview["blocks"]) for url, preview in self.rosa.typed_previews(unfurl_id).items()}


class RecordedWorld:
    """The Slack in memory."""

    def __init__(self) -> None:
        self.recorded = RecordedSlack()
        self.slack: SlackPort = self.recorded
        self.recorded.channels[CHANNEL] = ChannelProfile(
            CHANNEL, "it-help", is_private=False, is_shared=True, is_archived=False, is_member=True
        )
        for profile in (_profile(ROSA), _profile(GUS, is_guest=True), _profile(ADA, is_slack_admin=True)):
            self.recorded.profiles[profile.slack_user_id] = profile
            self.recorded.members[CHANNEL].append(profile.slack_user_id)

    def says(self, text: str, *, thread_ts: str | None = None) -> Posted:
        """Have somebody write."""
        return self.recorded.hear(CHANNEL, text, thread_ts=thread_ts)

    def read(self) -> list[Read]:
        """Return the top level."""
        standing = self.recorded.standing(CHANNEL)
        return [Read(message.text, None) for message in standing if message.thread_ts is None]

    def shown_to_rosa(self) -> list[str]:
        """Return rosa's ephemerals."""
        return [text for _, who, text in self.recorded.ephemerals if who == ROSA]

    def rosas_home(self) -> Sequence[Mapping[str, Any]] | None:
        """Return the blocks of rosa's Home tab."""
        view = self.recorded.homes.get(ROSA)
        return None if view is None else view["blocks"]

    def types_link(self, url: str) -> str:
        """Have the app be told of a link."""
        self.recorded.told_links["unfurl-1"] = ToldLinks("composer", [url])
        return "unfurl-1"

    def previewed(self, unfurl_id: str) -> dict[str, str]:
        """Return the words of the previews."""
        return {url: _words_of(blocks) for url, blocks in self.recorded.previews.get(unfurl_id, {}).items()}


@contextmanager
def sandbox(**options: Any) -> Iterator[SandboxServer]:
    """Run a sandbox with the app's own manifest and no rate limits unless `options` say otherwise."""
    with SandboxServer(manifest(Transport.HTTP), **{"rate_scale": None, **options}) as server:
        yield server


def _words_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return what blocks made by `blocks_of` say."""
    return " ".join(block["text"]["text"] for block in blocks)


def _profile(slack_user_id: str, **facts: bool) -> Profile:
    given: dict[str, Any] = {
        "is_bot": False,
        "is_guest": False,
        "is_deactivated": False,
        "is_slack_admin": False,
        **facts,
    }
    return Profile(slack_user_id, "T00000ACME", slack_user_id.title(), None, None, None, **given)
