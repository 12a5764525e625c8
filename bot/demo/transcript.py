"""The transcript: who sees what, when, as lines on the screen."""

import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.seen import Message

WIDTH = 116
INDENT = " " * 9

_MARKUP = re.compile(r"<!date\^[^|>]*\|([^>]*)>|<#[^|>]+\|([^>]+)>|[\u200b\u2060]")


@dataclass
class Transcript:
    """Prints the scene as it goes on; times count from its start."""

    write: Callable[[str], None]
    started_at: float = field(default_factory=time.monotonic)

    def heading(self, words: str) -> None:
        """Begin a part of the scene."""
        self.write(f"\n{words}")

    def does(self, who: str, deed: str) -> None:
        """Somebody does something."""
        self._line(f"{time.monotonic() - self.started_at:6.1f} s ", f"{who} {deed}")

    def sees(self, where: str, words: str) -> None:
        """What appears somewhere because of it."""
        self._line(INDENT, f"  → {where}: {readable(words)}")

    def sees_message(self, where: str, message: Message) -> None:
        """A message appears, under the name it is shown with."""
        self.sees(where, f"{message.username or 'Deskbell'} says “{readable(message.text)}”")

    def _line(self, margin: str, words: str) -> None:
        wrapped = textwrap.wrap(words, WIDTH - len(margin), subsequent_indent="    ") or [""]
        self.write(margin + f"\n{INDENT}".join(wrapped))


def readable(words: str) -> str:
    """Return `words` of Slack's markup as a person would see them, in one line."""
    shown = _MARKUP.sub(lambda found: found[1] or found[2] or "", words)
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(shown.split())
