"""Turning off the grouping of quick messages, where a test's people are quicker than people are."""

from bot.views.desk.action_ids import ActionId
from bot.views.desk.settings_pages import SettingField, SettingsPage
from sandbox.actor import Actor


def let_each_message_count(admin: Actor) -> None:
    """Have an admin choose in the settings of the only queue that each message is a ticket."""
    admin.command("/desk", "settings")
    admin.click_in_modal(ActionId.OPEN_SETTINGS, value=SettingsPage.QUEUES)
    assert admin.modal is not None
    only = next(block["accessory"]["value"] for block in admin.modal.blocks if "accessory" in block)
    admin.click_in_modal(ActionId.OPEN_QUEUE_SETTINGS, value=only)
    assert admin.submit({SettingField.GROUPING: "0s"}).errors == {}
    admin.close_modal(clear=True)
