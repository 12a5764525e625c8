"""The ledger: folds facts into seats, periods and documents. Pure, and the same for the same facts, always."""

from datetime import timedelta
from typing import Final

VERSION: Final = 1
"""Of the rules of this fold. It stands on every document; rules that change amounts get the next number."""

LATENESS: Final = timedelta(minutes=2)
"""How long after it fell due a roll or a settle window is folded, so that facts on their way still count."""
