"""Searching: words in several languages, filters, order, pages; and never what somebody may not see."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.domain.desk.queries import read_query
from bot.errors import NotUnderstood
from bot.services.desk import conversations, queue_settings, search, ticket_words
from models.desk import (
    Category,
    Follower,
    FormerPlace,
    Message,
    Person,
    Priority,
    QueueStatus,
    Ticket,
    TicketStatus,
    TicketTag,
    TicketWords,
)
from tests.support.desk_rows import (
    MORNING,
    NOON,
    Desk,
    deleted,
    edited,
    make_desk_of,
    make_person,
    make_ticket,
    posted,
    ts_at,
)


def find(session: Session, typed: str, reader: Person, *, page: int = 0, now: datetime = NOON) -> list[str]:
    """Return the keys of what somebody finds."""
    session.flush()
    found = search.find_tickets(session, read_query(typed), reader=reader, page=page, now=now)
    return [each.ticket.key for each in found.found]


def say(
    session: Session, desk: Desk, text: str, *, seconds: float, by: str = "U0ROSA", on: float = 0
) -> dict[str, Any]:
    """Have somebody write in the thread of the ticket asked `on` seconds after noon, and return the event."""
    is_agent = by in {"U0ADA", "U0BEN"}
    channel, root = ("C0TRIAGE", ts_at(on + 0.5)) if is_agent else ("C0HELP", ts_at(on))
    event = posted(text, seconds=seconds, user=by, channel=channel, thread_ts=root)
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)
    return event


def receive(session: Session, desk: Desk, event: dict[str, Any]) -> None:
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)


def add(session: Session, *rows: object) -> None:
    session.add_all(rows)
    session.flush()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("printer", True),
        ("printers burning", False),
        ("fires", True),  # a form of the word
        ('"printer is on fire"', True),
        ('"fire printer"', False),
        ("printer -fire", False),
        ("scanner or printer", True),
        ("screenshot.png", True),
        ("it-1", True),
        ("#IT-01", True),
        ("it-2", False),
        ("'; DROP TABLE ticket; --", False),
        ("the", False),
        ("!!! ((( &&&", False),
    ],
)
def test_words_are_found_as_their_language_reads_them(session: Session, desk: Desk, typed: str, found: bool) -> None:
    ticket = make_ticket(session, desk, "The printer is on fire")
    opening = session.query(Message).one()
    opening.files = [{"name": "screenshot.png", "url": "https://acme.slack.com/files/F1"}]
    ticket_words.gather(session, ticket)

    assert find(session, typed, desk.rosa) == (["IT-1"] if found else [])


def test_a_queue_s_own_language_decides_how_its_words_are_read(session: Session, desk: Desk) -> None:
    desk.queue.language = "de"
    make_ticket(session, desk, "Meine Drucker streiken")
    hr = make_desk_of(session, desk, "HR", desk.ada)
    make_ticket(session, hr, "The printers are fine", seconds=1)

    assert find(session, "Druckern", desk.ada) == ["IT-1"]
    assert find(session, "printing", desk.ada) == []
    assert find(session, "printer", desk.ada) == ["HR-1"]
    assert find(session, "-drucker", desk.ada) == ["HR-1"]


def test_parts_of_words_are_found_where_words_are_not_spaced(session: Session, desk: Desk) -> None:
    desk.queue.language = "ja"
    make_ticket(session, desk, "パスワードを忘れました")

    assert find(session, '"パスワード"', desk.rosa) == ["IT-1"]
    assert find(session, '"ドワスパ"', desk.rosa) == []


def test_a_word_of_the_title_counts_more(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, "VPN", seconds=0)
    make_ticket(session, desk, "Something else", seconds=60)
    say(session, desk, "It may be the vpn after all", seconds=70, on=60)

    assert find(session, "vpn", desk.ada) == ["IT-1", "IT-2"]
    assert find(session, "vpn sort:newest", desk.ada) == ["IT-2", "IT-1"]


def test_what_is_said_later_is_found_until_it_is_edited_or_deleted(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    reply = say(session, desk, "It smells of popcorn", seconds=5)
    assert find(session, "popcorn", desk.rosa) == ["IT-1"]

    receive(session, desk, edited(reply, "It smells of toast", seconds=6))
    assert (find(session, "popcorn", desk.rosa), find(session, "toast", desk.rosa)) == ([], ["IT-1"])

    receive(session, desk, deleted(reply, seconds=7))
    assert find(session, "toast", desk.rosa) == []


def test_a_note_is_found_by_agents_alone(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    say(session, desk, ":lock: she is a troublemaker", seconds=5, by="U0ADA")
    say(session, desk, "Which floor are you on?", seconds=6, by="U0ADA")

    assert (find(session, "troublemaker", desk.ben), find(session, "troublemaker", desk.rosa)) == (["IT-1"], [])
    assert (find(session, "floor", desk.ben), find(session, "floor", desk.rosa)) == (["IT-1"], ["IT-1"])


def test_a_reply_taken_back_is_found_by_agents_alone(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    reply = say(session, desk, "Maybe it is sabotage", seconds=5, by="U0ADA")

    receive(session, desk, edited(reply, ":lock: Maybe it is sabotage", seconds=6))

    assert (find(session, "sabotage", desk.ben), find(session, "sabotage", desk.rosa)) == (["IT-1"], [])


def test_notes_are_not_found_in_the_queue_a_ticket_moved_to(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    say(session, desk, ":lock: she is a troublemaker", seconds=5, by="U0ADA")
    hana = make_person(session, desk.workspace, "U0HANA")
    hr = make_desk_of(session, desk, "HR", hana)

    ticket.queue_id, ticket.key = hr.queue.id, "HR-1"
    ticket_words.gather(session, ticket)

    assert find(session, "troublemaker", hana) == []
    assert (find(session, "printer", hana), find(session, "printer", desk.ada)) == (["HR-1"], [])


def test_a_key_from_before_a_move_still_finds_the_ticket(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    hana = make_person(session, desk.workspace, "U0HANA")
    hr = make_desk_of(session, desk, "HR", hana)
    former = {"ticket_id": ticket.id, "queue_id": desk.queue.id, "key": "IT-1", "slack_channel_id": "C0TRIAGE"}
    add(session, FormerPlace(workspace_id=desk.workspace.id, left_at=NOON, **former))
    ticket.queue_id, ticket.key = hr.queue.id, "HR-1"

    assert [find(session, "it-1", reader) for reader in (hana, desk.rosa, desk.ada)] == [["HR-1"], ["HR-1"], []]


def test_a_word_that_only_looks_like_a_key_is_a_word(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, "Error HTTP-500 again")

    assert find(session, "http-500", desk.rosa) == ["IT-1"]


def test_strangers_find_nothing_and_everybody_else_what_is_theirs(session: Session, desk: Desk) -> None:
    filed = make_ticket(session, desk, author_id=desk.ben.id)
    stranger, follower, filer = (make_person(session, desk.workspace, f"U0{name}") for name in ("X", "F", "A"))
    filed.author_id = filer.id
    add(session, Follower(workspace_id=desk.workspace.id, ticket_id=filed.id, person_id=follower.id, followed_at=NOON))

    found = {person: find(session, "printer", person) for person in (stranger, follower, filer, desk.rosa, desk.ada)}

    assert list(found.values()) == [[], ["IT-1"], ["IT-1"], ["IT-1"], ["IT-1"]]


def test_an_agent_who_left_finds_the_queue_no_more(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    desk.ada.is_deactivated = True

    assert find(session, "printer", desk.ada) == []


@pytest.fixture
def varied(session: Session, desk: Desk) -> Desk:
    """A desk with four tickets that differ in everything there is a filter for."""
    vendor = QueueStatus(key="vendor", name="With the vendor", base=TicketStatus.ON_HOLD, position=1)
    vendor.workspace_id, vendor.queue_id = desk.workspace.id, desk.queue.id
    incident = Category(workspace_id=desk.workspace.id, key="incident", name="Incident", priorities=["p1"], position=1)
    add(session, vendor, incident)
    tickets_ = [
        make_ticket(session, desk, assignee_id=desk.ada.id, status=TicketStatus.IN_PROGRESS, priority=Priority.P1),
        make_ticket(session, desk, seconds=60, status=TicketStatus.ON_HOLD, queue_status_id=vendor.id),
        make_ticket(session, desk, seconds=120, due_at=NOON + timedelta(hours=2), category_id=incident.id),
        make_ticket(session, desk, seconds=180, status=TicketStatus.CLOSED, closed_at=NOON, opened_at=MORNING),
    ]
    tickets_[3].opened_at = NOON - timedelta(days=3)
    add(session, TicketTag(workspace_id=desk.workspace.id, ticket_id=tickets_[1].id, tag="vpn"))
    return desk


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("status:open", ["IT-1", "IT-2", "IT-3"]),
        ("-status:open", ["IT-4"]),
        ("status:closed,in-progress", ["IT-1", "IT-4"]),
        ("status:vendor", ["IT-2"]),
        ('status:"with the vendor"', ["IT-2"]),
        ("assignee:@me", ["IT-1"]),
        ("assignee:<@U0ADA|ada>", ["IT-1"]),
        ("assignee:ada", ["IT-1"]),
        ("assignee:nobody status:open", ["IT-2", "IT-3"]),
        ("-assignee:me", ["IT-2", "IT-3", "IT-4"]),
        ("requester:rosa", ["IT-1", "IT-2", "IT-3", "IT-4"]),
        ("requester:@me", []),
        ("priority:urgent,high", ["IT-1"]),
        ("priority:p3", ["IT-2", "IT-3", "IT-4"]),
        ("queue:it", ["IT-1", "IT-2", "IT-3", "IT-4"]),
        ("tag:vpn", ["IT-2"]),
        ("tag:none-of-these", []),
        ("category:incident", ["IT-3"]),
        ("due:soon", ["IT-3"]),
        ("due:overdue", []),
        ("before:today", ["IT-4"]),
        ("after:2026-11-22", ["IT-1", "IT-2", "IT-3"]),
        ("after:yesterday before:2026-11-24", ["IT-1", "IT-2", "IT-3"]),
        ("status:snoozed", []),
    ],
)
def test_filters_find_what_they_say(session: Session, varied: Desk, typed: str, keys: list[str]) -> None:
    assert sorted(find(session, typed, varied.ada)) == keys


@pytest.mark.parametrize("typed", ["tag:vpn", "due:soon", "due:any"])
def test_what_only_agents_know_finds_nothing_for_requesters(session: Session, varied: Desk, typed: str) -> None:
    assert find(session, typed, varied.rosa) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("status:lost", "`status:vendor`"),
        ("priority:p9", "`priority:urgent`"),
        ("queue:hr", "`queue:it`"),
        ("category:wish", "`category:incident`"),
        ("due:never", "`due:soon`"),
        ("assignee:nobody-i-know", "nobody called nobody-i-know"),
        ("after:then", "2026-11-23"),
    ],
)
def test_an_unknown_value_is_answered_with_those_there_are(
    session: Session, varied: Desk, typed: str, said: str
) -> None:
    with pytest.raises(NotUnderstood, match=said):
        find(session, typed, varied.ada)


def test_a_requester_is_not_told_how_agents_name_their_statuses(session: Session, varied: Desk) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        find(session, "status:vendor", varied.rosa)

    assert "`status:vendor`" not in str(refusal.value)


def test_a_day_begins_where_the_reader_is(session: Session, desk: Desk) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    make_ticket(session, desk, opened_at=late)
    berlin, london = desk.ada, desk.ben
    berlin.zone, london.zone = "Europe/Berlin", "Europe/London"

    assert (find(session, "before:2026-11-23", berlin), find(session, "before:2026-11-23", london)) == ([], ["IT-1"])


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        ("newest", ["IT-3", "IT-2", "IT-1"]),
        ("oldest", ["IT-1", "IT-2", "IT-3"]),
        ("priority", ["IT-2", "IT-1", "IT-3"]),
        ("updated", ["IT-1", "IT-3", "IT-2"]),
    ],
)
def test_what_is_found_stands_in_the_order_asked_for(session: Session, desk: Desk, sort: str, keys: list[str]) -> None:
    changes: Sequence[dict[str, Any]] = ({"updated_at": NOON + timedelta(hours=1)}, {"priority": Priority.P1}, {})
    for number, change in enumerate(changes):
        make_ticket(session, desk, seconds=60 * number, **change)

    assert find(session, f"printer sort:{sort}", desk.ada) == keys


def test_pages_hold_ten_and_a_page_beyond_the_end_is_the_last(session: Session, desk: Desk) -> None:
    for number in range(23):
        make_ticket(session, desk, seconds=number)

    def page(number: int) -> tuple[int, int, str]:
        found = search.find_tickets(session, read_query("printer"), reader=desk.ada, page=number, now=NOON)
        return found.page, found.total, found.tickets[0].key

    assert [page(number) for number in (0, 1, 2, 3, 999)] == [
        (0, 23, "IT-23"),
        (1, 23, "IT-13"),
        (2, 23, "IT-3"),
        (2, 23, "IT-3"),
        (2, 23, "IT-3"),
    ]


def test_nothing_found_is_an_empty_first_page(session: Session, desk: Desk) -> None:
    found = search.find_tickets(session, read_query("unheard of"), reader=desk.ada, page=7, now=NOON)

    assert (list(found.found), found.page, found.total, found.last_page) == ([], 0, 0, 0)


def test_agents_work_what_is_in_their_queues_and_only_read_the_rest(session: Session, desk: Desk) -> None:
    hana = make_person(session, desk.workspace, "U0HANA")
    hr = make_desk_of(session, desk, "HR", hana)
    own = make_ticket(session, hr, "My own contract")
    own.requester_id = own.author_id = desk.ada.id
    make_ticket(session, desk, seconds=60)
    session.flush()

    found = search.find_tickets(session, read_query("sort:oldest"), reader=desk.ada, now=NOON).found

    assert [(each.ticket.key, each.is_worked) for each in found] == [("HR-1", False), ("IT-1", True)]
    assert "C0HELP" in str(found[0].ticket.link)
    assert "C0TRIAGE" in str(found[1].ticket.link)


def test_tickets_from_before_get_their_words_a_batch_at_a_time(session: Session, desk: Desk) -> None:
    for number in range(3):
        make_ticket(session, desk, seconds=number)
    ticket_words.forget_words(session, desk.workspace.id)
    assert find(session, "printer", desk.rosa) == []

    filled = [ticket_words.fill_missing(session, limit=2) for _ in range(3)]

    assert filled == [2, 1, 0]
    assert len(find(session, "printer", desk.rosa)) == 3


def test_another_language_has_the_words_gathered_anew(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, "Die Drucker streiken")
    assert find(session, "Druckern", desk.rosa) == []

    changed = [queue_settings.set_language(session, desk.queue, "de", actor=None, now=NOON) for _ in range(2)]
    ticket_words.fill_missing(session)

    assert changed == [True, False]
    assert find(session, "Druckern", desk.rosa) == ["IT-1"]


def test_a_ticket_with_very_many_words_takes_more_messages_all_the_same(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    for number in range(40):
        words = " ".join(f"w{number}x{index}" for index in range(4_000))
        say(session, desk, words, seconds=10 + number)
    say(session, desk, "a" * 39_000, seconds=90)

    ticket_words.gather(session, ticket)

    assert find(session, "w39x0", desk.rosa) == ["IT-1"]
    assert session.query(Message).count() == 42
    assert session.query(TicketWords).count() == 1
    assert session.query(Ticket).one().id == ticket.id


def test_a_title_given_by_hand_is_found(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    ticket.title = "Toner cartridge"
    ticket_words.gather(session, ticket)

    assert find(session, "cartridges", desk.rosa) == ["IT-1"]
