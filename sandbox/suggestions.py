"""What the app suggested to whom, while they typed into a menu whose options it keeps itself."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sandbox.payload import Payload

Offered: TypeAlias = Mapping[tuple[str, str], Sequence[Payload]]
"""Options by block id and action id."""


class Suggestions:
    """Everything suggested so far: by person, by surface (a view's id, or a message's channel and ts), and by menu."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], dict[tuple[str, str], list[Payload]]] = {}

    def remember(self, user: str, surface: str, menu: tuple[str, str], options: Sequence[Payload]) -> None:
        """Keep options that a person was shown; `menu` is the block id and action id."""
        kept = self._made.setdefault((user, surface), {}).setdefault(menu, [])
        kept += [option for option in options if option not in kept]

    def made_to(self, user: str, surface: str) -> Offered:
        """Return what a person was shown on a surface."""
        return self._made.get((user, surface), {})
