from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.desk.facts import TicketFacts, TicketLists
from bot.domain.desk.typed import Verb
from bot.errors import AdminsOnly, TicketNotFound
from bot.views.desk import command_wording
from bot.views.desk.answers import (
    changes,
    failure,
    help_page,
    refusal,
    ticket_lists,
    ticket_opened,
    ticket_page,
    unknown_verb,
)
from models.desk import Priority, TicketStatus
from tests.views.judging import every_string, problems_of
from tests.views.samples import BEN, LINK, NOON, NOON_SECONDS, make_ticket, rich, section, text

NOW = NOON + timedelta(hours=3)

MOST_VERBS = 10


def make_lists(
    requested: Sequence[TicketFacts] = (),
    assigned: Sequence[TicketFacts] = (),
    unassigned: Sequence[TicketFacts] = (),
    *,
    more: int = 0,
    is_agent: bool = False,
) -> TicketLists:
    return TicketLists(
        requested, len(requested) + more, assigned, len(assigned), unassigned, len(unassigned), is_agent=is_agent
    )


def test_help_lists_what_everyone_can_type() -> None:
    page = help_page(is_admin=False, is_agent=False)

    assert page.text.startswith("What you can type: /desk new [text], /desk list, /desk show IT-12, ")
    assert "/desk assign" not in page.text
    assert page.as_ephemeral()["response_type"] == "ephemeral"
    assert problems_of(page) == []


def test_help_tells_admins_more() -> None:
    words = list(every_string(list(help_page(is_admin=True, is_agent=False).blocks)))

    assert "/desk triage #channel [queue]" in words
    assert "/desk admin add|remove @user" in words


def test_help_lists_every_verb_there_is_and_no_other() -> None:
    groups = (command_wording.FOR_EVERYBODY, command_wording.FOR_AGENTS, command_wording.FOR_ADMINS)

    assert {command.split()[1] for group in groups for command, _ in group} == set(Verb)
    assert max(len({command.split()[1] for command, _ in group}) for group in groups) <= MOST_VERBS


def test_help_tells_agents_where_they_work() -> None:
    words = list(every_string(list(help_page(is_admin=False, is_agent=True).blocks)))

    assert {"What agents can type", "/desk note IT-12 text"} <= set(words)
    assert "You are an agent: work tickets from their cards in the triage channel." in words


def test_an_unknown_verb_shows_the_nearest_and_the_help() -> None:
    answer = unknown_verb("lits", "list", is_admin=False, is_agent=False)

    assert answer.text == "I do not know lits. Did you mean /desk list?"
    said = section(
        text("I do not know "), text("lits", code=True), text(". Did you mean "), text("/desk list", code=True)
    )
    assert answer.blocks[0]["elements"][0]["elements"][:4] == said["elements"]
    assert answer.blocks[1:] == help_page(is_admin=False, is_agent=False).blocks


def test_a_verb_like_no_other_shows_the_help_alone() -> None:
    answer = unknown_verb("", None, is_admin=False, is_agent=False)

    assert answer.text == "I do not know nothing."


def test_an_empty_list_says_what_to_do() -> None:
    answer = ticket_lists(make_lists(), NOW)

    assert answer.text == "0 open requests of yours"
    how = [
        text("You have no open requests. To ask for something, type "),
        text("/desk new", code=True),
        text(" or post in a request channel."),
    ]
    assert answer.blocks == [rich(section(text("Your open requests", bold=True)), section(*how))]


def test_a_list_has_a_line_for_each_ticket() -> None:
    ticket = make_ticket(status=TicketStatus.IN_PROGRESS, priority=Priority.P2, assignee=BEN)

    answer = ticket_lists(make_lists([ticket]), NOW)

    key = {**text("IT-42", bold=True), "type": "link", "url": LINK}
    line = section(key, text(" VPN drops every hour · In progress · High · Ben Okafor · 3 hours ago"))
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line]}
    assert answer.text == "1 open request of yours"
    assert answer.blocks == [rich(section(text("Your open requests", bold=True)), listed)]


