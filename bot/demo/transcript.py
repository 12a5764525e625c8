"""The transcript: who does and sees what, when, as lines on the screen."""

import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.narrating import Place

WIDTH = 116
INDENT = " " * 9

_MARKUP = re.compile(r"<!date\^[^|>]*\|([^>]*)>|<#[^|>]+\|([^>]+)>|[\u200b\u2060]")


@dataclass
class Transcript:
    """A narrator that prints; times count from its start."""

    write: Callable[[str], None]
    started_at: float = field(default_factory=time.monotonic)

    def heading(self, words: str) -> None:
        """Begin a scene."""
        self.write(f"\n{words}")

    def caption(self, words: str, place: Place) -> None:
        """Print what comes next, wherever it is to be watched."""
        del place
        self._line("  ", words)

    def does(self, who: str, deed: str) -> None:
        """Print what somebody did, and when."""
        self._line(f"{time.monotonic() - self.started_at:6.1f} s ", f"{who} {deed}")

    def sees(self, where: str, words: str) -> None:
        """Print what appeared."""
        self._line(INDENT, f"  → {where}: {readable(words)}")

    def _line(self, margin: str, words: str) -> None:
        continued = "\n" + " " * len(margin)
        wrapped = textwrap.wrap(words, WIDTH - len(margin), subsequent_indent="    " if margin.strip() else "")
        self.write(margin + continued.join(wrapped or [""]))


def readable(words: str) -> str:
    """Return `words` of Slack's markup as a person would see them, in one line."""
    shown = _MARKUP.sub(lambda found: found[1] or found[2] or "", words)
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(shown.split())
