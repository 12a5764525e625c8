"""Other people's words as Deskbell shows them: made harmless, cut, files as links."""

from collections.abc import Sequence

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import FileFacts, MessageFacts
from bot.domain.desk.rich_text import harmless, plain_text_of
from bot.views import limits
from bot.views.blocks import bullets, fallback, line, link, rich_text, words
from bot.views.content import Block, Content
from bot.views.desk import wording

MOST_FILES = 20
NAME_LENGTH = 80
FILE_NAME_LENGTH = 200
_FALLBACK_BODY = 3_000


def reply_copy(message: MessageFacts, *, with_name: bool) -> Content:
    """Draw a reply for the other side of its ticket.

    Args:
        message: Its words as they are to be shown, and who wrote them.
        with_name: Whether the author's name leads the words, where the message cannot be posted under their name.
    """
    blocks = body(message, limits.RICH_TEXT) or [said(wording.NO_WORDS)]
    if with_name:
        name = words(wording.said_by(display_name(message.author.name)), bold=True)
        blocks.insert(0, rich_text(line(name)))
    spoken = spoken_words(message)
    return Content(fallback(f"{display_name(message.author.name)}: {spoken}" if with_name else spoken), blocks)


def body(message: MessageFacts, most: int, *, quoted: bool = False) -> list[Block]:
    """Return a message as rich text: its words as their author formatted them, then links to its files.

    Nothing where it has neither.

    Args:
        message: The message; of a deleted one only that it was deleted is said.
        most: How many UTF-16 units to show.
        quoted: Whether to draw it with a line at its side.
    """
    if message.is_deleted:
        return [said(wording.MESSAGE_DELETED)]
    names = {slack_id: display_name(name) for slack_id, name in message.names.items()}
    blocks = harmless(message.blocks, message.text, names)
    cut = [limits.cut_rich_text(block, most, wording.THE_REST_IS_IN_SLACK) for block in blocks]
    return [*(_quoted(block) if quoted else block for block in cut), *_files(message.files)]


def spoken_words(message: MessageFacts) -> str:
    """Return what a message says, in plain words, for notifications and screen readers. Never empty."""
    if message.is_deleted:
        return wording.MESSAGE_DELETED
    text = plain_text_of(message.blocks, message.text, message.names)
    files = ", ".join(one_line(file.name) for file in message.files)
    return limits.cut("\n".join(filter(None, (text, files))), _FALLBACK_BODY) or wording.NO_WORDS


def display_name(name: str) -> str:
    """Return a person's name on one line, cut; never empty."""
    return limits.cut(one_line(name), NAME_LENGTH) or wording.SOMEONE


def said(text: str) -> Block:
    """Return a paragraph of Deskbell's own about a message."""
    italic = {**words(text), "style": {"italic": True}}
    return rich_text(line(italic))


def _quoted(block: Block) -> Block:
    """Return rich text with a line at its side: paragraphs as quotes, lists and code with a border."""
    parts = [
        {**part, "type": "rich_text_quote"} if part["type"] == "rich_text_section" else {**part, "border": 1}
        for part in block["elements"]
    ]
    return {**block, "elements": parts}


def _files(files: Sequence[FileFacts]) -> list[Block]:
    if not files:
        return []
    items = [[link(file.url, limits.cut(one_line(file.name), FILE_NAME_LENGTH) or file.url)] for file in files]
    more = [[words(wording.more_files(len(files) - MOST_FILES))]] if len(files) > MOST_FILES else []
    return [rich_text(line(words(wording.FILES, bold=True)), bullets([*items[:MOST_FILES], *more]))]
