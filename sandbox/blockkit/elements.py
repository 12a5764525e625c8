"""Block elements: the buttons, menus, pickers and inputs that a person can use."""

from collections.abc import Iterator
from datetime import date

from sandbox.blockkit.composition import (
    ACTION_ID,
    CHANNEL_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    CONVERSATION_ID,
    DISPATCH_ACTION_CONFIG,
    LINK_OPTION,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    STYLE,
    URL,
    USER_ID,
    chosen_among_options,
    plain_text,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.shapes import Kind, Rule, array, exactly_one, flag, ordered, problem, record, string, whole

NUMERAL = string(like=r"-?\d+(\.\d+)?", called="a number")

_CLICKED: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM}
_PICKED: dict[str, Rule] = {**_CLICKED, "focus_on_load": flag}
_MENU: dict[str, Rule] = {**_PICKED, "placeholder": plain_text(150)}
_MULTI_MENU: dict[str, Rule] = {**_MENU, "max_selected_items": whole(1)}
_TYPED: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "placeholder": plain_text(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
}
_OFFERED: dict[str, Rule] = {
    "options": array(PLAIN_OPTION, least=1, most=100),
    "option_groups": array(OPTION_GROUP, least=1, most=100),
}


def _calendar_date(value: object, pointer: str) -> Iterator[str]:
    """Describe a date that exists, written YYYY-MM-DD."""
    found = list(string(like=r"\d{4}-\d{2}-\d{2}", called="a date written YYYY-MM-DD")(value, pointer))
    if not found and isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            found.append(problem("must be a date that exists", pointer))
    yield from found


BUTTON = Kind(
    "button",
    needs={"text": plain_text(75)},
    may={**_CLICKED, "url": URL, "value": string(2000), "style": STYLE, "accessibility_label": string(75)},
)

_INPUT_PARAMETER = record(needs={"name": string(least=1), "value": string()})
_TRIGGER = record(needs={"url": URL}, may={"customizable_input_parameters": array(_INPUT_PARAMETER)})

WORKFLOW_BUTTON = Kind(
    "workflow_button",
    needs={"text": plain_text(75), "workflow": record(needs={"trigger": _TRIGGER})},
    may={**_CLICKED, "style": STYLE, "accessibility_label": string(75)},
)

ICON_BUTTON = Kind(
    "icon_button",
    needs={"icon": string(least=1), "text": plain_text()},
    may={
        **_CLICKED,
        "value": string(2000),
        "accessibility_label": string(75),
        "visible_to_user_ids": array(USER_ID),
    },
)

_FEEDBACK = record(
    needs={"text": plain_text(75), "value": string(2000)},
    may={"accessibility_label": string(75)},
)

