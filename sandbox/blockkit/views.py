"""Views: modals and the Home tab."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sandbox.blockkit.composition import plain_text
from sandbox.blockkit.shapes import Kind, Rule, flag, json_size, one_of, problem, string
from sandbox.blockkit.surfaces import Surface, find_problems

MOST_BYTES = 250_000
"""The size of a whole view as JSON."""

_KEPT: dict[str, Rule] = {
    "callback_id": string(255),
    "external_id": string(255),
    "private_metadata": string(3000),
}


def _blocks_for(surface: Surface) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[str]:
        yield from find_problems(value, surface, pointer)

    return rule


def _submittable(view: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield problem("missing required field: submit (a modal with an input block needs it)", pointer)


MODAL = Kind(
    "modal",
    needs={"title": plain_text(24), "blocks": _blocks_for("modal")},
    may={
        **_KEPT,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
    },
    also=[_submittable],
)

HOME = Kind("home", needs={"blocks": _blocks_for("home")}, may=_KEPT)


def check_view(view: object, surface: Literal["modal", "home"] | None = None) -> list[str]:
    """Return what Slack would find wrong with a view.

    Args:
        view: The view, as decoded from JSON; anything but an object is a problem too.
        surface: The kind that the method takes (`views.open` a modal, `views.publish` a Home); either when None.

    Returns:
        One line per problem, as in Slack's `response_metadata.messages`; empty when all is well.
    """
    kinds = [kind for kind in (MODAL, HOME) if surface in (None, kind.name)]
    found = list(one_of(*kinds)(view, "/view"))
    if not found and json_size(view) > MOST_BYTES:
        found.append(problem(f"must be less than {MOST_BYTES + 1} bytes", "/view"))
    return found
