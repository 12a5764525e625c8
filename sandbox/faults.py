"""Misbehaviour on demand, counted: what Slack and networks do on bad days."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sandbox.payload import Payload

EventFault = Literal[
    "duplicate", "delay", "reorder", "drop_ack", "http_status", "unreachable",
    "disconnect", "disconnect_after_ack", "silence",
]  # fmt: skip
ApiFault = Literal["rate_limited", "server_error", "refusal", "answer_lost", "cut", "slow"]
FAULTS_BY_DIRECTION: Mapping[str, frozenset[str]] = {
    "to_app": frozenset(get_args(EventFault)),
    "from_app": frozenset(get_args(ApiFault)),
}


class UnknownFault(ValueError):
    """There is no such fault."""


@dataclass(kw_only=True)
class Fault:
    """One kind of misbehaviour and when it strikes.

    Attributes:
        kind: to the app: `duplicate` (delivered twice), `delay` (`seconds`), `reorder` (held until another event went
            out), `drop_ack` (delivered, but its answer counts as lost), `http_status` (delivered, but answered
            `status`), `unreachable` (not delivered), `disconnect` (delivered, then the connection closes before the
            ack counts); of a socket alone also `disconnect_after_ack`, and `silence` (every socket stays open, but
            says and hears nothing more, this event included).
            From the app: `rate_limited` (429 with `seconds` in `Retry-After`), `server_error` (`status`, the work is
            not done), `refusal` (`ok: false` with `error`), `answer_lost` (the work is done, then the connection
            closes), `cut` (the connection closes before the work), `slow` (`seconds`).
        on: an event type (`message`), a subscription (`message.im`), a message subtype (`message_changed`), a method
            (`chat.postMessage`), `response_url`, or `*`.
        times: how often it strikes; None is for ever.
        match: fields the event or the arguments must have, compared as text.
        chance: the probability that it strikes when it could, from 0 to 1.
    """

    kind: str
    on: str = "*"
    times: int | None = 1
    match: Mapping[str, Any] = field(default_factory=dict)
    chance: float = 1.0
    seconds: float = 1.0
    status: int = 500
    error: str = "internal_error"

    def fits(self, names: set[str], fields: Payload) -> bool:
        """Return whether the fault is about this event or call."""
        is_named = self.on == "*" or self.on in names
        return is_named and all(str(fields.get(name)) == str(value) for name, value in self.match.items())


class Faults:
    """The faults that are waiting to strike.

    Args:
        seed: makes the faults with a chance repeatable.
    """

    def __init__(self, seed: int = 0) -> None:
        self._waiting: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose; nothing secret depends on it

    def add(self, kind: str, *, on: str = "*", times: int | None = 1, **details: Any) -> Fault:
        """Add a fault; see `Fault` for the kinds and details.

        Raises:
            UnknownFault: there is no such kind, or it has no such detail.
        """
        if not any(kind in kinds for kinds in FAULTS_BY_DIRECTION.values()):
            raise UnknownFault(f"there is no fault {kind!r}")
        try:
            fault = Fault(kind=kind, on=on, times=times, **details)
        except TypeError as error:
            raise UnknownFault(f"a fault has no such detail: {error}") from error
        self._waiting.append(fault)
        return fault

    @property
    def waiting(self) -> list[Fault]:
        """The faults that may still strike, in the order they were added."""
        return list(self._waiting)

    def clear(self) -> None:
        """Behave well again."""
        self._waiting.clear()

    def strike(self, direction: Literal["to_app", "from_app"], names: set[str], fields: Payload) -> Fault | None:
        """Return the fault that strikes this event or call now, and count it; None when all goes well."""
        kinds = FAULTS_BY_DIRECTION[direction]
        for fault in self._waiting:
            if fault.kind in kinds and fault.fits(names, fields) and self._random.random() < fault.chance:
                self._count(fault)
                return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
