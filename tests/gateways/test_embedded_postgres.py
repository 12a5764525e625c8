"""The embedded server through restarts, crowds and kills. Every test has a server folder of its own."""

import os
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bot.errors import StartRefused
from bot.gateways.embedded_postgres import EmbeddedPostgres
from bot.gateways.embedded_postgres.account import Account
from bot.gateways.embedded_postgres.locks import is_held
from tests.support.postgres import FAST
from tests.support.postgres_user import PostgresUser


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a server may live; whatever a test leaves running there is stopped."""
    folder = tmp_path / "postgres"
    yield folder
    server = EmbeddedPostgres(folder)
    assert server.stop_if_unused()
    shutil.rmtree(server.socket_folder)


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement in a session of its own, and commit; return the rows, if it gives any."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def is_running(folder: Path) -> bool:
    """Return whether any process of the folder's server is alive."""
    return is_held(folder / "server.lock")


def postmaster(folder: Path) -> int:
    """Return the process id of the folder's server."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def kill_server(folder: Path) -> None:
    """End the server at once, and wait until its other processes have noticed."""
    os.kill(postmaster(folder), signal.SIGKILL)
    wait_until(lambda: not is_running(folder))


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for `condition`, twenty seconds at most."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def test_data_survives_a_restart(folder: Path) -> None:
    with EmbeddedPostgres(folder) as url:
        run(url, "CREATE TABLE kept AS SELECT 42 AS answer")

    with EmbeddedPostgres(folder) as url:
        assert run(url, "SELECT answer FROM kept") == [(42,)]


def test_the_server_is_durable_quiet_private_and_speaks_utc_and_unicode(folder: Path) -> None:
    server = EmbeddedPostgres(folder)

    with server as url:
        names = ("fsync", "listen_addresses", "log_min_error_statement", "log_parameter_max_length", "timezone")
        settings = [run(url, f"SHOW {name}")[0][0] for name in names]
        lowered = run(url, "SELECT lower('ÄRGER'), datlocprovider FROM pg_database WHERE datname = current_database()")
        socket_mode = stat.S_IMODE(server.socket_folder.stat().st_mode)

    assert settings == ["on", "", "panic", "0", "UTC"]
    assert lowered == [("ärger", "b")]
    assert socket_mode == 0o700


def test_the_callers_settings_win(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings={"max_connections": "17", "search_path": "it's, quoted"}) as url:
        shown = run(url, "SELECT current_setting('max_connections'), current_setting('search_path')")

    assert shown == [("17", "it's, quoted")]


def test_the_servers_log_does_not_quote_what_people_wrote(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST) as url:
        run(url, "CREATE TABLE secret (words text UNIQUE)")
        run(url, "INSERT INTO secret VALUES ('my salary')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            run(url, "INSERT INTO secret VALUES ('my salary')")

    log = (folder / "server.log").read_text()
    assert "secret_words_key" in log
    assert "my salary" not in log


def test_the_last_one_out_stops_the_server(folder: Path) -> None:
    first, second = (EmbeddedPostgres(folder, settings=FAST) for _ in range(2))
    first.acquire()
    second.acquire()

    first.release()
    running_with_one_user = is_running(folder)
    second.release()

    assert running_with_one_user
    assert not is_running(folder)


def test_acquiring_and_releasing_twice_count_once(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings=FAST)

    urls = {server.acquire(), server.acquire()}
    server.release()
    server.release()

    assert urls == {server.url}
    assert not is_running(folder)


def test_a_killed_user_no_longer_counts(folder: Path) -> None:
    with PostgresUser(folder) as other, EmbeddedPostgres(folder, settings=FAST) as url:
        other.wait_until_ready()
        other.kill()
        answer = run(url, "SELECT 1")

    assert answer == [(1,)]
    assert not is_running(folder)


def test_a_server_whose_users_were_all_killed_is_adopted_and_stopped_by_the_next(folder: Path) -> None:
    with PostgresUser(folder) as one, PostgresUser(folder) as other:
        one.wait_until_ready()
        other.wait_until_ready()
        abandoned = postmaster(folder)

    with EmbeddedPostgres(folder, settings=FAST):
        adopted = postmaster(folder)

    assert adopted == abandoned
    assert not is_running(folder)


def test_a_server_whose_users_were_all_killed_can_be_stopped_without_using_it(folder: Path) -> None:
    with PostgresUser(folder) as user:
        user.wait_until_ready()
        stopped_under_its_user = EmbeddedPostgres(folder).stop_if_unused()

    assert not stopped_under_its_user
    assert EmbeddedPostgres(folder).stop_if_unused()
    assert not is_running(folder)


def test_a_killed_server_comes_back_at_the_same_address_with_its_data(folder: Path) -> None:
    with EmbeddedPostgres(folder) as url:
        pass
    server = EmbeddedPostgres(folder)
    with server:
        run(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        kill_server(folder)

        server.ensure_running()

        assert run(url, "SELECT answer FROM kept") == [(42,)]
    assert not is_running(folder)


def test_a_server_that_runs_is_left_alone(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings=FAST)

    with server:
        before = postmaster(folder)
        server.ensure_running()
        after = postmaster(folder)

    assert before == after


def test_a_dead_servers_process_id_may_belong_to_somebody_else_now(folder: Path) -> None:
    with PostgresUser(folder) as user:
        url = user.wait_until_ready()
        pid_file = folder / "data" / "postmaster.pid"
        stale = pid_file.read_text().replace(str(postmaster(folder)), str(os.getpid()), 1)
        kill_server(folder)
    pid_file.write_text(stale)

    with EmbeddedPostgres(folder, settings=FAST):
        assert run(url, "SELECT 1") == [(1,)]


def test_many_first_starts_at_once_make_one_server(folder: Path) -> None:
    with PostgresUser(folder) as one, PostgresUser(folder) as two, PostgresUser(folder) as three:
        urls = {user.wait_until_ready() for user in (one, two, three)}
        for user in (one, two):
            user.leave()
        answer = run(EmbeddedPostgres(folder).url, "SELECT 1")
        three.leave()

    assert urls == {EmbeddedPostgres(folder).url}
    assert answer == [(1,)]
    assert not is_running(folder)


def test_a_first_start_killed_half_way_is_begun_afresh(folder: Path) -> None:
    with PostgresUser(folder) as unlucky:
        wait_until(lambda: list(folder.glob("unfinished-*/PG_VERSION")))
        unlucky.kill()

    with EmbeddedPostgres(folder, settings=FAST) as url:
        assert run(url, "SELECT 1") == [(1,)]


def test_a_start_killed_half_way_is_adopted_or_repeated(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST):
        pass
    with PostgresUser(folder) as unlucky:
        wait_until(lambda: is_running(folder))
        unlucky.kill()

    with EmbeddedPostgres(folder, settings=FAST) as url:
        assert run(url, "SELECT 1") == [(1,)]
    assert not is_running(folder)


def test_ctrl_c_for_the_process_that_started_the_server_does_not_reach_the_server(folder: Path) -> None:
    with PostgresUser(folder) as starter:
        starter.wait_until_ready()
        with EmbeddedPostgres(folder, settings=FAST):
            before = postmaster(folder)
            starter.interrupt_its_group()
            after = postmaster(folder)

    assert before == after


def test_data_of_another_version_is_refused_by_name(folder: Path) -> None:
    with EmbeddedPostgres(folder, settings=FAST):
        pass
    (folder / "data" / "PG_VERSION").write_text("15\n")

    with pytest.raises(StartRefused, match=r"PostgreSQL 15, and this is 18"):
        EmbeddedPostgres(folder).acquire()


def test_a_setting_the_server_does_not_know_is_refused_with_the_place_of_the_reason(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings={"no_such_setting": "1"})

    with pytest.raises(StartRefused, match=r"did not start. .*server\.log says why"):
        server.acquire()

    assert "no_such_setting" in (folder / "server.log").read_text()


def test_a_socket_folder_that_somebody_else_made_is_refused(folder: Path, tmp_path: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.socket_folder.symlink_to(tmp_path)

    with pytest.raises(StartRefused, match=r"belongs to somebody else"):
        server.acquire()

    server.socket_folder.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may run the server as somebody else")
def test_as_root_the_server_runs_as_somebody_else_who_may_only_pass_through_our_folders(folder: Path) -> None:
    home = folder.parent
    home.chmod(0o700)

    with capture_logs() as lines, EmbeddedPostgres(folder, settings=FAST):
        owner = (folder / "data").stat().st_uid
        mode = stat.S_IMODE(home.stat().st_mode)

    assert owner != 0
    assert mode == 0o701
    assert (str(home), "o+x") in [(line["folder"], line["given"]) for line in lines]


def test_an_installation_made_under_a_strict_umask_is_opened_to_be_read_and_run(tmp_path: Path) -> None:
    program, data = tmp_path / "installation/program", tmp_path / "installation/data"
    program.parent.mkdir()
    program.touch()
    data.touch()
    for path, mode in ((program.parent, 0o700), (program, 0o700), (data, 0o600)):
        path.chmod(mode)

    Account(uid=65534, gid=65534, differs=True).open_tree(program.parent)

    assert [stat.S_IMODE(path.stat().st_mode) for path in (program.parent, program, data)] == [0o705, 0o705, 0o604]
