"""The address of a ticket on the web, https://desk.example.com/t/IT-12, and how one is read where it was shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bot.domain.desk.typed import read_key

LINKS_PATH: Final = "/t/"
MOST_LINKS: Final = 10
"""How many links of one message are previewed."""

COMPOSER: Final = "composer"
"""Where Slack says links are that somebody is still typing."""


@dataclass(frozen=True)
class SharedLinks:
    """Links to tickets that somebody typed or posted.

    Args:
        unfurl_id: Slack's id for previewing them.
        source: where Slack says they are; goes back to it with the id.
        slack_user_id: who typed or posted them.
        slack_channel_id: the conversation they were posted in; None while they are being typed.
        keys: the tickets' keys, by the address as it was written.
    """

    unfurl_id: str
    source: str
    slack_user_id: str
    slack_channel_id: str | None
    keys: Mapping[str, str]

    @property
    def slack_dm_id(self) -> str | None:
        """The conversation between the bot and who posted them, if it is there that they were posted."""
        slack_channel_id = self.slack_channel_id or ""
        return slack_channel_id if slack_channel_id.startswith("D") else None


def read_key_in_path(segment: str) -> str | None:
    """Return the key a ticket's address ends in, in capitals, or None for what is no key as desks write them."""
    key = read_key(segment)
    return key if key == segment.upper() else None


def read_shared_links(event: Mapping[str, Any]) -> SharedLinks | None:
    """Return what a `link_shared` event says of links to tickets, or None when there are none."""
    found = {link["url"]: _key_in(link["url"], link["domain"]) for link in event["links"]}
    keys = {url: key for url, key in found.items() if key is not None}
    if not keys:
        return None
    is_typed = event["source"] == COMPOSER
    return SharedLinks(
        unfurl_id=event["unfurl_id"],
        source=event["source"],
        slack_user_id=event["user"],
        slack_channel_id=None if is_typed else event["channel"],
        keys=dict(list(keys.items())[:MOST_LINKS]),
    )


def _key_in(url: str, domain: str) -> str | None:
    """Return the key in a ticket's address, or None: Slack tells of every link to the domain and to those below it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.hostname != domain.lower() or not parts.path.startswith(LINKS_PATH):
        return None
    return read_key_in_path(parts.path.removeprefix(LINKS_PATH))
