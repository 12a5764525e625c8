"""Who sees which ticket: agents those of their own queues, everybody their own, an admin no more than that."""

from sqlalchemy import select

from bot.domain.desk.home_lists import HomeList
from bot.views.desk.action_ids import ActionId, RequestField
from models.desk import Ticket
from tests.scenarios.test_home import eventually, opened_home, show_list, shows
from tests.support.desk import Desk, expect
from tests.support.handmade import last_sent, send_interaction

SECRET = "Parental leave from March"


def test_a_queues_tickets_exist_for_its_own_agents_only(desk: Desk) -> None:
    """Scenario 7, whole: lists, search, Home, opening by key and working, before and after somebody joins."""
    key = ask_hr(desk)
    for name in ("ben", "ada"):
        opened_home(desk, name)
        show_list(desk, name, HomeList.OPEN)

    for stranger in ("ben", "ada"):  # an agent of IT alone, and an admin who is an agent of IT alone
        assert_hidden_from(desk, stranger, key)
    desk.actor("mona").invite("hr-triage", "ada")
    desk.settle()

    assert_shown_to(desk, "ada", key)
    assert_hidden_from(desk, "ben", key)
    desk.actor("ada").leave("hr-triage")
    desk.settle()
    assert_hidden_from(desk, "ada", key)
    assert desk.parked() == []


def test_a_button_of_a_ticket_one_may_not_see_does_what_that_of_an_unknown_one_does(desk: Desk) -> None:
    key = ask_hr(desk)
    desk.actor("mona").click(desk.cards("hr-triage", reader="mona")[0], ActionId.CLAIM_TICKET)
    forged = last_sent(desk, "block_actions")
    forged["user"]["id"] = desk.actor("ben").id
    told = []

    for number, value in enumerate([forged["actions"][0]["value"], "4711"]):
        forged["trigger_id"], forged["actions"][0]["value"] = f"forged.{number}", value
        assert send_interaction(desk, forged).status_code == 200
        desk.settle()
        told.append([message.text for message in (*desk.actor("ben").ephemerals(), *desk.actor("ben").dm())][-1:])

    assert told[0] == told[1]
    assert key not in str(told)


def ask_hr(desk: Desk) -> str:
    """Set up IT and HR, each with agents of its own, have Rosa ask HR for something, and return the ticket's key."""
    desk.set_up()
    desk.set_up(triage="hr-triage", request=None, queue="HR")
    desk.actor("ada").leave("hr-triage")
    rosa = desk.actor("rosa")
    rosa.command("/desk", "new")
    assert rosa.submit({RequestField.TITLE: SECRET, RequestField.QUEUE: "HR"}).outcome == "closed"
    desk.settle()
    with desk.sessions.begin() as session:
        return session.scalars(select(Ticket.key)).one()


def shown_to(desk: Desk, name: str, typed: str) -> str:
    """Return all that somebody is shown when they type a command."""
    actor = desk.actor(name)
    answer = actor.command("/desk", typed)
    assert answer.status == 200
    page = actor.modal
    if page is None:
        return answer.raw
    actor.close_modal()
    return page.words


def assert_hidden_from(desk: Desk, name: str, key: str) -> None:
    """Assert that nothing tells somebody that a ticket exists."""
    for typed in ("list", "list open", "list unassigned", "find parental", "find status:open", "find queue:hr"):
        shown = shown_to(desk, name, typed)
        assert key not in shown, typed
        assert SECRET not in shown, typed
    for typed in ("show {}", "assign {} @me", "note {} hello", "status {} waiting", "find {}"):
        hidden, unknown = (shown_to(desk, name, typed.format(asked)) for asked in (key, "HR-4711"))
        assert hidden.replace(key, "KEY") == unknown.replace("HR-4711", "KEY"), typed
    assert eventually(lambda: not shows(desk, name, key))


def assert_shown_to(desk: Desk, name: str, key: str) -> None:
    """Assert that somebody finds a ticket everywhere."""
    expect(desk.actor(name).command("/desk", f"show {key}"), SECRET)
    for typed in ("list", "list open", "find parental", f"find {key}"):
        assert SECRET in shown_to(desk, name, typed), typed
    assert eventually(lambda: shows(desk, name, key, SECRET))
