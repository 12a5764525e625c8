"""Sharing out a scenario's cases between the transports, where playing each of them both ways would prove no more."""

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest

from bot.manifest import Transport


def shared_out(names: str, cases: Iterable[tuple[Any, ...]]) -> pytest.MarkDecorator:
    """Return a mark that plays each case over one transport, in turn: the scenario is played over both.

    It is for many cases of one way through the desk, as what Slack answers, or an order of the same deliveries.

    Args:
        names: the parameters of a case, as in `parametrize`.
        cases: their values; at least one for each transport.
    """
    paired = [(transport, *case) for case, transport in zip(cases, cycle(Transport), strict=False)]
    return pytest.mark.parametrize(f"transport, {names}", paired, indirect=["transport"])
