"""Seat notices: agents and inviters hear what happened, admins and billing contacts once for each settle window."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bot.domain.billing.documents import LineKind
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.happenings import SeatsChanged, SeatsHaveSettled
from bot.domain.billing.money import Money
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.outcomes import SeatChange, SeatsSettled
from bot.domain.billing.price_lists import unit_minor
from bot.domain.billing.seat_notices import SeatDigest, SeatNews, SeatNotice, concerned
from bot.services.billing import contacts, facts, terms
from bot.services.desk import outbox, people
from bot.services.desk.channel_names import tag_of
from models.billing import Invoice, InvoiceLine, LedgerFact, Subscription
from models.desk import Channel, Person, Workspace

MOST_TOLD: Final = 500
"""If more people than this take a seat at once, nobody is told singly: the admins' digest says it."""

Notice = tuple[str, dict[str, Any]]
"""Who is told, by Slack id, and the payload of the row that does it."""

_OF_SEATS: Final = (LineKind.SEAT_ADDED, LineKind.SEAT_REVERSED, LineKind.SEAT_CREDITED)


def tell_people(session: Session, happening: SeatsChanged, *, now: datetime) -> None:  # noqa: ARG001 - a subscriber
    """Tell who took a seat, who invited them, and whose seat was taken back. A second channel is no news."""
    told = concerned(happening.changes)
    if max(len(told.opened), len(told.taken_back)) > MOST_TOLD:
        return
    subscription = happening.subscription
    opened = _new_agents(session, subscription, told.opened.values())
    inviters = _inviters(session, subscription, opened)
    notices = [_notice(each.user, SeatNews.TAKEN_BACK, _channel(each)) for each in told.taken_back.values()]
    invited: dict[tuple[str, str], list[str]] = {}
    for change in opened:
        inviter = inviters.get(change.user)
        notices.append(_notice(change.user, SeatNews.AGENT, _channel(change), inviter=inviter))
        if inviter is not None and inviter != change.user:
            invited.setdefault((inviter, _channel(change)), []).append(change.user)
    notices += [_notice(who, SeatNews.INVITER, channel, agents) for (who, channel), agents in invited.items()]
    _send(session, subscription, notices)


def tell_readers(session: Session, happening: SeatsHaveSettled, *, now: datetime) -> None:  # noqa: ARG001 - a subscriber
    """Send admins and billing contacts one digest, and mail it to the billed address, if there is one."""
    subscription, ledger = happening.subscription, happening.ledger
    upcoming = ledger.upcoming(happening.settled.at if ledger.folded_to is None else ledger.folded_to)
    digest = SeatDigest(
        count_before=happening.settled.count_before,
        count=happening.settled.count,
        came=happening.settled.came,
        left=happening.settled.left,
        charged=_charged(session, subscription, happening.settled),
        is_priced=ledger.unit_minor is not None,
        collects=ledger.terms.collects,
        upcoming=None if upcoming is None else Money(upcoming.total_minor, upcoming.currency),
        upcoming_at=None if upcoming is None else upcoming.issued_at,
    ).to_json()
    workspace_id = subscription.workspace_id
    readers = [*people.list_admins(session, workspace_id), *contacts.list_contacts(session, workspace_id)]
    kind = BillingOutboxKind.TELL_OF_SEATS
    for reader_id in dict.fromkeys(reader.id for reader in readers):
        lane = outbox.person_lane(reader_id)
        outbox.enqueue(session, kind, workspace_id=workspace_id, lane=lane, subject_id=reader_id, payload=digest)
    if ledger.terms.invoice_to.email:
        outbox.enqueue(
            session,
            BillingOutboxKind.MAIL_OF_SEATS,
            workspace_id=workspace_id,
            lane=f"subscription/{subscription.id}/mail",
            payload={"digest": digest, "address": ledger.terms.invoice_to.email},
        )


