"""Rich text: the block of formatted text, its lists and quotes, and the words, links and mentions inside."""

from sandbox.blockkit.composition import BLOCK_ID, CONVERSATION_ID, USER_ID
from sandbox.blockkit.shapes import Kind, Rule, array, choice, flag, one_of, record, string, whole

_STYLE: dict[str, Rule] = {
    "style": record(needs={}, may=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag)),
}
_BORDER: dict[str, Rule] = {"border": choice(0, 1)}

TEXT = Kind("text", needs={"text": string(least=1)}, may=_STYLE)
LINK = Kind("link", needs={"url": string(least=1)}, may={**_STYLE, "text": string(), "unsafe": flag})
EMOJI = Kind("emoji", needs={"name": string(least=1)}, may={**_STYLE, "unicode": string(), "url": string()})
DATE = Kind(
    "date",
    needs={"timestamp": whole(), "format": string(least=1)},
    may={**_STYLE, "fallback": string(), "url": string()},
)
COLOR = Kind("color", needs={"value": string(like=r"#[0-9A-Fa-f]{6}", called="a colour written #RRGGBB")}, may=_STYLE)
USER = Kind("user", needs={"user_id": USER_ID}, may=_STYLE)
USERGROUP = Kind(
    "usergroup",
    needs={"usergroup_id": string(like=r"S[A-Z0-9]+", called="the id of a user group")},
    may=_STYLE,
)
TEAM = Kind("team", needs={"team_id": string(like=r"[TE][A-Z0-9]+", called="the id of a workspace")}, may=_STYLE)
CHANNEL = Kind("channel", needs={"channel_id": CONVERSATION_ID}, may=_STYLE)
BROADCAST = Kind("broadcast", needs={"range": choice("here", "channel", "everyone")}, may=_STYLE)

_INLINE = one_of(TEXT, LINK, EMOJI, DATE, COLOR, USER, USERGROUP, TEAM, CHANNEL, BROADCAST)

SECTION = Kind("rich_text_section", needs={"elements": array(_INLINE)})
QUOTE = Kind("rich_text_quote", needs={"elements": array(_INLINE)}, may=_BORDER)
PREFORMATTED = Kind("rich_text_preformatted", needs={"elements": array(one_of(TEXT, LINK))}, may=_BORDER)
LIST = Kind(
    "rich_text_list",
    needs={"elements": array(SECTION), "style": choice("bullet", "ordered")},
    may={**_BORDER, "indent": whole(0, 8)},
)

RICH_TEXT = Kind(
    "rich_text",
    needs={"elements": array(one_of(SECTION, LIST, QUOTE, PREFORMATTED), least=1)},
    may={"block_id": BLOCK_ID},
)
