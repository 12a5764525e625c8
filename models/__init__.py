"""The tables: what Deskbell remembers, and the invariants the database itself holds.

Four wings, as everywhere: `desk` and `billing` (built), later `promises` and `automation`. Importing this package
collects every table in `Base.metadata`, which is what the migrations compare against.
"""

from models import billing, desk
from models.base import Base

__all__ = ["Base", "billing", "desk"]
