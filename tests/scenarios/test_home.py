"""Home: opened, followed while tickets change, and its button pressed."""

import time
from collections.abc import Callable

from bot.domain.desk.home_lists import HomeList
from bot.views.desk.action_ids import ActionId, RequestField
from sandbox.seen import View
from tests.support.desk import SOON, Desk, only


def shows(desk: Desk, name: str, *words: str) -> bool:
    """Return whether somebody's Home says all these words."""
    home = desk.actor(name).home
    return home is not None and all(each in home.words for each in words)


def draws(desk: Desk, name: str, words: str) -> bool:
    """Return whether these words are anywhere in the blocks of somebody's Home."""
    home = desk.actor(name).home
    return home is not None and words in str(home.blocks)


def eventually(holds: Callable[[], bool]) -> bool:
    """Return whether something comes true soon: a Home waits a moment for further changes."""
    deadline = time.monotonic() + SOON
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def opened_home(desk: Desk, name: str) -> View:
    """Have somebody open their Home and return what it shows once it is drawn."""
    actor = desk.actor(name)
    actor.open_home()
    assert eventually(lambda: actor.home is not None)
    home = actor.home
    assert home is not None
    return home


def test_home_shows_each_what_is_theirs_and_follows_what_happens(it_desk: Desk) -> None:
    assert "You have no open requests" in opened_home(it_desk, "rosa").words
    assert "0* assigned to you" in opened_home(it_desk, "ben").words
    opened_home(it_desk, "mona")
    show_list(it_desk, "ben", HomeList.UNASSIGNED)

    it_desk.actor("rosa").post("it-help", "My laptop will not start")

    assert eventually(lambda: shows(it_desk, "rosa", "IT-1", "My laptop will not start", "nobody has it yet"))
    assert eventually(lambda: shows(it_desk, "ben", "1* waiting for somebody", "IT-1"))
    it_desk.actor("ben").click(only(it_desk.cards()), ActionId.CLAIM_TICKET)
    assert eventually(lambda: shows(it_desk, "rosa", "In progress", f"with <@{it_desk.actor('ben').id}>"))
    assert eventually(lambda: shows(it_desk, "ben", "1* assigned to you", "0* waiting for somebody"))
    assert not shows(it_desk, "mona", "IT-1")
    it_desk.actor("ben").click(only(it_desk.cards()), ActionId.RESOLVE_TICKET)
    assert eventually(lambda: shows(it_desk, "rosa", "You have no open requests", "Recently solved"))
    assert it_desk.parked() == []


def show_list(desk: Desk, name: str, chosen: HomeList) -> None:
    """Have somebody choose a list on their Home, and wait until it is shown."""
    assert desk.actor(name).choose_in_home(ActionId.CHOOSE_HOME_LIST, chosen).status == 200
    assert eventually(lambda: draws(desk, name, f"list/{chosen}"))


def test_an_agents_lists_are_chosen_turned_and_kept(it_desk: Desk) -> None:
    ben = it_desk.actor("ben")
    for number in range(12):
        it_desk.actor("rosa").command("/desk", f"new Screen {number}")
    opened_home(it_desk, "ben")
    assert eventually(lambda: shows(it_desk, "ben", "12* waiting for somebody", "Nothing waits for you"))

    show_list(it_desk, "ben", HomeList.UNASSIGNED)
    assert eventually(lambda: shows(it_desk, "ben", "Screen 0", "Screen 9", "1 to 10 of 12"))
    ben.click_in_home(ActionId.HOME_NEXT)
    assert eventually(lambda: shows(it_desk, "ben", "Screen 10", "Screen 11", "11 to 12 of 12"))
    it_desk.actor("rosa").command("/desk", "new Screen 12")

    assert eventually(lambda: shows(it_desk, "ben", "Screen 12", "11 to 13 of 13"))
    assert not shows(it_desk, "ben", "Screen 9")
    ben.click_in_home(ActionId.SHOW_HOME_AS)
    assert eventually(lambda: shows(it_desk, "ben", "You have no open requests", "Back to My Page"))
    ben.click_in_home(ActionId.SHOW_HOME_AS)
    assert eventually(lambda: shows(it_desk, "ben", "Needs me now"))
    assert it_desk.parked() == []


def test_home_leads_to_search_notifications_and_settings(it_desk: Desk) -> None:
    opened_home(it_desk, "ada")
    ada = it_desk.actor("ada")
    titles = []

    for action_id in (ActionId.OPEN_FIND, ActionId.OPEN_NOTIFICATION_SETTINGS, ActionId.OPEN_HUB):
        assert ada.click_in_home(action_id).status == 200
        assert ada.modal is not None
        titles.append(ada.modal.title)
        ada.close_modal()

    assert titles[0] == "Find tickets"
    assert len(set(titles)) == 3


def test_the_button_on_home_opens_the_form_that_opens_a_ticket(it_desk: Desk) -> None:
    opened_home(it_desk, "rosa")
    rosa = it_desk.actor("rosa")

    assert rosa.click_in_home(ActionId.BEGIN_REQUEST).status == 200

    assert rosa.modal is not None
    assert rosa.modal.title == "New request"
    assert rosa.submit({RequestField.TITLE: "A second monitor"}).outcome == "closed"
    assert eventually(lambda: shows(it_desk, "rosa", "A second monitor"))
    assert it_desk.parked() == []


def test_where_nobody_takes_requests_home_says_how_to_begin(desk: Desk) -> None:
    home = opened_home(desk, "rosa")

    assert "Nobody takes requests here yet" in home.words
    assert ActionId.BEGIN_REQUEST not in home.action_ids


def test_a_form_slack_did_not_open_is_said_in_the_conversation(it_desk: Desk) -> None:
    opened_home(it_desk, "rosa")
    it_desk.sandbox.admin.add_fault("server_error", on="views.open")
    rosa = it_desk.actor("rosa")

    assert rosa.click_in_home(ActionId.BEGIN_REQUEST).status == 200

    it_desk.settle()
    assert "Slack did not open the form" in rosa.dm()[-1].text
    assert rosa.modal is None
