"""The settings' hub: the pages of other wings that it leads to, without the desk knowing them.

The composition root lists them.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.desk.setting_facts import HubEntry

HUB_ENTRIES: Final = "hub_entries"


def list_further(session: Session) -> Sequence[HubEntry]:
    """Return what other wings have to set, in the root's order."""
    entries: Sequence[HubEntry] = session.info.get(HUB_ENTRIES, ())
    return entries


def with_hub_entries(info: dict[Any, Any], entries: Sequence[HubEntry]) -> dict[Any, Any]:
    """Return a session's `info` that carries the root's list of pages."""
    return {**info, HUB_ENTRIES: tuple(entries)}
