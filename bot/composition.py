"""What every role is composed of: who hears what, who may veto, what the card shows. The lists are in order."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.domain.billing.happenings import (
    InvoiceGivenUp,
    InvoiceIssued,
    InvoicePaid,
    LedgerFolded,
    SeatsChanged,
    SeatsHaveSettled,
    StandingChanged,
)
from bot.domain.billing.issuers import Issuer
from bot.domain.desk.happenings import (
    AdmissionDecided,
    AgentsChanged,
    ChannelRoleChanged,
    ChannelSeen,
    ConnectionChanged,
    FollowerChanged,
    MembershipTold,
    MembersRead,
    MessageAdded,
    MessageChanged,
    NoteMarkedPublic,
    PersonChanged,
    ReplyHeld,
    ReplyTakenBack,
    ReplyWithdrawn,
    TicketAssigned,
    TicketCreated,
    TicketDetailsChanged,
    TicketMerged,
    TicketMoved,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.home_parts import HomePart
from bot.domain.desk.instants import ON_TIME, Ahead, Clock
from bot.domain.desk.setting_facts import HubEntry
from bot.errors import NotFound, OutsideFailure, StartRefused
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.services.billing import (
    costs,
    held_people,
    issuing,
    memberships,
    overviews,
    payments,
    plan_limits,
    seat_notices,
    sending,
    standings,
    suspensions,
    trials,
)
from bot.services.billing.billing_links import BillingPages, with_pages
from bot.services.desk import (
    audience,
    deactivations,
    homes,
    merging,
    move_notices,
    notices,
    private_talk,
    rating_asks,
    slack_time,
    snoozing,
    statuses,
    ticket_words,
    workspaces,
)
from bot.services.desk.foresight import ChannelPlan, Foreseen, Foreseer, with_foresight
from bot.services.desk.guards import Guard, with_guards
from bot.services.desk.happenings import Subscription, with_subscriptions
from bot.services.desk.home_parts import HomePartLoader, with_home_parts
from bot.services.desk.settings_hub import with_hub_entries
from bot.views.billing.billing_page import home_part
from bot.views.billing.costs import cost_lines
from bot.views.billing.subscription_page import HUB_ENTRY
from models.desk import Person, Workspace

log = structlog.get_logger()

SUBSCRIPTIONS: Sequence[Subscription] = (
    Subscription(TicketCreated, notices.show_new_ticket),
    Subscription(TicketCreated, private_talk.say_where_talk_goes),
    Subscription(TicketCreated, homes.show_ticket),
    Subscription(TicketAssigned, notices.show_change),
    Subscription(TicketAssigned, audience.tell_assignee),
    Subscription(TicketAssigned, homes.show_assignment),
    Subscription(TicketPriorityChanged, notices.show_change),
    Subscription(TicketPriorityChanged, homes.show_ticket),
    Subscription(TicketStatusChanged, notices.show_change),
    Subscription(TicketStatusChanged, notices.tell_of_status),
    Subscription(TicketStatusChanged, audience.tell_of_status),
    Subscription(TicketStatusChanged, homes.show_ticket),
    Subscription(TicketStatusChanged, snoozing.wake_when_done),
    Subscription(TicketStatusChanged, rating_asks.follow_status),
    Subscription(TicketDetailsChanged, notices.show_change),
    Subscription(FollowerChanged, notices.show_change),
    Subscription(TicketMoved, move_notices.show_move),
    Subscription(ReplyHeld, notices.hold_reply),
    Subscription(MessageAdded, notices.copy_reply),
    Subscription(MessageAdded, notices.tell_of_late_note),
    Subscription(MessageAdded, statuses.follow_reply),
    Subscription(MessageAdded, audience.tell_of_message),
    Subscription(MessageAdded, snoozing.wake_on_reply),
    Subscription(MessageChanged, notices.follow_change),
    Subscription(MessageChanged, homes.show_title),
    Subscription(ReplyWithdrawn, notices.tell_of_withdrawal),
    Subscription(ReplyTakenBack, notices.tell_of_taking_back),
    Subscription(NoteMarkedPublic, notices.tell_of_late_mark),
    Subscription(AgentsChanged, homes.show_role),
    Subscription(TicketCreated, ticket_words.begin),
    Subscription(MessageAdded, ticket_words.add),
    Subscription(MessageAdded, homes.show_message),
    Subscription(MessageChanged, ticket_words.follow),
    Subscription(TicketMoved, ticket_words.follow),
    Subscription(TicketDetailsChanged, ticket_words.follow_title),
    Subscription(TicketDetailsChanged, homes.show_ticket),
    Subscription(TicketMoved, homes.show_move),
    Subscription(TicketMerged, merging.show_merge),
    Subscription(TicketMerged, homes.show_ticket),
    Subscription(FollowerChanged, homes.show_following),
    Subscription(ChannelRoleChanged, homes.show_channel),
    Subscription(PersonChanged, deactivations.follow_person),
    Subscription(AdmissionDecided, homes.show_admission),
    Subscription(MembershipTold, memberships.follow_word),
    Subscription(MembersRead, memberships.follow_read),
    Subscription(ChannelRoleChanged, memberships.follow_role),
    Subscription(PersonChanged, standings.follow_person),
    Subscription(AdmissionDecided, held_people.follow_decision),
    Subscription(ChannelSeen, memberships.follow_channel),
    Subscription(ConnectionChanged, memberships.follow_connection),
    Subscription(SeatsChanged, seat_notices.tell_people),
    Subscription(SeatsHaveSettled, seat_notices.tell_readers),
    Subscription(LedgerFolded, plan_limits.follow_folding),
    Subscription(LedgerFolded, overviews.show_on_homes),
    Subscription(StandingChanged, trials.follow_standing),
    Subscription(InvoiceIssued, sending.send_issued),
    Subscription(InvoiceIssued, payments.follow_issued),
    Subscription(InvoicePaid, suspensions.follow_settled),
    Subscription(InvoiceGivenUp, suspensions.follow_settled),
)

GUARDS: Sequence[Guard] = ()
"""Nobody holds a change back yet: approvals will."""

HUB_ENTRIES: Sequence[HubEntry] = (HUB_ENTRY,)
"""What other wings have to set."""


def foresee_seats(session: Session, plan: ChannelPlan, *, now: datetime) -> Foreseen:
    """Say which seats a new triage channel takes, and what they cost; nothing where Slack did not say who is in it."""
    if plan.slack_user_ids is None:
        return Foreseen()
    cost = costs.of_channel(session, plan.workspace_id, plan.slack_channel_id, plan.slack_user_ids, now=now)
    return Foreseen(cost_lines(cost, plan.locale), costs_money=cost.unit_minor is not None and cost.new_seats > 0)


FORESEERS: Sequence[Foreseer] = (foresee_seats,)
"""Who says what a change would bring with it."""


def show_bill(session: Session, reader: Person, *, now: datetime) -> HomePart | None:
    """Show seats and the next document on the Homes of admins and billing contacts."""
    bill = overviews.find_home_bill(session, reader, now=now)
    return None if bill is None else home_part(bill)


HOME_PARTS: Sequence[HomePartLoader] = (show_bill,)
"""What other wings show on Home."""


def wire(
    sessions: Sessions,
    *,
    ahead: Ahead = ON_TIME.ahead,
    pages: BillingPages | None = None,
    issuer: Issuer | None = None,
) -> Sessions:
    """Give every session what is listed here, and return it.

    Args:
        sessions: the role's.
        ahead: how far the desk's time is ahead.
        pages: where the pages of the bill are; None where nobody reaches any.
        issuer: who issues documents; None where the workspace does.
    """
    info = with_foresight(with_guards(with_subscriptions({}, SUBSCRIPTIONS), GUARDS), FORESEERS)
    info = with_home_parts(with_hub_entries(info, HUB_ENTRIES), HOME_PARTS)
    sessions.configure(info=slack_time.with_ahead(issuing.with_issuer(with_pages(info, pages), issuer), ahead))
    return sessions


def meet_slack(sessions: Sessions, slack: SlackPort, clock: Clock) -> Workspace:
    """Ask Slack who we are and record it; when Slack is silent, go on with what was recorded before.

    Raises: StartRefused, when Slack refuses the token, or is silent and was never met.
    """
    try:
        identity = slack.identify()
    except OutsideFailure as failure:
        log.warning("slack did not say who we are", code=str(failure))
        return _remembered(sessions, failure)
    with sessions.begin() as session:
        return workspaces.install(session, identity, now=clock())


def _remembered(sessions: Sessions, failure: OutsideFailure) -> Workspace:
    try:
        with sessions.begin() as session:
            return workspaces.the_workspace(session)
    except NotFound as missing:
        raise StartRefused(
            f"Slack did not say who we are ({failure}): check SLACK_BOT_TOKEN, SLACK_API_URL and the network, "
            "then start again."
        ) from missing
