"""The channels' part of applying a configuration file: roles taken off, then roles given."""

from bot.domain.desk.problems import Path
from bot.services.desk import channels, foresight, queues, triage_plans
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.foresight import ChannelPlan
from models.desk import Channel, ChannelRole, Intake, Queue


def take_channels_off(application: DeskApplication) -> None:
    """Take the role off every channel that a present section names no more, or for another role.

    Request channels go first: a triage channel cannot leave a queue they still feed.
    """
    triage, requests = _wanted_triage(application), _wanted_requests(application)
    for channel in application.list_channels(ChannelRole.REQUEST):
        gone = application.file.request_channels is not None and channel.slack_channel_id not in requests
        if gone or channel.slack_channel_id in triage.values():
            _take_off(application, channel, ("request_channels",))
    if application.file.queues is None:
        return
    served: dict[int | None, Queue] = {queue.id: queue for queue in application.list_queues()}
    staying = {entry.key for entry in application.file.queues}
    for channel in application.list_channels(ChannelRole.TRIAGE):
        queue = served[channel.queue_id]
        path = _queue_path(application, queue.key)
        if queue.key in staying - triage.keys():
            with application.at(*path):
                channels.refuse_default(application.session, queue)
        if triage.get(queue.key) != channel.slack_channel_id:
            _take_off(application, channel, path)


def set_triage_channels(application: DeskApplication) -> None:
    """Give each queue its triage channel, with the members read from Slack just before."""
    session, now = application.session, application.now
    for index, entry in enumerate(application.file.queues or ()):
        if entry.triage_channel is None:
            continue
        profile = application.resolved.channels[entry.triage_channel]
        with application.at("queues", index, "triage_channel"):
            queue = queues.get_queue(session, application.workspace.id, entry.key)
            application.costs += _foresee(application, profile.slack_channel_id, queue.key)
            channel = channels.record_channel(session, application.workspace, profile, now=now)
            application.lines += channels.become_triage(
                session,
                channel,
                queue,
                actor=None,
                slack_user_ids=application.resolved.members[profile.slack_channel_id],
                now=now,
            )


def _foresee(application: DeskApplication, slack_channel_id: str, queue_key: str) -> list[str]:
    """Return what a new triage channel costs; nothing where seats have no price, or it is the queue's already."""
    session, workspace = application.session, application.workspace
    if triage_plans.is_so_already(session, workspace.id, slack_channel_id, queue_key):
        return []
    members = application.resolved.members[slack_channel_id]
    future = triage_plans.list_future_agents(session, workspace, members)
    plan = ChannelPlan(workspace.id, slack_channel_id, future)
    foreseen = foresight.foresee(session, plan, now=application.now)
    return [f"{queue_key}: {said}" for said in foreseen.sentences if foreseen.costs_money]


def set_request_channels(application: DeskApplication) -> None:
    """Let each request channel feed its queue."""
    session, now = application.session, application.now
    for index, entry in enumerate(application.file.request_channels or ()):
        profile = application.resolved.channels[entry.channel]
        with application.at("request_channels", index, "queue"):
            queue = queues.get_queue(session, application.workspace.id, entry.queue)
            channel = channels.record_channel(session, application.workspace, profile, now=now)
            intake = Intake(entry.intake)
            application.lines += channels.take_requests(session, channel, queue, intake, actor=None, now=now)


def _wanted_triage(application: DeskApplication) -> dict[str, str]:
    """Return the Slack id of the triage channel the file gives each queue, by the queue's key."""
    named = {entry.key: entry.triage_channel for entry in application.file.queues or ()}
    known = application.resolved.channels
    return {key: known[name].slack_channel_id for key, name in named.items() if name is not None}


def _wanted_requests(application: DeskApplication) -> set[str]:
    """Return the Slack ids of the request channels the file names."""
    known = application.resolved.channels
    return {known[entry.channel].slack_channel_id for entry in application.file.request_channels or ()}


def _take_off(application: DeskApplication, channel: Channel, path: Path) -> None:
    with application.at(*path):
        application.lines += channels.leave_desk(application.session, channel, actor=None, now=application.now)


def _queue_path(application: DeskApplication, key: str) -> Path:
    for index, entry in enumerate(application.file.queues or ()):
        if entry.key == key:
            return ("queues", index, "triage_channel")
    return ("queues",)
