"""The pages of `/desk settings`: a hub, and a modal for each thing an admin can change."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.domain.desk.characters import one_line
from bot.domain.desk.durations import written_duration
from bot.domain.desk.languages import LANGUAGES
from bot.domain.desk.priorities import PriorityScale
from bot.domain.desk.queue_rules import CategoryFacts, Marks, QueueSettings
from bot.domain.desk.satisfaction import SCALES
from bot.domain.desk.setting_facts import ChannelLine, HubEntry, QueueLine, QueuePage
from bot.domain.desk.setting_lines import written_categories, written_statuses
from bot.views import forms
from bot.views.blocks import actions, button, confirmed, context, marked, mrkdwn, plain, rich_text, section, sentence
from bot.views.blocks import line as paragraph
from bot.views.content import Block
from bot.views.desk import bot_wording, priorities_wording
from bot.views.desk import settings_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.forms import View
from models.desk import AssignRule, ChannelRole, Priority, TriageReplies

NEVER: Final = "never"
NEW_QUEUE: Final = "new"
YES: Final = "yes"
NO_RATING: Final = "no"
WORKSPACE: Final = "workspace"
"""The value of having no language of one's own."""

KEY_LENGTH, NAME_LENGTH, LENGTH_LENGTH, LINES_LENGTH, EMOJI_LENGTH = 10, 60, 10, 3_000, 102
MOST_CHANNELS, MOST_QUEUES = 45, 90


class SettingsPage(StrEnum):
    """The pages of the desk's own settings, as the hub's buttons carry them."""

    QUEUES = "queues"
    CHANNELS = "channels"
    CATEGORIES = "categories"
    PRIORITIES = "priorities"
    SAVED_REPLIES = "saved_replies"
    MARKS = "marks"
    ADMINS = "admins"
    BOT = "bot"
    NOTIFICATIONS = "notifications"


class SettingField(StrEnum):
    """The fields of the settings' forms: both block id and action id."""

    QUEUE_KEY = "setting.queue_key"
    QUEUE_NAME = "setting.queue_name"
    QUEUE_DEFAULT = "setting.queue_default"
    TRIAGE_REPLIES = "setting.triage_replies"
    PRIVATE_REPLIES = "setting.private_replies"
    ASSIGN = "setting.assign"
    GROUPING = "setting.grouping"
    CLOSING = "setting.closing"
    REMINDING = "setting.reminding"
    UNDOING = "setting.undoing"
    LANGUAGE = "setting.language"
    RATING = "setting.rating"
    STATUSES = "setting.statuses"
    CATEGORIES = "setting.categories"
    PRIVATE_MARK = "setting.private_mark"
    SKIP_MARK = "setting.skip_mark"
    CREATE_EMOJI = "setting.create_emoji"
    CLAIM_EMOJI = "setting.claim_emoji"
    RESOLVE_EMOJI = "setting.resolve_emoji"
    ADMINS = "setting.admins"
    CHANNEL = "setting.channel"
    QUEUE = "setting.queue"
    INTAKE = "setting.intake"


DESK_ENTRIES: Final = tuple(
    HubEntry(title, about, ActionId.OPEN_SETTINGS, page)
    for page, title, about in (
        (SettingsPage.QUEUES, wording.QUEUES, wording.QUEUES_ABOUT),
        (SettingsPage.CHANNELS, wording.CHANNELS, wording.CHANNELS_ABOUT),
        (SettingsPage.CATEGORIES, wording.CATEGORIES, wording.CATEGORIES_ABOUT),
        (SettingsPage.PRIORITIES, priorities_wording.TITLE, priorities_wording.ABOUT),
        (SettingsPage.SAVED_REPLIES, wording.SAVED_REPLIES, wording.SAVED_REPLIES_ABOUT),
        (SettingsPage.MARKS, wording.MARKS, wording.MARKS_ABOUT),
        (SettingsPage.ADMINS, wording.ADMINS, wording.ADMINS_ABOUT),
        (SettingsPage.BOT, bot_wording.TITLE, bot_wording.ABOUT),
        (SettingsPage.NOTIFICATIONS, wording.NOTIFICATIONS, wording.NOTIFICATIONS_ABOUT),
    )
)
"""What the desk itself has to set."""


