"""What `/desk` answers, shown to the asker only. `Content.as_ephemeral()` gives the body of the ack."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import NO_DETAILS, DetailsShown, MessageFacts, TicketFacts, TicketLists
from bot.views import forms, limits
from bot.views.blocks import (
    bullets,
    context,
    date,
    fallback,
    fields,
    line,
    link,
    marked,
    mrkdwn,
    plain,
    rich_text,
    sentence,
    words,
)
from bot.views.content import Block, Content
from bot.views.desk import command_wording, filing_wording, wording
from bot.views.desk.details_line import details_line, former_keys
from bot.views.desk.messages import display_name, spoken_words
from bot.views.desk.status_menu import status_name
from bot.views.forms import View

TITLE_LENGTH = 150
TYPED_LENGTH = 50
ANSWER_LENGTH = 2_000
SAID_LENGTH = 500
MOST_CHANGES = 50


def help_page(*, is_admin: bool, is_agent: bool) -> Content:
    """List what this person can type, grouped by what lets them."""
    commands = ", ".join(command for _, listed in _commands(is_admin, is_agent) for command, _ in listed)
    return Content(fallback(f"{wording.HELP_TITLE}: {commands}"), _help_blocks(is_admin=is_admin, is_agent=is_agent))


def unknown_verb(typed: str, nearest: str | None, *, is_admin: bool, is_agent: bool) -> Content:
    """Say that a command is not known, which one is nearest, and what there is."""
    shown = limits.cut(one_line(typed) or wording.NOTHING_TYPED, TYPED_LENGTH)
    before, after = wording.unknown_verb(nearest)
    answer = rich_text(line(words(before), words(shown, code=True), *marked(after)))
    return Content(
        fallback(before + shown + after.replace("`", "")), [answer, *_help_blocks(is_admin=is_admin, is_agent=is_agent)]
    )


def ticket_lists(lists: TicketLists, now: datetime) -> Content:
    """Draw `/desk list`: what the asker asked for and, for agents, what there is to do. `now` is aware UTC."""
    blocks = _list(wording.YOUR_REQUESTS, lists.requested, lists.requested_total, wording.NO_REQUESTS, now)
    if lists.is_agent:
        blocks += _list(wording.ASSIGNED_TO_YOU, lists.assigned, lists.assigned_total, wording.NONE_ASSIGNED, now)
        blocks += _list(wording.UNASSIGNED, lists.unassigned, lists.unassigned_total, wording.NONE_UNASSIGNED, now)
    summary = wording.lists_summary(
        lists.requested_total, lists.assigned_total, lists.unassigned_total, is_agent=lists.is_agent
    )
    return Content(fallback(summary), blocks)


def ticket_page(
    ticket: TicketFacts,
    *,
    is_agent: bool,
    talk: Sequence[MessageFacts] = (),
    details: DetailsShown = NO_DETAILS,
) -> Content:
    """Draw `/desk show`: one ticket, and what was said last. Agents see its details, and where to work it."""
    title = ticket_title(ticket)
    status = status_name(ticket)
    heading = [words(ticket.key, bold=True), words(f" {title}")]
    if ticket.link:
        heading += [words(wording.SEPARATOR), link(ticket.link, wording.OPEN_IN_SLACK)]
    small_print = [
        mrkdwn(wording.opened_mrkdwn(date(ticket.opened_at, wording.DATE))),
        mrkdwn(wording.updated_mrkdwn(date(ticket.updated_at, wording.DATE))),
        *([plain(wording.WORK_FROM_CARD)] if is_agent else []),
        *(details_line(details, ticket.due_at) if is_agent else former_keys(details)),
    ]
    blocks = [rich_text(line(*heading)), fields(_facts(ticket)), *_talk(talk), context(*small_print)]
    return Content(fallback(f"{ticket.key} {title}: {status.lower()}"), blocks)


def _talk(talk: Sequence[MessageFacts]) -> list[Block]:
    """Return what was said, the newest last, a few lines of each."""
    return [
        rich_text(
            line(
                words(command_wording.said_last(display_name(said.author.name)), bold=True),
                words(limits.cut(one_line(spoken_words(said)), SAID_LENGTH)),
            )
        )
        for said in talk
    ]


def changes(lines: Sequence[str]) -> Content:
    """Say what a setting command changed, a line each; `<#C…>` in a line becomes the channel's name."""
    said = [limits.cut(text, ANSWER_LENGTH) for text in lines if text.strip()][:MOST_CHANGES]
    if not said:
        return refusal(wording.NOTHING_CHANGED)
    whole = rich_text(line(words(wording.CHANGED, bold=True)), bullets([marked(text) for text in said]))
    block = limits.cut_rich_text(whole, limits.RICH_TEXT, wording.THE_REST_IS_IN_SLACK)
    return Content(fallback("\n".join(said)), [block])


