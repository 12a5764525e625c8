"""What people can do, as JSON in and JSON out: the one interface behind the actors and the control API.

A deed is an async function `(platform, person, ask)`; `ask` has the arguments, the answer is a JSON object. What a
person cannot do raises `CannotDo`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from sandbox.deeds import composing, forms, moving, pressing, shortcuts, suggesting, talking
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Person

Deed: TypeAlias = Callable[[Platform, Person, Payload], Awaitable[Payload]]

DEEDS: Mapping[str, Deed] = {
    **talking.DEEDS,
    **composing.DEEDS,
    **moving.DEEDS,
    **pressing.DEEDS,
    **forms.DEEDS,
    **shortcuts.DEEDS,
    **suggesting.DEEDS,
}
"""Every deed by its verb."""
