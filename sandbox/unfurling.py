"""Links to the app's own domains: announced when people type or post them, and shown with what the app says of them.

Slack announces a link wherever it is posted, also where the app is not. It never tells the app of links in the app's
own messages, nor of those that classic bots post.
"""

import html
import re
import secrets
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from sandbox import events
from sandbox.elements import attachments_with_ids
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.shared_links import SharedLinks
from sandbox.workspace import Channel, Message, Person

LINK = re.compile(r"<(https?://[^>|\s]+)(?:\|[^>]*)?>")
COMPOSER = "COMPOSER"
"""What stands for a channel while a message is still being typed."""


def announce_posted(platform: Platform, channel: Channel, message: Message) -> None:
    """Tell the app of the links to its domains in what a person has just posted."""
    links = find_links(message.text, platform.app.unfurl_domains)
    if not links or message.user is None or message.client_msg_id is None:
        return
    shared = SharedLinks(
        unfurl_id=f"{channel.id}.{message.ts}.{secrets.token_hex(32)}",
        source="conversations_history",
        user=message.user,
        urls=list(links),
        channel_id=channel.id,
        ts=message.ts,
    )
    _announce(platform, shared, links, channel, thread_ts=message.thread_ts if message.is_reply else None)


def announce_typed(platform: Platform, channel: Channel, person: Person, text: str) -> SharedLinks | None:
    """Tell the app of the links to its domains in what somebody is typing; None if there are none."""
    links = find_links(text, platform.app.unfurl_domains)
    if not links:
        return None
    unfurl_id = f"{person.id}-{secrets.token_hex(16)}-{secrets.token_hex(16)}"
    shared = SharedLinks(unfurl_id=unfurl_id, source="composer", user=person.id, urls=list(links))
    _announce(platform, shared, links, channel, thread_ts=None)
    return shared


def attach_previews(platform: Platform, shared: SharedLinks, unfurls: Mapping[str, Payload]) -> None:
    """Show previews of announced links, in place of earlier ones of the same links.

    In a posted message that is a change nobody made, announced as `message_changed` without a new `edited`.
    """
    shared.previews.update(unfurls)
    if shared.channel_id is None or shared.ts is None:
        platform.changes.note("typed", ts=shared.unfurl_id, user=shared.user)
        return
    channel = platform.workspace.channels[shared.channel_id]
    message = channel.get_message(shared.ts)
    previous = platform.shape.draw(message)
    kept = [each for each in message.attachments if each.get("app_unfurl_url") not in unfurls]
    message.attachments = attachments_with_ids([*kept, *(_attachment(platform, url, unfurls[url]) for url in unfurls)])
    drawn = platform.shape.draw(message)
    platform.emit(events.message_changed(drawn, previous, channel, ts=platform.workspace.next_ts()), channel)


def find_links(text: str, domains: Iterable[str]) -> dict[str, str]:
    """Return the domain of each link in a message's text that belongs to one of the domains, by address."""
    found: dict[str, str] = {}
    for escaped in LINK.findall(text):
        url = html.unescape(escaped)
        host = urlsplit(url).hostname or ""
        domain = next((each for each in domains if host == each or host.endswith(f".{each}")), None)
        if domain is not None:
            found[url] = domain
    return found


def get_posted(platform: Platform, channel_id: str, ts: str) -> tuple[Message, SharedLinks]:
    """Return a message the app was told of, with its links.

    Raises:
        Refusal: `cannot_find_channel`, `cannot_find_message`, or `cannot_unfurl_url` if it was not told.
    """
    channel = platform.workspace.channels.get(channel_id)
    shared = platform.unfurls.find_in(channel_id, ts)
    is_known = channel is not None and (shared is not None or platform.app.bot_user_id in channel.members)
    if channel is None or not is_known:
        raise Refusal("cannot_find_channel")
    if ts not in channel.messages or channel.messages[ts].subtype == "tombstone":
        raise Refusal("cannot_find_message")
    if shared is None:
        raise Refusal("cannot_unfurl_url")
    return channel.messages[ts], shared


def _announce(
    platform: Platform, shared: SharedLinks, links: Mapping[str, str], channel: Channel, *, thread_ts: str | None
) -> None:
    platform.unfurls.add(shared)
    event = events.link_shared(
        {
            "channel": shared.channel_id or COMPOSER,
            "is_bot_user_member": platform.app.bot_user_id in channel.members,
            "user": shared.user,
            "message_ts": shared.ts or shared.unfurl_id,
            "unfurl_id": shared.unfurl_id,
            "source": shared.source,
            "links": [{"url": url, "domain": domain} for url, domain in links.items()],
        },
        thread_ts=thread_ts,
        ts=platform.workspace.next_ts(),
    )
    platform.emit(event, channel, everywhere=True)


def _attachment(platform: Platform, url: str, unfurl: Payload) -> Payload:
    app = platform.app
    about = {"from_url": url, "app_unfurl_url": url, "is_app_unfurl": True, "app_id": app.app_id, "bot_id": app.bot_id}
    return {**unfurl, **about}
