"""One scheduler acts; the right to act ends with whoever holds it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.gateways.database import create_database_engine
from scheduler.leadership import Leadership

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def first(engine: Engine) -> Iterator[Leadership]:
    leadership = Leadership(engine, clock=lambda: NOON)
    yield leadership
    leadership.give_up()


@pytest.fixture
def second(engine: Engine) -> Iterator[Leadership]:
    leadership = Leadership(engine, clock=lambda: NOON)
    yield leadership
    leadership.give_up()


def backend_pid(leadership: Leadership) -> int:
    assert leadership._connection is not None
    pid = leadership._connection.scalar(text("SELECT pg_backend_pid()"))
    assert isinstance(pid, int)
    return pid


def test_the_first_to_ask_is_in_charge_and_says_since_when(first: Leadership) -> None:
    assert first.held_since is None

    assert first.take_or_keep()

    assert first.held_since == NOON


def test_the_second_to_ask_stands_by_until_the_first_gives_up(first: Leadership, second: Leadership) -> None:
    first.take_or_keep()
    assert not second.take_or_keep()

    first.give_up()

    assert second.take_or_keep()
    assert not first.take_or_keep()


def test_asking_again_keeps_the_lead_without_taking_it_twice(first: Leadership, second: Leadership) -> None:
    for _ in range(3):
        assert first.take_or_keep()

    first.give_up()

    assert second.take_or_keep()


def test_the_lead_holds_no_transaction_open(first: Leadership, engine: Engine) -> None:
    first.take_or_keep()

    with engine.connect() as connection:
        state = connection.scalar(
            text("SELECT state FROM pg_stat_activity WHERE pid = :pid"), {"pid": backend_pid(first)}
        )

    assert state == "idle"


def test_whoever_loses_the_connection_loses_the_lead_and_can_take_it_again(
    first: Leadership, second: Leadership, engine: Engine
) -> None:
    first.take_or_keep()
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend_pid(first)})

    with pytest.raises(SQLAlchemyError):
        first.take_or_keep()

    assert first.held_since is None
    assert first.take_or_keep()
    assert not second.take_or_keep()


def test_a_lock_that_is_gone_from_a_living_connection_is_noticed(first: Leadership, second: Leadership) -> None:
    first.take_or_keep()
    assert first._connection is not None
    first._connection.execute(text("SELECT pg_advisory_unlock_all()"))

    assert second.take_or_keep()

    assert not first.take_or_keep()
    assert first.held_since is None


def test_the_lead_of_one_database_says_nothing_about_another(first: Leadership, fresh_database_url: str) -> None:
    first.take_or_keep()
    other = create_database_engine(fresh_database_url)
    elsewhere = Leadership(other)

    is_in_charge = elsewhere.take_or_keep()

    elsewhere.give_up()
    other.dispose()
    assert is_in_charge


def test_the_lead_costs_no_connection_of_the_pool(fresh_database_url: str) -> None:
    narrow = create_database_engine(fresh_database_url, pool_size=1)
    leadership = Leadership(narrow)
    leadership.take_or_keep()

    with narrow.connect() as connection:
        answer = connection.scalar(text("SELECT 1"))

    leadership.give_up()
    narrow.dispose()
    assert answer == 1
