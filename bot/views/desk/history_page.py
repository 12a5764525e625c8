"""A ticket's history, drawn as a modal for its agents: newest first, a page at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import PersonFacts
from bot.domain.desk.history import FieldChange, HistoryLine, HistoryPage, Value
from bot.domain.desk.snoozes import UNTIL_REPLY
from bot.views import limits
from bot.views.blocks import actions, button, context, date, line, moment, mrkdwn, plain, rich_text, words
from bot.views.content import Block
from bot.views.desk import history_wording, rating_wording, wording
from bot.views.desk.action_ids import ActionId, ticket_block_id
from bot.views.desk.messages import body
from models.desk import AuditTag

LOST_LENGTH = 600
VALUE_LENGTH = 150
_SAID_BY_PHRASE = frozenset({AuditTag.TICKET_CLAIMED, AuditTag.TICKET_RESOLVED})
"""What needs no details: the phrase says all there is to say."""

Names = Mapping[str, Mapping[str, str]]
"""How values are named, by the field that holds them."""

_NAMES: Names = {
    "status": {status.value: name for status, name in wording.STATUS_NAMES.items()},
    "rating": rating_wording.NAMES,
    "snoozed_until": {UNTIL_REPLY: history_wording.NEXT_REPLY},
}
"""The names that are the same everywhere."""


def history_modal(page: HistoryPage) -> dict[str, Any]:
    """Draw a page of a ticket's history; a button leads to the older lines, where there are any."""
    names = {**_NAMES, "priority": page.scale.names()}
    blocks = [block for entry in page.lines for block in _entry(entry, names)]
    if page.older is not None:
        block_id = ticket_block_id(page.ticket_id, "history", str(page.older))
        older = button(
            history_wording.OLDER, ActionId.OLDER_HISTORY, str(page.older), spoken=history_wording.OLDER_ALOUD
        )
        blocks.append(actions(block_id, [older]))
    return {
        "type": "modal",
        "title": plain(f"{history_wording.TITLE} {page.ticket_key}", limits.MODAL_TITLE),
        "close": plain(history_wording.DONE, limits.MODAL_BUTTON),
        "blocks": blocks,
    }


def _entry(entry: HistoryLine, names: Names) -> list[Block]:
    """Return one line: what was done, the words that were lost by it, and when."""
    lost = [] if entry.lost is None else body(entry.lost, LOST_LENGTH, quoted=True)
    return [
        rich_text(line(_actor(entry.actor), words(f" {_phrase(entry)}"), *_details(entry, names))),
        *lost,
        context(mrkdwn(date(entry.at, wording.DATE))),
    ]


def _actor(actor: PersonFacts | None) -> Block:
    return words(history_wording.DESK_NAME, bold=True) if actor is None else _person(actor)


def _person(person: PersonFacts) -> Block:
    return {"type": "user", "user_id": person.slack_user_id}


def _phrase(entry: HistoryLine) -> str:
    if entry.lost is None and entry.tag in history_wording.WITHOUT_WORDS:
        return history_wording.WITHOUT_WORDS[entry.tag]
    return history_wording.PHRASES.get(entry.tag, history_wording.CHANGED_IT)


def _details(entry: HistoryLine, names: Names) -> list[Block]:
    if entry.tag in _SAID_BY_PHRASE:
        return []
    pieces = []
    for change in entry.changes:
        if len(entry.changes) > 1:
            pieces.append(words(f"{wording.SEPARATOR}{history_wording.field_name(change.field)}"))
        pieces += _change(change, names.get(change.field, {}))
    return [*pieces, *_named(entry)]


def _change(change: FieldChange, names: Mapping[str, str]) -> list[Block]:
    """Return what a field held before and holds now, as "from … to …"."""
    before, after = _value(change.before, names), _value(change.after, names)
    if change.before is None:
        return [words(history_wording.TO), after]
    if change.after is None:
        return [words(history_wording.UNTIL_NOW), before, words(history_wording.CLOSING)]
    return [words(history_wording.FROM), before, words(history_wording.TO), after]


def _value(value: Value, names: Mapping[str, str]) -> Block:
    match value:
        case PersonFacts():
            return _person(value)
        case datetime():
            return moment(value, wording.DATE)
        case None:
            return words(history_wording.NOTHING)
        case str():
            return words(limits.cut(one_line(names.get(value, value)), VALUE_LENGTH) or wording.UNTITLED, bold=True)


def _named(entry: HistoryLine) -> Sequence[Block]:
    if not entry.named:
        return ()
    leading = history_wording.IN_QUEUE if entry.tag == AuditTag.TICKET_CREATED else history_wording.NAMED
    return [words(leading), words(limits.cut(history_wording.AND.join(entry.named), VALUE_LENGTH), bold=True)]
