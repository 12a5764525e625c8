"""What Slack's composer makes of typed words: a `rich_text` block, and the same in `text`.

It understands *bold*, _italic_, ~strike~, `code`, fenced blocks, > quotes, - bullets, links with and without a label,
@people, #channels, @channel and its kin, and :emoji:, written as people type them or escaped as Slack stores them.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from sandbox.payload import Payload
from sandbox.workspace import Workspace

BROADCASTS = frozenset({"channel", "here", "everyone"})
STYLES = {"*": "bold", "_": "italic", "~": "strike"}
MARKS = {style: mark for mark, style in STYLES.items()} | {"code": "`"}
FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>"
    r"|<#(?P<channel>C[A-Z0-9]+)(?:\|[^>]*)?>"
    r"|<!subteam\^(?P<group>S[A-Z0-9]+)(?:\|[^>]*)?>"
    r"|<!(?P<broadcast>channel|here|everyone)(?:\|[^>]*)?>"
    r"|<(?P<link>(?:https?://|mailto:)[^>|\s]+)(?:\|(?P<label>[^>]*))?>"
    r"|(?P<bare>https?://[^\s<>|]+[^\s<>|.,;:!?)])"
    r"|(?<![\w.])@(?P<name>[a-z][\w.-]*\w|[a-z])"
    r"|(?<!\w)#(?P<place>[a-z0-9][\w-]*)"
    r"|:(?P<emoji>[a-z0-9_+'-]+):"
    r"|(?<!\w)(?P<mark>[*_~])(?=\S)(?P<inner>[^\n]*?\S)(?P=mark)(?!\w)"
)


class Composer:
    """Turns typed text into what an event carries.

    Args:
        workspace: where @names and #names are looked up.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def compose(self, typed: str) -> tuple[str, list[Payload]]:
        """Return `(text, blocks)`: Slack's escaped text, and one `rich_text` block (none for an empty text)."""
        if not typed:
            return "", []
        parts: list[Payload] = []
        for index, piece in enumerate(FENCE.split(typed)):
            if index % 2:
                parts.append({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": piece}]})
            elif piece.strip("\n"):
                parts.extend(self._paragraphs(piece.strip("\n")))
        text = "\n".join(self.render(part) for part in parts)
        return text, [{"type": "rich_text", "block_id": "typed", "elements": parts}]

    def render(self, part: Payload) -> str:
        """Return one part of a `rich_text` block as Slack's escaped text."""
        if part["type"] == "rich_text_list":
            return "\n".join("• " + self._line(item["elements"]) for item in part["elements"])
        line = self._line(part["elements"])
        if part["type"] == "rich_text_preformatted":
            return f"```{line}```"
        if part["type"] == "rich_text_quote":
            return "\n".join("&gt; " + each for each in line.split("\n"))
        return line

    def _paragraphs(self, text: str) -> Iterable[Payload]:
        for kind, lines in groupby(text.split("\n"), key=_kind_of_line):
            bare = [line[2:] if kind != "rich_text_section" else line for line in lines]
            if kind == "rich_text_list":
                items = [{"type": "rich_text_section", "elements": self.inline(line)} for line in bare]
                yield {"type": kind, "style": "bullet", "indent": 0, "border": 0, "elements": items}
            else:
                yield {"type": kind, "elements": self.inline("\n".join(bare))}

    def inline(self, text: str, style: Payload | None = None) -> list[Payload]:
        """Return the elements of a run of text, each in the given style."""
        elements: list[Payload] = []
        position = 0
        for match in INLINE.finditer(text):
            found = self._element(match, style or {})
            if found is None:
                continue
            elements += self._plain(text[position : match.start()], style) + found
            position = match.end()
        return elements + self._plain(text[position:], style)

    def _plain(self, text: str, style: Payload | None) -> list[Payload]:
        return [_styled({"type": "text", "text": text}, style or {})] if text else []

    def _element(self, match: re.Match[str], style: Payload) -> list[Payload] | None:
        found = {name: value for name, value in match.groupdict().items() if value is not None}
        if "mark" in found:
            return self.inline(found["inner"], style | {STYLES[found["mark"]]: True})
        if "code" in found:
            return [_styled({"type": "text", "text": found["code"]}, style | {"code": True})]
        if "link" in found or "bare" in found:
            link = {"type": "link", "url": found.get("link") or found["bare"]}
            return [_styled(link | ({"text": found["label"]} if found.get("label") else {}), style)]
        element = self._mention(found)
        return [_styled(element, style)] if element is not None else None

    def _mention(self, found: dict[str, str]) -> Payload | None:
        if "emoji" in found:
            return {"type": "emoji", "name": found["emoji"]}
        if "group" in found:
            return {"type": "usergroup", "usergroup_id": found["group"]}
        spoken = found.get("broadcast") or found.get("name", "")
        if spoken in BROADCASTS:
            return {"type": "broadcast", "range": spoken}
        person = self._workspace.find_person(found.get("user") or found.get("name", ""))
        if person is not None:
            return {"type": "user", "user_id": person.id}
        channel = self._workspace.find_channel(found.get("channel") or found.get("place", ""))
        return {"type": "channel", "channel_id": channel.id} if channel is not None else None

    def _line(self, elements: list[Payload]) -> str:
        return "".join(self._word(element) for element in elements)

    def _word(self, element: Payload) -> str:
        word = self._bare_word(element)
        for style in reversed(element.get("style", {})):
            word = f"{MARKS[style]}{word}{MARKS[style]}"
        return word

    def _bare_word(self, element: Payload) -> str:
        match element["type"]:
            case "user":
                return f"<@{element['user_id']}>"
            case "channel":
                return f"<#{element['channel_id']}|{self._workspace.channels[element['channel_id']].name}>"
            case "usergroup":
                return f"<!subteam^{element['usergroup_id']}>"
            case "broadcast":
                return f"<!{element['range']}>"
            case "emoji":
                return f":{element['name']}:"
            case "link":
                label = f"|{escape(element['text'])}" if "text" in element else ""
                return f"<{element['url']}{label}>"
            case _:
                return escape(str(element["text"]))


def escape(text: str) -> str:
    """Return text with the three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _styled(element: Payload, style: Payload) -> Payload:
    return element | {"style": dict(style)} if style else element


def _kind_of_line(line: str) -> str:
    if line.startswith("> "):
        return "rich_text_quote"
    return "rich_text_list" if line.startswith(("- ", "• ")) else "rich_text_section"
