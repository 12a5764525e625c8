"""What other wings add to the configuration file. The composition root lists the parts; the desk reads around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk.desk_file import Section
from bot.services.desk.desk_application import DeskApplication
from models.desk import Workspace


@dataclass(frozen=True)
class FilePart:
    """One wing's part of the configuration file.

    Attributes:
        schemas: what may stand in its section, by the names that lead there: `subscription`, `subscription.tax`. Those
            without a dot are top-level sections; a file may leave each out.
        apply: makes the wing what the file says: its own section is in `application.parts`, None where it is absent,
            the desk's in `application.file`. Runs before queues and channels change, so that limits are known.
        export: returns what the wing adds to the file's top level, by section; keys of a section the desk writes, too,
            are added to it.
    """

    schemas: Mapping[str, type[Section]]
    apply: Callable[[DeskApplication], None]
    export: Callable[[Session, Workspace], Mapping[str, Mapping[str, Any]]]
