"""Setting a desk up with commands: who may, what is refused and why, and what the bot says changed."""

import pytest

from bot.views.desk.action_ids import ActionId
from models.desk import AuditEntry, AuditTag
from tests.support.cases import open_case
from tests.support.desk import Desk, expect, make_triage


def test_nobody_sets_up_a_desk_before_a_slack_admin_has_named_the_first_desk_admin(desk: Desk) -> None:
    expect(desk.actor("ben").command("/desk", "triage #it-triage IT"), "Only desk admins")
    expect(desk.actor("rosa").command("/desk", "admin add @rosa"), "Only desk admins")
    expect(desk.actor("ada").command("/desk", "admin add @ben"), "ben is now a desk admin")
    expect(desk.actor("ada").command("/desk", "triage #it-triage IT"), "/desk admin add")
    make_triage(desk.actor("ben"), "it-triage", "IT")


def test_admins_are_added_and_removed_but_never_the_last_one(desk: Desk) -> None:
    ada, ben = desk.actor("ada"), desk.actor("ben")
    expect(ada.command("/desk", "admin add @ada"), "ada is now a desk admin")
    expect(ada.command("/desk", "admin add @ada"), "Nothing changed")
    expect(ada.command("/desk", "admin remove @ada"), "last admin")
    expect(ada.command("/desk", "admin add @ben"), "ben is now")
    expect(ben.command("/desk", "admin remove @ada"), "no longer a desk admin")
    expect(ada.command("/desk", "admin add @ada"), "Only desk admins")


@pytest.mark.parametrize("who", ["gus", "olaf", "pager"])
def test_a_guest_an_outsider_and_a_bot_cannot_become_admins(shared_desk: Desk, who: str) -> None:
    expect(shared_desk.actor("ada").command("/desk", f"admin add @{who}"), "full member")


def test_the_bot_says_what_changed_and_writes_it_down(desk: Desk) -> None:
    ada = desk.actor("ada")
    ada.command("/desk", "admin add @ada")
    make_triage(ada, "it-triage", "it")
    desk.settle()
    assert "There is a new queue, IT." in ada.dm()[-1].text
    assert "it-triage is now the triage channel of IT" in ada.dm()[-1].text
    expect(ada.command("/desk", "triage #it-triage IT"), "Nothing changed")
    expect(ada.command("/desk", "request #it-help IT"), "Every new message")
    expect(ada.command("/desk", "request #it-help it every"), "Nothing changed")
    with desk.sessions.begin() as session:
        tags = {entry.tag for entry in session.query(AuditEntry)}
    assert {
        AuditTag.ADMIN_ADDED,
        AuditTag.QUEUE_CREATED,
        AuditTag.CHANNEL_BECAME_TRIAGE,
        AuditTag.CHANNEL_TAKES_REQUESTS,
    } <= tags


def test_a_queue_key_is_made_from_the_channel_when_none_is_typed(desk: Desk) -> None:
    ada = desk.actor("ada")
    ada.command("/desk", "admin add @ada")
    expect(ada.command("/desk", "triage #hr-triage"), "Make #hr-triage the triage channel of HR?")


