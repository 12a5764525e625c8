"""The page of the settings that words the priorities: a name and a meaning for each of the four."""

from bot.domain.desk.priorities import LONGEST_MEANING, LONGEST_NAME, PRIORITY_NAMES, PriorityScale
from bot.views import forms
from bot.views.blocks import sentence
from bot.views.content import Block
from bot.views.desk import priorities_wording as wording
from bot.views.desk import settings_wording
from bot.views.desk.action_ids import CallbackId
from bot.views.forms import View
from models.desk import Priority


def name_field(priority: Priority) -> str:
    """Return the field of a priority's name: both block id and action id."""
    return f"setting.priority_name.{priority}"


def meaning_field(priority: Priority) -> str:
    """Return the field of a priority's meaning: both block id and action id."""
    return f"setting.priority_meaning.{priority}"


def priorities_form(scale: PriorityScale) -> View:
    """Draw what the priorities are called and mean; a name that nobody chose stands as a placeholder."""
    fields = [field for priority in Priority for field in _fields(scale, priority)]
    return forms.modal(
        wording.TITLE,
        [sentence(wording.INTRODUCTION), *fields],
        callback_id=CallbackId.PRIORITIES,
        submit=settings_wording.SAVE,
        close=settings_wording.CANCEL,
    )


def _fields(scale: PriorityScale, priority: Priority) -> list[Block]:
    own = scale.name_of(priority) if scale.is_own_name(priority) else ""
    name = forms.text_input(own, most=LONGEST_NAME, placeholder=PRIORITY_NAMES[priority])
    meaning = forms.text_input(scale.meaning_of(priority), most=LONGEST_MEANING)
    return [
        forms.field(name_field(priority), wording.name_label(priority), name, is_optional=True),
        forms.field(
            meaning_field(priority),
            wording.meaning_label(priority),
            meaning,
            hint=wording.MEANING_HINT if priority is Priority.P1 else "",
            is_optional=True,
        ),
    ]
