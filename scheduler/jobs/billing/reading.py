"""Has the triage channels read when a ledger is about to roll, so that the new period begins with who is there."""

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.billing import fresh_reads


def read_before_rolls(sessions: Sessions, clock: Clock) -> int:
    """Ask for the members of the channels of every ledger that falls due soon; return how many reads that were."""
    with sessions.begin() as session:
        return fresh_reads.ask_where_due_soon(session, now=clock())
