"""Delivers what is said to one person, and reads from Slack who people are and who is in a channel."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.notices import PersonNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import PermanentFailure
from bot.gateways.slack_port import ChannelProfile, SlackPort
from bot.services.desk import channel_looks, member_reads, people, stuck
from bot.views.desk.answers import refusal
from bot.views.desk.intake_page import form_offer
from bot.views.desk.notices import deliveries_parked, person_notice
from models.desk import Channel, ChannelRole, Person

CHANNEL_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.TELL_PERSON, prepare_telling, meaningless_after=NOBODY_THERE | CHANNEL_GONE),
        Deliverer(OutboxKind.OFFER_FORM, prepare_form_offer, meaningless_after=NOBODY_THERE | CHANNEL_GONE),
        Deliverer(OutboxKind.MESSAGE_PERSON, prepare_message, meaningless_after=NOBODY_THERE),
        Deliverer(OutboxKind.REPORT_STUCK, prepare_stuck_report, meaningless_after=NOBODY_THERE),
        Deliverer(OutboxKind.FETCH_PERSON, prepare_profile_read, meaningless_after=NOBODY_THERE),
        Deliverer(OutboxKind.FETCH_CHANNEL, prepare_channel_read),
        Deliverer(OutboxKind.FETCH_MEMBERS, prepare_members_read, meaningless_after=CHANNEL_GONE),
    )


def prepare_telling(session: Session, row: Row, *, now: datetime) -> Step:
    """Show a line to one person where they are. Slack lets nobody look these up, so it may come twice.

    Who is on Home is in no channel: they are told in their DM with the bot.
    """
    person = session.get_one(Person, row.subject_id)
    slack_channel_id, content = row.payload["slack_channel_id"], refusal(row.payload["text"])
    if slack_channel_id is None:
        return post_to(person, row, content)
    slack_user_id = person.slack_user_id
    return Call(
        lambda slack: slack.post_ephemeral(slack_channel_id, slack_user_id, text=content.text, blocks=content.blocks)
    )


def prepare_form_offer(session: Session, row: Row, *, now: datetime) -> Step:
    """Show somebody, where they wrote, a button that opens the form."""
    slack_user_id = session.get_one(Person, row.subject_id).slack_user_id
    slack_channel_id, content = row.payload["slack_channel_id"], form_offer(row.payload["text"])
    return Call(
        lambda slack: slack.post_ephemeral(slack_channel_id, slack_user_id, text=content.text, blocks=content.blocks)
    )


def prepare_message(session: Session, row: Row, *, now: datetime) -> Step:
    """Send a notice to one person, in their DM with the bot."""
    person = session.get_one(Person, row.subject_id)
    facts = {name: fact for name, fact in row.payload.items() if name != "notice"}
    return post_to(person, row, person_notice(PersonNotice(row.payload["notice"]), facts))


def prepare_stuck_report(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell an admin how much was given up, and how to go on."""
    admin = session.get_one(Person, row.subject_id)
    number, newest = (
        stuck.count_parked(session, row.workspace_id),
        stuck.list_parked(session, row.workspace_id, limit=1),
    )
    if not newest or not admin.is_desk_admin:
        return Drop("nothing is stuck any more, or they are no admin any more")
    return post_to(admin, row, deliveries_parked(number, newest[0].kind, newest[0].reason))


def prepare_profile_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read who a person is."""
    person = session.get_one(Person, row.subject_id)
    if person.profile_read_at is not None and not row.payload.get("even_if_known"):
        return Drop("it was read meanwhile")
    person_id, slack_user_id = person.id, person.slack_user_id
    return Call(
        lambda slack: slack.read_profile(slack_user_id),
        lambda session, profile: people.record_profile(session, person_id, profile, now=now),
    )


def prepare_channel_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read what a channel is now: private or public, shared or not, with us in it or without."""
    channel = session.get_one(Channel, row.subject_id)
    if channel.role is ChannelRole.NONE:
        return Drop("it has no role any more")
    channel_id, slack_channel_id = channel.id, channel.slack_channel_id
    return Call(
        lambda slack: _read_channel(slack, slack_channel_id),
        lambda session, profile: channel_looks.record(session, channel_id, profile, now=now),
    )


def _read_channel(slack: SlackPort, slack_channel_id: str) -> ChannelProfile | None:
    """Return the channel's profile; None where Slack says that there is none, for us."""
    try:
        return slack.read_channel(slack_channel_id)
    except PermanentFailure as failure:
        if failure.code in CHANNEL_GONE:
            return None
        raise


def prepare_members_read(session: Session, row: Row, *, now: datetime) -> Step:
    """Read who is in a triage channel."""
    channel = session.get_one(Channel, row.subject_id)
    if channel.role is not ChannelRole.TRIAGE:
        return Drop("it is no triage channel any more")
    channel_id, slack_channel_id = channel.id, channel.slack_channel_id
    return Call(
        lambda slack: slack.list_members(slack_channel_id),
        lambda session, found: member_reads.record(session, channel_id, found, started_at=now, now=now),
    )
