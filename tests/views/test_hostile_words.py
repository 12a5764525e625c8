"""Whatever people type, in any place where it is shown: nobody is notified, nothing passes for ours, Slack takes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.desk.facts import FileFacts, MessageFacts, PersonFacts, QueueChoice, TicketFacts, TicketLists
from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.domain.desk.pauses import PauseReason
from bot.views.content import Content
from bot.views.desk import answers, notices, resolution
from bot.views.desk.messages import reply_copy
from bot.views.desk.request_form import new_request_modal
from bot.views.desk.triage_card import triage_card
from models.desk import TicketStatus
from tests.views import hostile
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, problems_of, problems_of_view
from tests.views.samples import NOON, make_card, make_message, make_ticket, rich, section


def person(words: str) -> PersonFacts:
    return PersonFacts("U0ROSA", words)


def mrkdwn_message(words: str) -> MessageFacts:
    return MessageFacts(words, None, [FileFacts(words, words)], person(words), {"U0CARA": words})


def rich_message(words: str) -> MessageFacts:
    pieces: list[dict[str, Any]] = [
        {"type": "text", "text": words, "style": {"bold": True}},
        {"type": "link", "url": words, "text": words},
        {"type": "link", "url": "https://example.com", "text": words},
        {"type": "user", "user_id": "U0CARA"},
        {"type": "usergroup", "usergroup_id": words},
        {"type": "broadcast", "range": "everyone"},
        {"type": "emoji", "name": words, "unicode": words},
        {"type": "date", "timestamp": 1, "format": words, "fallback": words},
        {"type": "color", "value": words},
        {"type": "new", "text": words},
    ]
    code = {"type": "rich_text_preformatted", "elements": pieces}
    items = {"type": "rich_text_list", "style": "bullet", "elements": [section(*pieces)]}
    return replace(mrkdwn_message(words), blocks=[rich(section(*pieces), code, items)])


def ticket(words: str) -> TicketFacts:
    return make_ticket(
        title=words, requester=person(words), assignee=person(words), queue_name=words, link=words, opened_at=NOON
    )


def lists(words: str) -> TicketLists:
    tickets = [ticket(words)] * 10
    return TicketLists(tickets, 12, tickets, 11, tickets, 10, is_agent=True)


def every_fact(words: str) -> dict[str, str]:
    keys = ("ticket_key", "closed_key", "former_key", "into_key", "from_key", "queue_key")
    typed = dict.fromkeys((*keys, "name", "queue_name", "channel", "mark", "what", "code", "text", "comment"), words)
    numbers = {"ticket_id": "7", "count": "2", "missing": "2", "added": "1"}
    return {**typed, **numbers, "slack_user_id": "U0ROSA", "reason": PauseReason.PUBLIC, "rating": "3/3"}


def card(words: str, opening: Callable[[str], MessageFacts], status: TicketStatus = TicketStatus.NEW) -> Content:
    facts = make_card(replace(ticket(words), status=status), opening(words), source_link=words, private_mark=words)
    return triage_card(replace(facts, resolved_by=person(words), resolved_at=NOON))


RENDERERS: dict[str, Callable[[str], Content]] = {
    "card": lambda words: card(words, mrkdwn_message),
    "card with rich text": lambda words: card(words, rich_message),
    "closed card": lambda words: card(words, rich_message, TicketStatus.CLOSED),
    "copy": lambda words: reply_copy(mrkdwn_message(words), with_name=False),
    "copy with name": lambda words: reply_copy(mrkdwn_message(words), with_name=True),
    "rich copy": lambda words: reply_copy(rich_message(words), with_name=True),
    "confirmation": lambda words: notices.confirmation("IT-42", words),
    "opening": lambda words: notices.opening("IT-42", words, rich_message(words)),
    "resolution": lambda words: resolution.resolution_notice(7, "IT-42", words, until=None),
    "help": lambda words: answers.unknown_verb(words, "list", is_admin=True, is_agent=True),
    "lists": lambda words: answers.ticket_lists(lists(words), NOON + timedelta(hours=2)),
    "page": lambda words: answers.ticket_page(ticket(words), is_agent=True, talk=[rich_message(words)]),
    "changes": lambda words: answers.changes([words, words]),
    "refusal": answers.refusal,
    "failure": answers.failure,
    "opened": lambda words: answers.ticket_opened("IT-42", words),
    **{
        kind.name: lambda words, kind=kind: notices.thread_notice(kind, every_fact(words))  # type: ignore[misc]  # bound early
        for kind in ThreadNotice
        if kind is not ThreadNotice.REQUESTER_REMINDED  # which mentions whom it is for
    },
    **{
        kind.name: lambda words, kind=kind: notices.person_notice(kind, every_fact(words))  # type: ignore[misc]  # bound early
        for kind in PersonNotice
    },
}


def test_the_corpus_is_large_enough() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize("name", RENDERERS)
def test_hostile_words_notify_nobody_and_pass_for_nothing(name: str) -> None:
    drawn = {words[:60]: RENDERERS[name](words) for words in HOSTILE}

    found = {words: dangers_of(content) for words, content in drawn.items()}

    assert not {words: dangers for words, dangers in found.items() if dangers}


@pytest.mark.parametrize("name", RENDERERS)
def test_slack_takes_what_is_drawn_from_hostile_words(name: str) -> None:
    drawn = {words[:60]: RENDERERS[name](words) for words in HOSTILE}

    found = {words: problems_of(content) for words, content in drawn.items()}

    assert not {words: problems for words, problems in found.items() if problems}


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_slack_takes_a_form_filled_with_hostile_words(words: str) -> None:
    queues = [QueueChoice(1, words, words), QueueChoice(2, words, words)]

    modal = new_request_modal(queues, text=words, chosen=2)

    assert problems_of_view(modal) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=hostile.words, blocks=hostile.rich_text, with_name=st.booleans())
def test_no_rich_text_whatever_breaks_a_copy(words: str, blocks: list[dict[str, Any]], with_name: bool) -> None:
    message = make_message(words, blocks=blocks, author=person(words), names={"U0CARA": words})

    copy = reply_copy(message, with_name=with_name)

    assert (problems_of(copy), dangers_of(copy)) == ([], [])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=hostile.words, blocks=hostile.rich_text, status=st.sampled_from(TicketStatus))
def test_no_rich_text_whatever_breaks_a_card(words: str, blocks: list[dict[str, Any]], status: TicketStatus) -> None:
    facts = make_card(replace(ticket(words), status=status), make_message(words, blocks=blocks))

    drawn = triage_card(facts)

    assert (problems_of(drawn), dangers_of(drawn)) == ([], [])
