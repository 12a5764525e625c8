"""Modals and Home tabs: stacks of views, their hashes and what people have typed into them so far."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from sandbox.elements import initial_values, with_ids
from sandbox.payload import Payload, Refusal

MOST_VIEWS = 3


@dataclass(kw_only=True)
class View:
    """A view as it is open, or as it was published to a Home tab.

    `filled` counts how often people filled something in, `filled_by` names who did last (a page tells its own doing by
    that), and `errors` is what stands at the fields: `{block_id: words}`.
    """

    id: str
    user: str
    body: Payload
    root_view_id: str
    previous_view_id: str | None = None
    hash: str = ""
    values: Payload = field(default_factory=dict)
    errors: Payload = field(default_factory=dict)
    filled: int = 0
    filled_by: str = ""

    @property
    def blocks(self) -> list[Payload]:
        """The blocks, with every id filled in."""
        return list(self.body["blocks"])

    def fill(self, body: Payload) -> None:
        """Show this body from now on: a new hash, and what was typed is kept where block id and action id stay."""
        self.body = {**body, "blocks": with_ids(body["blocks"])}
        self.errors = {}
        self.hash = f"{int(time.time())}.{uuid4().hex[:8]}"
        fresh = initial_values(self.blocks)
        for block_id, actions in fresh.items():
            for action_id, state in actions.items():
                kept = self.values.get(block_id, {}).get(action_id)
                if kept is not None and kept["type"] == state["type"]:
                    actions[action_id] = kept
        self.values = fresh

    def draw(self, *, team_id: str, app_id: str, bot_id: str) -> Payload:
        """Return the view as payloads and answers carry it."""
        fixed: dict[str, Any] = {
            "id": self.id,
            "team_id": team_id,
            "type": self.body["type"],
            "blocks": self.blocks,
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": self.body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": bool(self.body.get("clear_on_close", False)),
            "notify_on_close": bool(self.body.get("notify_on_close", False)),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": app_id,
            "external_id": self.body.get("external_id", ""),
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }
        return fixed


class Surfaces:
    """Every open modal and every published Home tab.

    Args:
        on_change: called with `modal` or `home` and the user id after each change.
    """

    def __init__(self, on_change: Callable[[Literal["modal", "home"], str], None] = lambda _kind, _user: None) -> None:
        self._on_change = on_change
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """Return the modal this person has in front of them, or None."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def stack(self, user: str) -> list[View]:
        """Return the modals this person has open, the front one last."""
        return list(self._stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """Return what this person's Home tab shows, or None while nothing was published."""
        return self._homes.get(user)

    def open(self, user: str, body: Payload) -> View:
        """Open a first modal, in place of whatever was open."""
        self.close_all(user)
        return self._add(user, body, under=None)

    def push(self, user: str, body: Payload) -> View:
        """Put a modal on top of the open one.

        Raises:
            Refusal: `push_limit_reached` when three are open, `not_found` when none is.
        """
        stack = self._stacks.get(user, [])
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= MOST_VIEWS:
            raise Refusal("push_limit_reached")
        return self._add(user, body, under=stack[-1])

    def update(self, view: View, body: Payload, *, if_hash: str | None = None) -> View:
        """Replace what a view shows.

        Raises:
            Refusal: `hash_conflict` when it changed since `if_hash` was read, `duplicate_external_id`.
        """
        if if_hash is not None and if_hash != view.hash:
            raise Refusal("hash_conflict")
        self._check_external_id(body, besides=view)
        view.fill(body)
        self._tell(view)
        return view

    def publish(self, user: str, body: Payload, *, if_hash: str | None = None) -> View:
        """Show a body on a person's Home tab; refuses like `update`."""
        view = self._homes.get(user)
        if view is None:
            if if_hash is not None:
                raise Refusal("hash_conflict")
            view_id = _new_view_id()
            view = self._homes[user] = View(id=view_id, user=user, body=body, root_view_id=view_id)
            self._views[view_id] = view
        return self.update(view, body, if_hash=if_hash)

    def note_filled(self, view: View, *, by: str, errors: Payload | None = None) -> None:
        """Note that a view's values changed by the hand of `by`, and what is wrong with them as far as is known."""
        view.filled, view.filled_by = view.filled + 1, by
        self.note_errors(view, errors or {})

    def note_errors(self, view: View, errors: Payload) -> None:
        """Note what stands at the fields of a view from now on."""
        view.errors = errors
        self._tell(view)

    def find(self, *, view_id: str | None, external_id: str | None) -> View:
        """Return an open or published view by either id.

        Raises:
            Refusal: `not_found`.
        """
        for view in self._views.values():
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise Refusal("not_found")

    def close_top(self, user: str) -> View | None:
        """Close the modal in front and return it."""
        stack = self._stacks.get(user)
        if not stack:
            return None
        view = stack.pop()
        del self._views[view.id]
        self._on_change("modal", user)
        return view

    def close_all(self, user: str) -> list[View]:
        """Close a person's modals and return them, the front one first."""
        closed: list[View] = []
        while (view := self.close_top(user)) is not None:
            closed.append(view)
        return closed

    def _add(self, user: str, body: Payload, *, under: View | None) -> View:
        self._check_external_id(body, besides=None)
        view_id = _new_view_id()
        root = under.root_view_id if under is not None else view_id
        previous = under.id if under is not None else None
        view = View(id=view_id, user=user, body=body, root_view_id=root, previous_view_id=previous)
        view.fill(body)
        self._views[view_id] = view
        self._stacks.setdefault(user, []).append(view)
        self._on_change("modal", user)
        return view

    def _tell(self, view: View) -> None:
        self._on_change("home" if self._homes.get(view.user) is view else "modal", view.user)

    def _check_external_id(self, body: Payload, *, besides: View | None) -> None:
        external_id = body.get("external_id")
        taken = (each for each in self._views.values() if each is not besides)
        if external_id and any(each.body.get("external_id") == external_id for each in taken):
            raise Refusal("duplicate_external_id")


def _new_view_id() -> str:
    return f"V{uuid4().hex[:10].upper()}"
