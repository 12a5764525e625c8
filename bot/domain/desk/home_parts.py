"""Parts of Home that other wings bring: a line, and buttons whose ids and values are their own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class HomeButton:
    """One button; `spoken` is what screen readers say instead of its label."""

    label: str
    spoken: str
    action_id: str
    value: str


@dataclass(frozen=True)
class HomePart:
    """What a wing shows on somebody's Home. `name` tells the parts apart."""

    name: str
    text: str
    buttons: Sequence[HomeButton]
