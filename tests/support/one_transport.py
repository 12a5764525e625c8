"""Which transport a scenario runs over: every scene over both, of other scenarios one, unless both are asked for.

Half of them come in over HTTP and half by Socket Mode: what differs between the two is the edge, which the scenes and
`tests/socket_mode` hold by themselves. `make test ARGS=--both-transports` runs all of them over both.
"""

from collections import defaultdict
from zlib import crc32

import pytest

from bot.manifest import Transport

OPTION = "--both-transports"
ALWAYS_BOTH = ("test_scenes.py", "test_first_ticket.py", "test_visibility.py", "test_seats_and_the_bill.py")


def leave_out_other_transport(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one of two scenario tests that differ in nothing but the transport; which one is the same in every run."""
    if config.getoption(OPTION):
        return
    twins: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        transport = _transport_of(item)
        if transport is not None and item.path.parent.name == "scenarios" and item.path.name not in ALWAYS_BOTH:
            twins[item.nodeid.replace(transport.value, "…")].append(item)
    left_out = {
        id(sorted(pair, key=lambda item: item.nodeid)[crc32(name.encode()) % 2])
        for name, pair in twins.items()
        if len(pair) == 2
    }
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
    items[:] = [item for item in items if id(item) not in left_out]


def _transport_of(item: pytest.Item) -> Transport | None:
    callspec = getattr(item, "callspec", None)
    values = () if callspec is None else callspec.params.values()
    return next((value for value in values if isinstance(value, Transport)), None)
