"""The operating system's account that the server runs as, because PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import structlog

from bot.errors import StartRefused

ROOT = 0
UNPRIVILEGED = "nobody"

log = structlog.get_logger(__name__)


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that start a child as somebody else; empty to stay who we are."""

    user: int
    group: int
    extra_groups: tuple[int, ...]


@dataclass(frozen=True)
class Account:
    """Whom the server runs as. `differs` says whether that is somebody other than us."""

    uid: int
    gid: int
    differs: bool

    @property
    def identity(self) -> Identity:
        """What `subprocess` needs to start a child as this account."""
        return Identity(user=self.uid, group=self.gid, extra_groups=()) if self.differs else Identity()

    def own(self, path: Path) -> None:
        """Give `path` to this account, if we are root. A symbolic link is not followed."""
        if self.differs:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def open_way_to(self, path: Path) -> None:
        """Let this account walk to `path`: a parent folder closed to others is given o+x, and the log says so."""
        if not self.differs:
            return
        for parent in path.resolve().parents:
            mode = parent.stat()
            owns_way = mode.st_uid == self.uid and mode.st_mode & stat.S_IXUSR
            if not (owns_way or mode.st_mode & stat.S_IXOTH):
                parent.chmod(stat.S_IMODE(mode.st_mode) | stat.S_IXOTH)
                log.warning("embedded_postgres.folder_opened", folder=str(parent), given="o+x", to_uid=self.uid)

    def open_tree(self, folder: Path) -> None:
        """Let this account read and run what is in `folder`, an installation made under a strict umask."""
        if not self.differs or folder.stat().st_mode & stat.S_IXOTH:
            return
        for path in (folder, *folder.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
        log.warning("embedded_postgres.folder_opened", folder=str(folder), given="o+rX", to_uid=self.uid)


def choose_account(data: Path) -> Account:
    """Return whom the server on the folder `data` runs as.

    That is us; as root, the owner of the data, else `nobody`.

    Raises:
        StartRefused: we are root and this machine has no unprivileged account to use.
    """
    if os.geteuid() != ROOT:
        return Account(os.geteuid(), os.getegid(), differs=False)
    if data.exists() and (owner := data.stat()).st_uid != ROOT:
        return Account(owner.st_uid, owner.st_gid, differs=True)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        message = f"PostgreSQL does not run as root and there is no account {UNPRIVILEGED!r}. Start as another user."
        raise StartRefused(message) from error
    return Account(entry.pw_uid, entry.pw_gid, differs=True)
