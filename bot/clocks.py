"""The desk's clock as a process gets it: real time, or in a demo real time and what its time machine adds.

A small file says how many seconds that is; the demo writes it, every role reads it whenever it asks for the time. It
is honoured off Slack only.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.desk.instants import ON_TIME, DeskClock
from bot.errors import StartRefused
from bot.settings import Settings

SLACK_DOMAINS = ("slack.com", "slack-gov.com")


@dataclass(frozen=True)
class AheadFile:
    """The file that says how far the desk's time is ahead. Calling it reads it; one that is missing says nothing."""

    path: Path

    def __call__(self) -> timedelta:
        """Return how far ahead the desk's time is."""
        try:
            seconds = float(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return timedelta(0)
        except ValueError:
            seconds = math.nan
        if not math.isfinite(seconds):
            raise ValueError(f"{self.path} should hold a number of seconds")
        return timedelta(seconds=seconds)

    def write(self, ahead: timedelta) -> None:
        """Put the desk's time this far ahead; who reads meanwhile finds the old figure or the new one, never half."""
        draft = self.path.with_name(f"{self.path.name}.draft")
        draft.write_text(str(ahead.total_seconds()), encoding="ascii")
        draft.replace(self.path)


def desk_clock(settings: Settings, ahead_file: Path | None) -> DeskClock:
    """Return the clock of a process.

    Args:
        settings: say where Slack is.
        ahead_file: says how far the desk's time is ahead; None for real time.

    Raises:
        StartRefused: a file is given, but this desk is on Slack, where time is real.
    """
    if ahead_file is None:
        return ON_TIME
    if is_slack(settings.slack_api_url):
        raise StartRefused(
            "--ahead-file moves the desk's time, which is for a demo only: SLACK_API_URL is Slack's own."
        )
    return DeskClock(AheadFile(ahead_file))


def is_slack(api_url: str) -> bool:
    """Return whether an address is Slack's own."""
    host = (urlsplit(api_url).hostname or "").rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in SLACK_DOMAINS)
