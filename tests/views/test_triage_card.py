from dataclasses import replace
from typing import Any

import pytest

from bot.domain.desk.facts import DetailsShown, FileFacts
from bot.views.content import Content
from bot.views.desk import menu_wording
from bot.views.desk.action_ids import ActionId, TicketMenu, ticket_id_of
from bot.views.desk.triage_card import triage_card
from bot.views.parts import Part
from models.desk import Priority, TicketStatus
from tests.views.judging import dangers_of, every_object, problems_of
from tests.views.samples import (
    BEN,
    LINK,
    NOON,
    NOON_SECONDS,
    ROSA,
    make_card,
    make_message,
    make_ticket,
    rich,
    section,
    text,
)

OPENED = f"Opened <!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}, {{ago}}|2026-11-23 12:00 UTC>"
AT_NOON = f"<!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}|2026-11-23 12:00 UTC>"
OPEN_STATUSES = [status for status in TicketStatus if status is not TicketStatus.CLOSED]


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def offered(content: Content) -> list[str]:
    """Return the action ids on a card, in order."""
    return [str(found["action_id"]) for found in every_object(list(content.blocks)) if "action_id" in found]


def small_print(content: Content) -> list[str]:
    contexts = [block for block in content.blocks if block["type"] == "context"]
    return [element["text"] for block in contexts for element in block["elements"]]


def with_status(status: TicketStatus) -> Content:
    ticket = make_ticket(status=status, assignee=BEN)
    return triage_card(make_card(ticket, resolved_by=BEN, resolved_at=NOON))


def test_a_new_ticket_is_drawn_whole() -> None:
    drawn = triage_card(make_card())

    assert drawn.text == "IT-42 VPN drops every hour: new, normal priority, unassigned"
    heading, opening, fields, buttons, menus, facts, hint = drawn.blocks
    key = {**text("IT-42", bold=True), "type": "link", "url": LINK}
    assert heading == rich(section(key, text(" VPN drops every hour")))
    assert opening == rich({"type": "rich_text_quote", "elements": [text("VPN drops every hour")]})
    assert fields == {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": "*Status*\nNew"},
            {"type": "mrkdwn", "text": "*Priority*\nNormal"},
            {"type": "mrkdwn", "text": "*Requester*\n<@U0ROSA>"},
            {"type": "mrkdwn", "text": "*Assignee*\nNobody yet"},
        ],
    }
    assert buttons["block_id"] == "ticket/7/buttons/new.p3.nobody"
    assert menus["block_id"] == "ticket/7/menus/new.p3.nobody"
    assert facts == {"type": "context", "elements": [{"type": "mrkdwn", "text": f"{OPENED} · from <#C0HELP>"}]}
    notes = "Messages in this thread go to the requester · begin with :lock: for a private note"
    assert hint == {"type": "context", "elements": [plain(notes)]}


def test_a_new_ticket_can_be_claimed_resolved_and_closed() -> None:
    drawn = triage_card(make_card())

    claim, resolve, close, _more = drawn.blocks[3]["elements"]
    assert claim == {
        "type": "button",
        "text": plain("Claim"),
        "action_id": "ticket.claim",
        "value": "7",
        "style": "primary",
        "accessibility_label": "Claim ticket IT-42",
    }
    assert resolve == {
        "type": "button",
        "text": plain("Resolve"),
        "action_id": "ticket.resolve",
        "value": "7",
        "accessibility_label": "Resolve ticket IT-42",
    }
    assert (close["action_id"], close["value"]) == ("ticket.close", "7")
    assert close["confirm"]["title"] == plain("Close IT-42 for good")


def test_the_menus_show_what_is_set() -> None:
    ticket = make_ticket(status=TicketStatus.WAITING, priority=Priority.P1, assignee=BEN)

    drawn = triage_card(make_card(ticket))

    assign, priority, status = drawn.blocks[4]["elements"]
    assert assign == {
        "type": "users_select",
        "action_id": "ticket.assign",
        "placeholder": plain("Assign to"),
        "initial_user": "U0BEN",
    }
    assert priority["initial_option"] == {"text": plain("Urgent"), "value": "p1"}
    assert [option["value"] for option in priority["options"]] == ["p1", "p2", "p3", "p4"]
    assert status["initial_option"] == {"text": plain("Waiting"), "value": "waiting"}
    assert [option["text"]["text"] for option in status["options"]] == [
        "New",
        "In progress",
        "Waiting",
        "On hold",
        "Resolved",
    ]