def load_notice(session: Session, workspace_id: int, payload: Mapping[str, Any]) -> SeatNotice:
    """Return what a row says to somebody, with names as they are now."""
    users, inviter = list(payload["slack_user_ids"]), payload.get("inviter")
    names = people.names_of(session, workspace_id, [*users, *([inviter] if inviter else [])])
    channel = session.scalar(
        select(Channel).where(
            Channel.workspace_id == workspace_id, Channel.slack_channel_id == payload["slack_channel_id"]
        )
    )
    return SeatNotice(
        news=SeatNews(payload["news"]),
        names=[names.get(user, people.NAMELESS) for user in users],
        channel=payload["slack_channel_id"] if channel is None else tag_of(channel),
        inviter=names.get(inviter) if inviter else None,
        company=session.get_one(Workspace, workspace_id).name,
        is_priced=unit_minor(terms.find_wanted(session, workspace_id)) is not None,
    )


def names_in(session: Session, workspace_id: int, digest: SeatDigest) -> Mapping[str, str]:
    """Return what the people of a digest are called, by Slack id; who has no name yet is left out."""
    return people.names_of(session, workspace_id, [*digest.came, *digest.left])


def _new_agents(session: Session, subscription: Subscription, opened: Iterable[SeatChange]) -> list[SeatChange]:
    """Return who is news: not those of a channel that was a triage channel before there was a ledger."""
    changes = list(opened)
    known = _facts(session, subscription, changes)
    return [each for each in changes if not _was_there_before(known.get(each.fact_seq or 0))]


def _facts(session: Session, subscription: Subscription, changes: Collection[SeatChange]) -> Mapping[int, Fact]:
    seqs = [change.fact_seq for change in changes if change.fact_seq is not None]
    return {fact.seq: fact for fact in facts.list_by_seq(session, subscription.id, seqs)} if seqs else {}


def _was_there_before(fact: Fact | None) -> bool:
    return fact is not None and fact.kind is FactKind.TRIAGE_ON and fact.source is FactSource.SNAPSHOT


def _inviters(session: Session, subscription: Subscription, opened: Collection[SeatChange]) -> Mapping[str, str]:
    """Return who invited each agent into the channel that makes the seat, by the agents' Slack ids."""
    newest = (
        select(LedgerFact.slack_user_id, LedgerFact.details)
        .where(
            LedgerFact.subscription_id == subscription.id,
            LedgerFact.kind == FactKind.JOINED,
            LedgerFact.slack_user_id.in_([change.user for change in opened]),
            LedgerFact.slack_channel_id.in_({_channel(change) for change in opened}),
        )
        .ext(distinct_on(LedgerFact.slack_user_id))
        .order_by(LedgerFact.slack_user_id, LedgerFact.effective_at.desc(), LedgerFact.seq.desc())
    )
    found = session.execute(newest).all() if opened else []
    return {user: details["inviter"] for user, details in found if user is not None and details.get("inviter")}


def _channel(change: SeatChange) -> str:
    return change.through[0] if change.through else ""


def _notice(
    slack_user_id: str, news: SeatNews, channel: str, about: Sequence[str] = (), *, inviter: str | None = None
) -> Notice:
    """Return who is told, and the payload of the row that does it."""
    return slack_user_id, {
        "news": news,
        "slack_channel_id": channel,
        "slack_user_ids": list(about),
        "inviter": inviter,
    }


def _send(session: Session, subscription: Subscription, notices: Collection[Notice]) -> None:
    """Have people told who are known and read what they are sent."""
    if not notices:
        return
    readers = select(Person.slack_user_id, Person.id).where(
        Person.workspace_id == subscription.workspace_id,
        Person.slack_user_id.in_({user for user, _ in notices}),
        ~Person.is_bot,
        ~Person.is_deactivated,
    )
    ids = dict(session.execute(readers).all())
    for user, payload in notices:
        if user in ids:
            outbox.enqueue(
                session,
                BillingOutboxKind.TELL_OF_SEAT,
                workspace_id=subscription.workspace_id,
                lane=outbox.person_lane(ids[user]),
                subject_id=ids[user],
                payload=payload,
            )


def _charged(session: Session, subscription: Subscription, settled: SeatsSettled) -> Money | None:
    """Return what the documents of a settle window charge for people, before tax; None where nothing."""
    lines = (
        select(func.sum(InvoiceLine.amount_minor), Invoice.currency)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            Invoice.subscription_id == subscription.id,
            Invoice.issued_at.between(settled.since, settled.at),
            InvoiceLine.kind.in_(_OF_SEATS),
        )
        .group_by(Invoice.currency)
    )
    found = session.execute(lines).first()
    return None if found is None or not found[0] else Money(int(found[0]), found[1])
