"""The answer that says that a channel is off, with the way back."""

import pytest

from bot.views.desk.action_ids import ActionId, turned_off_in, turned_off_value
from bot.views.desk.turned_off import turned_off
from tests.views.judging import every_object, problems_of


def test_what_was_turned_off_can_be_undone() -> None:
    said = turned_off(["Messages in #it-help no longer open tickets."], "C0HELP", 12)

    [button] = [found for found in every_object(list(said.blocks)) if found.get("type") == "button"]
    assert (button["action_id"], turned_off_in(button["value"])) == (ActionId.TURN_CHANNEL_ON_AGAIN, ("C0HELP", 12))
    assert problems_of(said) == []


def test_where_nothing_changed_there_is_nothing_to_undo() -> None:
    said = turned_off([], "C0HELP", None)

    assert not [found for found in every_object(list(said.blocks)) if found.get("type") == "button"]


@pytest.mark.parametrize("value", ["", "C0HELP", "C0HELP/", "/12", "C0HELP/x", "C0HELP/12/3", "c0help/1", "C0/-1"])
def test_a_button_of_another_shape_names_nothing(value: str) -> None:
    assert turned_off_in(value) is None
    assert turned_off_in(turned_off_value("C0HELP", 12)) == ("C0HELP", 12)
