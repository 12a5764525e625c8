"""What other people wrote, as Slack's `rich_text` blocks: read it, judge it, make it safe to pass on.

Blocks come from the wire, so anything in them may be missing or strange; these functions never raise on them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.desk.characters import inert, is_blank, legible, one_line, shortened
from bot.domain.desk.incoming import Words
from bot.domain.desk.mrkdwn import rich_text_of

Element = dict[str, Any]

TITLE_LENGTH = 80
"""The longest a title made from a message may be."""

LOCK = ":lock:"
SPEECH_BALLOON = ":speech_balloon:"
SIGNS = {LOCK: "\U0001f512", SPEECH_BALLOON: "\U0001f4ac"}
"""The marks that may be typed as a character, too."""

_SPELLINGS = (*SIGNS.items(), (":mega:", ":megaphone:", "\U0001f4e3"))
"""What is the same mark: Slack knows the megaphone by its short name, people type either, and some send the sign."""

_GREETING = re.compile(
    r"(hi|hiya|hello|hey|dear|good (morning|afternoon|evening))"
    r"( (@[^\s,!.]+|all|team|there|everyone|everybody|folks)){0,3}",
    re.IGNORECASE,
)
_STYLES = ("bold", "italic", "strike", "code", "underline")
_SAFE_SCHEMES = re.compile(r"(https?://|mailto:|tel:)[^\s<>]+", re.IGNORECASE)
_EMOJI_NAME = re.compile(r"[\w+':-]{1,100}")
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]+")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_DATE_FORMAT = re.compile(r"(\{[a-z_]{1,30}\}|[\w ,.:/()-]){1,100}")
_SKIN_TONES = (2, 3, 4, 5, 6)
_LONGEST_URL = 3000
_DEEPEST_INDENT = 8


def plain_text_of(blocks: Sequence[Mapping[str, Any]] | None, text: str, names: Mapping[str, str] | None = None) -> str:
    """Return the words of a message without formatting, a line for each paragraph and list item.

    Args:
        blocks: Its `rich_text` blocks, if it has any.
        text: Slack's own text of it, read where there are no blocks.
        names: Display names by Slack id, for the people it mentions; others are `@someone`.
    """
    return legible("\n".join(_lines(_blocks_of(blocks, text), names or {}))).strip()


def title_of(blocks: Sequence[Mapping[str, Any]] | None, text: str, names: Mapping[str, str] | None = None) -> str:
    """Return a title of at most 80 characters for a message: its first line that says something.

    A greeting alone says nothing unless nothing follows it. Empty where the message has no words.
    """
    lines = [line for line in map(one_line, plain_text_of(blocks, text, names).splitlines()) if _says_something(line)]
    telling = [line for line in lines if not _GREETING.fullmatch(line.rstrip(" ,.!:;-"))]
    return shortened(next(iter(telling or lines), ""), TITLE_LENGTH)


def mentioned_user_ids(blocks: Sequence[Mapping[str, Any]] | None, text: str) -> list[str]:
    """Return the Slack ids of the people a message mentions, each once, in order."""
    ids = [
        element["user_id"]
        for element in _inline(_blocks_of(blocks, text))
        if element.get("type") == "user" and isinstance(element.get("user_id"), str)
    ]
    return list(dict.fromkeys(ids))


def without_mention(words: Words, slack_user_id: str) -> Words:
    """Return what a message says besides mentioning this user."""
    text = re.sub(rf"<@{re.escape(slack_user_id)}(\|[^<>]*)?>", "", words.text).strip()
    blocks = [_without_user(block, slack_user_id) for block in words.blocks or ()]
    return Words(text=text, blocks=blocks or None, files=words.files)


def starts_with_mark(blocks: Sequence[Mapping[str, Any]] | None, text: str, mark: str) -> bool:
    """Return whether a message begins with `mark`, in its blocks or in its text.

    White space and characters that show nothing are skipped, upper case counts as lower, and the padlock sign counts
    as `:lock:`, as other marks have several spellings. In doubt a message is private: one of the two ways to read it is
    enough.
    """
    sought = _visible(mark).casefold()
    spellings = next((same for same in _SPELLINGS if sought in same), (sought,))
    readings = (_visible(_typed(read)).casefold() for read in (blocks or (), rich_text_of(text)))
    return any(bool(sought) and read.startswith(spellings) for read in readings)


def harmless(blocks: Sequence[Mapping[str, Any]] | None, text: str, names: Mapping[str, str]) -> list[Element]:
    """Return a message as one `rich_text` block that notifies nobody and leads nowhere strange, or as none if empty.

    Formatting, lists, quotes, code, links, emoji, channels, dates and colours stay. A mention of a person, a group or a
    whole channel becomes plain text, a link that is not http(s), mailto or tel its label, and what is unknown its text.

    Args:
        blocks: Its `rich_text` blocks, if it has any; other blocks are left out.
        text: Slack's own text of it, used where there are no blocks.
        names: Display names by Slack id of the people it mentions.
    """
    parts = [
        safe for block in _blocks_of(blocks, text) for part in _children(block) if (safe := _harmless_part(part, names))
    ]
    return [{"type": "rich_text", "elements": parts}] if parts else []


def _blocks_of(blocks: Sequence[Mapping[str, Any]] | None, text: str) -> list[Mapping[str, Any]]:
    rich = [block for block in blocks or () if block.get("type") == "rich_text" and _children(block)]
    return rich or list(rich_text_of(text))


def _children(element: Mapping[str, Any]) -> list[Element]:
    children = element.get("elements")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _inline(elements: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield every element that holds no others, in reading order."""
    for element in elements:
        if isinstance(element.get("elements"), list):
            yield from _inline(_children(element))
        else:
            yield element


