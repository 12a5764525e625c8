"""Home: opened, followed while tickets change, and its button pressed."""

import time
from collections.abc import Callable

from bot.views.desk.action_ids import ActionId, RequestField
from sandbox.seen import View
from tests.support.desk import SOON, Desk, only


def shows(desk: Desk, name: str, *words: str) -> bool:
    """Return whether somebody's Home says all these words."""
    home = desk.actor(name).home
    return home is not None and all(each in home.words for each in words)


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

    it_desk.actor("rosa").post("it-help", "My laptop will not start")

    assert eventually(lambda: shows(it_desk, "rosa", "IT-1", "My laptop will not start", "nobody has it yet"))
    assert eventually(lambda: shows(it_desk, "ben", "1* waiting for somebody", "IT-1"))
    it_desk.actor("ben").click(only(it_desk.cards()), ActionId.CLAIM_TICKET)
    assert eventually(lambda: shows(it_desk, "rosa", "In progress", f"with <@{it_desk.actor('ben').id}>"))
    assert eventually(lambda: shows(it_desk, "ben", "1* assigned to you", "0* waiting for somebody"))
    assert not shows(it_desk, "mona", "IT-1")
    it_desk.actor("ben").click(only(it_desk.cards()), ActionId.RESOLVE_TICKET)
    assert eventually(lambda: shows(it_desk, "rosa", "You have no open requests"))
    assert it_desk.parked() == []


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
    assert home.action_ids == []


def test_a_form_slack_did_not_open_is_said_in_the_conversation(it_desk: Desk) -> None:
    opened_home(it_desk, "rosa")
    it_desk.sandbox.admin.add_fault("server_error", on="views.open")
    rosa = it_desk.actor("rosa")

    assert rosa.click_in_home(ActionId.BEGIN_REQUEST).status == 200

    it_desk.settle()
    assert "Slack did not open the form" in rosa.dm()[-1].text
    assert rosa.modal is None
