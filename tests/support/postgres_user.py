"""A process that uses an embedded server, to be killed by tests: `python -m tests.support.postgres_user FOLDER`.

It prints the server's URL once it may connect, and leaves in good order when its standard input closes.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from bot.gateways.embedded_postgres import EmbeddedPostgres
from tests.support.postgres import FAST


class PostgresUser:
    """Another process that is a user of the server in `folder`, seen from the test. Killed at the end of the block."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def wait_until_ready(self) -> str:
        """Return the URL it prints, after whatever it logs before."""
        assert self._process.stdout is not None
        return next(line.strip() for line in self._process.stdout if line.startswith("postgresql"))

    def kill(self) -> None:
        """End it at once, as `kill -9` does."""
        self._process.kill()
        self._process.wait()

    def interrupt_its_group(self) -> None:
        """Do what a terminal does at Ctrl-C, and wait for it to end."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait()

    def leave(self) -> None:
        """Let it end in good order."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main(folder: Path) -> None:
    """Use the server in `folder` until standard input closes."""
    with EmbeddedPostgres(folder, settings=FAST) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