def _lines(blocks: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    for block in blocks:
        for part in _children(block):
            if part.get("type") == "rich_text_list":
                yield from ("• " + _words_of_all(item, names) for item in _children(part))
            else:
                yield _words_of_all(part, names)


def _words_of_all(part: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return "".join(_words(element, names) for element in _inline([part]))


def _words(element: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what an inline element says in plain words."""
    match element:
        case {"type": "user", "user_id": str(user_id)}:
            return "@" + one_line(names.get(user_id, "someone"))
        case {"type": "usergroup"}:
            return "@group"
        case {"type": "broadcast", "range": str(audience)}:
            return f"@{audience}"
        case {"type": "channel", "channel_id": str(channel_id)}:
            return f"#{channel_id}"
        case {"type": "emoji"}:
            return _emoji_sign(element)
        case {"type": "link", "text": str(label)} if label:
            return label
    found = (element.get(key) for key in ("text", "fallback", "url", "value", "name"))
    return next((words for words in found if isinstance(words, str)), "")


def _emoji_sign(element: Mapping[str, Any]) -> str:
    """Return an emoji as its characters where Slack tells them, else as its name between colons."""
    try:
        return "".join(chr(int(point, 16)) for point in str(element.get("unicode", "")).split("-"))
    except (ValueError, OverflowError):
        return f":{element.get('name', '')}:"


def _says_something(line: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNS" for character in line)


def _typed(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return a message as it was typed, with emoji as names."""
    return "".join(
        f":{element.get('name')}:" if element.get("type") == "emoji" else _words(element, {})
        for element in _inline(blocks)
    )


def _visible(text: str) -> str:
    return "".join(character for character in text if not is_blank(character))


def _without_user(element: Element, slack_user_id: str) -> Element:
    """Return an element, and all it holds, without the mentions of a user."""
    if not isinstance(element.get("elements"), list):
        return element
    kept = [child for child in _children(element) if child.get("user_id") != slack_user_id]
    return {**element, "elements": [_without_user(child, slack_user_id) for child in kept]}


def _harmless_part(part: Element, names: Mapping[str, str]) -> Element | None:
    """Return a paragraph, list, quote or code block with only safe elements, or None where nothing is left of it."""
    match part.get("type"):
        case "rich_text_list":
            return _harmless_list(part, names)
        case "rich_text_quote":
            return _bordered(part, "rich_text_quote", _harmless_inside(part, names))
        case "rich_text_preformatted":
            return _bordered(part, "rich_text_preformatted", [_as_code(el) for el in _harmless_inside(part, names)])
    return _harmless_paragraph(part, names)


def _harmless_inside(part: Element, names: Mapping[str, str]) -> list[Element]:
    return [safe for element in _inline([part]) if (safe := _harmless_inline(element, names))]


def _harmless_paragraph(part: Element, names: Mapping[str, str]) -> Element | None:
    elements = _harmless_inside(part, names)
    return {"type": "rich_text_section", "elements": elements} if elements else None


def _harmless_list(part: Element, names: Mapping[str, str]) -> Element | None:
    items = [item for child in _children(part) if (item := _harmless_paragraph(child, names))]
    safe = _bordered(part, "rich_text_list", items)
    if safe is None:
        return None
    safe["style"] = part["style"] if part.get("style") in ("bullet", "ordered") else "bullet"
    indent = part.get("indent")
    if isinstance(indent, int) and 0 < indent <= _DEEPEST_INDENT:
        safe["indent"] = int(indent)
    return safe


def _bordered(part: Element, kind: str, elements: list[Element]) -> Element | None:
    border = {"border": 1} if part.get("border") == 1 else {}
    return {"type": kind, "elements": elements, **border} if elements else None


def _as_code(element: Element) -> Element:
    """Return an inline element as a code block can hold it: a link, or text, in no style of its own."""
    kept = element if element["type"] == "link" else _as_text(element, {})
    return {key: value for key, value in kept.items() if key != "style"}


def _harmless_inline(element: Mapping[str, Any], names: Mapping[str, str]) -> Element | None:
    """Return an inline element that is safe to post under our name, or None where it says nothing."""
    style = _style(element)
    match element:
        case {"type": "link", "url": str(url)} if _is_safe(url):
            return _link(url, element.get("text"), style)
        case {"type": "emoji", "name": str(name)} if _EMOJI_NAME.fullmatch(name):
            return {"type": "emoji", "name": _toned(name, element.get("skin_tone")), **style}
        case {"type": "channel", "channel_id": str(channel_id)} if _CHANNEL_ID.fullmatch(channel_id):
            return {"type": "channel", "channel_id": channel_id, **style}
        case {"type": "color", "value": str(value)} if _COLOUR.fullmatch(value):
            return {"type": "color", "value": value, **style}
        case {"type": "date", "timestamp": int(timestamp), "format": str(how)} if _DATE_FORMAT.fullmatch(how):
            fallback = inert(legible(_words(element, names))) or how
            return {"type": "date", "timestamp": int(timestamp), "format": how, "fallback": fallback, **style}
    return _as_text(element, names) if _words(element, names) else None


def _as_text(element: Mapping[str, Any], names: Mapping[str, str]) -> Element:
    return {"type": "text", "text": inert(legible(_words(element, names))) or " ", **_style(element)}


def _link(url: str, label: object, style: Element) -> Element:
    words = inert(legible(label)) if isinstance(label, str) else ""
    return {"type": "link", "url": url, **({"text": words} if words.strip() else {}), **style}


def _is_safe(url: str) -> bool:
    return len(url) <= _LONGEST_URL and bool(_SAFE_SCHEMES.fullmatch(url)) and legible(url) == url


def _toned(name: str, tone: object) -> str:
    return f"{name}::skin-tone-{tone}" if tone in _SKIN_TONES else name


def _style(element: Mapping[str, Any]) -> Element:
    style = element.get("style")
    if not isinstance(style, dict):
        return {}
    kept = {name: True for name in _STYLES if style.get(name) is True}
    return {"style": kept} if kept else {}
