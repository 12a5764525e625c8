"""Triage channels that others can read or that the bot was removed from; threads that stay inside; three queues."""

import pytest
from sqlalchemy import select

from models.desk import Queue, TriageReplies
from tests.support.cases import open_case
from tests.support.desk import Desk, expect, make_triage


def test_a_triage_channel_that_becomes_shared_waits_and_goes_on_in_order(it_desk: Desk) -> None:
    case = open_case(it_desk)
    it_desk.sandbox.admin.share("it-triage", "T0000OTHER")
    it_desk.settle()
    case.ask("First, is my salary right?")
    case.ask("Second, is my bonus?")
    asked_meanwhile = it_desk.actor("rosa").post("it-help", "The printer is on fire")
    it_desk.settle()
    before = [message.text for message in case.worked]
    it_desk.sandbox.admin.unshare("it-triage", "T0000OTHER")
    it_desk.settle()
    assert not any("salary" in text for text in before)
    assert [message.text for message in case.worked][-2:] == ["First, is my salary right?", "Second, is my bonus?"]
    assert len(it_desk.cards()) == 2
    assert it_desk.actor("rosa").thread("it-help", asked_meanwhile)[1:]
    told = [message.text for message in it_desk.actor("ada").dm()][-2:]
    assert [("stopped posting" in text, "posting in" in text and "again" in text) for text in told] == [
        (True, False),
        (False, True),
    ]
    assert it_desk.parked() == []


def test_a_bot_that_is_removed_from_a_triage_channel_goes_on_when_it_is_invited_again(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    case = open_case(it_desk)
    ada.kick("it-triage", "deskbell")
    it_desk.settle()
    case.ask("Anybody there?")
    assert "Invite me again" in ada.dm()[-1].text
    ada.invite("it-triage", "deskbell")
    it_desk.settle()
    assert case.worked[-1].text == "Anybody there?"
    assert not any("What is it for?" in message.text for message in ada.ephemerals())
    assert it_desk.parked() == []


def test_a_public_channel_is_refused_with_what_to_do(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    ada.create_channel("open-triage")
    ada.invite("open-triage", "deskbell")
    it_desk.settle()
    expect(ada.command("/desk", "triage #open-triage OPEN"), "Make it private in Slack")


@pytest.fixture
def inside_desk(it_desk: Desk) -> Desk:
    """A desk whose agents' threads stay with the team."""
    with it_desk.sessions.begin() as session:
        session.scalars(select(Queue)).one().triage_replies = TriageReplies.INTERNAL
    return it_desk


def test_where_threads_stay_inside_only_the_balloon_reaches_the_requester(inside_desk: Desk) -> None:
    case = open_case(inside_desk)
    note = case.answer("He forgets to charge it, every week")
    case.answer(":speech_balloon: Is it charged?")
    inside_desk.actor("ben").edit(note, ":speech_balloon: He forgets to charge it")
    inside_desk.settle()
    heard = [message.text for message in case.heard]
    assert heard[-1] == "Is it charged?"
    assert not any("forgets" in text for text in heard)
    assert "stay with the team" in str(case.card.blocks)
    assert "a note stays with the team" in case.worked[-1].text


def test_three_queues_work_side_by_side(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    make_triage(ada, "hr-triage", "HR")
    for name, private in (("ops-triage", True), ("hr-help", False), ("ops-help", False)):
        ada.create_channel(name, private=private)
        for who in ("cara", "rosa", "deskbell") if name != "ops-triage" else ("cara", "deskbell"):
            ada.invite(name, who)
    make_triage(ada, "ops-triage", "OPS")
    expect(ada.command("/desk", "request #hr-help HR"), "in HR")
    expect(ada.command("/desk", "request #ops-help OPS"), "in OPS")
    cases = [
        open_case(it_desk, "laptop"),
        open_case(it_desk, "holiday", channel="hr-help", triage="hr-triage", agent="mona"),
        open_case(it_desk, "server", channel="ops-help", triage="ops-triage", agent="cara"),
    ]
    assert [case.key for case in cases] == ["IT-1", "HR-1", "OPS-1"]
    for case in cases:
        case.answer(f"about {case.key}")
    assert [case.heard[-1].text for case in cases] == ["about IT-1", "about HR-1", "about OPS-1"]
    expect(ada.command("/desk", "request off #it-help"), "no longer")
    expect(ada.command("/desk", "triage off #it-triage"), "IT is the default queue")
    assert it_desk.parked() == []