def settings_hub(further: Sequence[HubEntry] = ()) -> View:
    """Draw the page that leads to all others; `further` is what other wings have to set."""
    entries = [
        {
            **section(mrkdwn(f"*{entry.title}*\n{entry.about}")),
            "accessory": button(wording.OPEN, entry.action_id, entry.value, spoken=wording.open_aloud(entry.title)),
        }
        for entry in (*DESK_ENTRIES, *further)
    ]
    file_hint = rich_text(paragraph(*marked(wording.FILE_HINT)))
    return forms.modal(wording.TITLE, [sentence(wording.INTRODUCTION), *entries, file_hint], close=wording.DONE)


def queues_page(queues: Sequence[QueueLine]) -> View:
    """Draw the list of queues, each with a button that opens its form."""
    lines = [_queue_line(queue) for queue in queues[:MOST_QUEUES]] or [sentence(wording.NO_QUEUES)]
    new = button(wording.NEW_QUEUE, ActionId.OPEN_QUEUE_SETTINGS, NEW_QUEUE, spoken=wording.NEW_QUEUE_ALOUD)
    return forms.modal(wording.QUEUES, [*lines, actions("settings/new_queue", [new])], close=wording.BACK)


def queue_form(queue: QueuePage) -> View:
    """Draw all a queue's admins can choose for it; of a new one its key as well."""
    settings = queue.settings
    return forms.modal(
        wording.queue_title(queue.key) if queue.id else wording.NEW_QUEUE,
        [
            *_identity_fields(queue),
            *_rule_fields(settings),
            _language(queue.language),
            _lines(
                SettingField.STATUSES,
                wording.STATUSES,
                written_statuses((status.name, status.base) for status in queue.statuses),
                hint=wording.STATUSES_HINT,
            ),
        ],
        callback_id=CallbackId.QUEUE_SETTINGS,
        submit=wording.SAVE,
        close=wording.CANCEL,
        private_metadata=str(queue.id) if queue.id else NEW_QUEUE,
    )


def channels_page(channels: Sequence[ChannelLine]) -> View:
    """Draw the channels that play a role, each with a button that takes it away."""
    lines = [_channel_line(channel) for channel in channels[:MOST_CHANNELS]] or [sentence(wording.NO_CHANNELS)]
    add = button(wording.ADD_CHANNEL, ActionId.ADD_REQUEST_CHANNEL, "add", spoken=wording.ADD_CHANNEL_ALOUD)
    foot = [actions("settings/add_channel", [add]), context(plain(wording.TRIAGE_HINT))]
    return forms.modal(wording.CHANNELS, [*lines, *foot], close=wording.BACK)


def channel_form(queues: Sequence[QueueLine]) -> View:
    """Draw the form that lets a channel's messages become tickets; `queues` are those with a triage channel."""
    choices = {str(queue.id): one_line(f"{queue.key} {queue.name}") for queue in queues}
    intakes = {intake.value: words for intake, words in wording.INTAKES.items()}
    return forms.modal(
        wording.CHANNEL_TITLE,
        [
            forms.field(
                SettingField.CHANNEL,
                wording.CHANNEL,
                forms.channel_input(placeholder=wording.CHANNEL_PLACEHOLDER),
                hint=wording.CHANNEL_HINT,
            ),
            forms.field(
                SettingField.QUEUE,
                wording.QUEUE,
                forms.select(choices, next(iter(choices)), placeholder=wording.QUEUE_PLACEHOLDER),
            ),
            forms.field(SettingField.INTAKE, wording.INTAKE, forms.radio_buttons(intakes, next(iter(intakes)))),
        ],
        callback_id=CallbackId.CHANNEL_SETTINGS,
        submit=wording.SAVE,
        close=wording.CANCEL,
    )


