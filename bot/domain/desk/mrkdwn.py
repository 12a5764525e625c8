"""Slack's `text` of a message: mrkdwn with `&<>` escaped and what is special between angle brackets.

A message without rich text (from a bot, from `/me`, from a slash command) has only this. It becomes rich text with
links, mentions and channels told apart; asterisks and the like stay as they were typed.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

_SPECIAL = re.compile(r"<([^<>\n]+)>")
_BROADCASTS = ("here", "channel", "everyone")


def unescape(text: str) -> str:
    """Return `text` with Slack's three entities (`&amp;`, `&lt;`, `&gt;`) as the characters they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """Return `text` with `&`, `<` and `>` as the entities Slack asks for."""
    return html.escape(text, quote=False)


def rich_text_of(text: str) -> list[dict[str, Any]]:
    """Return Slack's `text` as one `rich_text` block, or as none where it is empty.

    Mentions are told apart, not yet made harmless: `bot.domain.desk.rich_text.harmless` does that.
    """
    elements = list(_elements(text))
    if not elements:
        return []
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def _elements(text: str) -> Iterator[dict[str, Any]]:
    end = 0
    for found in _SPECIAL.finditer(text):
        yield from _words(text[end : found.start()])
        yield from _special(found[1])
        end = found.end()
    yield from _words(text[end:])


def _words(text: str) -> Iterator[dict[str, Any]]:
    if text:
        yield {"type": "text", "text": unescape(text)}


def _special(inside: str) -> Iterator[dict[str, Any]]:
    """Yield the element for what stands between `<` and `>`: `@U1|sam`, `#C1|help`, `!here`, `https://…|label`."""
    target, _, label = inside.partition("|")
    kind, name = target[:1], target[1:]
    if kind == "@":
        yield {"type": "user", "user_id": name}
    elif kind == "#":
        yield {"type": "channel", "channel_id": name}
    elif kind == "!":
        yield _command(name, label)
    else:
        link = {"type": "link", "url": unescape(target)}
        yield {**link, "text": unescape(label)} if label else link


def _command(name: str, label: str) -> dict[str, Any]:
    kind, _, argument = name.partition("^")
    if kind in _BROADCASTS:
        return {"type": "broadcast", "range": kind}
    if kind == "subteam" and not label:
        return {"type": "usergroup", "usergroup_id": argument}
    return {"type": "text", "text": unescape(label) or f"@{kind}"}