def test_a_long_list_says_how_it_goes_on() -> None:
    answer = ticket_lists(make_lists([make_ticket()], more=12), NOW)

    assert "and 12 more tickets" in list(every_string(list(answer.blocks)))


def test_agents_see_what_there_is_to_do() -> None:
    answer = ticket_lists(make_lists([], [make_ticket()], [make_ticket()] * 2, is_agent=True), NOW)

    headings = [block["elements"][0]["elements"][0]["text"] for block in answer.blocks]
    assert headings == ["Your open requests", "Assigned to you", "Waiting for somebody to claim"]
    assert answer.text == "0 open requests of yours, 1 assigned to you, 2 waiting to be claimed"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1, hours=23), "1 day ago"),
        (timedelta(days=4000), "4,000 days ago"),
    ],
)
def test_age_is_said_in_the_largest_unit(passed: timedelta, said: str) -> None:
    answer = ticket_lists(make_lists([make_ticket()]), NOON + passed)

    assert any(words.endswith(f" · {said}") for words in every_string(list(answer.blocks)))


def test_a_page_shows_one_ticket() -> None:
    page = ticket_page(make_ticket(), is_agent=False)

    link = {**text("Open in Slack"), "type": "link", "url": LINK}
    date = f"<!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}|2026-11-23 12:00 UTC>"
    facts = ("Status: New", "Priority: Normal", "Requester: Rosa Diaz", "Assignee: Nobody yet", "Queue: IT")
    assert page.text == "IT-42 VPN drops every hour: new"
    assert page.blocks == [
        rich(section(text("IT-42", bold=True), text(" VPN drops every hour"), text(" · "), link)),
        {"type": "section", "fields": [{"type": "plain_text", "text": fact} for fact in facts]},
        {
            "type": "context",
            "elements": [
                {"type": "mrkdwn", "text": f"Opened {date}"},
                {"type": "mrkdwn", "text": f"Last change {date}"},
            ],
        },
    ]


def test_a_page_tells_agents_where_to_work() -> None:
    page = ticket_page(make_ticket(link=None), is_agent=True)

    assert "Work it from its card in the triage channel" in list(every_string(list(page.blocks)))
    assert "Open in Slack" not in list(every_string(list(page.blocks)))


def test_changes_name_channels_by_their_mention() -> None:
    answer = changes(["<#C0TRIAGE> is the triage channel of IT.", "Its members are agents."])

    channel = {"type": "channel", "channel_id": "C0TRIAGE"}
    lines = [section(channel, text(" is the triage channel of IT.")), section(text("Its members are agents."))]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": lines}
    assert answer.blocks == [rich(section(text("Done", bold=True)), listed)]
    assert problems_of(answer) == []


def test_no_change_is_said_too() -> None:
    assert changes([]).text == "Nothing changed: it was like that already."


def test_a_refusal_shows_commands_as_code() -> None:
    answer = refusal(str(AdminsOnly()))

    assert answer.blocks == [
        rich(
            section(
                text("Only desk admins can do that. An admin can add you with "),
                text("/desk admin add @you", code=True),
                text("."),
            )
        )
    ]


def test_a_refusal_repeats_what_was_typed_as_mere_words() -> None:
    answer = refusal(str(TicketNotFound("<!channel>")))

    assert "&lt;!channel&gt;" in answer.text
    assert answer.blocks[0]["elements"][0]["elements"][0] == text("I cannot find a ticket <\u200b!channel>. ")


def test_a_failure_gives_the_number_to_quote() -> None:
    assert failure("D-7KQ").text == (
        "Something went wrong on my side. I kept what you sent; quote D-7KQ to an admin if it does not arrive."
    )


def test_a_failure_that_left_nothing_behind_asks_to_try_again() -> None:
    assert failure(None).text == (
        "Something went wrong on my side, and nothing was changed. Please try again in a moment."
    )


def test_a_ticket_made_by_command_is_answered() -> None:
    assert ticket_opened("IT-42", "IT").text == (
        "IT-42 opened. The IT team will answer you in a direct message from me."
    )