def categories_form(categories: Sequence[CategoryFacts], scale: PriorityScale) -> View:
    """Draw the categories, a line each, with the priorities as `scale` names them."""
    lines = written_categories(((category.name, category.priorities) for category in categories), scale)
    hint = wording.category_hint(scale.typed(Priority.P1), scale.typed(Priority.P2))
    field = _lines(SettingField.CATEGORIES, wording.CATEGORY_LINES, lines, hint=hint)
    return forms.modal(
        wording.CATEGORIES, [field], callback_id=CallbackId.CATEGORIES, submit=wording.SAVE, close=wording.CANCEL
    )


def marks_form(marks: Marks) -> View:
    """Draw the marks and the reactions, each as `:name:`."""
    fields = (
        (SettingField.PRIVATE_MARK, wording.PRIVATE_MARK, marks.private_mark),
        (SettingField.SKIP_MARK, wording.SKIP_MARK, marks.skip_mark),
        (SettingField.CREATE_EMOJI, wording.CREATE_EMOJI, f":{marks.create_emoji}:"),
        (SettingField.CLAIM_EMOJI, wording.CLAIM_EMOJI, f":{marks.claim_emoji}:"),
        (SettingField.RESOLVE_EMOJI, wording.RESOLVE_EMOJI, f":{marks.resolve_emoji}:"),
    )
    return forms.modal(
        wording.MARKS,
        [
            forms.field(name, label, forms.text_input(value, most=EMOJI_LENGTH), hint=wording.EMOJI_HINT)
            for name, label, value in fields
        ],
        callback_id=CallbackId.MARKS,
        submit=wording.SAVE,
        close=wording.CANCEL,
    )


def admins_form(slack_user_ids: Sequence[str]) -> View:
    """Draw who the admins are."""
    people = forms.people_input(slack_user_ids, placeholder=wording.ADMIN_PLACEHOLDER)
    field = forms.field(SettingField.ADMINS, wording.ADMIN_PEOPLE, people, hint=wording.ADMIN_HINT)
    return forms.modal(
        wording.ADMINS, [field], callback_id=CallbackId.ADMINS, submit=wording.SAVE, close=wording.CANCEL
    )


def _queue_line(queue: QueueLine) -> Block:
    triage = f"<#{queue.triage_slack_channel_id}>" if queue.triage_slack_channel_id else wording.NO_TRIAGE_CHANNEL
    about = f"{triage}, {wording.DEFAULT}" if queue.is_default else triage
    edit = button(
        wording.CHANGE, ActionId.OPEN_QUEUE_SETTINGS, str(queue.id), spoken=wording.edit_queue_aloud(queue.key)
    )
    name = plain(f"{queue.key} · {one_line(queue.name)}")
    return {"type": "section", "text": name, "fields": [mrkdwn(about)], "accessory": edit}


def _channel_line(channel: ChannelLine) -> Block:
    facts = wording.role(channel.role, channel.queue_key, channel.intake)
    if channel.is_paused:
        facts = f"{facts}, {wording.PAUSED}"
    is_triage = channel.role is ChannelRole.TRIAGE
    off = confirmed(
        button(wording.TURN_OFF, ActionId.TURN_CHANNEL_OFF, str(channel.id), spoken=wording.TURN_OFF_ALOUD),
        title=wording.TURN_OFF_TITLE,
        text=wording.TURN_OFF_TRIAGE if is_triage else wording.TURN_OFF_REQUESTS,
        yes=wording.TURN_OFF,
        no=wording.KEEP,
    )
    return {**section(mrkdwn(wording.channel_mrkdwn(channel.slack_channel_id, facts))), "accessory": off}


