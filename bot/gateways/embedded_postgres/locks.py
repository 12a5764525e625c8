"""File locks that the kernel lets go of when their last holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self


class FileLock:
    """An open lock file, not locked yet.

    The lock belongs to the open file, not to the process: children that inherit the descriptor hold it too, and it is
    free when the last copy is closed. Use it as a context manager, or call `close`.

    Args:
        path: the file, made (empty, mode 0600) when missing; never deleted, since another process may wait on it.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lock(self) -> None:
        """Wait until nobody else holds the lock in any way, and hold it alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def share(self) -> None:
        """Wait until nobody holds the lock alone, and hold it together with others."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def try_lock(self) -> bool:
        """Hold the lock alone if nobody else holds it; return whether we do. Never waits."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def fileno(self) -> int:
        """Return the descriptor, to be passed on to a child that shall hold the lock too."""
        return self._descriptor

    def close(self) -> None:
        """Let go of our copy. Closing instead of unlocking leaves the lock to children that share it."""
        os.close(self._descriptor)


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` alone for the length of the block, waiting for it first."""
    with FileLock(path) as lock:
        lock.lock()
        yield


def is_held(path: Path) -> bool:
    """Return whether anybody holds the lock file at `path`. A missing file is held by nobody."""
    if not path.exists():
        return False
    with FileLock(path) as lock:
        return not lock.try_lock()
