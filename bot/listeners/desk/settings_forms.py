"""The forms of the settings being sent: read, checked field by field, kept, and the list behind them drawn anew."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.characters import one_line
from bot.domain.desk.desk_file_values import EMOJI
from bot.domain.desk.durations import read_duration
from bot.domain.desk.instants import Clock
from bot.domain.desk.languages import LANGUAGES
from bot.domain.desk.priorities import PRIORITY_NAMES, PriorityScale, PriorityWords, scale_of_words, what_is_wrong
from bot.domain.desk.queue_rules import LONGEST_UNDO, BotIdentity, CategoryFacts, QueueSettings
from bot.domain.desk.satisfaction import SCALES
from bot.domain.desk.setting_facts import QueuePage
from bot.domain.desk.setting_lines import LineRefused, read_categories, read_statuses
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals, slack_reads
from bot.listeners.desk.settings import PAGES, queue_id_of
from bot.services.desk import channel_setup, queues, settings
from bot.views.desk import bot_wording
from bot.views.desk import settings_wording as wording
from bot.views.desk.action_ids import CallbackId
from bot.views.desk.bot_form import BotField
from bot.views.desk.priorities_form import meaning_field, name_field
from bot.views.desk.settings_pages import NEVER, WORKSPACE, SettingField, SettingsPage
from models.desk import AssignRule, Intake, Priority, TriageReplies

View = Mapping[str, Any]

MARK_COLUMNS: Mapping[SettingField, str] = {
    SettingField.PRIVATE_MARK: "private_mark",
    SettingField.SKIP_MARK: "skip_mark",
    SettingField.CREATE_EMOJI: "create_emoji",
    SettingField.CLAIM_EMOJI: "claim_emoji",
    SettingField.RESOLVE_EMOJI: "resolve_emoji",
}
"""What each field of the marks' form sets. The first two are written with colons."""
WITH_COLONS = frozenset({SettingField.PRIVATE_MARK, SettingField.SKIP_MARK})


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the forms."""

    @app.view(CallbackId.QUEUE_SETTINGS)
    def send_queue(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        page = read_queue(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            settings.save_queue(session, page, actor=actor, now=clock())
            behind = PAGES[SettingsPage.QUEUES](session, actor)
        modals.redraw(view["previous_view_id"], behind, slack)
        ack()

    @app.view(CallbackId.CATEGORIES)
    def send_categories(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            wanted = _read_categories(view, settings.load_scale(session, actor=actor))
            settings.save_categories(session, wanted, actor=actor, now=clock())
        ack()

    @app.view(CallbackId.PRIORITIES)
    def send_priorities(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted = read_priorities(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            settings.save_scale(session, wanted, actor=payloads.get_actor(session, body, now=clock()), now=clock())
        ack()

    @app.view(CallbackId.MARKS)
    def send_marks(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted = read_marks(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            settings.change_marks(session, wanted, actor=payloads.get_actor(session, body, now=clock()), now=clock())
        ack()

    @app.view(CallbackId.BOT_IDENTITY)
    def send_identity(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted = read_identity(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            settings.change_bot_identity(session, wanted, actor=actor, now=clock())
        ack()

    _register_admins(app, sessions, clock, slack)
    _register_channel(app, sessions, clock, slack)


def read_queue(view: View) -> QueuePage:
    """Return what a queue's form says. Raises: FieldsRefused, with every field that needs another look."""
    problems: dict[str, str] = {}
    queue_id = queue_id_of(view["private_metadata"])
    key, name = submissions.text_of(view, SettingField.QUEUE_KEY), submissions.text_of(view, SettingField.QUEUE_NAME)
    if queue_id is None and not queues.KEY_SHAPE.fullmatch(key.upper()):
        problems[SettingField.QUEUE_KEY] = wording.QUEUE_KEY_HINT
    if not name:
        problems[SettingField.QUEUE_NAME] = wording.EMPTY
    lengths = {field: _read_length(view, field, problems) for field in (SettingField.CLOSING, SettingField.REMINDING)}
    grouping = _read_time(view, SettingField.GROUPING, problems)
    undoing = _read_time(view, SettingField.UNDOING, problems)
    if undoing > LONGEST_UNDO:
        problems[SettingField.UNDOING] = wording.UNDOING_HINT
    try:
        statuses = read_statuses(submissions.text_of(view, SettingField.STATUSES))
    except LineRefused as refusal:
        problems[SettingField.STATUSES] = str(refusal)
    if problems:
        raise FieldsRefused(problems)
    scale = _read_scale(view)
    rules = QueueSettings(
        triage_replies=TriageReplies(submissions.choice_of(view, SettingField.TRIAGE_REPLIES) or TriageReplies.PUBLIC),
        private_replies=bool(submissions.choices_of(view, SettingField.PRIVATE_REPLIES)),
        assign=AssignRule(submissions.choice_of(view, SettingField.ASSIGN) or AssignRule.MANUAL),
        group_messages_within=grouping,
        close_resolved_after=lengths[SettingField.CLOSING],
        remind_requester_after=lengths[SettingField.REMINDING],
        undo_within=undoing,
        asks_for_rating=scale is not None,
        rating_scale=scale or SCALES[0],
    )
    is_default = bool(submissions.choices_of(view, SettingField.QUEUE_DEFAULT))
    return QueuePage(queue_id, key.upper(), name, is_default, rules, statuses, _read_language(view))


