"""`/desk new`, `list` and `show`: tickets that live in a direct message, and who sees which."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.views.desk.action_ids import ActionId, RequestField
from models.desk import Ticket, TicketStatus
from tests.support.cases import Case, open_case
from tests.support.desk import Desk, expect
from tests.support.handmade import last_sent, send_interaction
from tests.support.transports import shared_out

REALLY = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "It "},
                {"type": "text", "text": "really", "style": {"bold": True}},
                {"type": "text", "text": " hurts, <!channel>"},
            ],
        }
    ],
}


def test_new_with_text_opens_a_ticket_that_is_worked_in_the_requesters_direct_messages(shared_desk: Desk) -> None:
    case = new_by_command(shared_desk, "mona", "VPN *drops* on <https://vpn.example|the portal> &amp; more")
    assert "VPN *drops* on the portal & more" in case.stored.title
    assert f"{case.key} opened" in case.root.text
    assert "the portal" in case.root.words
    case.answer("Which portal?")
    case.ask("The new one")
    assert case.heard[0].text == "Which portal?"
    assert case.worked[-1].text == "The new one"
    case.click(ActionId.RESOLVE_TICKET)
    shared_desk.actor("mona").click(case.heard[-1], ActionId.REOPEN_TICKET)
    shared_desk.settle()
    assert case.status() is TicketStatus.NEW


def test_new_without_text_opens_a_form_that_keeps_what_was_typed_until_it_is_right(shared_desk: Desk) -> None:
    finn = shared_desk.actor("finn")
    assert finn.command("/desk", "new").status == 200
    refused = finn.submit({RequestField.TITLE: "   ", RequestField.DETAILS: REALLY})
    assert (refused.outcome, list(refused.errors)) == ("errors", [RequestField.TITLE])
    assert finn.modal is not None
    assert "really" in str(finn.modal.values)
    sent = finn.submit({RequestField.TITLE: "A new chair"})
    assert (sent.outcome, sent.errors) == ("closed", {})
    case = newest_case(shared_desk, "finn")
    assert case.stored.title == "A new chair"
    assert "'style': {'bold': True}" in str(case.card.blocks)
    assert "really" in case.root.words
    assert "<!channel>" not in case.root.text + case.card.text


def test_sending_the_same_form_twice_opens_one_ticket(shared_desk: Desk) -> None:
    finn = shared_desk.actor("finn")
    finn.command("/desk", "new")
    finn.submit({RequestField.TITLE: "A second screen"})
    shared_desk.settle()
    before = shared_desk.count_tickets()
    assert send_interaction(shared_desk, last_sent(shared_desk, "view_submission")).status_code == 200
    shared_desk.settle()
    assert shared_desk.count_tickets() == before


@shared_out("forged", [("999999",), ("9" * 40,), ("IT",), ("\u00b2",), ("",)])
def test_a_form_with_a_queue_that_is_not_there_keeps_what_was_typed(shared_desk: Desk, forged: str) -> None:
    finn = shared_desk.actor("finn")
    finn.command("/desk", "new")
    finn.submit({RequestField.TITLE: "A third screen"})
    form = last_sent(shared_desk, "view_submission")
    form["trigger_id"] = f"forged.{forged}"
    form["view"]["private_metadata"] = forged
    before = shared_desk.count_tickets()
    answer = send_interaction(shared_desk, form)
    assert answer.status_code == 200
    assert answer.json()["response_action"] == "errors"
    assert shared_desk.count_tickets() == before


def test_with_two_queues_the_form_asks_which_and_proposes_the_channels_own(desk: Desk) -> None:
    desk.set_up(triage="hr-triage", request=None, queue="HR")
    desk.set_up()
    rosa = desk.actor("rosa")
    rosa.command("/desk", "new", channel="it-help")
    assert rosa.modal is not None
    proposed = rosa.modal.values[RequestField.QUEUE][RequestField.QUEUE]["selected_option"]
    rosa.submit({RequestField.TITLE: "A contract", RequestField.QUEUE: "HR"})
    desk.settle()
    assert proposed["text"]["text"] == "IT"
    assert [card.text.split()[0] for card in desk.cards("hr-triage", reader="ada")] == ["HR-1"]
    assert desk.cards("it-triage") == []


def test_new_is_refused_with_what_to_do_while_nobody_takes_requests(desk: Desk) -> None:
    expect(desk.actor("rosa").command("/desk", "new anything"), "Nobody takes requests here yet")
    expect(desk.actor("rosa").command("/desk", "new"), "Nobody takes requests here yet")


def test_list_shows_a_requester_their_own_and_an_agent_what_there_is_to_do(desk: Desk) -> None:
    desk.set_up()
    first = open_case(desk, "The first thing")
    open_case(desk, "The other thing", by="mona")
    first.click(ActionId.CLAIM_TICKET)
    listed = {who: str(desk.actor(who).command("/desk", "list").blocks) for who in ("rosa", "mona", "ben", "finn")}
    assert "The first thing" in listed["rosa"]
    assert "The other thing" not in listed["rosa"]
    assert "The first thing" not in listed["mona"]
    assert "The first thing" in listed["ben"]
    assert "The other thing" in listed["ben"]
    assert "You have no open requests" in listed["finn"]


@pytest.mark.parametrize("who", ["rosa", "ben"])
def test_show_shows_a_ticket_to_its_requester_and_its_agents(shared_desk: Desk, who: str) -> None:
    case = open_case(shared_desk, "The badge reader blinks")
    answer = shared_desk.actor(who).command("/desk", f"show {case.key.lower()}")
    expect(answer, "The badge reader blinks")
    assert ("Work it from its card" in str(answer.blocks)) is (who == "ben")


def test_a_hidden_ticket_and_one_that_is_not_there_get_the_same_answer(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "Nobody else may know")
    hidden = shared_desk.actor("mona").command("/desk", f"show {case.key}")
    unknown = shared_desk.actor("mona").command("/desk", "show IT-999999")
    assert hidden.raw.replace(case.key, "KEY") == unknown.raw.replace("IT-999999", "KEY")
    assert "Nobody else may know" not in hidden.raw


@pytest.mark.parametrize("typed", ["show", "show payload", "show 12", "show IT", "show IT-1 IT-2"])
def test_show_without_a_key_says_what_a_key_looks_like(shared_desk: Desk, typed: str) -> None:
    expect(shared_desk.actor("rosa").command("/desk", typed), "key looks like IT-12")


def new_by_command(desk: Desk, who: str, text: str) -> Case:
    """Have somebody ask with `/desk new`, and return the ticket when all that follows has happened."""
    expect(desk.actor(who).command("/desk", f"new {text}"), "will answer you in a direct message")
    return newest_case(desk, who)


def newest_case(desk: Desk, who: str) -> Case:
    """Return the newest ticket, whose thread is in somebody's conversation with the bot."""
    desk.settle()
    with desk.sessions.begin() as session:
        ticket = session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1)).one()
    root = next(message for message in desk.actor(who).dm() if message.ts == ticket.requester_thread_ts)
    case = Case(desk, ticket.key, ticket.id, root, "dm", who, "it-triage", "ben")
    return replace(case, channel=root.channel)
