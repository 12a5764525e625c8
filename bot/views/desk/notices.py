"""What Deskbell says of its own accord: to the requester, in a ticket's threads, to one person."""

from collections.abc import Callable, Mapping

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import MessageFacts, PersonFacts
from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.domain.desk.pauses import PauseReason
from bot.views import limits
from bot.views.blocks import context, fallback, line, plain, rich_text, sentence, words
from bot.views.content import Block, Content
from bot.views.desk import (
    channel_wording,
    command_wording,
    filing_wording,
    intake_wording,
    move_wording,
    rating_wording,
    relate_wording,
    sides_wording,
    status_wording,
    undo_wording,
    wording,
)
from bot.views.desk.messages import body, display_name, spoken_words
from bot.views.desk.resolution import reopening_notice

Facts = Mapping[str, str]
"""The facts of a notice as its outbox row carries them; each kind of notice says which it needs."""


def confirmation(ticket_key: str, queue_name: str) -> Content:
    """Tell a requester, in the thread of their message, that it became a ticket."""
    return _plain_notice(wording.confirmation(ticket_key, one_line(queue_name)), strong=ticket_key)


def opening(
    ticket_key: str,
    queue_name: str,
    words: MessageFacts,
    *,
    filed_by: PersonFacts | None = None,
    is_own: bool = True,
) -> Content:
    """Draw the root of the requester's thread of a ticket whose talk goes on in their DM: what was asked.

    Args:
        ticket_key: The ticket, as IT-42.
        queue_name: Who was asked.
        words: What was asked.
        filed_by: Who made it a ticket, when it was not the requester.
        is_own: Whether the requester said it.
    """
    said = wording.opening if filed_by is None else filing_wording.passed_on if is_own else filing_wording.opening_for
    text = said(ticket_key, one_line(queue_name), display_name((filed_by or words.author).name))
    blocks = [
        sentence(text, strong=ticket_key),
        *body(words, limits.RICH_TEXT, quoted=True),
        context(plain(wording.OPENING_HINT)),
    ]
    return Content(fallback(f"{text} {spoken_words(words)}"), blocks)


def thread_notice(notice: ThreadNotice, facts: Facts) -> Content:
    """Draw what is said in one of a ticket's threads.

    Raises:
        KeyError: A fact that this kind of notice needs is missing.
    """
    match notice:
        case ThreadNotice.TICKET_REOPENED:
            return reopening_notice(int(facts["ticket_id"]), facts["ticket_key"], facts["name"])
        case ThreadNotice.REQUESTER_REMINDED:
            return _reminder(facts)
        case ThreadNotice.TICKET_RATED:
            return _rated(facts)
        case _:
            return _plain_notice(_THREAD_NOTICES[notice](facts), strong=facts.get("ticket_key", ""))


def person_notice(notice: PersonNotice, facts: Facts) -> Content:
    """Draw what is told to one person in a direct message.

    Raises:
        KeyError: A fact that this kind of notice needs is missing.
    """
    if notice is PersonNotice.FEEDBACK:
        return _feedback(facts)
    return _plain_notice(_PERSON_NOTICES[notice](facts))


def deliveries_parked(number: int, kind: str, reason: str) -> Content:
    """Draw what a desk admin is told when `number` deliveries are given up; `kind` and `reason` are the newest's."""
    return _plain_notice(wording.deliveries_parked(number, kind, one_line(reason)))


def _plain_notice(text: str, *, strong: str = "") -> Content:
    return Content(fallback(text), [sentence(text, strong=strong)])


def _reminder(facts: Facts) -> Content:
    """Draw the one notice that mentions somebody: whom the team waits for."""
    text = status_wording.waits_for_you(facts["ticket_key"], one_line(facts["queue_name"]))
    mention = {"type": "user", "user_id": facts["slack_user_id"]}
    return Content(fallback(text.lstrip(" ,")), [rich_text(line(mention, words(text)))])


def _rated(facts: Facts) -> Content:
    """Draw what agents are told about the help they gave, with the words of who got it as they are."""
    text = rating_wording.rated(facts["ticket_key"], _name(facts), facts["rating"])
    comment = facts["comment"].strip()
    quoted: list[Block] = [{"type": "rich_text_quote", "elements": [words(comment)]}] if comment else []
    return Content(fallback(f"{text} {comment}".strip()), [rich_text(line(words(text)), *quoted)])


