"""Every id that a view uses is listened to, and nothing else is; every verb is answered."""

import inspect
from typing import Any

import pytest
from slack_bolt import App

from bot.app import create_bolt_app
from bot.domain.desk.instants import system_clock
from bot.domain.desk.typed import Verb
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.listeners.billing.verbs import verbs_of_billing
from bot.listeners.desk.commands import verbs_of_the_desk
from bot.manifest import SHORTCUTS
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.desk.action_ids import ActionId, CallbackId


@pytest.fixture
def app(sessions: Sessions) -> App:
    """The Bolt app with all its listeners."""
    return create_bolt_app(
        sessions, system_clock, RecordedSlack(), signing_secret="an-unguessable-secret", count=lambda _outcome: None
    )


def listened_to(app: App, constraint: str) -> list[str]:
    """Return what the app's listeners wait for, as Bolt's matchers keep it under the name of their constraint."""
    matchers = [matcher for listener in app._listeners for matcher in listener.matchers]
    kept: list[dict[str, Any]] = [
        dict(inspect.getclosurevars(matcher.func).nonlocals) for matcher in matchers if hasattr(matcher, "func")
    ]
    return sorted(str(found[constraint]) for found in kept if constraint in found)


def test_every_action_has_one_listener_and_the_reverse(app: App) -> None:
    assert listened_to(app, "constraints") == sorted([*ActionId, *BillingActionId])


def test_every_form_has_one_listener_and_the_reverse(app: App) -> None:
    assert listened_to(app, "callback_id") == sorted([*CallbackId, *BillingCallbackId])


def test_every_shortcut_of_the_manifest_has_a_listener_and_the_reverse(app: App) -> None:
    matchers = [matcher for listener in app._listeners for matcher in listener.matchers if hasattr(matcher, "func")]
    waiting = {
        inspect.getclosurevars(matcher.func).nonlocals.get("callback_id")
        for matcher in matchers
        if "shortcut" in matcher.func.__qualname__
    }
    assert {shortcut.callback_id for shortcut in SHORTCUTS} == waiting


def test_every_verb_has_one_answer_and_the_reverse() -> None:
    assert sorted([*verbs_of_the_desk(), *verbs_of_billing()]) == sorted(Verb)
