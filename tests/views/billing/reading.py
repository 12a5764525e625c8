"""Reading a drawn page as a person does: block by block, with its buttons in brackets."""

from collections.abc import Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]


def said(blocks: Sequence[Block]) -> list[str]:
    """Return the words of each block that has any; dates as their fallback."""
    return [words for block in blocks if (words := _words(block))]


def _words(block: Block) -> str:
    match block["type"]:
        case "rich_text":
            return "\n".join(_rich(part) for part in block["elements"])
        case "section":
            accessory = f" [{block['accessory']['text']['text']}]" if "accessory" in block else ""
            return f"{_undated(block['text']['text'])}{accessory}"
        case "header":
            return str(block["text"]["text"])
        case "context":
            return " | ".join(_undated(each["text"]) for each in block["elements"])
        case "actions":
            return " ".join(f"[{each['text']['text']}]" for each in block["elements"])
        case _:
            return ""


def _rich(part: Block) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"- {_rich(item)}" for item in part["elements"])
    return "".join(str(piece.get("text") or piece.get("channel_id")) for piece in part["elements"])


def _undated(text: str) -> str:
    """Return `mrkdwn` with dates as their fallback."""
    pieces = text.split("<!date^")
    rest = [piece.split(">", 1) for piece in pieces[1:]]
    return pieces[0] + "".join(dated.split("|")[1] + after for dated, after in rest)