def read_priorities(view: View) -> PriorityScale:
    """Return what the priorities are to be called. Raises: FieldsRefused, with every name that cannot be one."""
    scale = scale_of_words({priority: _read_words(view, priority) for priority in Priority})
    if problems := what_is_wrong(scale):
        raise FieldsRefused({name_field(priority): complaint for priority, complaint in problems.items()})
    return scale


def read_marks(view: View) -> dict[str, str]:
    """Return the marks and reactions, by their column. Raises: FieldsRefused, with every field that holds no emoji."""
    names = {field: submissions.text_of(view, field).strip(":").lower() for field in MARK_COLUMNS}
    problems = {str(field): wording.NO_EMOJI for field, name in names.items() if not EMOJI.fullmatch(name)}
    if problems:
        raise FieldsRefused(problems)
    return {MARK_COLUMNS[field]: f":{name}:" if field in WITH_COLONS else name for field, name in names.items()}


def read_identity(view: View) -> BotIdentity:
    """Return what Deskbell is to be called; no icon without a name. Raises: FieldsRefused."""
    name = one_line(submissions.text_of(view, BotField.NAME))
    icon = submissions.text_of(view, BotField.ICON).strip(":").lower()
    if icon and not EMOJI.fullmatch(icon):
        raise FieldsRefused({BotField.ICON: bot_wording.NO_EMOJI})
    return BotIdentity(name, f":{icon}:" if icon else None) if name else BotIdentity()


def _register_admins(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.view(CallbackId.ADMINS)
    def send_admins(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        chosen = submissions.people_of(view, SettingField.ADMINS)
        if not chosen:
            raise FieldsRefused({SettingField.ADMINS: wording.ADMIN_HINT})
        profiles = [slack_reads.read_profile(slack, slack_user_id) for slack_user_id in chosen]
        with deliveries.first(sessions, body, now=clock()) as session:
            settings.save_admins(session, profiles, actor=payloads.get_actor(session, body, now=clock()), now=clock())
        ack()


def _register_channel(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.view(CallbackId.CHANNEL_SETTINGS)
    def send_channel(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        profile = slack_reads.read_channel(slack, submissions.channel_of(view, SettingField.CHANNEL) or "")
        queue_id = submissions.row_id_of(submissions.choice_of(view, SettingField.QUEUE))
        intake = Intake(submissions.choice_of(view, SettingField.INTAKE) or Intake.EVERY)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            queue = settings.get_queue(session, queue_id, actor=actor)
            channel_setup.take_requests(session, profile, queue, intake, actor=actor, now=clock())
            behind = PAGES[SettingsPage.CHANNELS](session, actor)
        modals.redraw(view["previous_view_id"], behind, slack)
        ack()


def _read_categories(view: View, scale: PriorityScale) -> list[CategoryFacts]:
    try:
        return read_categories(submissions.text_of(view, SettingField.CATEGORIES), scale)
    except LineRefused as refusal:
        raise FieldsRefused({SettingField.CATEGORIES: str(refusal)}) from refusal


def _read_words(view: View, priority: Priority) -> PriorityWords:
    name, meaning = (one_line(submissions.text_of(view, field(priority))) for field in (name_field, meaning_field))
    return PriorityWords(name or PRIORITY_NAMES[priority], meaning)


def _read_language(view: View) -> str | None:
    """Return the language that was chosen, None for the workspace's. Raises: NotUnderstood."""
    chosen = submissions.choice_of(view, SettingField.LANGUAGE)
    if chosen not in {None, WORKSPACE, *LANGUAGES}:
        raise NotUnderstood(submissions.STALE_FORM)
    return None if chosen == WORKSPACE else chosen


def _read_length(view: View, field: SettingField, problems: dict[str, str]) -> timedelta | None:
    """Return a length of time, None for never; what is neither is added to `problems`."""
    typed = submissions.text_of(view, field).lower()
    length = read_duration(typed)
    if typed != NEVER and not length:
        problems[field] = wording.NO_LENGTH_OR_NEVER
    return length


def _read_scale(view: View) -> int | None:
    """Return on how many points the help is to be rated; None where nobody is to be asked."""
    return {str(scale): scale for scale in SCALES}.get(submissions.choice_of(view, SettingField.RATING) or "")


def _read_time(view: View, field: SettingField, problems: dict[str, str]) -> timedelta:
    """Return a length of time, which may be none at all; what is no length is added to `problems`."""
    length = read_duration(submissions.text_of(view, field))
    if length is None:
        problems[field] = wording.NO_LENGTH
        return timedelta(0)
    return length
