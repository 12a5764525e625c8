"""What agents noted about a ticket, as small print of its card and its page; nothing where they noted nothing."""

from datetime import datetime

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import DetailsShown
from bot.views.blocks import date, mrkdwn, plain
from bot.views.content import Block
from bot.views.desk import details_wording, move_wording, relate_wording, wording

WORDS_LENGTH = 500
MOST_KEYS = 5


def details_line(details: DetailsShown, due_at: datetime | None) -> list[Block]:
    """Return text objects for a line of small print: agents' and admins' words plain, the rest ours."""
    ours = [details_wording.due_mrkdwn(date(due_at, wording.DATE))] if due_at else []
    ours += [details_wording.followers(details.followers)] if details.followers else []
    ours += [relate_wording.merged_mrkdwn(details.merged_into)] if details.merged_into else []
    linked = list(details.linked_keys)[:MOST_KEYS]
    ours += [relate_wording.linked_mrkdwn(details_wording.LIST.join(linked))] if linked else []
    typed = [one_line(details.category)] if details.category else []
    typed += [f"#{tag}" for tag in details.tags]
    return [
        *([plain(wording.SEPARATOR.join(typed), WORDS_LENGTH)] if typed else []),
        *([mrkdwn(wording.SEPARATOR.join(ours))] if ours else []),
        *former_keys(details),
    ]


def former_keys(details: DetailsShown) -> list[Block]:
    """Return what a ticket was called before it moved, newest first."""
    newest = list(reversed(details.former_keys))[:MOST_KEYS]
    return [mrkdwn(move_wording.former_keys_mrkdwn(details_wording.LIST.join(newest)))] if newest else []
