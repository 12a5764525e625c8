"""The list of seats as a modal: who, since when, through which channels, why; and why one person has a seat."""

from collections.abc import Sequence
from typing import Final

from bot.domain.billing.seat_list import SeatEntry, SeatExplained, SeatReason, SeatsPage, SeatState
from bot.views import forms
from bot.views.billing import seats_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.fact_wording import fact_mrkdwn
from bot.views.blocks import (
    actions,
    bullets,
    button,
    context,
    date,
    divider,
    line,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)
from bot.views.content import Block
from bot.views.desk.wording import DATE
from bot.views.forms import View

MOST_CHANNELS: Final = 10
MOST_QUEUES: Final = 40
PAGES: Final = "seats/pages"


def seats_page(page: SeatsPage) -> View:
    """Draw a page of the list."""
    if not page.total:
        return forms.modal(wording.TITLE, [sentence(wording.NOBODY)], close=wording.CLOSE)
    head = rich_text(line(words(wording.summary(page), bold=True)), line(words(wording.price(page))))
    rows = [_row(entry) for entry in page.entries]
    rest = [*_turning(page), *_queues(page), context(plain(wording.WHO_PAYS))]
    return forms.modal(wording.TITLE, [head, divider(), *rows, *rest], close=wording.CLOSE)


def seat_reason_page(explained: SeatExplained) -> View:
    """Draw why one person has a seat or none: the rule, and the facts in words."""
    entry = explained.entry
    facts = [section(mrkdwn(fact_mrkdwn(fact))) for fact in explained.facts]
    older = [context(plain(wording.more_facts(explained.more)))] if explained.more else []
    heading = rich_text(line(words(wording.FACTS, bold=True)))
    blocks = [
        section(mrkdwn(_first_line(entry))),
        *_through(entry),
        sentence(wording.reason(entry.state, entry.reason)),
        divider(),
        *([heading, *facts, *older] if facts else [sentence(wording.NO_FACTS)]),
    ]
    return forms.modal(wording.WHY, blocks, close=wording.CLOSE)


def _row(entry: SeatEntry) -> Block:
    why = button(
        wording.WHY,
        BillingActionId.WHY_SEAT,
        entry.person.slack_user_id,
        spoken=wording.why_aloud(entry.person.name),
    )
    is_plain = entry.state is SeatState.SEAT and entry.reason is SeatReason.MEMBER
    reason = [] if is_plain else [wording.reason(entry.state, entry.reason)]
    return {**section(mrkdwn("\n".join([_first_line(entry), *_channels(entry), *reason]))), "accessory": why}


def _first_line(entry: SeatEntry) -> str:
    state = wording.state_mrkdwn(entry.state)
    if entry.state is SeatState.SEAT and entry.opened_at is not None:
        state = wording.seat_since_mrkdwn(date(entry.opened_at, DATE))
    return wording.row_mrkdwn(entry.person.slack_user_id, state)


def _through(entry: SeatEntry) -> list[Block]:
    return [section(mrkdwn(said)) for said in _channels(entry)]


def _channels(entry: SeatEntry) -> Sequence[str]:
    shown = dict(list(entry.since.items())[:MOST_CHANNELS])
    is_said = list(shown.values()) == [entry.opened_at]
    dates = {channel: "" if is_said else date(at, DATE) for channel, at in shown.items()}
    return [wording.through_mrkdwn(dates)] if dates else []


def _queues(page: SeatsPage) -> list[Block]:
    if not page.queues:
        return []
    lines = [[words(wording.queue_line(queue, page.locale))] for queue in page.queues[:MOST_QUEUES]]
    return [divider(), rich_text(line(words(wording.BY_QUEUE, bold=True)), bullets(lines))]


def _turning(page: SeatsPage) -> list[Block]:
    if page.last_page == 0:
        return []
    row = []
    if page.page > 0:
        value = str(page.page - 1)
        row.append(button(wording.PREVIOUS, BillingActionId.SEATS_PREVIOUS, value, spoken=wording.PREVIOUS_ALOUD))
    if page.page < page.last_page:
        value = str(page.page + 1)
        row.append(button(wording.NEXT, BillingActionId.SEATS_NEXT, value, spoken=wording.NEXT_ALOUD))
    first = page.page * page.per_page + 1
    shown = wording.page_of(first, first + len(page.entries) - 1, page.total)
    return [context(plain(shown)), actions(PAGES, row)]
