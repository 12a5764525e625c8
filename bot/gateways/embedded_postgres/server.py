"""Many processes, one server: the first one in starts it, the last one out stops it, and anyone may be killed."""

import hashlib
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import psycopg
import structlog

from bot.errors import StartRefused
from bot.gateways.embedded_postgres.account import ROOT, Account, choose_account
from bot.gateways.embedded_postgres.cluster import PORT, SUPERUSER, Cluster, installation
from bot.gateways.embedded_postgres.locks import FileLock, held_alone

DATABASE = "deskbell"
SOCKET_ROOT = Path("/tmp")  # noqa: S108  a socket's path has 107 bytes at most, and every process must find the same one
PATIENCE_SECONDS = 90.0  # a server whose folder was deleted needs up to a minute to notice and end
SILENCE_SECONDS = 2.0
PAUSE_SECONDS = 0.05

log = structlog.get_logger(__name__)


class EmbeddedPostgres:
    """The server of one folder, as one of its users sees it.

    A process that uses the server holds a share of a lock file from `acquire` to `release`; the kernel takes it back
    when the process is killed. Starting and stopping happen under a second lock. Use it as a context manager where
    possible. Children made by `fork` count as part of their parent.

    Args:
        folder: holds data, log and locks; made when missing. `folder.parent` may be anywhere: the socket lives apart,
            on a short path, in a folder closed to others.
        settings: more of the server's settings. They count for whoever starts the server.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self.folder = folder.absolute().resolve()
        self.socket_folder = SOCKET_ROOT / f"deskbell-{hashlib.sha256(bytes(self.folder)).hexdigest()[:16]}"
        self._settings = settings
        self._share: FileLock | None = None

    def __enter__(self) -> str:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    @property
    def url(self) -> str:
        """SQLAlchemy's URL of the desk's database; the same for every user and after every restart."""
        return f"postgresql+psycopg://{SUPERUSER}@/{DATABASE}?host={self.socket_folder}&port={PORT}"

    @property
    def psql(self) -> str:
        """The command that opens this database in a shell."""
        return f"{installation() / 'bin' / 'psql'} -h {self.socket_folder} -p {PORT} -U {SUPERUSER} {DATABASE}"

    def acquire(self) -> str:
        """Become a user of the server, starting it if it does not run. A second call changes nothing.

        Returns:
            The URL of the desk's database.

        Raises:
            StartRefused: the server cannot be started; one line that says why and what to do.
        """
        if self._share is not None:
            return self.url
        with _explained():
            cluster = self._prepare()
            with held_alone(self.folder / "start.lock"):
                share = FileLock(self.folder / "users.lock")
                share.share()
                try:
                    self._bring_up(cluster)
                except BaseException:
                    share.close()
                    self._stop_if_unused(cluster)
                    raise
                self._share = share
        return self.url

    def ensure_running(self) -> None:
        """Start the server again if it died. Cheap while it answers; users call it after a failed connection.

        Raises:
            StartRefused: the server cannot be started.
        """
        with _explained():
            cluster = self._prepare()
            if cluster.is_answering():
                return
            with held_alone(self.folder / "start.lock"):
                self._bring_up(cluster)

    def release(self) -> None:
        """Stop being a user; the last one out stops the server. A second call changes nothing."""
        if self._share is None:
            return
        cluster = self._prepare()
        with held_alone(self.folder / "start.lock"):
            self._share.close()
            self._share = None
            self._stop_if_unused(cluster)

    def stop_if_unused(self) -> bool:
        """Stop a server whose users were all killed; return whether nobody uses it (any more)."""
        cluster = self._prepare()
        with held_alone(self.folder / "start.lock"):
            return self._stop_if_unused(cluster)

    def _prepare(self) -> Cluster:
        """Make the folders, give them to the server's account, and return the cluster in them."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = choose_account(self.folder / "data")
        account.own(self.folder)
        account.open_way_to(self.folder)
        for name in ("start.lock", "users.lock", "server.lock"):
            FileLock(self.folder / name).close()
            account.own(self.folder / name)
        binaries = installation()
        account.open_tree(binaries)
        account.open_tree(binaries.parent.with_name(f"{binaries.parent.name}.libs"))
        account.open_way_to(binaries / "bin")
        _make_private(self.socket_folder, account)
        return Cluster(self.folder, self.socket_folder, account, self._settings)

    def _bring_up(self, cluster: Cluster) -> None:
        """Have a server that answers and holds our database, whatever an earlier one does. Under the start lock."""
        cluster.initialise()
        began, has_said_so = time.monotonic(), False
        while not ((cluster.is_answering() or cluster.try_start()) and self._has_database()):
            waited = time.monotonic() - began
            if waited > PATIENCE_SECONDS:
                raise StartRefused(f"PostgreSQL on {cluster.data} neither serves nor ends. Stop it, then start again.")
            if waited > SILENCE_SECONDS and not has_said_so:
                log.info("embedded_postgres.waits_for_earlier_server", data=str(cluster.data), longest=PATIENCE_SECONDS)
                has_said_so = True
            time.sleep(PAUSE_SECONDS)

    def _has_database(self) -> bool:
        """Make the desk's database when it is missing; return False if the server died or is full meanwhile."""
        try:
            connection = psycopg.connect(
                host=str(self.socket_folder), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
            )
            with connection:
                if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _stop_if_unused(self, cluster: Cluster) -> bool:
        """Stop the server unless somebody uses it; return whether nobody does. Under the start lock."""
        with FileLock(self.folder / "users.lock") as users:
            if not users.try_lock():
                return False
            cluster.stop()
        return True


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the operating system's refusal, as of a folder that is not ours, into one line that says what to do."""
    try:
        yield
    except OSError as error:
        message = f"PostgreSQL cannot use {error.filename}: {error.strerror}. Start as its owner, or set DATABASE_URL."
        raise StartRefused(message) from error


def _make_private(folder: Path, account: Account) -> None:
    """Have `folder`, open to the server's account alone.

    Raises:
        StartRefused: somebody else made it first.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = {account.uid, ROOT} if account.differs else {account.uid}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise StartRefused(f"{folder} belongs to somebody else. Remove it: PostgreSQL's socket must live there.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
    account.own(folder)