def _feedback(facts: Facts) -> Content:
    """Draw what somebody has to say about the desk, their words as they are."""
    lead, text = command_wording.feedback(_name(facts)), facts["text"]
    return Content(fallback(lead + text), [rich_text(line(words(lead, bold=True), words(text)))])


def _name(facts: Facts) -> str:
    return display_name(facts["name"])


def _channel(facts: Facts) -> str:
    return one_line(facts["channel"])


def _mark(facts: Facts) -> str:
    return one_line(facts["mark"])


_THREAD_NOTICES: Mapping[ThreadNotice, Callable[[Facts], str]] = {
    ThreadNotice.NOTE_KEPT_PRIVATE: lambda _facts: wording.NOTE_KEPT_PRIVATE,
    ThreadNotice.REPLY_WITHDRAWN: lambda facts: wording.reply_withdrawn(_mark(facts)),
    ThreadNotice.REPLY_TAKEN_BACK: lambda facts: undo_wording.taken_back(_name(facts)),
    ThreadNotice.REPLY_LOST_MARK: lambda facts: sides_wording.reply_lost_mark(_mark(facts)),
    ThreadNotice.NOTE_STAYS_PRIVATE: lambda _facts: sides_wording.NOTE_STAYS_PRIVATE,
    ThreadNotice.MARK_HIDES_NOTHING: lambda facts: wording.mark_hides_nothing(_mark(facts)),
    ThreadNotice.TICKET_CLOSED: lambda facts: wording.ticket_closed(facts["ticket_key"], _name(facts)),
    ThreadNotice.TICKET_CONTINUES: lambda facts: status_wording.continues(facts["closed_key"], facts["ticket_key"]),
    ThreadNotice.TICKET_MOVED: lambda facts: move_wording.requester_told(
        facts["former_key"], facts["ticket_key"], one_line(facts["queue_name"])
    ),
    ThreadNotice.NOTES_STAYED: lambda facts: move_wording.notes_stayed(
        int(facts["count"]), one_line(facts["queue_name"])
    ),
    ThreadNotice.TICKET_IS_CLOSED: lambda facts: wording.ticket_is_closed(facts["ticket_key"]),
    ThreadNotice.MERGED_INTO_OWN: lambda facts: relate_wording.merged_into_own(facts["ticket_key"], facts["into_key"]),
    ThreadNotice.MERGED_INTO_OTHER: lambda facts: relate_wording.merged_into_other(
        facts["ticket_key"], facts["into_key"]
    ),
    ThreadNotice.WAS_MERGED: lambda facts: relate_wording.was_merged(facts["ticket_key"], facts["into_key"]),
    ThreadNotice.WAS_SPLIT: lambda facts: relate_wording.was_split(facts["ticket_key"], facts["from_key"]),
    ThreadNotice.WAS_SPLIT_HERE: lambda facts: relate_wording.was_split_here(facts["ticket_key"], facts["from_key"]),
}

_PERSON_NOTICES: Mapping[PersonNotice, Callable[[Facts], str]] = {
    PersonNotice.GREETING_RETURNED: lambda _facts: intake_wording.GREETING_RETURNED,
    PersonNotice.CHANNEL_PAUSED: lambda facts: channel_wording.channel_paused(
        _channel(facts), facts["queue_key"], PauseReason(facts["reason"])
    ),
    PersonNotice.CHANNEL_RESUMED: lambda facts: channel_wording.channel_resumed(_channel(facts), facts["queue_key"]),
    PersonNotice.MEMBERS_READ_HELD: lambda facts: channel_wording.members_read_held(
        _channel(facts), facts["queue_key"], facts["missing"], facts["added"]
    ),
    PersonNotice.CONNECTED_AGAIN: lambda _: channel_wording.CONNECTED_AGAIN,
    PersonNotice.REQUEST_CHANNEL_LEFT: lambda facts: channel_wording.request_channel_left(
        _channel(facts), facts["queue_key"]
    ),
    PersonNotice.ADMIN_ADDED: lambda facts: wording.admin_added(_name(facts)),
}
