"""Who is told what in direct messages: each sentence of it is a line here."""

import re
from datetime import timedelta

import pytest

from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.ticket_details import DetailField
from bot.views.desk.action_ids import ActionId, TicketMenu
from bot.views.desk.notification_settings import HELD, SettingsField
from sandbox.seen import Message
from scheduler.jobs.desk import following_up
from tests.support.cases import Case, open_case
from tests.support.desk import Desk

DAY = timedelta(days=1)


@pytest.fixture
def new_day(shared_desk: Desk) -> Desk:
    """A shared desk on a new day, so that what others were told before counts for no burst."""
    shared_desk.hours.pass_by(DAY)
    return shared_desk


def told(case: Case, name: str) -> list[Message]:
    """Return what somebody was told about a ticket in direct messages."""
    key = re.compile(rf"\b{case.key}\b")
    return [message for message in case.desk.actor(name).dm() if key.search(message.text)]


def texts(case: Case, name: str) -> list[str]:
    """Return how those begin."""
    return [message.text for message in told(case, name)]


def assigned_case(desk: Desk, *, follower: str | None = None) -> Case:
    """Return a ticket of rosa's that ben claimed without a word, and maybe somebody follows."""
    case = open_case(desk)
    case.click(ActionId.CLAIM_TICKET)
    if follower is not None:
        case.choose(ActionId.TICKET_MENU, TicketMenu.EDIT, by="cara")
        desk.actor("cara").submit({DetailField.FOLLOWERS: [desk.actor(follower).id]})
        desk.settle()
    return case


def test_the_assignee_hears_of_requester_follower_and_colleague_and_of_the_end(new_day: Desk) -> None:
    case = assigned_case(new_day, follower="finn")

    case.ask("It smokes now")
    assert texts(case, "ben") == [f"rosa replied on {case.key}: It smokes now"]
    new_day.actor("finn").post("it-help", "Mine does, too", thread=case.root)
    new_day.settle()
    assert texts(case, "ben")[1:] == [f"finn replied on {case.key}: Mine does, too"]
    case.answer(":lock: he should unplug it", by="cara")
    assert texts(case, "ben")[2:] == [f"cara left a private note on {case.key}: :lock: he should unplug it"]
    case.click(ActionId.RESOLVE_TICKET, by="cara")
    assert texts(case, "ben")[3:] == [f"cara resolved {case.key}: My laptop will not start"]

    assert texts(case, "cara") == []


def test_followers_hear_of_agents_and_of_the_end_and_the_requester_in_their_thread(new_day: Desk) -> None:
    case = assigned_case(new_day, follower="finn")
    added = len(told(case, "finn"))

    case.answer("Please unplug it", by="cara")
    case.ask("Done")
    case.click(ActionId.CLOSE_TICKET)

    assert texts(case, "finn")[added:] == [
        f"cara replied on {case.key}: Please unplug it",
        f"ben closed {case.key}: My laptop will not start",
    ]
    assert [message.text for message in case.heard[1:]] == [
        "Please unplug it",
        "Done",
        f"ben closed {case.key}. If you still need help, please post a new message or type `/desk new`.",
    ]
    assert texts(case, "rosa") == []


def test_nobody_hears_twice_of_one_message_nor_of_their_own_act(new_day: Desk) -> None:
    case = assigned_case(new_day)
    case.answer("I am on it")

    case.ask("It smokes now")
    case.answer("Let me see it", by="cara")
    case.click(ActionId.RESOLVE_TICKET)

    assert [texts(case, name) for name in ("ben", "cara", "rosa")] == [[], [], []]


def test_a_note_never_reaches_whoever_is_no_agent(new_day: Desk) -> None:
    case = assigned_case(new_day, follower="finn")

    case.answer(":lock: tulip is the password", by="cara")

    spoken = [message.words for name in ("finn", "rosa") for message in new_day.actor(name).dm()]
    assert [said for said in spoken if "tulip" in said] == []


def test_who_is_given_a_ticket_is_told_and_led_to_its_card(new_day: Desk) -> None:
    case = open_case(new_day)

    case.choose(ActionId.ASSIGN_TICKET, new_day.actor("cara").id)

    (message,) = told(case, "cara")
    assert message.text == f"ben assigned {case.key} to you: My laptop will not start"
    assert f"/p{case.card.ts.replace('.', '')}" in str(message.raw["blocks"])


def test_a_kind_is_stopped_from_the_message_itself_and_brought_back_in_the_settings(new_day: Desk) -> None:
    case, ben = assigned_case(new_day), new_day.actor("ben")
    case.ask("It smokes now")
    (message,) = told(case, "ben")

    assert ben.click(message, ActionId.STOP_NOTIFICATIONS).status == 200
    new_day.settle()
    assert "I will not send you messages about replies any more" in ben.ephemerals()[-1].text
    case.ask("It burns now")
    assert len(told(case, "ben")) == 1

    ben.click(message, ActionId.OPEN_NOTIFICATION_SETTINGS)
    assert ben.submit({SettingsField.KINDS: list(NotificationKind)}).outcome == "closed"
    case.ask("It is ashes now")
    assert texts(case, "ben")[1:] == [f"rosa replied on {case.key}: It is ashes now"]


def test_the_settings_take_no_quiet_hours_without_length_and_keep_what_was_typed(new_day: Desk) -> None:
    case, ben = assigned_case(new_day), new_day.actor("ben")
    case.ask("It smokes now")
    ben.click(told(case, "ben")[0], ActionId.OPEN_NOTIFICATION_SETTINGS)

    typed: dict[str, object] = {
        SettingsField.QUIET: [HELD],
        SettingsField.QUIET_FROM: "22:00",
        SettingsField.QUIET_UNTIL: "22:00",
    }
    refused = ben.submit(typed)

    assert (refused.outcome, list(refused.errors)) == ("errors", [SettingsField.QUIET_UNTIL])
    assert ben.submit({SettingsField.QUIET_FROM: "20:00", SettingsField.QUIET_UNTIL: "08:00"}).outcome == "closed"


def test_a_burst_is_gathered_and_the_night_is_quiet(new_day: Desk) -> None:
    first, second = assigned_case(new_day), assigned_case(new_day)
    for said in ("one", "two", "three"):
        first.ask(said)
    second.ask("four")
    assert texts(first, "ben") == [f"rosa replied on {first.key}: {said}" for said in ("one", "two")]

    new_day.hours.pass_by(timedelta(minutes=10))
    following_up.tell_due(new_day.sessions, new_day.hours.clock)
    new_day.settle()
    assert texts(second, "ben") == [f"Meanwhile on your tickets: 2 replies on {first.key}, {second.key}"]

    new_day.hours.pass_by(timedelta(hours=8))  # 23:00 where ben is
    first.ask("Are you still there?")
    assert len(texts(first, "ben")) == 3
    new_day.hours.pass_by(timedelta(hours=15, minutes=50))
    following_up.tell_due(new_day.sessions, new_day.hours.clock)
    new_day.settle()
    assert texts(first, "ben")[3:] == [f"rosa replied on {first.key}: Are you still there?"]


def test_who_left_the_team_is_told_no_more_though_it_was_on_its_way(it_desk: Desk) -> None:
    case = assigned_case(it_desk)
    it_desk.hours.pass_by(timedelta(hours=8))
    case.ask("It smokes now")

    it_desk.actor("cara").kick("it-triage", "ben")
    it_desk.settle()
    it_desk.hours.pass_by(timedelta(hours=16))
    following_up.tell_due(it_desk.sessions, it_desk.hours.clock)
    it_desk.settle()

    assert texts(case, "ben") == []
