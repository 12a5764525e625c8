"""The queues', categories' and priorities' part of applying a configuration file."""

from datetime import timedelta

from bot.domain.desk.canned import CannedFacts
from bot.domain.desk.desk_file import QueueEntry, scale_named
from bot.domain.desk.desk_file_values import NEVER
from bot.domain.desk.durations import written_duration
from bot.domain.desk.queue_rules import CategoryFacts, OwnStatus, QueueSettings
from bot.services.desk import canned_replies, categories, priority_scales, queue_settings, queues
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.queue_settings import Changed
from models.desk import AssignRule, Priority, Queue, TicketStatus, TriageReplies


def set_categories(application: DeskApplication) -> None:
    """Make the categories those of the file."""
    if application.file.categories is None:
        return
    wanted = [
        CategoryFacts(entry.key, entry.name, tuple(Priority(value) for value in entry.priorities))
        for entry in application.file.categories
    ]
    changed = categories.set_categories(
        application.session, application.workspace, wanted, actor=None, now=application.now
    )
    if changed:
        names = ", ".join(category.name for category in wanted) or "none"
        application.lines.append(f"The categories are now: {names}.")


def set_priorities(application: DeskApplication) -> None:
    """Call the priorities as the file does."""
    if application.file.priorities is None:
        return
    scale = scale_named(application.file.priorities)
    changed = priority_scales.change_scale(
        application.session, application.workspace, scale, actor=None, now=application.now
    )
    if changed:
        application.lines.append(f"The priorities are now called: {scale.name_all(Priority)}.")


def set_saved_replies(application: DeskApplication) -> None:
    """Make the saved replies those of the file."""
    if application.file.saved_replies is None:
        return
    wanted = [CannedFacts(entry.key, entry.text, entry.queue) for entry in application.file.saved_replies]
    with application.at("saved_replies"):
        changed = canned_replies.set_all(
            application.session, application.workspace, wanted, actor=None, now=application.now
        )
    if changed:
        names = ", ".join(dict.fromkeys(reply.key for reply in wanted)) or "none"
        application.lines.append(f"The saved replies are now: {names}.")


def set_queues(application: DeskApplication) -> None:
    """Make and change queues; those that are not the default first, so that its old holder gives it up in a line."""
    for index, entry in sorted(enumerate(application.file.queues or ()), key=lambda numbered: numbered[1].default):
        with application.at("queues", index):
            queue = queues.find_queue(application.session, application.workspace.id, entry.key)
            if queue is None:
                queue = _create_queue(application, entry)
            else:
                _change_queue(application, queue, entry)
            _set_rules(application, queue, entry)


def drop_queues(application: DeskApplication) -> None:
    """Remove the queues a present section does not name; one that has tickets is refused."""
    if application.file.queues is None:
        return
    named = {entry.key for entry in application.file.queues}
    for queue in application.list_queues():
        if queue.key not in named:
            with application.at("queues"):
                queues.remove_queue(application.session, queue, actor=None, now=application.now)
            application.lines.append(f"{queue.key} is removed.")


def _create_queue(application: DeskApplication, entry: QueueEntry) -> Queue:
    queue = queues.create_queue(
        application.session,
        application.workspace,
        entry.key,
        name=entry.shown_name,
        is_default=entry.default,
        actor=None,
        now=application.now,
    )
    as_default = ", the default" if entry.default else ""
    application.lines.append(f"{entry.key} is a new queue, called {entry.shown_name}{as_default}.")
    return queue


def _change_queue(application: DeskApplication, queue: Queue, entry: QueueEntry) -> None:
    if queue.name != entry.shown_name:
        application.lines.append(f"{queue.key} is now called {entry.shown_name} (it was {queue.name}).")
    if queue.is_default != entry.default:
        application.lines.append(f"{queue.key} is {'now' if entry.default else 'no longer'} the default queue.")
    queues.change_queue(
        application.session,
        queue,
        name=entry.shown_name,
        is_default=entry.default,
        actor=None,
        now=application.now,
    )


def _set_rules(application: DeskApplication, queue: Queue, entry: QueueEntry) -> None:
    """Give a queue the rules and the statuses the file gives it."""
    session, now = application.session, application.now
    settings = QueueSettings(
        triage_replies=TriageReplies(entry.triage_replies),
        private_replies=entry.private_replies,
        assign=AssignRule(entry.assign),
        group_messages_within=entry.group_messages_within,
        close_resolved_after=entry.close_resolved_after,
        remind_requester_after=entry.remind_requester_after,
        undo_within=timedelta(seconds=entry.undo_seconds),
        asks_for_rating=entry.csat.ask,
        rating_scale=entry.csat.scale,
    )
    for change in queue_settings.change_settings(session, queue, settings, actor=None, now=now):
        application.lines.append(_worded(queue, change))
    if queue_settings.set_language(session, queue, entry.language, actor=None, now=now):
        application.lines.append(f"{queue.key} is now searched in {entry.language or 'the language of the workspace'}.")
    own = [OwnStatus(status.key, status.name, TicketStatus(status.base)) for status in entry.statuses]
    if queue_settings.set_statuses(session, queue, own, actor=None, now=now):
        names = ", ".join(status.name for status in own) or "none"
        application.lines.append(f"{queue.key} names these statuses of its own: {names}.")


def _worded(queue: Queue, change: Changed) -> str:
    before, after = _written(change.before), _written(change.after)
    return f"{queue.key}: {change.name.replace('_', ' ')} is now {after} (it was {before})."


def _written(value: object) -> str:
    match value:
        case None:
            return NEVER
        case bool():
            return "on" if value else "off"
        case timedelta():
            return written_duration(value)
        case _:
            return str(value).replace("_", " ")
