"""What a view returns when it draws a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
"""A piece of Block Kit: a block, an element of one, or a text object."""


@dataclass(frozen=True)
class Content:
    """A message: its blocks, and the `text` that notifications and screen readers read instead of them."""

    text: str
    blocks: Sequence[Block]

    def as_ephemeral(self) -> dict[str, Any]:
        """Return the body that answers a slash command, shown to the asker only."""
        return {"response_type": "ephemeral", "text": self.text, "blocks": list(self.blocks)}