def refusal(text: str) -> Content:
    """Say why something was not done. What stands in backticks is shown as code."""
    shown = limits.cut(text, ANSWER_LENGTH).strip() or wording.NOTHING_CHANGED
    return Content(fallback(shown), [sentence(shown)])


def refusal_page(text: str) -> View:
    """Draw why something was not done, in the place of a page that asked whether to do it."""
    return forms.modal(command_wording.NOT_DONE, [sentence(text)], close=command_wording.CLOSE)


def failure(reference: str | None) -> Content:
    """Say that something unexpected happened.

    Args:
        reference: The number under which what they sent was kept, or None where it could not be kept.
    """
    return refusal(wording.failed(reference) if reference else wording.FAILED)


def done(text: str, *, strong: str = "") -> Content:
    """Say that something was done; if the text begins with `strong`, that is bold."""
    return Content(fallback(text), [sentence(text, strong=strong)])


def ticket_opened(ticket_key: str, queue_name: str) -> Content:
    """Answer somebody who made a ticket by command or form."""
    text = wording.ticket_opened(ticket_key, one_line(queue_name))
    return Content(fallback(text), [sentence(text, strong=ticket_key)])


def _commands(is_admin: bool, is_agent: bool) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Return what somebody can type, under the heading of who can."""
    groups = [(wording.HELP_TITLE, command_wording.FOR_EVERYBODY)]
    if is_agent:
        groups.append((command_wording.AGENTS, command_wording.FOR_AGENTS))
    if is_admin:
        groups.append((command_wording.ADMINS, command_wording.FOR_ADMINS))
    return groups


def _help_blocks(*, is_admin: bool, is_agent: bool) -> list[Block]:
    groups = [
        part
        for heading, listed in _commands(is_admin, is_agent)
        for part in (
            line(words(heading, bold=True)),
            bullets([[words(command, code=True), words(f" {meaning}")] for command, meaning in listed]),
        )
    ]
    hint = [sentence(command_wording.AGENTS_HINT)] if is_agent else []
    return [rich_text(*groups), *hint, context(plain(wording.ONLY_YOU))]


def _list(heading: str, tickets: Sequence[TicketFacts], total: int, empty: str, now: datetime) -> list[Block]:
    """Return one list under its heading; an empty one says what to do."""
    head = line(words(heading, bold=True))
    if not tickets:
        return [rich_text(head, line(*marked(empty)))]
    items = [_line_of(ticket, now) for ticket in tickets]
    if total > len(tickets):
        items.append([words(wording.more_tickets(total - len(tickets)))])
    return [rich_text(head, bullets(items))]


def _line_of(ticket: TicketFacts, now: datetime) -> list[Block]:
    facts = [status_name(ticket), ticket.priority_name]
    if ticket.assignee:
        facts.append(display_name(ticket.assignee.name))
    facts.append(wording.age(now - ticket.opened_at))
    after = wording.SEPARATOR + wording.SEPARATOR.join(facts)
    return [link(ticket.link, ticket.key, bold=True), words(f" {ticket_title(ticket)}{after}")]


def ticket_title(ticket: TicketFacts) -> str:
    """Return a ticket's title as lists show it: one line, never empty."""
    return limits.cut(one_line(ticket.title), TITLE_LENGTH) or wording.UNTITLED


def _facts(ticket: TicketFacts) -> list[Block]:
    assignee = display_name(ticket.assignee.name) if ticket.assignee else wording.NOBODY
    facts = (
        (wording.STATUS, status_name(ticket)),
        (wording.PRIORITY, ticket.priority_name),
        (wording.REQUESTER, display_name(ticket.requester.name)),
        (wording.ASSIGNEE, assignee),
        (wording.QUEUE, one_line(ticket.queue_name)),
        *([(filing_wording.FILED_BY, display_name(ticket.filed_by.name))] if ticket.filed_by else ()),
    )
    return [plain(f"{name}: {value}", limits.FIELD) for name, value in facts]
