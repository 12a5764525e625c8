"""The pieces Block Kit is made of, cut to Slack's limits.

Other people's words go through `words`, `link` and `plain` only. What is written as `mrkdwn` is Deskbell's own wording
and Slack's ids, nothing else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.domain.desk.characters import ZERO_WIDTH_SPACE, inert, legible, one_line
from bot.domain.desk.mrkdwn import escape
from bot.views import limits
from bot.views.content import Block

NOTHING: Final[Mapping[str, str]] = {}
"""Says nothing about any choice."""

_MARKED = re.compile(r"`([^`\n]+)`|<#([CDG][A-Z0-9]+)(?:\|[^<>]*)?>")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>|]+")


def fallback(text: str) -> str:
    """Return `text` for a message's `text` field: escaped, without a live mention, cut."""
    quiet = _quiet(text)
    escaped = escape(quiet)
    return escaped if len(escaped) == len(quiet) <= limits.FALLBACK else _cut_escaped(quiet)


def plain(text: str, most: int = limits.PLAIN) -> Block:
    """Return a `plain_text` object; what is empty becomes a dash, since Slack refuses empty texts."""
    return {"type": "plain_text", "text": limits.cut(inert(legible(text)).strip() or "-", most)}


def mrkdwn(text: str, most: int = limits.MRKDWN) -> Block:
    """Return a `mrkdwn` object of Deskbell's own wording."""
    return {"type": "mrkdwn", "text": limits.cut(text, most)}


def given_name(given: str) -> str:
    """Return what an admin called something, for `mrkdwn`: escaped, and without a live mention."""
    return escape(_quiet(given))


def date(instant: datetime, how: str) -> str:
    """Return an instant for `mrkdwn`, shown in each reader's own zone as `how` says; in UTC where that is not known."""
    return f"<!date^{int(instant.timestamp())}^{how}|{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC>"


def moment(instant: datetime, how: str) -> Block:
    """Return an instant as a piece of rich text, shown as `date` shows it."""
    fallback = f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return {"type": "date", "timestamp": int(instant.timestamp()), "format": how, "fallback": fallback}


def words(text: str, *, bold: bool = False, code: bool = False) -> Block:
    """Return a piece of rich text. `text` must not be empty."""
    style = {name: True for name, wanted in (("bold", bold), ("code", code)) if wanted}
    piece: Block = {"type": "text", "text": inert(legible(text)) or " "}
    return {**piece, "style": style} if style else piece


def link(url: str | None, label: str, *, bold: bool = False) -> Block:
    """Return a link in rich text, or the label alone where there is no address that can be linked."""
    if url is None or len(url) > limits.URL or not _WEB_ADDRESS.fullmatch(url):
        return words(label, bold=bold)
    return {**words(label, bold=bold), "type": "link", "url": url}


def marked(text: str) -> list[Block]:
    """Return a sentence as rich text: what stands in backticks as code, `<#C…>` as a channel, all else as it is."""
    return list(_marked(text))


