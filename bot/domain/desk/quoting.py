"""Quoting: somebody's words with who said them, where, and a link to them."""

from dataclasses import replace
from typing import Any

from bot.domain.desk.incoming import Words

SEPARATOR = " · "


def quoted(words: Words, slack_user_id: str | None, slack_channel_id: str, address: str) -> Words:
    """Return words under a line that says whose they are, where they stand, and links there.

    Args:
        words: what was said.
        slack_user_id: who said it; None for an app without a user.
        slack_channel_id: where.
        address: the message's permalink.
    """
    said_by = [] if slack_user_id is None else [{"type": "user", "user_id": slack_user_id}, _text(SEPARATOR)]
    place = [{"type": "channel", "channel_id": slack_channel_id}, _text(SEPARATOR), {"type": "link", "url": address}]
    lead = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [*said_by, *place]}]}
    author = "" if slack_user_id is None else f"<@{slack_user_id}>{SEPARATOR}"
    text = f"{author}<#{slack_channel_id}>{SEPARATOR}<{address}>\n{words.text}"
    return replace(words, text=text, blocks=[lead, *(words.blocks or _plain(words.text))])


def _plain(text: str) -> list[dict[str, Any]]:
    section = {"type": "rich_text_section", "elements": [_text(text)]}
    return [{"type": "rich_text", "elements": [section]}] if text else []


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