def test_a_menu_gets_a_new_id_when_what_it_shows_changes() -> None:
    before = triage_card(make_card())
    after = triage_card(make_card(make_ticket(priority=Priority.P1)))

    assert before.blocks[4]["block_id"] != after.blocks[4]["block_id"]
    assert ticket_id_of(after.blocks[4]["block_id"]) == 7


def test_more_is_behind_the_three_dots() -> None:
    more = triage_card(make_card()).blocks[3]["elements"][-1]

    assert (more["type"], more["action_id"]) == ("overflow", ActionId.TICKET_MENU)
    assert [option["value"] for option in more["options"]] == list(menu_wording.OPTIONS)


def test_what_agents_noted_stands_in_the_small_print() -> None:
    noted = DetailsShown(category="<!here> Incident", tags=("laptop", "vpn"), followers=2, former_keys=("IT-4", "HR-2"))
    card = replace(make_card(replace(make_ticket(), due_at=NOON)), details=noted)

    opened, words, ours, keys = triage_card(card).blocks[5]["elements"]

    assert words == plain("<\u200b!here> Incident · #laptop · #vpn")
    assert ours == {"type": "mrkdwn", "text": f"Due {AT_NOON} · 2 followers"}
    assert keys == {"type": "mrkdwn", "text": "was HR-2, IT-4"}
    assert opened["text"].startswith("Opened")


@pytest.mark.parametrize(
    ("ticket", "buttons"),
    [
        (make_ticket(), ["ticket.claim", "ticket.resolve", "ticket.close"]),
        (make_ticket(assignee=BEN), ["ticket.resolve", "ticket.close"]),
        (make_ticket(status=TicketStatus.RESOLVED), ["ticket.reopen", "ticket.close"]),
    ],
)
def test_only_what_makes_sense_is_offered(ticket: Any, buttons: list[str]) -> None:
    drawn = triage_card(make_card(ticket))

    assert offered(drawn) == [*buttons, "ticket.menu", "ticket.assign", "ticket.set_priority", "ticket.set_status"]


def test_a_closed_ticket_says_who_and_when_and_offers_its_history_alone() -> None:
    drawn = with_status(TicketStatus.CLOSED)

    assert offered(drawn) == ["ticket.menu"]
    assert [option["value"] for option in drawn.blocks[3]["elements"][0]["options"]] == [TicketMenu.HISTORY]
    assert small_print(drawn) == [f"{OPENED} · from <#C0HELP> · Resolved by <@U0BEN> {AT_NOON} · Closed {AT_NOON}"]


def test_a_resolved_ticket_says_who_and_when() -> None:
    assert small_print(with_status(TicketStatus.RESOLVED))[0].endswith(f"Resolved by <@U0BEN> {AT_NOON}")


def test_a_reopened_ticket_no_longer_says_that_it_was_resolved() -> None:
    assert "Resolved" not in small_print(with_status(TicketStatus.IN_PROGRESS))[0]


def test_the_assignee_is_named() -> None:
    drawn = triage_card(make_card(make_ticket(assignee=BEN, priority=Priority.P2)))

    assert drawn.text == "IT-42 VPN drops every hour: new, high priority, Ben Okafor"
    assert drawn.blocks[2]["fields"][3] == {"type": "mrkdwn", "text": "*Assignee*\n<@U0BEN>"}


def test_the_opening_keeps_its_formatting_with_a_line_at_its_side() -> None:
    items = {"type": "rich_text_list", "style": "bullet", "elements": [section(text("one"))]}
    code = {"type": "rich_text_preformatted", "elements": [text("x = 1")]}
    blocks = [rich(section(text("Help", bold=True)), items, code)]

    drawn = triage_card(make_card(opening=make_message(blocks=blocks)))

    quote = {"type": "rich_text_quote", "elements": [text("Help", bold=True)]}
    assert drawn.blocks[1] == rich(quote, {**items, "border": 1}, {**code, "border": 1})


