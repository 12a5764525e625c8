"""What people are told about tickets in direct messages: one thing with its first words, or several in a digest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Final

from bot.domain.desk.characters import one_line
from bot.domain.desk.notifications import NotificationFacts, NotificationKind
from bot.views import limits
from bot.views.blocks import actions, bullets, button, context, date, fallback, line, link, mrkdwn, rich_text, words
from bot.views.content import Block, Content
from bot.views.desk import notification_wording as wording
from bot.views.desk import wording as desk_wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.messages import display_name, spoken_words

FIRST_WORDS: Final = 300
MOST_KEYS: Final = 10
SEVERAL: Final = ","
"""What stands between the kinds in a Stop button's value."""

Facts = Mapping[str, str]


def notification_message(told: Sequence[NotificationFacts]) -> Content:
    """Draw one direct message that tells everything in `told`, at least one thing."""
    kinds = sorted({facts.kind for facts in told}, key=list(NotificationKind).index)
    content = _single(told[0]) if len(told) == 1 else _digest(told, kinds)
    return Content(content.text, [*content.blocks, _ways_out(told, kinds)])


def name_kinds(kinds: Sequence[NotificationKind]) -> str:
    """Return what these kinds are called, as `replies, private notes`."""
    return ", ".join(wording.KIND_NAMES[kind].lower() for kind in kinds)


def _single(told: NotificationFacts) -> Content:
    before, after = _SAID[told.kind](told.facts)
    title = limits.cut(one_line(told.ticket_title), FIRST_WORDS) or desk_wording.UNTITLED
    key = link(told.link, told.ticket_key, bold=True)
    blocks = [rich_text(line(*([words(before)] if before else []), key, words(f"{after}: {title}")))]
    text = f"{before}{told.ticket_key}{after}: {title}"
    if told.words is not None:
        said = limits.cut(spoken_words(told.words), FIRST_WORDS)
        blocks.append(rich_text({"type": "rich_text_quote", "elements": [words(said)]}))
        text = f"{before}{told.ticket_key}{after}: {said}"
    if told.kind is NotificationKind.DUE:
        due_at = datetime.fromisoformat(told.facts["due_at"])
        blocks.append(context(mrkdwn(wording.due_mrkdwn(date(due_at, desk_wording.DATE)))))
    return Content(fallback(text), blocks)


def _digest(told: Sequence[NotificationFacts], kinds: Sequence[NotificationKind]) -> Content:
    lines = [_counted([facts for facts in told if facts.kind is kind]) for kind in kinds]
    spoken = "; ".join("".join(piece["text"] for piece in pieces) for pieces in lines)
    heading = line(words(wording.DIGEST, bold=True))
    return Content(fallback(f"{wording.DIGEST}: {spoken}"), [rich_text(heading, bullets(lines))])


def _counted(told: Sequence[NotificationFacts]) -> list[Block]:
    """Return how many things of one kind there are, and on which tickets."""
    one, many = wording.COUNTED[told[0].kind]
    links = {facts.ticket_key: facts.link for facts in told}
    keys = [[link(url, key, bold=True), words(", ")] for key, url in list(links.items())[:MOST_KEYS]]
    more = [words(wording.more_tickets(len(links) - MOST_KEYS))] if len(links) > MOST_KEYS else []
    return [words(wording.counted(len(told), one, many)), *list(chain.from_iterable(keys))[:-1], *more]


def _ways_out(told: Sequence[NotificationFacts], kinds: Sequence[NotificationKind]) -> Block:
    """Return the buttons that turn these off, and that open the settings; from one ticket alone, where it is one."""
    value = SEVERAL.join(kinds)
    spoken = wording.stop_aloud(name_kinds(kinds))
    ways_out = [
        button(wording.STOP, ActionId.STOP_NOTIFICATIONS, value, spoken=spoken),
        button(wording.SETTINGS, ActionId.OPEN_NOTIFICATION_SETTINGS, value, spoken=wording.SETTINGS_ALOUD),
    ]
    only = told[0]
    if len(told) == 1 and only.kind is NotificationKind.FOLLOWING and only.ticket_id is not None:
        spoken = wording.unfollow_aloud(only.ticket_key)
        ways_out.insert(0, button(wording.UNFOLLOW, ActionId.UNFOLLOW, str(only.ticket_id), spoken=spoken))
    return actions(f"notification/{value}", ways_out)


def _name(facts: Facts) -> str:
    return display_name(facts["name"])


_SAID: Final[Mapping[NotificationKind, Callable[[Facts], wording.Said]]] = {
    NotificationKind.ASSIGNED: lambda facts: wording.assigned(_name(facts)),
    NotificationKind.REPLY: lambda facts: wording.replied(_name(facts)),
    NotificationKind.NOTE: lambda facts: wording.noted(_name(facts)),
    NotificationKind.CLOSED: lambda facts: wording.ended(_name(facts), facts["status"]),
    NotificationKind.REOPENED: lambda facts: wording.reopened(_name(facts)),
    NotificationKind.FOLLOWING: lambda facts: wording.following(_name(facts)),
    NotificationKind.DUE: lambda _facts: wording.DUE,
    NotificationKind.WOKEN: lambda _facts: wording.WOKEN,
}