FEEDBACK_BUTTONS = Kind(
    "feedback_buttons",
    needs={"positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
    may={"action_id": ACTION_ID},
)

OVERFLOW = Kind("overflow", needs={"options": array(LINK_OPTION, least=1, most=5)}, may=_CLICKED)

CHECKBOXES = Kind(
    "checkboxes",
    needs={"options": array(RICH_OPTION, least=1, most=10)},
    may={**_PICKED, "initial_options": array(RICH_OPTION, least=1, most=10)},
    also=[chosen_among_options("initial_options")],
)

RADIO_BUTTONS = Kind(
    "radio_buttons",
    needs={"options": array(RICH_OPTION, least=1, most=10)},
    may={**_PICKED, "initial_option": RICH_OPTION},
    also=[chosen_among_options("initial_option")],
)

STATIC_SELECT = Kind(
    "static_select",
    needs={},
    may={**_MENU, **_OFFERED, "initial_option": PLAIN_OPTION},
    also=[exactly_one("options", "option_groups"), chosen_among_options("initial_option")],
)

MULTI_STATIC_SELECT = Kind(
    "multi_static_select",
    needs={},
    may={**_MULTI_MENU, **_OFFERED, "initial_options": array(PLAIN_OPTION, least=1, most=100)},
    also=[exactly_one("options", "option_groups"), chosen_among_options("initial_options")],
)

EXTERNAL_SELECT = Kind(
    "external_select",
    needs={},
    may={**_MENU, "initial_option": PLAIN_OPTION, "min_query_length": whole(0)},
)

MULTI_EXTERNAL_SELECT = Kind(
    "multi_external_select",
    needs={},
    may={**_MULTI_MENU, "initial_options": array(PLAIN_OPTION, least=1, most=100), "min_query_length": whole(0)},
)

USERS_SELECT = Kind("users_select", needs={}, may={**_MENU, "initial_user": USER_ID})

MULTI_USERS_SELECT = Kind(
    "multi_users_select",
    needs={},
    may={**_MULTI_MENU, "initial_users": array(USER_ID, least=1)},
)

CHANNELS_SELECT = Kind(
    "channels_select",
    needs={},
    may={**_MENU, "initial_channel": CHANNEL_ID, "response_url_enabled": flag},
)

MULTI_CHANNELS_SELECT = Kind(
    "multi_channels_select",
    needs={},
    may={**_MULTI_MENU, "initial_channels": array(CHANNEL_ID, least=1)},
)

_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": CONVERSATION_FILTER}

CONVERSATIONS_SELECT = Kind(
    "conversations_select",
    needs={},
    may={**_MENU, **_CONVERSATIONS, "initial_conversation": CONVERSATION_ID, "response_url_enabled": flag},
)

MULTI_CONVERSATIONS_SELECT = Kind(
    "multi_conversations_select",
    needs={},
    may={**_MULTI_MENU, **_CONVERSATIONS, "initial_conversations": array(CONVERSATION_ID, least=1)},
)

DATEPICKER = Kind("datepicker", needs={}, may={**_MENU, "initial_date": _calendar_date})

TIMEPICKER = Kind(
    "timepicker",
    needs={},
    may={
        **_MENU,
        "initial_time": string(like=r"([01]\d|2[0-3]):[0-5]\d", called="a time written HH:mm"),
        "timezone": string(least=1),
    },
)

DATETIMEPICKER = Kind(
    "datetimepicker",
    needs={},
    may={**_PICKED, "initial_date_time": whole(1_000_000_000, 9_999_999_999)},
)

PLAIN_TEXT_INPUT = Kind(
    "plain_text_input",
    needs={},
    may={
        **_TYPED,
        "initial_value": string(3000),
        "multiline": flag,
        "min_length": whole(0, 3000),
        "max_length": whole(1, 3000),
    },
    also=[ordered("min_length", "max_length")],
)

RICH_TEXT_INPUT = Kind(
    "rich_text_input",
    needs={},
    may={**_TYPED, "initial_value": RICH_TEXT, "min_lines": whole(1), "max_lines": whole(1)},
    also=[ordered("min_lines", "max_lines")],
)

EMAIL_INPUT = Kind("email_text_input", needs={}, may={**_TYPED, "initial_value": string()})

URL_INPUT = Kind("url_text_input", needs={}, may={**_TYPED, "initial_value": string()})

NUMBER_INPUT = Kind(
    "number_input",
    needs={"is_decimal_allowed": flag},
    may={**_TYPED, "initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL},
    also=[
        ordered("min_value", "max_value"),
        ordered("min_value", "initial_value"),
        ordered("initial_value", "max_value"),
    ],
)

FILE_INPUT = Kind(
    "file_input",
    needs={},
    may={"action_id": ACTION_ID, "filetypes": array(string(least=1), least=1), "max_files": whole(1, 10)},
)

SELECTS = (
    STATIC_SELECT,
    EXTERNAL_SELECT,
    USERS_SELECT,
    CHANNELS_SELECT,
    CONVERSATIONS_SELECT,
    MULTI_STATIC_SELECT,
    MULTI_EXTERNAL_SELECT,
    MULTI_USERS_SELECT,
    MULTI_CHANNELS_SELECT,
    MULTI_CONVERSATIONS_SELECT,
)
PICKS = (CHECKBOXES, RADIO_BUTTONS, DATEPICKER, TIMEPICKER)
INPUTS = (PLAIN_TEXT_INPUT, RICH_TEXT_INPUT, EMAIL_INPUT, URL_INPUT, NUMBER_INPUT, FILE_INPUT, DATETIMEPICKER)
