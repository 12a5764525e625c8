"""A desk that is billed, its people moved by clicks and commands in Slack, and its time by a time machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from bot.domain.billing.documents import Document
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.ledger import LATENESS, Ledger
from bot.domain.billing.terms import Terms
from bot.services.billing import audits, facts, ledgers, subscriptions
from bot.services.desk import workspaces
from models.billing import Invoice
from scheduler.jobs.billing.closing import close_ledgers
from tests.support.billing_rows import TEAM
from tests.support.desk import Desk, make_triage

OPS = "ops"
"""The triage channel that tests make; ada is in it, and whom they invite."""


@dataclass(frozen=True)
class BilledDesk:
    """A desk on the way through its months."""

    desk: Desk

    def go(self, at: datetime) -> None:
        """Let the desk's time be an instant, later than it was, and the ledger be closed up to it as its job does."""
        self.desk.settle()
        self.desk.hours.pass_by(at - self.desk.hours.clock())
        close_ledgers(self.desk.sessions, self.desk.hours.clock)
        self.desk.settle()

    def close(self, at: datetime) -> None:
        """Go to where everything up to an instant is closed."""
        self.go(at + LATENESS)

    def invite(self, *names: str, channel: str = OPS) -> None:
        """Have ada invite people, and Slack tell of it."""
        for name in names:
            self.desk.actor("ada").invite(channel, name)
        self.desk.settle()

    def remove(self, name: str, channel: str = OPS) -> None:
        """Have somebody leave, and Slack tell of it."""
        self.desk.actor(name).leave(channel)
        self.desk.settle()

    def ledger(self) -> Ledger:
        """Return the ledger as it is now."""
        with self.desk.sessions.begin() as session:
            return ledgers.load(session, self._workspace_id(), at=self.desk.hours.clock())

    def documents(self) -> Sequence[tuple[str, date, int]]:
        """Return number, day and total of every document, in the order of issue."""
        return [(number, document.issued_at.date(), document.total_minor) for number, document in self._stored()]

    def lines(self, number: str) -> Sequence[tuple[str, int | None, int]]:
        """Return kind, days and amount of each line of a document."""
        [document] = [document for each, document in self._stored() if each == number]
        return [(str(line.kind), line.days, line.amount_minor) for line in document.lines]

    def is_as_the_facts_give(self) -> bool:
        """Return whether folding the facts again gives what is stored, byte for byte."""
        with self.desk.sessions.begin() as session:
            return audits.rederive(session, self._workspace_id(), now=self.desk.hours.clock()).is_clean

    def change_terms(self, terms: Terms) -> None:
        """Have other terms from now on."""
        now = self.desk.hours.clock()
        with self.desk.sessions.begin() as session:
            subscription = subscriptions.get(session, self._workspace_id(), now=now)
            kind, details = FactKind.TERMS_CHANGED, terms.to_json()
            source = FactSource.ADMIN
            facts.record(session, subscription, kind, source=source, effective_at=now, now=now, details=details)

    def _stored(self) -> Sequence[tuple[str, Document]]:
        stored = select(Invoice.number, Invoice.core).order_by(Invoice.position)
        with self.desk.sessions.begin() as session:
            return [(number, Document.from_canonical(core)) for number, core in session.execute(stored)]

    def _workspace_id(self) -> int:
        with self.desk.sessions.begin() as session:
            return workspaces.the_workspace(session).id


def begin_to_bill(desk: Desk, at: datetime, *names: str, terms: Terms = TEAM) -> BilledDesk:
    """Have ada set a desk up at an instant, with a triage channel of her and others, and be billed from then."""
    billed, ada = BilledDesk(desk), desk.actor("ada")
    desk.hours.pass_by(at - desk.hours.clock())
    ada.command("/desk", "admin add @ada")
    ada.create_channel(OPS, private=True)
    ada.invite_bot(OPS)
    for name in names:
        ada.invite(OPS, name)
    make_triage(ada, OPS, "OPS")
    desk.settle()
    billed.change_terms(terms)
    return billed