def _identity_fields(queue: QueuePage) -> list[Block]:
    name = forms.field(SettingField.QUEUE_NAME, wording.QUEUE_NAME, forms.text_input(queue.name, most=NAME_LENGTH))
    if queue.id is None:
        key = forms.text_input(queue.key, most=KEY_LENGTH)
        return [
            forms.field(SettingField.QUEUE_KEY, wording.QUEUE_KEY, key, hint=wording.QUEUE_KEY_HINT),
            name,
            _default_tick(),
        ]
    return [name, sentence(wording.IS_DEFAULT) if queue.is_default else _default_tick()]


def _rule_fields(settings: QueueSettings) -> list[Block]:
    """Return the fields of how a team works."""
    return [
        forms.field(
            SettingField.TRIAGE_REPLIES,
            wording.TRIAGE_REPLIES,
            forms.radio_buttons(
                {TriageReplies.PUBLIC: wording.PUBLIC, TriageReplies.INTERNAL: wording.INTERNAL},
                settings.triage_replies,
            ),
        ),
        _tick(
            SettingField.PRIVATE_REPLIES,
            wording.PRIVATE_REPLIES,
            wording.PRIVATE_REPLIES_CHOICE,
            is_ticked=settings.private_replies,
        ),
        forms.field(
            SettingField.ASSIGN,
            wording.ASSIGN,
            forms.radio_buttons(
                {AssignRule.MANUAL: wording.MANUAL, AssignRule.FIRST_REPLY: wording.FIRST_REPLY}, settings.assign
            ),
        ),
        _length(SettingField.GROUPING, wording.GROUPING, settings.group_messages_within, hint=wording.GROUPING_HINT),
        _length(SettingField.CLOSING, wording.CLOSING, settings.close_resolved_after, hint=wording.CLOSING_HINT),
        _length(
            SettingField.REMINDING, wording.REMINDING, settings.remind_requester_after, hint=wording.REMINDING_HINT
        ),
        _length(SettingField.UNDOING, wording.UNDOING, settings.undo_within, hint=wording.UNDOING_HINT),
        _rating(settings),
    ]


def _language(language: str | None) -> Block:
    names = {each: wording.language_name(each) for each in LANGUAGES}
    choices = {WORKSPACE: wording.WORKSPACE_LANGUAGE, **dict(sorted(names.items(), key=lambda named: named[1]))}
    element = forms.select(choices, language or WORKSPACE, placeholder=wording.LANGUAGE_PLACEHOLDER)
    return forms.field(SettingField.LANGUAGE, wording.LANGUAGE, element, hint=wording.LANGUAGE_HINT)


def _rating(settings: QueueSettings) -> Block:
    choices = {NO_RATING: wording.NO_RATING, **{str(scale): wording.rated_on(scale) for scale in SCALES}}
    chosen = str(settings.rating_scale) if settings.asks_for_rating else NO_RATING
    return forms.field(
        SettingField.RATING, wording.RATING, forms.radio_buttons(choices, chosen), hint=wording.RATING_HINT
    )


def _default_tick() -> Block:
    return _tick(SettingField.QUEUE_DEFAULT, wording.QUEUE_DEFAULT, wording.QUEUE_DEFAULT_CHOICE, is_ticked=False)


def _tick(name: SettingField, label: str, choice: str, *, is_ticked: bool) -> Block:
    boxes = forms.checkboxes({YES: choice}, [YES] if is_ticked else [])
    return forms.field(name, label, boxes, is_optional=True)


def _length(name: SettingField, label: str, length: timedelta | None, *, hint: str) -> Block:
    written = NEVER if length is None else written_duration(length)
    return forms.field(name, label, forms.text_input(written, most=LENGTH_LENGTH), hint=hint)


def _lines(name: SettingField, label: str, lines: str, *, hint: str) -> Block:
    element = forms.text_input(lines, most=LINES_LENGTH, is_multiline=True)
    return forms.field(name, label, element, hint=hint, is_optional=True)
