"""Blocks as an app would write them, one or more of every kind, to be looked at and judged as a whole."""

from collections.abc import Mapping

from tests.sandbox.blockkit.samples import (
    Json,
    actions,
    asks,
    button,
    context,
    divider,
    element,
    header,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)

NOON = 1795435200
PERMALINK = "https://acme.slack.com/archives/C1/p1795435200000100"


def choice(label: str, value: str, note: str | None = None) -> Json:
    """Return an option."""
    return {"text": plain(label), "value": value, **({"description": plain(note)} if note else {})}


def items(*labels: str, style: str = "bullet", indent: int = 0) -> Json:
    """Return a list of rich text."""
    return {
        "type": "rich_text_list",
        "style": style,
        "indent": indent,
        "elements": [sentence(words(label)) for label in labels],
    }


PRIORITIES = [choice("Urgent", "p1", "Work has stopped"), choice("High", "p2"), choice("Normal", "p3")]
CATEGORIES = ["Oct 26", "Nov 2", "Nov 9", "Nov 16"]
PICTURE: Json = {"type": "image", "alt_text": "A laptop", "image_url": "https://nowhere.example/a.png"}


def series(name: str, *values: float) -> Json:
    """Return one series of a chart."""
    data = [{"label": label, "value": value} for label, value in zip(CATEGORIES, values, strict=True)]
    return {"name": name, "data": data}


def chart(kind: str, title: str, *lines: Json) -> Json:
    """Return a chart over the weeks."""
    axis = {"categories": CATEGORIES, "x_label": "Week", "y_label": "Tickets"}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": kind, "series": list(lines), "axis_config": axis},
    }


RICH_TEXT = rich_text(
    sentence(
        words("Hello "),
        {"type": "user", "user_id": "U1"},
        words(" and "),
        {"type": "usergroup", "usergroup_id": "S1"},
        words(", see "),
        {"type": "channel", "channel_id": "C1"},
        words(": "),
        words("bold", bold=True),
        words(", "),
        words("italic", italic=True),
        words(", "),
        words("gone", strike=True),
        words(", "),
        words("code", code=True),
        words(" "),
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd"},
        words(" "),
        {"type": "link", "url": "https://example.com/guide", "text": "the guide"},
        words(" by "),
        {"type": "date", "timestamp": NOON, "format": "{date_short_pretty} at {time}", "fallback": "noon"},
        words(", in "),
        {"type": "color", "value": "#e01e5a"},
    ),
    items("First", "Second", style="ordered"),
    items("inside of the second", indent=1),
    items("Third", style="ordered"),
    {"type": "rich_text_quote", "elements": [words("It drops about once an hour.")]},
    {"type": "rich_text_preformatted", "elements": [words("$ vpn --status\ndisconnected")]},
)

CONFIRMED = button(
    text=plain("Close"),
    style="danger",
    action_id="ticket.close",
    value="7",
    accessibility_label="Close ticket IT-42",
    confirm={
        "title": plain("Close IT-42"),
        "text": mrkdwn("It cannot be *reopened*."),
        "confirm": plain("Close"),
        "deny": plain("Keep Open"),
        "style": "danger",
    },
)
OVERFLOW = element("overflow", options=[choice("Set to waiting", "waiting"), choice("Merge into…", "merge")])

MESSAGE: list[Json] = [
    header("Ticket IT-42"),
    section(
        text=mrkdwn(f"*<{PERMALINK}|IT-42>* VPN drops every hour for <@U1>, due <!date^{NOON}^{{ago}}|noon>"),
        accessory=OVERFLOW,
    ),
    RICH_TEXT,
    section(
        text=plain("Facts"),
        fields=[
            mrkdwn("*Status*\nNew"),
            mrkdwn("*Priority*\nHigh"),
            mrkdwn("*Requester*\n<@U1>"),
            plain("Nobody :eyes:"),
        ],
        accessory=PICTURE,
    ),
    actions(
        {key: value for key, value in button(action_id="ticket.claim").items() if key != "confirm"},
        CONFIRMED,
        button(text=plain("Guide"), style="primary", action_id="guide", url="https://example.com/guide"),
        element("users_select", placeholder=plain("Assign to")),
        element("static_select", action_id="priority", options=PRIORITIES, initial_option=PRIORITIES[1]),
        element("datepicker", initial_date="2026-11-24"),
        element("timepicker", initial_time="14:30"),
    ),
    context(PICTURE, mrkdwn("Opened *today* · from <#C1>"), plain("Begin with :lock: for a note")),
    divider(),
    {**PICTURE, "title": plain("The screen")},
    {
        "type": "context_actions",
        "elements": [
            element(
                "feedback_buttons",
                positive_button={"text": plain("Good"), "value": "1"},
                negative_button={"text": plain("Bad"), "value": "0"},
            ),
            element("icon_button", icon="trash", text=plain("Remove"), value="1"),
        ],
    },
]

CARD: Json = {
    "type": "card",
    "hero_image": PICTURE,
    "icon": PICTURE,
    "title": mrkdwn("Reset your VPN profile"),
    "subtitle": mrkdwn("Article · 2 minutes"),
    "body": mrkdwn("Remove the profile, restart, and add it *again*."),
    "actions": [
        element("button", action_id="article.open", text=plain("Open"), value="1"),
        element("button", action_id="article.share", text=plain("Share"), value="1"),
    ],
}

