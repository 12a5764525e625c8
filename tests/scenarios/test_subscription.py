"""The subscription in `/desk settings`: an upgrade is seen with its price, confirmed, and lifts the limits at once."""

import pytest

from bot.manifest import Transport
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.billing.subscription_forms import SubscriptionField, TermsField
from bot.views.desk.action_ids import ActionId
from bot.views.desk.settings_pages import SettingField, SettingsPage
from sandbox.actor import Actor
from sandbox.seen import View
from tests.support.desk import Desk


def shown(actor: Actor) -> View:
    assert actor.modal is not None
    return actor.modal


def open_settings(desk: Desk) -> Actor:
    ada = desk.actor("ada")
    if ada.modal is not None:
        ada.close_modal(clear=True)
    ada.command("/desk", "settings")
    return ada


def choose(desk: Desk, **typed: str) -> Actor:
    """Choose other terms, up to the page that says what they cost."""
    ada = open_settings(desk)
    ada.click_in_modal(BillingActionId.OPEN_SUBSCRIPTION)
    ada.click_in_modal(BillingActionId.CHANGE_TERMS)
    ada.submit({TermsField[name.upper()]: value for name, value in typed.items()})
    return ada


def add_queue(desk: Desk, key: str) -> dict[str, str]:
    ada = open_settings(desk)
    ada.click_in_modal(ActionId.OPEN_SETTINGS, value=SettingsPage.QUEUES)
    ada.click_in_modal(ActionId.OPEN_QUEUE_SETTINGS, value="new")
    return dict(ada.submit({SettingField.QUEUE_KEY: key, SettingField.QUEUE_NAME: key}).errors)


@pytest.mark.parametrize("transport", [Transport.HTTP])  # nothing here depends on it
def test_an_upgrade_is_seen_confirmed_and_lifts_the_limit_and_cancelling_can_be_undone(it_desk: Desk) -> None:
    choose(it_desk, plan="team", collect="manual", name="Acme GmbH").submit({})
    beyond = add_queue(it_desk, "HR")

    ada = choose(it_desk, plan="professional")
    asked = shown(ada)
    ada.submit({})
    upgraded = shown(ada)
    ada.click_in_modal(BillingActionId.OPEN_CANCEL)
    mistaken = ada.submit({SubscriptionField.CANCEL: "yes"})
    ada.submit({SubscriptionField.CANCEL: "CANCEL"})
    cancelled = shown(ada)
    ada.click_in_modal(BillingActionId.UNDO_CANCEL)
    kept = shown(ada)
    within = add_queue(it_desk, "HR")

    assert "The Team plan gives one queue, and you have 1. An admin can choose a larger plan" in str(beyond)
    assert asked.callback_id == BillingCallbackId.CONFIRM_TERMS
    assert "Plan: Professional from now on (it was Team)." in asked.words
    assert "This costs nothing now." in asked.words, "it is the trial"
    assert "Plan:  Professional" in upgraded.words, "the page behind was drawn anew"
    assert list(mistaken.errors) == [SubscriptionField.CANCEL]
    assert "It is cancelled and ends on " in cancelled.words
    assert "It is cancelled" not in kept.words
    assert within == {}
    assert it_desk.parked() == []