def test_files_of_the_opening_are_links() -> None:
    opening = make_message(files=[FileFacts("log.txt", "https://acme.slack.com/files/F1")])

    drawn = triage_card(make_card(opening=opening))

    link = {**text("log.txt"), "type": "link", "url": "https://acme.slack.com/files/F1"}
    files = {"type": "rich_text_list", "style": "bullet", "elements": [section(link)]}
    assert drawn.blocks[2] == rich(section(text("Files", bold=True)), files)


def test_a_deleted_opening_shows_none_of_its_words() -> None:
    drawn = triage_card(make_card(opening=make_message("my password is hunter2", is_deleted=True)))

    assert "hunter2" not in str(drawn)
    assert "VPN" not in str(drawn)
    assert drawn.blocks[0]["elements"][0]["elements"][1] == text(" Deleted request")
    assert drawn.blocks[1] == rich(section(text("The requester deleted this message.", italic=True)))


def test_an_edited_opening_says_so() -> None:
    drawn = triage_card(make_card(opening=make_message(is_edited=True)))

    assert small_print(drawn)[0].endswith(" · Edited by the requester")


@pytest.mark.parametrize("source", [None, "D0ROSA"])
def test_a_ticket_made_by_command_says_so(source: str | None) -> None:
    drawn = triage_card(make_card(source_slack_channel_id=source, source_link=None))

    assert small_print(drawn)[0].endswith(" · asked in private")
    assert drawn.blocks[0]["elements"][0]["elements"][0] == text("IT-42", bold=True)


def test_a_ticket_without_a_title_is_still_readable() -> None:
    drawn = triage_card(make_card(make_ticket(title=" \n")))

    assert drawn.text.startswith("IT-42 Untitled request: ")


def test_another_private_mark_is_told() -> None:
    assert small_print(triage_card(make_card(private_mark="//")))[-1].endswith("begin with // for a private note")


def test_parts_of_other_wings_come_after_the_desks_own_in_order() -> None:
    escalate = {"type": "button", "text": plain("Escalate"), "action_id": "sla.escalate", "value": "7"}
    sla = Part(fields=[plain("Due 14:30")], buttons=[escalate], context=[plain("Business hours")])
    plan = Part(fields=[plain("Plan Gold")])

    drawn = triage_card(make_card(), [sla, plan])

    assert drawn.blocks[2]["fields"][4:] == [plain("Due 14:30"), plain("Plan Gold")]
    assert drawn.blocks[3]["elements"][-2] == escalate
    assert drawn.blocks[5]["elements"][-1] == plain("Business hours")


def test_parts_never_break_slacks_limits() -> None:
    buttons = [
        {"type": "button", "text": plain("More"), "action_id": f"wing.act_{number}", "value": "7"}
        for number in range(40)
    ]
    crowd = Part(fields=[plain("Fact")] * 20, buttons=buttons, context=[plain("Note")] * 20)

    drawn = triage_card(make_card(), [crowd])

    assert problems_of(drawn) == []


@pytest.mark.parametrize("status", TicketStatus)
@pytest.mark.parametrize("assignee", [None, BEN])
def test_slack_takes_a_card_in_every_state(status: TicketStatus, assignee: Any) -> None:
    card = make_card(make_ticket(status=status, assignee=assignee), resolved_by=ROSA, resolved_at=NOON)

    drawn = triage_card(card)

    assert (problems_of(drawn), dangers_of(drawn)) == ([], [])
    assert drawn == triage_card(replace(card))


def test_one_button_at_most_is_primary() -> None:
    drawn = [with_status(status) for status in OPEN_STATUSES] + [triage_card(make_card())]

    primary = [
        [found for found in every_object(list(card.blocks)) if found.get("style") == "primary"] for card in drawn
    ]

    assert [len(found) for found in primary] == [0, 0, 0, 0, 0, 1]
    assert primary[-1][0]["action_id"] == ActionId.CLAIM_TICKET
