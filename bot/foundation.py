"""What every role stands on: the database (one's own, or the embedded one, migrated here) and the way to Slack."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.composition import wire
from bot.domain.billing.issuers import Issuer, read_issuer
from bot.domain.desk.instants import ON_TIME, DeskClock
from bot.errors import StartRefused
from bot.gateways.database import Sessions, create_database_engine, create_sessions, migrate
from bot.gateways.embedded_postgres import EmbeddedPostgres
from bot.gateways.payments import BY_HAND, PaymentPort, PaymentPorts
from bot.gateways.slack import TIMEOUT, SlackClient
from bot.gateways.smtp_mail import SmtpMail
from bot.gateways.stripe_payments import StripePayments
from bot.services.billing.billing_links import BillingPages
from bot.settings import STATE_FOLDER, Settings

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes:
        engine: for advisory locks, LISTEN and readiness.
        sessions: what opens transactions; subscribers and guards are wired in.
        revive: starts the embedded server again if it died, to be called after a failed connection; None when the
            database is the user's own.
    """

    engine: Engine
    sessions: Sessions
    revive: Callable[[], None] | None


@contextmanager
def database_url(
    settings: Settings, *, state_folder: Path = STATE_FOLDER
) -> Iterator[tuple[str, EmbeddedPostgres | None]]:
    """Yield the database's address and, unless `DATABASE_URL` gives it, the embedded server behind it.

    The embedded server runs at least as long as the block.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value(), None
        return
    embedded = EmbeddedPostgres(state_folder / "postgres")
    with embedded as url:
        yield url, embedded


@contextmanager
def open_database(
    settings: Settings,
    role: str,
    *,
    pool_size: int = 10,
    clock: DeskClock = ON_TIME,
    state_folder: Path = STATE_FOLDER,
) -> Iterator[Database]:
    """Open the database for as long as the block lasts. The embedded one is migrated first.

    Args:
        settings: says which database; without `DATABASE_URL` the embedded one in `state_folder`.
        role: what `pg_stat_activity` shows behind "deskbell".
        pool_size: the most connections; one per thread that works at the same time.
        clock: the desk's; its sessions know by it how far the desk's time is from Slack's.
        state_folder: where the embedded server's files are.

    Raises:
        StartRefused: the user's own database does not answer.
    """
    with database_url(settings, state_folder=state_folder) as (url, embedded):
        engine = create_database_engine(url, application_name=f"deskbell {role}", pool_size=pool_size)
        try:
            if embedded is None:
                _expect_answer(engine)
            else:
                migrate(engine)
            revive = None if embedded is None else embedded.ensure_running
            sessions = wire(
                create_sessions(engine), ahead=clock.ahead, pages=billing_pages(settings), issuer=issuer_of(settings)
            )
            yield Database(engine, sessions, revive)
        finally:
            engine.dispose()


@contextmanager
def examined_database(settings: Settings, *, state_folder: Path = STATE_FOLDER) -> Iterator[Engine]:
    """Yield an engine on the database as it is, whether or not it answers and is migrated. The doctor's."""
    with database_url(settings, state_folder=state_folder) as (url, _):
        engine = create_database_engine(url, application_name="deskbell doctor", pool_size=2)
        try:
            yield engine
        finally:
            engine.dispose()


def _expect_answer(engine: Engine) -> None:
    try:
        engine.connect().close()
    except OperationalError:
        refusal = StartRefused(
            "DATABASE_URL names a PostgreSQL that does not answer: check that it runs, and the host, user and password."
        )
    else:
        return
    raise refusal


@contextmanager
def kept_alive(database: Database, *, every_seconds: float = 1.0) -> Iterator[None]:
    """Start an embedded database again whenever it dies within the block. For roles with no loop of their own."""
    stop = threading.Event()

    def watch(revive: Callable[[], None]) -> None:
        while not stop.wait(every_seconds):
            try:
                revive()
            except Exception as error:  # noqa: BLE001 - the next turn tries again, whatever it was
                _log.warning("database.not_revived", error=type(error).__qualname__)

    if database.revive is not None:
        threading.Thread(target=watch, args=(database.revive,), name="database-watch", daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def slack_client(settings: Settings, *, timeout: timedelta = TIMEOUT) -> SlackClient:
    """Return the way to Slack; nothing connects yet. `timeout` bounds one call.

    Raises:
        StartRefused: there is no token.
    """
    return SlackClient(settings.require_bot_token(), base_url=settings.slack_api_url, timeout=timeout)


def billing_pages(settings: Settings) -> BillingPages | None:
    """Return where the pages of the bill are and what their links are made with; None without an address or a key."""
    keys = [key.get_secret_value() for key in settings.deskbell_secret_keys]
    address = settings.deskbell_public_url
    return None if address is None or not keys else BillingPages(address, keys)


def issuer_of(settings: Settings) -> Issuer | None:
    """Return who issues documents, as the operator's file says; None where there is no such file.

    Raises:
        StartRefused: the file says something else.
    """
    if settings.deskbell_issuer is None:
        return None
    try:
        return read_issuer(settings.deskbell_issuer.read_text(encoding="utf-8"))
    except (OSError, ValueError) as mistake:
        refusal = StartRefused(f"DESKBELL_ISSUER names {settings.deskbell_issuer}, which {mistake}.")
    raise refusal


def payment_ports(settings: Settings) -> PaymentPorts:
    """Return the ways to collect there are: by hand always, through Stripe where its key is set. Nothing connects yet.

    Raises:
        StartRefused: the key is set, and Stripe's library is not installed.
    """
    ports: dict[str, PaymentPort] = {**BY_HAND}
    key, webhook_secret = settings.stripe_secret_key, settings.stripe_webhook_secret
    if key is not None:
        ports[StripePayments.provider] = StripePayments(
            key.get_secret_value(),
            webhook_secret=None if webhook_secret is None else webhook_secret.get_secret_value(),
            api_url=settings.stripe_api_url,
        )
    return ports


def mail_server(settings: Settings) -> SmtpMail | None:
    """Return the way to send mail; None where there is none. Nothing connects yet.

    Raises:
        StartRefused: nobody is set whom mail is from.
    """
    found = settings.find_mail_server()
    return None if found is None else SmtpMail(*found)
