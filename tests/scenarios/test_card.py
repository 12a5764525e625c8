"""Working a ticket from its card, and who may not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.views.desk.action_ids import ActionId
from models.desk import Priority, TicketStatus
from sandbox.actor import Actor
from sandbox.seen import InteractionAnswer, Message
from tests.support.cases import open_case
from tests.support.desk import Desk
from tests.support.handmade import Payload, last_sent, send_interaction
from tests.support.transports import shared_out


def test_claiming_gives_the_ticket_to_who_clicked_and_draws_the_same_card_again(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    before = case.card
    case.click(ActionId.CLAIM_TICKET)
    assert (case.card.ts, case.status()) == (before.ts, TicketStatus.IN_PROGRESS)
    assert f"<@{shared_desk.actor('ben').id}>" in case.card.words
    assert ActionId.CLAIM_TICKET not in case.card.action_ids


def test_of_two_agents_who_claim_at_once_one_wins_and_the_other_is_told_who(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    card, ben, cara = case.card, shared_desk.actor("ben"), shared_desk.actor("cara")
    seen_before = {actor.name: len(actor.ephemerals()) for actor in (ben, cara)}
    ready = threading.Barrier(2)

    def claim(actor: Actor) -> InteractionAnswer:
        ready.wait()
        return actor.click(card, ActionId.CLAIM_TICKET)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(claim, (ben, cara)))
    shared_desk.settle()
    assert [answer.status for answer in answers] == [200, 200]
    told = {actor.name: actor.ephemerals()[seen_before[actor.name] :] for actor in (ben, cara)}
    loser, winner = ("cara", "ben") if told["cara"] else ("ben", "cara")
    assert sorted(len(messages) for messages in told.values()) == [0, 1]
    assert f"{winner} claimed {case.key}" in told[loser][0].text
    assert len([message for message in shared_desk.cards() if case.key in message.text.split()]) == 1


def test_claiming_twice_changes_nothing(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    stale = case.card
    case.click(ActionId.CLAIM_TICKET)
    replay = last_sent(shared_desk, "block_actions") | {"trigger_id": f"again.{stale.ts}"}
    assert send_interaction(shared_desk, replay).status_code == 200
    shared_desk.settle()
    assert case.status() is TicketStatus.IN_PROGRESS


def test_assigning_priority_and_status_are_chosen_on_the_card(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.choose(ActionId.ASSIGN_TICKET, shared_desk.actor("cara").id)
    case.choose(ActionId.SET_PRIORITY, Priority.P1)
    case.choose(ActionId.SET_STATUS, TicketStatus.WAITING)
    assert f"<@{shared_desk.actor('cara').id}>" in case.card.words
    assert "urgent priority" in case.card.text
    assert "waiting" in case.card.text


@shared_out("who", [("rosa",), ("olaf",), ("pager",), ("deskbell",)])
def test_a_ticket_cannot_be_given_to_somebody_who_is_no_agent_of_its_queue(shared_desk: Desk, who: str) -> None:
    case = open_case(shared_desk)
    case.choose(ActionId.ASSIGN_TICKET, shared_desk.actor(who).id)
    refusal = shared_desk.actor("ben").ephemerals()[-1].text
    assert case.stored.assignee_id is None
    assert "is not an agent of IT" in refusal


CHANGES: dict[str, Callable[[Payload], Payload]] = {
    ActionId.CLAIM_TICKET: lambda click: click,
    ActionId.RESOLVE_TICKET: lambda click: click,
    ActionId.CLOSE_TICKET: lambda click: click,
    ActionId.ASSIGN_TICKET: lambda click: click | {"type": "users_select", "selected_user": click["by"]},
    ActionId.SET_PRIORITY: lambda click: click | {"type": "static_select", "selected_option": {"value": "p1"}},
    ActionId.SET_STATUS: lambda click: click | {"type": "static_select", "selected_option": {"value": "resolved"}},
}


def handmade_click(desk: Desk, action_id: str, *, by: str, ticket_id: object, channel: str) -> Payload:
    """Return the payload of a click that Slack would never offer: any button, for any ticket, by anybody."""
    company = desk.sandbox.admin.company()
    user = company["people"][by]
    action = {
        "action_id": action_id,
        "block_id": f"ticket/{ticket_id}/menus/x",
        "value": str(ticket_id),
        "type": "button",
        "action_ts": "1.1",
        "by": user,
    }
    return {
        "type": "block_actions",
        "team": {"id": company["team_id"], "domain": "acme"},
        "user": {"id": user, "username": by, "team_id": "T0000OTHER" if by == "olaf" else company["team_id"]},
        "channel": {"id": company["channels"][channel], "name": channel},
        "container": {"type": "message", "channel_id": company["channels"][channel], "message_ts": "1.1"},
        "trigger_id": f"made.{by}.{action_id}.{ticket_id}",
        "response_url": "http://127.0.0.1:9/response",
        "actions": [CHANGES[action_id](action)],
    }


@pytest.mark.parametrize("who", ["rosa", "mona", "gus", "olaf"])
def test_nobody_but_an_agent_changes_a_ticket_whatever_request_they_forge(shared_desk: Desk, who: str) -> None:
    case = open_case(shared_desk)
    before = case.stored
    for action_id in CHANGES:
        click = handmade_click(shared_desk, action_id, by=who, ticket_id=case.ticket_id, channel="it-help")
        assert send_interaction(shared_desk, click).status_code == 200
    shared_desk.settle()
    after = case.stored
    assert (after.status, after.priority, after.assignee_id) == (before.status, before.priority, before.assignee_id)
    told = [message.text for message in shared_desk.actor(who).ephemerals()[-len(CHANGES) :]]
    assert [text for text in told if "Only agents of this ticket's queue" not in text] == []


@pytest.mark.parametrize("action_id", [ActionId.CLAIM_TICKET, ActionId.SET_PRIORITY])
def test_a_value_that_names_no_ticket_is_refused_like_one_that_is_not_yours(shared_desk: Desk, action_id: str) -> None:
    named = ["999999", "0", "-1", "9" * 18, "9" * 40, "\u0967", "1; DROP TABLE ticket", "", "\u00b2"]
    for ticket_id in named:
        click = handmade_click(shared_desk, action_id, by="ben", ticket_id=ticket_id, channel="it-triage")
        assert send_interaction(shared_desk, click).status_code == 200
    shared_desk.settle()
    told = [message.text for message in shared_desk.actor("ben").ephemerals()[-len(named) :]]
    assert [text for text in told if "Only agents" not in text and "from another time" not in text] == []


@pytest.mark.parametrize(
    ("action_id", "chosen"),
    [
        (ActionId.SET_PRIORITY, {"selected_option": {"value": "p0"}}),
        (ActionId.SET_STATUS, {"selected_option": {"value": "won"}}),
        (ActionId.ASSIGN_TICKET, {"selected_user": None}),
    ],
)
def test_a_choice_that_the_menu_does_not_offer_is_refused(shared_desk: Desk, action_id: str, chosen: Payload) -> None:
    case = open_case(shared_desk)
    click = handmade_click(shared_desk, action_id, by="ben", ticket_id=case.ticket_id, channel="it-triage")
    click["actions"][0] |= chosen
    answer = send_interaction(shared_desk, click)
    shared_desk.settle()
    assert answer.status_code == 200
    assert "from another time" in last_told(shared_desk, "ben").text


def test_a_click_from_a_workspace_where_deskbell_is_not_installed_does_nothing(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    click = handmade_click(shared_desk, ActionId.CLAIM_TICKET, by="ben", ticket_id=case.ticket_id, channel="it-triage")
    click["team"] = {"id": "T0STRANGER", "domain": "stranger"}
    send_interaction(shared_desk, click)
    shared_desk.settle()
    assert case.stored.assignee_id is None


def test_somebody_of_another_company_with_an_agents_id_is_not_that_agent(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    click = handmade_click(shared_desk, ActionId.CLAIM_TICKET, by="ben", ticket_id=case.ticket_id, channel="it-help")
    click["user"]["team_id"] = "T0000OTHER"
    told_before = len(shared_desk.actor("ben").ephemerals())
    assert send_interaction(shared_desk, click).status_code == 200
    shared_desk.settle()
    assert case.stored.assignee_id is None
    assert len(shared_desk.actor("ben").ephemerals()) == told_before


def test_an_agent_of_another_queue_cannot_work_the_ticket(desk: Desk) -> None:
    desk.set_up(triage="hr-triage", request=None, queue="HR")
    desk.set_up()
    desk.actor("ada").leave("it-triage")
    case = open_case(desk)
    click = handmade_click(desk, ActionId.RESOLVE_TICKET, by="ada", ticket_id=case.ticket_id, channel="hr-triage")
    send_interaction(desk, click)
    desk.settle()
    assert case.status() is TicketStatus.NEW
    assert "Only agents of this ticket's queue" in last_told(desk, "ada").text


def test_who_leaves_the_triage_channel_or_the_company_loses_their_rights_at_once(it_desk: Desk) -> None:
    case = open_case(it_desk)
    it_desk.actor("cara").leave("it-triage")
    it_desk.sandbox.admin.deactivate("ben")
    it_desk.sandbox.wait_idle()
    for who in ("ben", "cara"):
        click = handmade_click(it_desk, ActionId.CLAIM_TICKET, by=who, ticket_id=case.ticket_id, channel="it-triage")
        assert send_interaction(it_desk, click).status_code == 200
    it_desk.settle()
    assert case.stored.assignee_id is None


def test_who_is_invited_to_the_triage_channel_is_an_agent_at_once(it_desk: Desk) -> None:
    case = open_case(it_desk)
    it_desk.actor("ben").invite("it-triage", "mona")
    it_desk.sandbox.wait_idle()
    case.click(ActionId.CLAIM_TICKET, by="mona")
    assert f"<@{it_desk.actor('mona').id}>" in case.card.words


def last_told(desk: Desk, who: str) -> Message:
    """Return what somebody was shown last, to them alone."""
    actor: Actor = desk.actor(who)
    assert actor.ephemerals(), f"{who} was told nothing"
    return actor.ephemerals()[-1]