LONGER: list[Json] = [
    {
        "type": "markdown",
        "text": "# Answer\nRestart **once**, then:\n\n1. open *Settings*\n   - and wait\n2. press `Reset`\n\n"
        "> It helps.\n\n| Step | Time |\n|---|---|\n| one | 2 min |\n\n[guide](https://example.com)\n\n---\n"
        "```\nvpn --reset\n```",
    },
    {
        "type": "container",
        "title": plain("Details"),
        "subtitle": mrkdwn("Two blocks"),
        "icon": PICTURE,
        "is_collapsible": True,
        "has_header_divider": True,
        "child_blocks": [section(text=mrkdwn("Inside")), context(mrkdwn("and below"))],
    },
    {"type": "container", "rich_text_title": rich_text(), "child_blocks": [section(text=mrkdwn("Open"))]},
    CARD,
    {"type": "carousel", "elements": [CARD, {"type": "card", "title": mrkdwn("Another")}, CARD]},
    {
        "type": "video",
        "alt_text": "How to reset",
        "title": plain("Resetting the VPN"),
        "description": plain("Two minutes"),
        "provider_name": "Tube",
        "thumbnail_url": "https://nowhere.example/t.png",
        "video_url": "https://nowhere.example/v",
    },
    {"type": "file", "external_id": "handbook.pdf", "source": "remote"},
    {
        "type": "plan",
        "title": "Find the cause",
        "tasks": [
            {"type": "task_card", "task_id": "1", "title": "Read the log", "status": "complete"},
            {
                "type": "task_card",
                "task_id": "2",
                "title": "Try again",
                "status": "in_progress",
                "details": rich_text(),
                "sources": [{"type": "url", "url": "https://example.com", "text": "log"}],
            },
        ],
    },
]


def number(value: float) -> Json:
    """Return a cell with a number."""
    return {"type": "raw_number", "value": value, "text": f"{value:,}"}


def cell(text: str) -> Json:
    """Return a cell with words."""
    return {"type": "raw_text", "text": text}


OLDEST = [(f"IT-{key}", f"Ticket number {key}", key * 37 % 101) for key in range(1, 13)]
DATA_TABLE: Json = {
    "type": "data_table",
    "caption": "Oldest open tickets",
    "row_header_column_index": 0,
    "rows": [
        [cell("Ticket"), cell("Title"), cell("Hours")],
        *([cell(key), rich_text(sentence(words(title))), number(hours)] for key, title, hours in OLDEST),
    ],
}
FIGURES: list[Json] = [
    {
        "type": "table",
        "column_settings": [{"align": "left"}, {"align": "right"}, {"is_wrapped": True}],
        "rows": [
            [cell("Queue"), cell("Open"), cell("Words")],
            [cell("IT"), number(41), rich_text(sentence(words("one of "), words("them", bold=True)))],
            [cell("HR"), number(7), cell("quiet")],
        ],
    },
    DATA_TABLE,
    chart("bar", "Created and resolved", series("Created", 40, 52, 47, 61), series("Resolved", 38, 41, 55, 60)),
    chart("line", "Median first reply", series("Minutes", 18.5, 14, 16, 12), series("Target", 15, 15, 15, 15)),
]
CHARTS: list[Json] = [
    chart("area", "Backlog", series("Open", -3, 8, 12, 5)),
    {
        "type": "data_visualization",
        "title": "By priority",
        "chart": {
            "type": "pie",
            "segments": [{"label": "Urgent", "value": 3}, {"label": "High", "value": 9}, {"label": "Low", "value": 28}],
        },
    },
]

MODAL: list[Json] = [
    *(
        {"type": "alert", "level": level, "text": mrkdwn(f"This is *{level}*")}
        for level in ("default", "info", "warning", "error", "success")
    ),
    asks(element("plain_text_input", placeholder=plain("What is wrong?"), max_length=80), label=plain("Title")),
    asks(
        element("plain_text_input", action_id="details", multiline=True, initial_value="It drops."),
        label=plain("Details"),
        hint=plain("What you tried helps"),
        optional=True,
    ),
    asks(element("rich_text_input", initial_value=rich_text()), label=plain("Steps")),
    asks(element("email_text_input"), label=plain("Email")),
    asks(element("url_text_input"), label=plain("Page")),
    asks(element("number_input", is_decimal_allowed=False, initial_value="3"), label=plain("People affected")),
    asks(element("datepicker", initial_date="2026-11-24"), label=plain("Needed by")),
    asks(element("timepicker"), label=plain("Call me at")),
    asks(element("datetimepicker", initial_date_time=NOON), label=plain("Since")),
    asks(element("static_select", options=PRIORITIES), label=plain("Priority")),
    asks(
        element(
            "multi_static_select",
            option_groups=[
                {"label": plain("Office"), "options": [choice("Berlin", "b"), choice("Leeds", "l")]},
                {"label": plain("Home"), "options": [choice("Home", "h")]},
            ],
            initial_options=[choice("Berlin", "b")],
        ),
        label=plain("Places"),
    ),
    asks(element("multi_users_select", initial_users=["U1", "U2"]), label=plain("Followers")),
    asks(element("channels_select"), label=plain("Channel")),
    asks(element("multi_conversations_select"), label=plain("Conversations")),
    asks(element("external_select", min_query_length=1), label=plain("Asset")),
    asks(element("checkboxes", options=PRIORITIES, initial_options=[PRIORITIES[0]]), label=plain("Tell me about")),
    asks(
        element("radio_buttons", options=PRIORITIES, initial_option=PRIORITIES[2]),
        label=plain("How bad"),
        hint=plain("One of them"),
    ),
    asks(element("file_input", filetypes=["png"], max_files=2), label=plain("Screenshots")),
]

GALLERY: Mapping[str, list[Json]] = {
    "message": MESSAGE,
    "longer": LONGER,
    "figures": FIGURES,
    "charts": CHARTS,
    "modal": MODAL,
}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return the blocks with the block ids that Slack would fill in."""
    return [{"block_id": f"b{index}", **block} for index, block in enumerate(blocks)]
