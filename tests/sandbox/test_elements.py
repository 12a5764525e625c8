"""What can be pressed is found wherever it is in the blocks, and ids are made up where the app gave none."""

from typing import Any

import pytest

from sandbox.blockkit import check_blocks
from sandbox.elements import chosen_state, initial_state, interactive_elements, options_of, with_ids
from sandbox.seen import words_in


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def press(label: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(label), **more}


def card(label: str) -> dict[str, Any]:
    return {"type": "card", "title": {"type": "mrkdwn", "text": label}, "actions": [press(label)]}


NESTED: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "words"}, "accessory": press("in a section")},
    {"type": "actions", "elements": [press("in a row"), press("beside it")]},
    card("on a card"),
    {"type": "carousel", "elements": [card("in a carousel")]},
    {
        "type": "container",
        "title": plain("Box"),
        "child_blocks": [{"type": "actions", "elements": [press("in a box")]}],
    },
    {"type": "divider"},
]


def test_buttons_are_found_wherever_they_are() -> None:
    blocks = with_ids(NESTED)

    labels = [element["text"]["text"] for _, element in interactive_elements(blocks)]

    assert check_blocks(NESTED, "message") == []
    assert labels == ["in a section", "in a row", "beside it", "on a card", "in a carousel", "in a box"]


def test_ids_are_made_up_once_and_differ() -> None:
    blocks = with_ids(NESTED)

    action_ids = [element["action_id"] for _, element in interactive_elements(blocks)]

    assert len(set(action_ids)) == len(action_ids)
    assert with_ids(blocks) == blocks
    assert all("block_id" not in block for block in NESTED)


def test_ids_the_app_gave_are_kept() -> None:
    given = {"type": "actions", "block_id": "row", "elements": [press("Go", action_id="go")]}

    assert with_ids([given]) == [given]


def test_buttons_have_no_state_and_inputs_begin_as_the_app_said() -> None:
    assert initial_state(press("Go")) is None
    assert initial_state({"type": "plain_text_input"}) == {"type": "plain_text_input", "value": None}
    assert initial_state({"type": "multi_users_select", "initial_users": ["U1"]}) == {
        "type": "multi_users_select", "selected_users": ["U1"]
    }  # fmt: skip


@pytest.mark.parametrize(("choice", "selected"), [(None, []), ("U1", ["U1"]), (["U1", "U2"], ["U1", "U2"])])
def test_one_or_several_or_none_can_be_chosen(choice: Any, selected: list[str]) -> None:
    state = chosen_state({"type": "multi_users_select"}, choice)

    assert state == {"type": "multi_users_select", "selected_users": selected}


def test_options_in_groups_are_options() -> None:
    option = {"text": plain("High"), "value": "p2"}
    element = {"type": "static_select", "option_groups": [{"label": plain("Some"), "options": [option]}]}

    assert options_of(element) == [option]
    assert chosen_state(element, "p2")["selected_option"] == option


def test_words_are_read_as_people_see_them() -> None:
    parts = [
        {"type": "text", "text": "hello "},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "emoji", "name": "fire"},
        {"type": "broadcast", "range": "here"},
        {"type": "link", "url": "https://a.example"},
        {"type": "link", "url": "https://b.example", "text": "a page"},
    ]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}

    assert list(words_in([block])) == [
        "hello ", "<@U1>", "<#C1>", ":fire:", "@here", "https://a.example", "a page"
    ]  # fmt: skip
