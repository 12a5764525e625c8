"""The doctor: checks what a desk needs, one finding each, and says what to do. It claims nothing it did not check."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind
from bot.domain.billing.terms import Collect, Terms
from bot.domain.desk.instants import Clock
from bot.errors import OutsideFailure, TransientFailure
from bot.gateways.database import pending_migrations
from bot.gateways.payments import PaymentPorts
from bot.gateways.slack_port import Identity, Outgoing, SlackPort
from bot.manifest import REQUIRED_SCOPES, Transport, optional_scopes
from models.billing import LedgerFact, PaymentAccount
from models.desk import Person, Workspace

OLDEST_POSTGRESQL = 15
MOST_SKEW = timedelta(seconds=30)
REFUSED_SKEW = timedelta(minutes=5)
"""Requests that look this old are refused, whoever signed them; half a minute is worth a word long before that."""


class State(StrEnum):
    """How a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNCHECKED = "not checked"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: what was looked at.
        state: how it is.
        said: what was seen.
        remedy: what to do about it; empty when nothing.
    """

    subject: str
    state: State
    said: str
    remedy: str = ""


@dataclass(frozen=True)
class Till:
    """How this installation could collect.

    Attributes:
        ports: the ways there are.
        has_pages: whether browsers have an address and links a key.
        hears: whether webhooks can be proved.
    """

    ports: PaymentPorts
    has_pages: bool
    hears: bool


@dataclass(frozen=True)
class Doctor:
    """What the checks work with; `transport` says what the manifest asks for, `till` how money could come in."""

    engine: Engine
    slack: SlackPort
    clock: Clock
    transport: Transport = Transport.HTTP
    till: Till | None = None

    def examine(self) -> Iterator[Finding]:
        """Yield the findings, as each is made. What depends on a check that failed says it was not checked."""
        database = self._check_database()
        yield database
        if database.state is State.FAIL:
            yield Finding("migrations", State.UNCHECKED, "the database does not answer")
        else:
            migrations = self._check_migrations()
            yield migrations
            if self.till is not None and migrations.state is State.OK:
                yield check_collecting(self.engine, self.till)
        identity = self._identify()
        if isinstance(identity, Finding):
            yield identity
            for subject in ("scopes", "clock", "own messages"):
                yield Finding(subject, State.UNCHECKED, "Slack does not take the token")
            return
        yield Finding("token", State.OK, f"is Deskbell's in {identity.team_name} ({identity.slack_team_id})")
        yield check_scopes(identity, self.transport)
        yield self._check_clock(identity)
        yield self._check_own_messages(identity)

    def _check_database(self) -> Finding:
        try:
            with self.engine.connect() as connection:
                version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
        except SQLAlchemyError as error:
            remedy = "Check that PostgreSQL runs, and DATABASE_URL."
            return Finding("database", State.FAIL, f"does not answer ({type(error).__name__})", remedy)
        if version < OLDEST_POSTGRESQL:
            remedy = f"Move to PostgreSQL {OLDEST_POSTGRESQL} or newer."
            return Finding("database", State.FAIL, f"is PostgreSQL {version}, too old", remedy)
        return Finding("database", State.OK, f"is PostgreSQL {version}")

    def _check_migrations(self) -> Finding:
        try:
            pending = pending_migrations(self.engine)
        except SQLAlchemyError as error:
            return Finding(
                "migrations", State.FAIL, f"cannot be read ({type(error).__name__})", "Check the user's rights."
            )
        if pending:
            return Finding("migrations", State.FAIL, "some are missing", "Run `python -m bot migrate`.")
        return Finding("migrations", State.OK, "are all there")

    def _identify(self) -> Identity | Finding:
        try:
            return self.slack.identify()
        except OutsideFailure as failure:
            remedy = "Copy the Bot User OAuth Token from your app's OAuth page into SLACK_BOT_TOKEN."
            if isinstance(failure, TransientFailure):
                remedy = "Check this machine's way to Slack, and SLACK_API_URL."
            return Finding("token", State.FAIL, f"was not taken ({failure})", remedy)

    def _check_clock(self, identity: Identity) -> Finding:
        skew = abs(self.clock() - identity.slack_time)
        seconds = round(skew.total_seconds())
        if skew > MOST_SKEW:
            remedy = "Have this machine keep time (NTP): Slack's requests are refused when they look five minutes old."
            state = State.FAIL if skew > REFUSED_SKEW else State.WARN
            return Finding("clock", state, f"is {seconds} s away from Slack's", remedy)
        return Finding("clock", State.OK, f"is within {max(1, seconds)} s of Slack's")

    def _check_own_messages(self, identity: Identity) -> Finding:
        """Post to an admin's conversation with Deskbell, find the message by its metadata, and take it away again."""
        slack_user_id = self._find_admin(identity)
        if slack_user_id is None:
            said = "there is no desk admin yet whose conversation with Deskbell could be used"
            return Finding("own messages", State.UNCHECKED, said, "Name one with `/desk admin add`, then ask again.")
        try:
            is_found = self._post_and_find(slack_user_id)
        except OutsideFailure as failure:
            said = f"could not be posted and read back ({failure})"
            return Finding("own messages", State.FAIL, said, "Reinstall the app with the scopes of the manifest.")
        if is_found:
            return Finding("own messages", State.OK, "are found again by their metadata")
        remedy = "Reinstall the app from the manifest: without this, a message may be sent twice after a failure."
        return Finding("own messages", State.FAIL, "are not found again by their metadata", remedy)

    def _find_admin(self, identity: Identity) -> str | None:
        admins = (
            select(Person.slack_user_id)
            .join(Workspace, Workspace.id == Person.workspace_id)
            .where(Workspace.slack_team_id == identity.slack_team_id, Person.is_desk_admin, ~Person.is_deactivated)
        )
        try:
            with Session(self.engine) as session:
                return session.scalar(admins.order_by(Person.id).limit(1))
        except SQLAlchemyError:
            return None

    def _post_and_find(self, slack_user_id: str) -> bool:
        since = self.clock() - REFUSED_SKEW
        probe = Outgoing(
            slack_channel_id=self.slack.open_dm(slack_user_id),
            text="Deskbell is checking itself. This message goes away at once.",
            blocks=(),
            message_id=str(uuid.uuid4()),
        )
        posted = self.slack.post(probe)
        try:
            return self.slack.find_posted(probe, since=since) == posted
        finally:
            self.slack.delete(posted)


