"""The page of a queue's settings."""

from typing import Any

import pytest

from bot.domain.desk.languages import LANGUAGES
from bot.domain.desk.queue_rules import QueueSettings
from bot.domain.desk.setting_facts import QueuePage
from bot.views.desk.settings_pages import SettingField, queue_form
from tests.views.judging import problems_of_view


def language_menu(language: str | None) -> dict[str, Any]:
    """Return the menu of languages, of a queue whose tickets are in this one."""
    view = queue_form(QueuePage(1, "IT", "Computers", True, QueueSettings(), (), language))
    assert problems_of_view(view) == []
    [field] = [block for block in view["blocks"] if block.get("block_id") == SettingField.LANGUAGE]
    element: dict[str, Any] = field["element"]
    return element


@pytest.mark.parametrize(
    ("language", "shown"), [(None, "as the workspace"), ("de", "German"), ("nb", "Norwegian Bokmål"), ("zh", "Chinese")]
)
def test_the_language_that_holds_is_chosen_by_its_name(language: str | None, shown: str) -> None:
    menu = language_menu(language)

    assert menu["initial_option"]["text"]["text"] == shown


def test_every_language_is_offered_in_order_of_its_name() -> None:
    menu = language_menu(None)

    first, *others = [offered["value"] for offered in menu["options"]]
    names = [offered["text"]["text"] for offered in menu["options"][1:]]
    assert (first, sorted(others)) == ("workspace", list(LANGUAGES))
    assert names == sorted(names)
    assert not set(names) & set(LANGUAGES), "each has a name and not only a code"
