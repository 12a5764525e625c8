"""What every test can ask for: a real, migrated PostgreSQL in three degrees of isolation."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.gateways.database import Sessions, create_database_engine, create_sessions
from tests.support.browser import NO_BROWSER, running_browser
from tests.support.one_transport import OPTION, leave_out_other_transport
from tests.support.order import begin_with_long
from tests.support.postgres import (
    RUN_FOLDER,
    TestRun,
    bare_database,
    empty_all_tables,
    migrated_database,
    running_server,
)

RUN = pytest.StashKey[TestRun]()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder, in its first process; the workers inherit it. No example is too slow on a busy machine."""
    settings.register_profile("unhurried", settings(deadline=None, suppress_health_check=[HealthCheck.too_slow]))
    settings.load_profile("unhurried")
    if RUN_FOLDER not in os.environ:
        config.stash[RUN] = TestRun()
        os.environ[RUN_FOLDER] = str(config.stash[RUN].folder)


@pytest.hookimpl(trylast=True)
def pytest_addoption(parser: pytest.Parser) -> None:
    """Let all scenario tests be asked for over both transports."""
    parser.addoption(OPTION, action="store_true", help="run every scenario test over HTTP and by Socket Mode")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave one of two transports out, then begin with the tests that are marked `long`."""
    leave_out_other_transport(config, items)
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    items[:] = begin_with_long(long, short, workers=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say, as the last line, if tests were left out for lack of a browser; remove the run's folder."""
    if reporter := config.pluginmanager.get_plugin("terminalreporter"):
        left_out = sum(NO_BROWSER in str(report.longrepr) for report in reporter.stats.get("skipped", []))
        if left_out:
            said = f"{left_out} tests of the page were left out: {NO_BROWSER}. `make browser` installs it."
            reporter.write_line(said)
    if run := config.stash.get(RUN, None):
        del os.environ[RUN_FOLDER]
        run.end()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for each worker; without one the tests are skipped."""
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The run's server."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def database_url(server_url: str) -> Iterator[str]:
    """A migrated database that this worker's tests share."""
    with migrated_database(server_url) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on the worker's database."""
    engine = create_database_engine(database_url, application_name="tests")
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose work, commits included, is rolled back after the test."""
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def sessions(engine: Engine) -> Iterator[Sessions]:
    """Sessions that really commit; all tables are emptied after the test."""
    yield create_sessions(engine)
    empty_all_tables(engine)


@pytest.fixture
def fresh_database_url(server_url: str) -> Iterator[str]:
    """A migrated database for this test alone, for tests that start processes."""
    with migrated_database(server_url) as url:
        yield url


@pytest.fixture
def bare_database_url(server_url: str) -> Iterator[str]:
    """An empty database, not migrated, for this test alone."""
    with bare_database(server_url) as url:
        yield url