def check_scopes(identity: Identity, transport: Transport) -> Finding:
    """Return what the token may do, held against the manifest."""
    granted = set(identity.granted_scopes)
    missing = sorted(REQUIRED_SCOPES.keys() - granted)
    optional = optional_scopes(transport)
    refused = sorted(optional.keys() - granted)
    if missing:
        remedy = "Update the app from the manifest (`python -m bot manifest`) and install it again."
        return Finding("scopes", State.FAIL, f"{', '.join(missing)} are missing", remedy)
    if refused:
        effects = "; ".join(f"{scope}: {optional[scope]}" for scope in refused)
        return Finding(
            "scopes", State.WARN, f"an optional one was not granted. {effects}", "Nothing, if that is wanted."
        )
    return Finding("scopes", State.OK, "are all granted")


def check_collecting(engine: Engine, till: Till) -> Finding:
    """Return whether what the subscription is to collect can be collected."""
    with Session(engine) as session:
        newest = select(LedgerFact.details).where(LedgerFact.kind == FactKind.TERMS_CHANGED)
        details = session.scalar(newest.order_by(LedgerFact.id.desc()).limit(1))
        customer = session.scalar(
            select(PaymentAccount.customer_reference).where(PaymentAccount.provider == Collect.STRIPE).limit(1)
        )
    terms = Terms() if details is None else Terms.from_json(details)
    if terms.collect is Collect.NONE:
        return Finding("collecting", State.OK, "is not wanted: seats are counted, and nothing is locked")
    if terms.collect is Collect.MANUAL:
        return Finding("collecting", State.OK, "is by hand: `python -m bot billing mark-paid` says what was paid")
    return _check_stripe(till, customer)


def _check_stripe(till: Till, customer: str | None) -> Finding:
    """Return whether Stripe can be asked. `customer` is who we are there, once that is known."""
    port = till.ports.get(Collect.STRIPE)
    if port is None:
        return Finding("collecting", State.FAIL, "has no key of Stripe's", "Set STRIPE_SECRET_KEY.")
    if not till.has_pages:
        remedy = "Set DESKBELL_PUBLIC_URL and DESKBELL_SECRET_KEYS."
        return Finding("collecting", State.FAIL, "has no page on which somebody could choose a card", remedy)
    try:
        method = None if customer is None else port.find_method(customer)
    except OutsideFailure as failure:
        remedy = "Check STRIPE_SECRET_KEY, STRIPE_API_URL and this machine's way to Stripe."
        return Finding("collecting", State.FAIL, f"was refused by Stripe ({failure})", remedy)
    if not till.hears:
        remedy = "Set STRIPE_WEBHOOK_SECRET, and have Stripe tell /billing/webhooks/stripe."
        return Finding("collecting", State.WARN, "learns late what came of payments that take a while", remedy)
    if method is None:
        return Finding("collecting", State.WARN, "has no card yet", "Open the page that `/desk billing` links to.")
    return Finding("collecting", State.OK, f"is through Stripe, by {method.label}")