def test_roles_are_turned_off_in_an_order_in_which_nobody_waits_unseen(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    case = open_case(it_desk)
    expect(ada.command("/desk", "triage off #it-triage"), "Request channels still feed IT")
    expect(ada.command("/desk", "request off #it-help"), "no longer open tickets")
    expect(ada.command("/desk", "triage off #it-triage"), "IT has open tickets here")
    it_desk.actor("rosa").post("it-help", "Nobody hears this")
    it_desk.actor("ben").click(case.card, "ticket.resolve")
    it_desk.settle()
    expect(ada.command("/desk", "triage off #it-triage"), "no longer the triage channel of IT")
    expect(ada.command("/desk", "triage off #it-triage"), "Nothing changed")
    assert it_desk.count_tickets() == 1


def test_requests_begin_anew_when_a_channel_is_turned_on_again(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    off = ada.command("/desk", "request off #it-help").message
    assert off is not None
    between = it_desk.actor("rosa").post("it-help", "Between two roles")
    it_desk.settle()
    ada.click(off, ActionId.TURN_CHANNEL_ON_AGAIN)
    it_desk.settle()
    it_desk.actor("rosa").edit(between, "Between two roles, edited")
    open_case(it_desk, "After it was turned on again")
    assert it_desk.count_tickets() == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("request #general NOPE", "not in #general"),
        ("request #it-help NOPE", "no queue NOPE. The queues are: IT"),
        ("request #it-triage IT", "Requests need a channel of their own"),
        ("triage #it-help IT", "already has a role. Take it off first"),
        ("triage #general GEN", "not in #general. Invite me there first"),
        ("triage #hr-triage IT", "already the triage channel of IT"),
        ("triage #hr-triage 1T", "begins with a letter"),
        ("triage #hr-triage TOOLONGAKEYFORANYQUEUE", "one to ten letters"),
        ("triage off #general", "no role"),
        ("triage", "/desk triage #channel IT"),
        ("triage it-triage IT", "Type # and pick it"),
        ("triage off", "Type # and pick it"),
        ("request #it-help", "/desk request #channel IT"),
        ("request #it-help IT sometimes", "/desk request #channel IT"),
        ("admin", "/desk admin add @someone"),
        ("admin add ada", "/desk admin add @someone"),
        ("admin promote @ada", "/desk admin add @someone"),
        ('triage "#it-triage', "Type # and pick it"),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(shared_desk: Desk, typed: str, answer: str) -> None:
    expect(shared_desk.actor("ada").command("/desk", typed), answer)


def test_a_channel_that_is_archived_or_private_and_without_the_bot_is_refused_with_what_to_do(desk: Desk) -> None:
    ada = desk.actor("ada")
    ada.command("/desk", "admin add @ada")
    ada.create_channel("secret-ops", private=True)
    desk.sandbox.admin.archive("it-triage")
    expect(ada.command("/desk", "triage #secret-ops OPS"), "Invite me there first")
    expect(ada.command("/desk", "triage #it-triage IT"), "is archived")


def test_when_slack_is_silent_the_admin_is_told_and_nothing_changes(desk: Desk) -> None:
    ada = desk.actor("ada")
    ada.command("/desk", "admin add @ada")
    desk.sandbox.admin.add_fault("server_error", on="conversations.info", times=1)
    expect(ada.command("/desk", "triage #it-triage IT"), "Please try again")
    expect(ada.command("/desk", "triage #it-triage IT"), "Make #it-triage the triage channel of IT?")
    desk.sandbox.admin.add_fault("server_error", on="conversations.members", times=1)
    expect(ada.command("/desk", "triage #it-triage IT"), "I could not count the seats")


@pytest.mark.parametrize(
    ("who", "knows", "does_not"),
    [
        ("rosa", ["/desk new"], ["/desk triage", "agent"]),
        ("ben", ["agent"], ["/desk triage"]),
        ("ada", ["/desk triage"], []),
    ],
)
def test_help_shows_each_what_they_can_type(shared_desk: Desk, who: str, knows: list[str], does_not: list[str]) -> None:
    page = str(shared_desk.actor(who).command("/desk", "help").blocks)
    assert [words for words in knows if words not in page] == []
    assert [words for words in does_not if words in page] == []


@pytest.mark.parametrize(
    ("typed", "nearest"), [("lst", "/desk list"), ("traige #it-help", "/desk triage"), ("SHOWW", "/desk show")]
)
def test_an_unknown_verb_is_answered_with_the_nearest_and_the_help(shared_desk: Desk, typed: str, nearest: str) -> None:
    answer = shared_desk.actor("rosa").command("/desk", typed)
    expect(answer, f"Did you mean {nearest}?")
    expect(answer, "What you can type")


def test_an_unknown_verb_shows_what_was_typed_and_nothing_of_it_comes_alive(shared_desk: Desk) -> None:
    answer = shared_desk.actor("rosa").command("/desk", "<!channel>`*x*")
    expect(answer, "I do not know")
    assert "<!channel>" not in answer.text
    assert "broadcast" not in str(answer.blocks)