def line(*pieces: Block) -> Block:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def bullets(items: Sequence[Sequence[Block]]) -> Block:
    """Return a list of rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(*item) for item in items]}


def rich_text(*parts: Block) -> Block:
    """Return a `rich_text` block of paragraphs, lists, quotes."""
    return {"type": "rich_text", "elements": list(parts)}


def sentence(text: str, *, strong: str = "") -> Block:
    """Return a `rich_text` block that says one thing; if it begins with `strong`, that is bold."""
    if strong and text.startswith(strong):
        return rich_text(line(words(strong, bold=True), *marked(text.removeprefix(strong))))
    return rich_text(line(*marked(text)))


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, limits.HEADER)}


def divider() -> Block:
    """Return a line between two parts."""
    return {"type": "divider"}


def section(text: Block) -> Block:
    """Return a paragraph of one text object."""
    return {"type": "section", "text": text}


def fields(texts: Sequence[Block]) -> Block:
    """Return a section of facts in two columns, at most ten."""
    return {"type": "section", "fields": limits.first(texts, limits.FIELDS)}


def context(*texts: Block) -> Block:
    """Return a line of small print, at most ten texts."""
    return {"type": "context", "elements": limits.first(texts, limits.CONTEXT)}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """Return a row of buttons and menus, at most 25."""
    return {"type": "actions", "block_id": block_id, "elements": limits.first(elements, limits.ACTIONS)}


def button(label: str, action_id: str, value: str, *, spoken: str, primary: bool = False) -> Block:
    """Return a button; `spoken` is what screen readers say instead of its label."""
    made: Block = {
        "type": "button",
        "text": plain(label, limits.BUTTON),
        "action_id": action_id,
        "value": value,
        "accessibility_label": limits.cut(inert(one_line(spoken)), limits.ACCESSIBILITY_LABEL),
    }
    return {**made, "style": "primary"} if primary else made


def confirmed(element: Block, *, title: str, text: str, yes: str, no: str) -> Block:
    """Return a button that asks before it does what it says."""
    dialog = {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": plain(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain(no, limits.CONFIRM_BUTTON),
    }
    return {**element, "confirm": dialog}


def option(label: str, value: str, about: str = "") -> Block:
    """Return one choice of a menu, with a few words `about` it in smaller print, if there are any."""
    offered: Block = {"text": plain(label, limits.OPTION), "value": value}
    return {**offered, "description": plain(about, limits.OPTION_ABOUT)} if about else offered


def options(choices: Mapping[str, str], about: Mapping[str, str] = NOTHING) -> list[Block]:
    """Return the choices of a menu, label by value, at most 100; `about` says more of some, by value."""
    offered = [option(label, value, about.get(value, "")) for value, label in choices.items()]
    return limits.first(offered, limits.OPTIONS)


def menu(
    action_id: str,
    placeholder: str,
    choices: Mapping[str, str],
    chosen: str | None,
    *,
    about: Mapping[str, str] = NOTHING,
) -> Block:
    """Return a `static_select`.

    Args:
        action_id: What is sent when a choice is made.
        placeholder: What it says while nothing is chosen.
        choices: Label by value, at most 100.
        chosen: The value chosen now; one that is not offered counts as none.
        about: A few words about some of the choices, by value.
    """
    made: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": options(choices, about),
    }
    initial = next((offered for offered in made["options"] if offered["value"] == chosen), None)
    return {**made, "initial_option": initial} if initial else made


def overflow(action_id: str, choices: Mapping[str, str]) -> Block:
    """Return a menu behind three dots: label by value, at most five."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": limits.first([option(label, value) for value, label in choices.items()], limits.OVERFLOW),
    }


def grouped_menu(
    action_id: str, placeholder: str, groups: Mapping[str, Mapping[str, str]], chosen: str | None
) -> Block:
    """Return a `static_select` whose choices stand in groups.

    Args:
        action_id: What is sent when a choice is made.
        placeholder: What it says while nothing is chosen.
        groups: Label by value, by the name of the group.
        chosen: The value chosen now; one that is not offered counts as none.
    """
    made: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "option_groups": [
            {
                "label": plain(name, limits.OPTION),
                "options": options(choices),
            }
            for name, choices in groups.items()
        ],
    }
    offered = (each for group in made["option_groups"] for each in group["options"])
    initial = next((each for each in offered if each["value"] == chosen), None)
    return {**made, "initial_option": initial} if initial else made


def people_menu(action_id: str, placeholder: str, chosen: str | None) -> Block:
    """Return a `users_select`; `chosen` is the Slack id of who is chosen now."""
    made: Block = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
    }
    return {**made, "initial_user": chosen} if chosen else made


def _marked(text: str) -> Iterator[Block]:
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            yield words(text[end : found.start()])
        yield words(found[1], code=True) if found[1] else {"type": "channel", "channel_id": found[2]}
        end = found.end()
    if end < len(text):
        yield words(text[end:])


def _quiet(text: str) -> str:
    """Return `text` legible, and so that no `@name` in it is taken for a mention."""
    return legible(text).replace("@", "@" + ZERO_WIDTH_SPACE)


def _cut_escaped(text: str) -> str:
    """Return `text` escaped and cut so that no entity is torn."""
    room = limits.FALLBACK
    while len(escape(cut := limits.cut(text, room))) > limits.FALLBACK:
        room -= max(1, (len(escape(cut)) - limits.FALLBACK) // 5)
    return escape(cut)
