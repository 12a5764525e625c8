"""Saved replies and their variables."""

import pytest

from bot.domain.desk.canned import VARIABLES, filled, unknown_variables

VALUES = {"requester.name": "Rosa", "ticket.key": "IT-1", "ticket.title": "{{agent.name}}", "agent.name": "Ada"}


def test_variables_are_filled_in_with_any_space_around_them() -> None:
    assert filled("Hi {{requester.name}}, {{ ticket.key }}: {{agent.name}}", VALUES) == "Hi Rosa, IT-1: Ada"


def test_what_is_filled_in_is_not_read_again() -> None:
    assert filled("About {{ticket.title}}", VALUES) == "About {{agent.name}}"


@pytest.mark.parametrize("text", ["{{ticket.__class__}}", "{{}}", "{{ requester }}", "{{queue.name.upper}}"])
def test_what_means_nothing_is_named_and_stays_as_it_is(text: str) -> None:
    assert len(unknown_variables(text)) == 1
    assert filled(text, VALUES) == text


def test_all_variables_are_known() -> None:
    assert unknown_variables(" ".join(f"{{{{{name}}}}}" for name in VARIABLES)) == []
