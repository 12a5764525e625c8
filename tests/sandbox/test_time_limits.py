"""What the sandbox forgets and forgives with time, told by a clock that the test turns."""

from dataclasses import dataclass

import pytest

from sandbox.arguments import METHOD_ARGUMENTS
from sandbox.methods import METHODS
from sandbox.payload import Refusal
from sandbox.rates import Rates
from sandbox.response_urls import ResponseUrls
from sandbox.timestamps import RisingTimestamps


@dataclass
class Watch:
    """A clock that stands still until it is turned."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_response_url_lives_thirty_minutes(watch: Watch) -> None:
    urls = ResponseUrls("http://sandbox", watch)
    key = urls.issue("C1", "U1").rpartition("/")[2]
    watch.seconds = 30 * 60
    urls.use(key)
    watch.seconds += 1

    with pytest.raises(Refusal, match="expired_url"):
        urls.use(key)


def test_after_the_burst_a_channel_takes_one_message_a_second(watch: Watch) -> None:
    rates = Rates(1.0, watch)
    burst = [rates.wait_for_post("C1") for _ in range(6)]
    watch.seconds = 1.0
    second = [rates.wait_for_post("C1") for _ in range(2)]

    assert (burst, second) == ([None] * 5 + [1], [None, 1])


def test_a_rare_method_makes_its_caller_wait_a_minute(watch: Watch) -> None:
    rates = Rates(1.0, watch)

    assert [rates.wait_for_call("apps.connections.open", 1) for _ in range(2)] == [None, 60]


def test_a_scale_makes_all_limits_faster(watch: Watch) -> None:
    rates = Rates(60.0, watch)

    assert [rates.wait_for_call("apps.connections.open", 1) for _ in range(2)] == [None, 1]


def test_timestamps_rise_while_the_clock_stands_still(watch: Watch) -> None:
    watch.seconds = 1_795_386_000.0
    next_ts = RisingTimestamps(watch)

    assert [next_ts(), next_ts()] == ["1795386000.000000", "1795386000.000001"]


def test_every_method_has_its_table_of_arguments() -> None:
    assert set(METHODS) - set(METHOD_ARGUMENTS) == set()
    assert set(METHOD_ARGUMENTS) - set(METHODS) == {"response_url"}
