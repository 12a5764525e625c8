"""The blocks, one by one: the fields of each and the elements that each may hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit import elements
from sandbox.blockkit.composition import BLOCK_ID, IMAGE, SLACK_FILE, URL, WEB_URL, any_text, mrkdwn, plain_text
from sandbox.blockkit.elements import BUTTON
from sandbox.blockkit.figures import DATA_TABLE, DATA_VISUALIZATION, TABLE
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.shapes import (
    Kind,
    Rule,
    array,
    at_least_one,
    choice,
    exactly_one,
    flag,
    one_of,
    problem,
    step,
    string,
)

MOST_MARKDOWN_CHARACTERS = 12_000

_ID: dict[str, Rule] = {"block_id": BLOCK_ID}

ACTIONS = Kind(
    "actions",
    needs={
        "elements": array(
            one_of(
                BUTTON,
                elements.WORKFLOW_BUTTON,
                elements.OVERFLOW,
                elements.RICH_TEXT_INPUT,
                elements.DATETIMEPICKER,
                *elements.PICKS,
                *elements.SELECTS,
            ),
            least=1,
            most=25,
        ),
    },
    may=_ID,
)

ALERT = Kind(
    "alert",
    needs={"text": any_text(200)},
    may={**_ID, "level": choice("default", "info", "warning", "error", "success")},
)

CARD = Kind(
    "card",
    needs={},
    may={
        **_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "actions": array(BUTTON, least=1, most=3),
    },
    also=[at_least_one("hero_image", "title", "actions", "body")],
)

CAROUSEL = Kind("carousel", needs={"elements": array(CARD, least=1, most=10)}, may=_ID)

CONTEXT = Kind(
    "context",
    needs={"elements": array(one_of(IMAGE, plain_text(), mrkdwn()), least=1, most=10)},
    may=_ID,
)

CONTEXT_ACTIONS = Kind(
    "context_actions",
    needs={"elements": array(one_of(elements.FEEDBACK_BUTTONS, elements.ICON_BUTTON), least=1, most=5)},
    may=_ID,
)

DIVIDER = Kind("divider", needs={}, may=_ID)

FILE = Kind("file", needs={"external_id": string(least=1), "source": choice("remote")}, may=_ID)

HEADER = Kind("header", needs={"text": plain_text(150)}, may=_ID)

PICTURE = Kind(
    "image",
    needs={"alt_text": string(2000)},
    may={**_ID, "image_url": WEB_URL, "slack_file": SLACK_FILE, "title": plain_text(2000)},
    also=[exactly_one("image_url", "slack_file")],
)

INPUT = Kind(
    "input",
    needs={"label": plain_text(2000), "element": one_of(*elements.INPUTS, *elements.PICKS, *elements.SELECTS)},
    may={**_ID, "hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
)

MARKDOWN = Kind("markdown", needs={"text": string(MOST_MARKDOWN_CHARACTERS, least=1)}, may=_ID)

SECTION = Kind(
    "section",
    needs={},
    may={
        **_ID,
        "text": any_text(3000),
        "fields": array(any_text(2000), least=1, most=10),
        "accessory": one_of(
            BUTTON,
            IMAGE,
            elements.WORKFLOW_BUTTON,
            elements.OVERFLOW,
            *elements.PICKS,
            *elements.SELECTS,
        ),
        "expand": flag,
    },
    also=[at_least_one("text", "fields")],
)

_SOURCE = Kind("url", needs={"url": URL, "text": string(least=1)})

TASK_CARD = Kind(
    "task_card",
    needs={
        "task_id": string(least=1),
        "title": string(least=1),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
    may={**_ID, "details": RICH_TEXT, "output": RICH_TEXT, "sources": array(_SOURCE)},
)

PLAN = Kind("plan", needs={"title": string(least=1)}, may={**_ID, "tasks": array(TASK_CARD)})

VIDEO = Kind(
    "video",
    needs={
        "alt_text": string(200, least=1),
        "title": plain_text(200),
        "thumbnail_url": WEB_URL,
        "video_url": string(3000, like=r"https://\S+", called="a valid URL that begins with https://"),
    },
    may={
        **_ID,
        "author_name": string(50),
        "description": plain_text(200),
        "provider_icon_url": WEB_URL,
        "provider_name": string(50),
        "title_url": string(3000, like=r"https://\S+", called="a valid URL that begins with https://"),
    },
)


def _collapses_only_if_collapsible(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield problem("must set is_collapsible as well", step(pointer, "default_collapsed"))


CONTAINER = Kind(
    "container",
    needs={
        "child_blocks": array(
            one_of(ACTIONS, CONTEXT, DIVIDER, FILE, HEADER, PICTURE, INPUT, RICH_TEXT, SECTION, TABLE, VIDEO),
            least=1,
            most=10,
        ),
    },
    may={
        "title": plain_text(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": any_text(150),
        "icon": IMAGE,
        "width": choice("narrow", "standard", "wide", "full"),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    also=[at_least_one("title", "rich_text_title"), _collapses_only_if_collapsible],
)

BLOCKS = (
    ACTIONS,
    ALERT,
    CARD,
    CAROUSEL,
    CONTAINER,
    CONTEXT,
    CONTEXT_ACTIONS,
    DATA_TABLE,
    DATA_VISUALIZATION,
    DIVIDER,
    FILE,
    HEADER,
    PICTURE,
    INPUT,
    MARKDOWN,
    PLAN,
    RICH_TEXT,
    SECTION,
    TABLE,
    TASK_CARD,
    VIDEO,
)
"""Every block that Slack knows; `surfaces` says which of them may stand where."""
