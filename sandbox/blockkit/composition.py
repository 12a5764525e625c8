"""Composition objects: the texts, options, confirmations and pictures that blocks and elements are made of."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.shapes import (
    Check,
    Kind,
    Rule,
    array,
    choice,
    exactly_one,
    flag,
    one_of,
    problem,
    record,
    step,
    string,
)

BLOCK_ID = string(255, least=1)
ACTION_ID = string(255, least=1)
URL = string(3000, like=r"[A-Za-z][A-Za-z0-9+.\-]*:\S+", called="a valid URL")
WEB_URL = string(3000, like=r"https?://\S+", called="a valid URL that begins with http:// or https://")
USER_ID = string(like=r"[UW][A-Z0-9]+", called="the id of a user")
CONVERSATION_ID = string(like=r"[CDG][A-Z0-9]+", called="the id of a conversation")
CHANNEL_ID = string(like=r"[CG][A-Z0-9]+", called="the id of a channel")
STYLE = choice("primary", "danger")


def plain_text(most: int = 3000) -> Kind:
    """Describe a plain text object of 1 to `most` characters."""
    return Kind("plain_text", needs={"text": string(most, least=1)}, may={"emoji": flag})


def mrkdwn(most: int = 3000) -> Kind:
    """Describe a mrkdwn text object of 1 to `most` characters."""
    return Kind("mrkdwn", needs={"text": string(most, least=1)}, may={"verbatim": flag})


def any_text(most: int = 3000) -> Rule:
    """Describe a text object of either kind, of 1 to `most` characters."""
    return one_of(plain_text(most), mrkdwn(most))


CONFIRM = record(
    needs={"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    may={"style": STYLE},
)

PLAIN_OPTION = record(
    needs={"text": plain_text(75), "value": string(150)},
    may={"description": plain_text(75)},
)
"""An option of a menu."""

LINK_OPTION = record(
    needs={"text": plain_text(75), "value": string(150)},
    may={"description": plain_text(75), "url": URL},
)
"""An option of an overflow menu, the only place where an option may carry a `url`."""

RICH_OPTION = record(
    needs={"text": any_text(75), "value": string(150)},
    may={"description": any_text(75)},
)
"""An option of checkboxes or radio buttons, whose texts may be mrkdwn."""

OPTION_GROUP = record(needs={"label": plain_text(75), "options": array(PLAIN_OPTION, least=1, most=100)})

SUGGESTIONS = record(
    needs={},
    may={"options": array(PLAIN_OPTION, most=100), "option_groups": array(OPTION_GROUP, most=100)},
    also=[exactly_one("options", "option_groups")],
)
"""What the app answers when somebody types into a menu whose options it keeps itself; the options may be none."""

CONVERSATION_FILTER = record(
    needs={},
    may={
        "include": array(choice("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)

DISPATCH_ACTION_CONFIG = record(
    needs={},
    may={"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), least=1)},
)

SLACK_FILE = record(
    needs={},
    may={"id": string(least=1), "url": WEB_URL},
    also=[exactly_one("id", "url")],
)

IMAGE = Kind(
    "image",
    needs={"alt_text": string(2000)},
    may={"image_url": WEB_URL, "slack_file": SLACK_FILE},
    also=[exactly_one("image_url", "slack_file")],
)
"""A picture as an element of a block (a picture that is a block of its own may also have a title)."""


def check_suggestions(answer: object) -> list[str]:
    """Return what Slack would find wrong with what the app suggests for a menu."""
    return list(SUGGESTIONS(answer, ""))


def chosen_among_options(field: str) -> Check:
    """Require that what `field` (an option, or a list of them) chooses is offered, exactly as written there."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        groups = value.get("option_groups", [])
        offered = [*value.get("options", []), *(option for group in groups for option in group["options"])]
        chosen = value.get(field, [])
        for option in chosen if isinstance(chosen, list) else [chosen]:
            if option not in offered:
                yield problem(f"{field} must match one of the options", step(pointer, field))

    return check
