"""Whether Slack would take what a view drew, and whether anything in it could notify or mislead."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.views.content import Content
from sandbox.blockkit import check_blocks, check_view
from tests.support.contracts import validator

OUTGOING = "slack-outgoing"
LIVE_MARKUP = re.compile(r"<(!(channel|here|everyone|group|subteam|date)\b|@[UWS]|#[CDG])")
OUR_MARKUP = re.compile(r"<!date\^\d+\^[^|<>]+\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>|<@U0(ROSA|BEN)>|<#C0HELP>")
NOTIFYING = {"user", "usergroup", "broadcast", "team"}


def problems_of(content: Content) -> list[str]:
    message = {"channel": "C0HELP", "text": content.text, "blocks": json.loads(json.dumps(list(content.blocks)))}
    found = [error.message[:200] for error in validator(OUTGOING, "ChatPostMessage").iter_errors(message)]
    found += check_blocks(message["blocks"], "message")
    if not content.text.strip() or len(content.text) > 4_000:
        found.append("the text fallback is empty or long")
    return found


def problems_of_view(view: Mapping[str, Any]) -> list[str]:
    plain = json.loads(json.dumps(view))
    opening = {"trigger_id": "1.2.abc", "view": plain}
    return [error.message[:200] for error in validator(OUTGOING, "ViewsOpen").iter_errors(opening)] + check_view(
        plain, "modal"
    )


def problems_of_home(view: Mapping[str, Any]) -> list[str]:
    plain = json.loads(json.dumps(view))
    publishing = {"user_id": "U0ROSA", "view": plain}
    return [error.message[:200] for error in validator(OUTGOING, "ViewsPublish").iter_errors(publishing)] + check_view(
        plain, "home"
    )


def every_object(thing: object) -> Iterator[dict[str, Any]]:
    """Yield every JSON object inside, however deep."""
    if isinstance(thing, Mapping):
        yield dict(thing)
        for inside in thing.values():
            yield from every_object(inside)
    elif isinstance(thing, list | tuple):
        for inside in thing:
            yield from every_object(inside)


def every_string(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for inside in thing.values():
            yield from every_string(inside)
    elif isinstance(thing, list | tuple):
        for inside in thing:
            yield from every_string(inside)


def dangers_of(content: Content) -> list[str]:
    """Return what in a message could notify somebody or pass for Slack's own markup."""
    objects = list(every_object(list(content.blocks)))
    found = [f"element {thing['type']}" for thing in objects if thing.get("type") in NOTIFYING]
    found += [f"markup {words!r}" for words in every_string(list(content.blocks)) if is_live(words)]
    if re.search(r"<|@(?!\u200b)", content.text):
        found.append(f"fallback {content.text!r}")
    json.dumps([content.text, list(content.blocks)], ensure_ascii=False).encode()
    return found


def is_live(words: str) -> bool:
    return bool(LIVE_MARKUP.search(OUR_MARKUP.sub("", words)))
