"""Jobs that close ledgers, and see every night that what was stored is what the facts give."""

from uuid import uuid4

import structlog

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.billing import audits, closing, differences, ledgers

_log = structlog.stdlib.get_logger(__name__)


def close_ledgers(sessions: Sessions, clock: Clock) -> int:
    """Fold and store every ledger that is due, in one transaction each; return how many documents that issued.

    One that fails does not keep the others waiting; what failed first is raised when all were tried.
    """
    now = clock()
    with sessions.begin() as session:
        due = closing.list_due(session, now=now)
    issued, failures = 0, []
    for workspace_id in due:
        try:
            issued += _close(sessions, workspace_id, clock)
        except Exception as failure:  # noqa: BLE001 - whatever it was, the next ledger is another one
            _log.error("ledger.not_closed", workspace=workspace_id, error=type(failure).__qualname__)
            failures.append(failure)
    if failures:
        raise failures[0]
    return issued


def audit_ledgers(sessions: Sessions, clock: Clock) -> int:
    """Derive all documents again and tell admins where one differs; return how many ledgers that were."""
    with sessions.begin() as session:
        workspace_ids = ledgers.list_workspaces(session)
    for workspace_id in workspace_ids:
        with sessions.begin() as session:
            audit = audits.rederive(session, workspace_id, now=clock())
        if not audit.is_clean:
            different = [finding.number for finding in audit.findings if not finding.is_equal]
            what = different[0] if different else "The ledger"
            _tell(sessions, workspace_id, what=what, reference=uuid4().hex[:8])
    return len(workspace_ids)


def _close(sessions: Sessions, workspace_id: int, clock: Clock) -> int:
    try:
        with sessions.begin() as session:
            return closing.run(session, workspace_id, now=clock())
    except closing.LedgerDiffers as difference:
        with sessions.begin() as session:
            closing.put_off(session, workspace_id, now=clock())
        _tell(sessions, workspace_id, what=difference.what, reference=difference.reference)
        return 0


def _tell(sessions: Sessions, workspace_id: int, *, what: str, reference: str) -> None:
    _log.error("ledger.differs", workspace=workspace_id, what=what, reference=reference)
    with sessions.begin() as session:
        differences.report(session, workspace_id, what=what, reference=reference)
