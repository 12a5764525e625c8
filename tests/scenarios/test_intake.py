"""What becomes a ticket, and what never does."""

import pytest

from models.desk import Person
from sandbox.seen import Upload
from tests.support.cases import find_ticket, open_case
from tests.support.desk import Desk


@pytest.mark.parametrize("who", ["gus", "olaf"], ids=["a guest", "somebody of another company"])
def test_a_guest_and_an_outsider_may_ask_and_are_known_for_what_they_are(shared_desk: Desk, who: str) -> None:
    case = open_case(shared_desk, "The door badge does not work", by=who)
    assert any(case.key in message.text for message in case.heard)
    with shared_desk.sessions.begin() as session:
        requester = session.get_one(Person, case.stored.requester_id)
    assert (requester.is_guest, requester.is_outsider) == (who == "gus", who == "olaf")


def test_a_card_keeps_what_the_requester_formatted(shared_desk: Desk) -> None:
    typed = "*Bold* and _italic_ and `code`\n> quoted\n- one\n- two\n```\nfenced\n```\nsee https://example.com/vpn"
    case = open_case(shared_desk, typed)
    words = case.card.words
    assert all(part in words for part in ("Bold", "italic", "code", "quoted", "one", "two", "fenced"))
    drawn = str(case.card.blocks)
    assert all(f"'{style}': True" in drawn for style in ("bold", "italic", "code"))
    assert "rich_text_list" in drawn
    assert "rich_text_preformatted" in drawn
    assert "'url': 'https://example.com/vpn'" in drawn


def test_a_card_shows_who_is_mentioned_and_calls_nobody(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "@cara and @channel: is <!subteam^S0000ITTEAM> there?")
    quoted = [block for block in case.card.blocks if block["type"] == "rich_text"]
    assert "cara" in case.card.words
    assert [kind for kind in ("'type': 'user'", "broadcast", "usergroup") if kind in str(quoted)] == []
    assert "<!" not in case.card.text
    assert "<@" not in case.card.text


def test_a_file_shared_without_a_word_opens_a_ticket_with_a_link_to_it(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "", files=(Upload("error.png", b"pixels", "image/png"),))
    permalink = case.root.files[0]["permalink"]
    assert "error.png" in case.card.words
    assert permalink in str(case.card.blocks)


def test_what_a_bot_writes_opens_no_ticket(shared_desk: Desk) -> None:
    alarm = shared_desk.actor("pager").post("it-help", "Disk is full on db-1")
    shared_desk.settle()
    assert find_ticket(shared_desk, alarm) is None


def test_joining_the_channel_opens_no_ticket(shared_desk: Desk) -> None:
    before = shared_desk.count_tickets()
    newcomer = shared_desk.sandbox.admin.add_person("joiner")
    newcomer.join("it-help")
    newcomer.leave("it-help")
    shared_desk.settle()
    assert shared_desk.count_tickets() == before


def test_an_edit_changes_the_card_and_opens_no_second_ticket(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The printer is on fier")
    before = shared_desk.count_tickets()
    shared_desk.actor("rosa").edit(case.root, "The printer is on *fire*")
    shared_desk.settle()
    assert shared_desk.count_tickets() == before
    assert "fire" in case.card.words
    assert "fier" not in case.card.words + case.card.text
    assert case.stored.title == "The printer is on fire"


def test_deleting_the_request_leaves_the_ticket_without_its_words(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "My password is hunter2, please help")
    shared_desk.actor("rosa").delete(case.root)
    shared_desk.settle()
    assert "hunter2" not in str(case.card.raw)
    assert "deleted" in case.card.words


def test_a_reply_to_a_message_opens_no_second_ticket_even_when_it_is_shown_in_the_channel(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    before = shared_desk.count_tickets()
    case.ask("Still broken")
    case.ask("Broken for everybody", broadcast=True)
    assert shared_desk.count_tickets() == before
    assert [message.text for message in case.messages()] == [case.root.text, "Still broken", "Broken for everybody"]


def test_messages_elsewhere_open_no_ticket(shared_desk: Desk) -> None:
    elsewhere = [shared_desk.actor("rosa").post(channel, "Good morning") for channel in ("general", "dm")]
    elsewhere.append(shared_desk.actor("ben").post("it-triage", "Who is on call?"))
    shared_desk.settle()
    assert [find_ticket(shared_desk, message) for message in elsewhere] == [None, None, None]


def test_a_message_from_before_the_channel_took_requests_never_becomes_a_ticket(desk: Desk) -> None:
    early = desk.actor("rosa").post("it-help", "Is anybody here?")
    desk.set_up()
    desk.actor("rosa").edit(early, "Is anybody here now?")
    desk.actor("mona").post("it-help", "I do not think so", thread=early)
    desk.settle()
    assert desk.count_tickets() == 0
    assert desk.cards() == []
