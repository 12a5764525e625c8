"""Sockets that close, are closed, fall silent or cannot be opened: nothing is lost, nothing comes twice."""

import time

import pytest

from bot.views.desk.action_ids import ActionId, RequestField
from sandbox.wire import WireEntry
from tests.support.cases import open_case
from tests.support.desk import Desk, only, wait_until


def ask(desk: Desk, text: str) -> list[WireEntry]:
    """Have rosa ask, everything that follows happen, and return how the event went."""
    post = desk.actor("rosa").post("it-help", text)
    desk.settle(20)
    return [entry for entry in desk.sandbox.wire.sent("message") if entry.request["event"]["ts"] == post.ts]


def open_sockets(desk: Desk) -> int:
    return len(list(desk.sandbox.platform.endpoint.sockets))


def connections(desk: Desk) -> int:
    """Return how many sockets the desk has asked for."""
    return len(desk.sandbox.wire.calls("apps.connections.open"))


def test_a_socket_that_closes_before_the_ack_loses_nothing(desk: Desk) -> None:
    desk.sandbox.admin.add_fault("disconnect", on="message")
    tries = ask(desk, "Cut off")
    assert tries[0].error == "connection_failed"
    assert tries[-1].status == 200
    assert only(desk.cards()).text.startswith("IT-1 Cut off")
    assert desk.count_tickets() == 1


def test_a_socket_that_closes_after_the_ack_is_replaced(desk: Desk) -> None:
    desk.sandbox.admin.add_fault("disconnect_after_ack", on="message")
    assert [entry.status for entry in ask(desk, "First")] == [200]
    wait_until(lambda: open_sockets(desk) == 1)
    assert [entry.status for entry in ask(desk, "Second")] == [200]
    assert desk.count_tickets() == 2


def test_a_socket_that_closes_again_and_again_loses_nothing(desk: Desk) -> None:
    desk.sandbox.admin.add_fault("disconnect", on="message", times=2)
    ask(desk, "Twice cut off")
    assert only(desk.cards()).text.startswith("IT-1 Twice cut off")


def test_a_socket_gone_silent_is_noticed_and_loses_nothing(desk: Desk) -> None:
    desk.sandbox.admin.configure(ack_timeout=1.0)
    before = connections(desk)
    desk.sandbox.admin.silence()
    tries = ask(desk, "Hello?")
    assert tries[0].error == "http_timeout"
    assert tries[-1].status == 200
    assert connections(desk) == before + 1
    assert only(desk.cards()).text.startswith("IT-1 Hello?")


def test_silence_in_the_middle_of_an_event_loses_nothing(desk: Desk) -> None:
    desk.sandbox.admin.configure(ack_timeout=1.0)
    desk.sandbox.admin.add_fault("silence", on="message")
    assert ask(desk, "Hel")[-1].status == 200
    assert desk.count_tickets() == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_an_announced_end_is_answered_with_a_new_socket(desk: Desk, reason: str) -> None:
    before = connections(desk)
    desk.sandbox.admin.disconnect(reason)
    wait_until(lambda: connections(desk) == before + 1)
    wait_until(lambda: any(not each.is_ending for each in desk.sandbox.platform.endpoint.sockets))
    assert [entry.status for entry in ask(desk, "Still there?")] == [200]
    wait_until(lambda: open_sockets(desk) == 1)


def test_events_while_the_sockets_change_are_each_handled_once(desk: Desk) -> None:
    rosa = desk.actor("rosa")
    for number in range(12):
        rosa.post("it-help", f"Question {number}")
        if number % 3 == 0:
            desk.sandbox.admin.disconnect("refresh_requested")
        time.sleep(0.05)
    desk.settle(20)
    assert desk.count_tickets() == 12
    assert len(desk.cards()) == 12


def test_when_no_socket_can_be_opened_it_is_tried_again(desk: Desk) -> None:
    desk.sandbox.admin.configure(takes_sockets=False)
    before = connections(desk)
    desk.sandbox.admin.disconnect("refresh_requested")
    wait_until(lambda: connections(desk) >= before + 2)
    desk.sandbox.admin.configure(takes_sockets=True)
    wait_until(lambda: any(not each.is_ending for each in desk.sandbox.platform.endpoint.sockets))
    assert ask(desk, "Back again?")[-1].status == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "refusal", "error": "invalid_auth"},
        {"kind": "server_error"},
        {"kind": "rate_limited", "seconds": 1},
        {"kind": "cut"},
    ],
)
def test_when_slack_gives_no_address_it_is_asked_again(desk: Desk, fault: dict[str, object]) -> None:
    kind, details = str(fault["kind"]), {name: value for name, value in fault.items() if name != "kind"}
    desk.sandbox.admin.add_fault(kind, on="apps.connections.open", times=2, **details)
    desk.sandbox.admin.disconnect("refresh_requested")
    wait_until(lambda: any(not each.is_ending for each in desk.sandbox.platform.endpoint.sockets))
    assert ask(desk, "Is it on?")[-1].status == 200


def test_what_a_person_waits_for_is_answered_on_the_socket_it_came_down(desk: Desk) -> None:
    case = open_case(desk, "My chair is broken")
    desk.sandbox.admin.disconnect("warning")
    case.click(ActionId.CLAIM_TICKET)
    assert "chair" in str(desk.actor("rosa").command("/desk", "list").blocks)
    desk.actor("rosa").command("/desk", "new")
    assert desk.actor("rosa").submit({RequestField.TITLE: "Another chair"}).outcome == "closed"
    desk.settle()
    assert desk.count_tickets() == 2
