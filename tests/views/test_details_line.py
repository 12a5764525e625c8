import pytest

from bot.domain.desk.facts import DetailsShown
from bot.views.content import Content
from bot.views.desk.answers import ticket_page
from bot.views.desk.details_line import details_line
from bot.views.desk.former_card import former_card, former_note
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, problems_of
from tests.views.samples import NOON, make_ticket

NOTED = DetailsShown(category="Incident", tags=("vpn",), followers=1, former_keys=("IT-4",))


def small_print(content: Content) -> list[str]:
    return [element["text"] for element in content.blocks[-1]["elements"]]


def test_nothing_is_said_where_nothing_was_noted() -> None:
    assert details_line(DetailsShown(), None) == []


def test_agents_see_the_details_on_a_tickets_page() -> None:
    shown = small_print(ticket_page(make_ticket(), is_agent=True, details=NOTED))

    assert shown[-3:] == ["Incident · #vpn", "1 follower", "was IT-4"]


def test_everybody_else_sees_only_what_the_ticket_was_called() -> None:
    shown = small_print(ticket_page(make_ticket(), is_agent=False, details=NOTED))

    assert "was IT-4" in shown
    assert not [words for words in shown if "vpn" in words or "follower" in words or "Incident" in words]


def test_a_ticket_that_moved_often_names_its_last_keys() -> None:
    keys = tuple(f"IT-{number}" for number in range(1, 9))

    assert details_line(DetailsShown(former_keys=keys), None)[0]["text"] == "was IT-8, IT-7, IT-6, IT-5, IT-4"


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_people_typed_notifies_nobody(words: str) -> None:
    noted = DetailsShown(category=words, tags=(words,) * 20, followers=3, former_keys=("IT-4",))
    page = ticket_page(make_ticket(), is_agent=True, details=noted)

    for drawn in (page, former_card("IT-1", "HR-1", words), former_note(words)):
        assert problems_of(drawn) == []
        assert dangers_of(drawn) == []
    assert len(details_line(noted, NOON)) == 3
