"""Reads of who is in a triage channel: what a complete one changes, and when one is not believed by itself.

Rights and seats follow the same members. A read that looks wrong gives nobody rights and takes none away, until a
second one says the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import MembersRead
from bot.domain.desk.members import SECOND_READ_AFTER, SETTLING, Evidence, EvidenceSource, confirms, is_doubtful
from bot.domain.desk.notices import PersonNotice
from bot.services.desk import channel_looks, happenings, members, pauses, slack_time
from bot.services.desk.channel_names import tag_of
from models.desk import Channel, ChannelRole, HeldRead, MemberNews, Person, Queue, Workspace


@dataclass(frozen=True)
class _Differences:
    """What a read would change: who is known and not in it, and who is in it and not known."""

    missing: dict[str, Person]
    added: frozenset[str]

    @property
    def ids(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(self.missing), self.added


def record(
    session: Session, channel_id: int, slack_user_ids: Collection[str], *, started_at: datetime, now: datetime
) -> None:
    """Make a triage channel's members those of a complete read, or hold it until another one says the same.

    A read without the bot proves nothing: then the channel itself is looked at. Whoever came or left shortly before the
    read, or after it began, is left as the events told; the channel is read again a little later.

    Args:
        session: an open transaction.
        channel_id: the channel's row.
        slack_user_ids: everybody in it, of all pages.
        started_at: when the first page was asked for, in the desk's time.
        now: the desk's time.
    """
    channel = session.get_one(Channel, channel_id, with_for_update=True)
    if channel.role is not ChannelRole.TRIAGE:
        return
    bot = session.get_one(Workspace, channel.workspace_id).slack_bot_user_id
    if bot not in slack_user_ids:
        channel_looks.ask(session, channel)
        return
    known = {person.slack_user_id: person for person in members.list_members(session, channel)}
    found = _compare(session, channel, known, set(slack_user_ids) - {bot}, started_at=started_at)
    held = session.get(HeldRead, channel.id)
    is_strange = is_doubtful(len(known), len(found.missing), len(found.added))
    if is_strange and not _is_confirmed(held, found, started_at=started_at):
        _hold(session, channel, held, found, started_at=started_at, now=now)
    else:
        _believe(session, channel, held, found, now=now)


def _compare(
    session: Session, channel: Channel, known: dict[str, Person], read: set[str], *, started_at: datetime
) -> _Differences:
    missing, added = known.keys() - read, read - known.keys()
    if not missing and not added:
        return _Differences({}, frozenset())
    since = slack_time.slack_instant(session, started_at) - SETTLING
    lately = select(Person.slack_user_id).join(MemberNews, MemberNews.person_id == Person.id)
    heard = lately.where(MemberNews.channel_id == channel.id, MemberNews.happened_at >= since)
    unsettled = (missing | added) & set(session.scalars(heard))
    if unsettled:
        members.ask(session, channel, delay=SETTLING + SECOND_READ_AFTER)
    return _Differences({each: known[each] for each in missing - unsettled}, frozenset(added - unsettled))


def _is_confirmed(held: HeldRead | None, found: _Differences, *, started_at: datetime) -> bool:
    """Return whether an earlier read, not just before, said the same as a doubtful one."""
    if held is None or started_at < held.read_at + SECOND_READ_AFTER:
        return False
    return confirms((set(held.missing), set(held.added)), found.ids)


def _hold(
    session: Session,
    channel: Channel,
    held: HeldRead | None,
    found: _Differences,
    *,
    started_at: datetime,
    now: datetime,
) -> None:
    """Keep a doubtful read until the next one, tell admins the first time, and read again."""
    members.ask(session, channel, delay=SECOND_READ_AFTER)
    if held is not None and started_at < held.read_at + SECOND_READ_AFTER:
        return
    if held is None:
        held = HeldRead(channel_id=channel.id, workspace_id=channel.workspace_id, told_at=now)
        _tell_admins(session, channel, found)
    held.missing, held.added, held.read_at = sorted(found.missing), sorted(found.added), started_at
    session.add(held)


def _believe(session: Session, channel: Channel, held: HeldRead | None, found: _Differences, *, now: datetime) -> None:
    if held is not None:
        session.delete(held)
    evidence = Evidence(EvidenceSource.READ, now)
    gone = list(found.missing.values())
    members.change(session, channel, joined=sorted(found.added), left=gone, evidence=evidence, now=now)
    happenings.announce(session, MembersRead(None, channel, evidence), now=now)


def _tell_admins(session: Session, channel: Channel, found: _Differences) -> None:
    queue = session.get_one(Queue, channel.queue_id)
    facts = {
        "channel": tag_of(channel),
        "queue_key": queue.key,
        "missing": str(len(found.missing)),
        "added": str(len(found.added)),
    }
    pauses.tell_admins(session, channel.workspace_id, PersonNotice.MEMBERS_READ_HELD, facts)
