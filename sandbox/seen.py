"""What people see: messages, modals, and what became of what they did."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.elements import blocks_on, interactive_elements
from sandbox.payload import Payload


@dataclass(frozen=True)
class Message:
    """A message as a person sees it; `raw` is all of it."""

    raw: Payload

    @property
    def channel(self) -> str:
        """The id of the channel."""
        return str(self.raw["channel"])

    @property
    def ts(self) -> str:
        """The timestamp, which is the message's id within its channel."""
        return str(self.raw["ts"])

    @property
    def text(self) -> str:
        """The text, which for messages with blocks is what notifications show."""
        return str(self.raw["text"])

    @property
    def user(self) -> str | None:
        """The author's user id; None for a `bot_message`."""
        return self.raw.get("user")

    @property
    def bot_id(self) -> str | None:
        """The bot's id if an app wrote it."""
        return self.raw.get("bot_id")

    @property
    def username(self) -> str | None:
        """The name an app chose to write under."""
        return self.raw.get("username")

    @property
    def subtype(self) -> str | None:
        """The subtype, None for a plain message."""
        return self.raw.get("subtype")

    @property
    def thread_ts(self) -> str | None:
        """The root's timestamp, if the message is in a thread or is the root of one."""
        return self.raw.get("thread_ts")

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.raw["is_ephemeral"])

    @property
    def blocks(self) -> list[Payload]:
        """The blocks, with every id filled in."""
        return list(self.raw.get("blocks", []))

    @property
    def files(self) -> list[Payload]:
        """The files that are shared with it."""
        return list(self.raw.get("files", []))

    @property
    def attachments(self) -> list[Payload]:
        """What is attached: previews of links, and what an app put there in the old way."""
        return list(self.raw.get("attachments", []))

    @property
    def previews(self) -> dict[str, Payload]:
        """What the app shows of links to its domains: the attachments by the link's address."""
        return {each["app_unfurl_url"]: each for each in self.attachments if each.get("is_app_unfurl")}

    @property
    def metadata(self) -> Payload | None:
        """The metadata an app put on it."""
        return self.raw.get("metadata")

    @property
    def reactions(self) -> dict[str, list[str]]:
        """The reactions: user ids by the emoji's name."""
        return {each["name"]: each["users"] for each in self.raw.get("reactions", [])}

    @property
    def words(self) -> str:
        """Every word of the blocks in reading order, or the text if there are no blocks."""
        return " ".join(words_in(self.blocks)) if self.blocks else self.text

    @property
    def action_ids(self) -> list[str]:
        """What can be pressed or chosen on it, attachments and previews included."""
        shown = blocks_on(self.blocks, self.attachments)
        return [element["action_id"] for _, element in interactive_elements(shown)]


@dataclass(frozen=True)
class View:
    """A modal or a Home tab as a person sees it; `raw` is all of it."""

    raw: Payload

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.raw["id"])

    @property
    def title(self) -> str:
        """The title."""
        return str(self.raw["title"]["text"])

    @property
    def callback_id(self) -> str:
        """The callback id, empty if the app gave none."""
        return str(self.raw["callback_id"])

    @property
    def blocks(self) -> list[Payload]:
        """The blocks, with every id filled in."""
        return list(self.raw["blocks"])

    @property
    def values(self) -> Payload:
        """What is filled in so far: `{block_id: {action_id: state}}`."""
        return dict(self.raw["state"]["values"])

    @property
    def words(self) -> str:
        """Every word of the blocks in reading order."""
        return " ".join(words_in(self.blocks))

    @property
    def action_ids(self) -> list[str]:
        """What can be pressed, chosen or filled in."""
        return [element["action_id"] for _, element in interactive_elements(self.blocks)]


@dataclass(frozen=True, kw_only=True)
class CommandAnswer:
    """What a slash command came to; `status` is None when no answer came in time."""

    status: int | None
    text: str
    blocks: list[Payload]
    raw: str
    message: Message | None

    @property
    def is_failure(self) -> bool:
        """Whether Slack shows the person that the command failed."""
        return self.status != 200  # the one status Slack takes


@dataclass(frozen=True, kw_only=True)
class InteractionAnswer:
    """What a press came to; `status` is None when no answer came, the person said no, or nothing had to be sent."""

    status: int | None
    is_denied: bool = False
    is_quiet: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether Slack shows the person a warning sign."""
        return self.status != 200 and not (self.is_denied or self.is_quiet)


@dataclass(frozen=True, kw_only=True)
class SuggestionAnswer:
    """What the app suggested for words typed into a menu; `reason` says why there is nothing Slack would take."""

    status: int | None
    options: list[Payload]
    reason: str = ""

    @property
    def labels(self) -> list[str]:
        """The words one can choose from."""
        return [option["text"]["text"] for option in self.options]

    @property
    def is_failure(self) -> bool:
        """Whether Slack shows the person that it could not load the options."""
        return self.reason != ""


@dataclass(frozen=True, kw_only=True)
class SubmitAnswer:
    """What a sent form came to, and the modal that is in front now."""

    outcome: Literal["closed", "updated", "pushed", "errors", "failed"]
    errors: dict[str, str]
    status: int | None
    view: View | None
    reason: str = ""


@dataclass(frozen=True)
class Upload:
    """A file a person adds to a message."""

    name: str
    content: bytes
    mimetype: str | None = None


def words_in(part: Any) -> Iterator[str]:
    """Yield every text that people can read in blocks, in reading order; mentions as ids, emoji between colons."""
    if isinstance(part, list):
        for each in part:
            yield from words_in(each)
    elif isinstance(part, dict):
        yield from _own_words(part)
        for name, value in part.items():
            if isinstance(value, dict | list) and name != "style":
                yield from words_in(value)


def _own_words(part: Payload) -> Iterator[str]:
    match part.get("type"):
        case "user":
            yield f"<@{part['user_id']}>"
        case "channel":
            yield f"<#{part['channel_id']}>"
        case "emoji":
            yield f":{part['name']}:"
        case "broadcast":
            yield f"@{part['range']}"
        case "link" if "text" not in part:
            yield part["url"]
        case _ if isinstance(part.get("text"), str):
            yield part["text"]
