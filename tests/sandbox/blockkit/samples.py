"""One full example of every block and element, as makers: each call returns a fresh one, with the given fields set."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Surface: TypeAlias = Literal["message", "modal", "home"]
Maker: TypeAlias = Callable[..., Json]


def plain(words: str = "Words", **fields: Any) -> Json:
    return {"type": "plain_text", "text": words, **fields}


def mrkdwn(words: str = "*Words*", **fields: Any) -> Json:
    return {"type": "mrkdwn", "text": words, **fields}


def option(value: str = "a", **fields: Any) -> Json:
    return {"text": plain(f"Option {value}"), "value": value, "description": plain("What it does"), **fields}


def options(count: int) -> list[Json]:
    return [option(str(index)) for index in range(count)]


def group(label: str = "Group", count: int = 2) -> Json:
    return {"label": plain(label), "options": options(count)}


def confirm(**fields: Any) -> Json:
    parts = {"title": plain("Sure?"), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No")}
    return {**parts, "style": "danger", **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "alt_text": "A picture", "image_url": "https://example.com/a.png", **fields}


def rich_text(*elements: Json, **fields: Any) -> Json:
    return {"type": "rich_text", "elements": list(elements) or [sentence(words("Hello"))], **fields}


def sentence(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def element(kind: str, **fields: Any) -> Json:
    return {"type": kind, "action_id": f"use.{kind}", **fields}


def button(**fields: Any) -> Json:
    full = {"text": plain("Claim", emoji=True), "value": "1", "style": "primary", "accessibility_label": "Claim IT-1"}
    return element("button", **{**full, "confirm": confirm(), **fields})


_MENU: Json = {"placeholder": plain("Choose"), "confirm": confirm(), "focus_on_load": True}
_TYPED: Json = {
    "placeholder": plain("Type"),
    "focus_on_load": True,
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
_FILTER: Json = {"include": ["public", "im"], "exclude_bot_users": True, "exclude_external_shared_channels": True}

CLICKABLES: Mapping[str, Json] = {
    "button": button(),
    "button that opens a page": button(url="https://example.com/"),
    "overflow": element("overflow", options=[option("a", url="https://example.com/"), option("b")], confirm=confirm()),
    "workflow_button": element(
        "workflow_button",
        text=plain("Start"),
        style="danger",
        workflow={
            "trigger": {
                "url": "https://slack.com/shortcuts/Ft0/1",
                "customizable_input_parameters": [{"name": "key", "value": "IT-1"}],
            },
        },
    ),
}
SELECTS: Mapping[str, Json] = {
    "static_select": element("static_select", options=options(2), initial_option=option("1"), **_MENU),
    "static_select with groups": element("static_select", option_groups=[group()], initial_option=option("1")),
    "external_select": element("external_select", initial_option=option(), min_query_length=2, **_MENU),
    "users_select": element("users_select", initial_user="U1", **_MENU),
    "channels_select": element("channels_select", initial_channel="C1", response_url_enabled=True, **_MENU),
    "conversations_select": element("conversations_select", initial_conversation="D1", filter=_FILTER, **_MENU),
    "multi_static_select": element(
        "multi_static_select", options=options(3), initial_options=options(2), max_selected_items=2, **_MENU
    ),
    "multi_static_select with groups": element("multi_static_select", option_groups=[group(), group("Other")]),
    "multi_external_select": element("multi_external_select", initial_options=[option()], min_query_length=0),
    "multi_users_select": element("multi_users_select", initial_users=["U1", "W2"], max_selected_items=1, **_MENU),
    "multi_channels_select": element("multi_channels_select", initial_channels=["C1"], **_MENU),
    "multi_conversations_select": element(
        "multi_conversations_select",
        initial_conversations=["G1"],
        default_to_current_conversation=True,
        filter=_FILTER,
        **_MENU,
    ),
}
PICKS: Mapping[str, Json] = {
    "checkboxes": element("checkboxes", options=options(3), initial_options=options(1), confirm=confirm()),
    "radio_buttons": element("radio_buttons", options=[option("m", text=mrkdwn())], focus_on_load=True),
    "datepicker": element("datepicker", initial_date="2026-02-28", **_MENU),
    "timepicker": element("timepicker", initial_time="09:30", timezone="Europe/Berlin", **_MENU),
}
DATETIMEPICKER = element("datetimepicker", initial_date_time=1795617000, confirm=confirm(), focus_on_load=True)
INPUTS: Mapping[str, Json] = {
    "plain_text_input": element(
        "plain_text_input", initial_value="x", multiline=True, min_length=1, max_length=9, **_TYPED
    ),
    "rich_text_input": element("rich_text_input", initial_value=rich_text(), min_lines=1, max_lines=5, **_TYPED),
    "email_text_input": element("email_text_input", initial_value="a@example.com", **_TYPED),
    "url_text_input": element("url_text_input", initial_value="https://example.com", **_TYPED),
    "number_input": element(
        "number_input", is_decimal_allowed=True, initial_value="2", min_value="-1", max_value="2.5", **_TYPED
    ),
    "file_input": element("file_input", filetypes=["png"], max_files=10),
    "datetimepicker": DATETIMEPICKER,
}


def header(words: str = "Title", **fields: Any) -> Json:
    return {"type": "header", "text": plain(words), **fields}


def divider(**fields: Any) -> Json:
    return {"type": "divider", **fields}


def section(**fields: Any) -> Json:
    return {"type": "section", **({"text": mrkdwn()} if "fields" not in fields else {}), **fields}


def actions(*elements: Json, **fields: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def context(*elements: Json, **fields: Any) -> Json:
    return {"type": "context", "elements": list(elements), **fields}


def asks(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": plain("Question"), "element": element, "hint": plain("Hint"), **fields}


def card(**fields: Any) -> Json:
    texts = {"title": mrkdwn(), "subtitle": mrkdwn(), "body": mrkdwn()}
    return {"type": "card", **texts, "icon": image(), "hero_image": image(), "actions": [button()], **fields}


def carousel(*cards: Json, **fields: Any) -> Json:
    return {"type": "carousel", "elements": list(cards), **fields}


def container(*children: Json, **fields: Any) -> Json:
    return {"type": "container", "title": plain("Details"), "child_blocks": list(children), **fields}


def markdown(text: str = "# Title", **fields: Any) -> Json:
    return {"type": "markdown", "text": text, **fields}


def alert(text: str = "Broken", **fields: Any) -> Json:
    return {"type": "alert", "text": plain(text), "level": "error", **fields}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float = 1) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def table(rows: list[list[Json]], **fields: Any) -> Json:
    return {"type": "table", "rows": rows, **fields}


def data_table(rows: list[list[Json]], **fields: Any) -> Json:
    return {"type": "data_table", "caption": "Oldest tickets", "rows": rows, **fields}


def grid(rows: int, columns: int = 1) -> list[list[Json]]:
    return [[cell() for _ in range(columns)] for _ in range(rows)]


def series(name: str = "Created", count: int = 2) -> Json:
    return {"name": name, "data": [{"label": f"W{index}", "value": index} for index in range(count)]}


def chart(*lines: Json, kind: str = "bar", **fields: Any) -> Json:
    categories = [point["label"] for point in lines[0]["data"]]
    plot = {"type": kind, "series": list(lines), "axis_config": {"categories": categories, "x_label": "Week"}}
    return {"type": "data_visualization", "title": "Tickets", "chart": plot, **fields}


def pie(segments: int = 2, **fields: Any) -> Json:
    slices = [{"label": f"S{index}", "value": index} for index in range(segments)]
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": slices}, **fields}


def video(**fields: Any) -> Json:
    urls = {name: f"https://example.com/{name}" for name in ("thumbnail_url", "video_url", "title_url")}
    names = {"author_name": "Ada", "provider_name": "Film", "provider_icon_url": "https://example.com/i.png"}
    return {"type": "video", "alt_text": "A film", "title": plain(), "description": plain(), **urls, **names, **fields}


def task(**fields: Any) -> Json:
    source = {"type": "url", "url": "https://example.com/", "text": "Page"}
    return {
        "type": "task_card",
        "task_id": "1",
        "title": "Look",
        "status": "pending",
        "details": rich_text(),
        "sources": [source],
        **fields,
    }


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain("New Ticket"), "blocks": list(blocks), "submit": plain("Create"), **fields}


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **fields}
