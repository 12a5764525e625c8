"""The Bolt app: every listener registered on it, and nothing else."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import errors
from bot.listeners.billing import bill, explanations, held_people, quotes, seats, subscription, subscription_forms
from bot.listeners.billing.verbs import verbs_of_billing
from bot.listeners.desk import (
    commands,
    edit_form,
    events,
    find,
    following,
    history,
    home,
    intake,
    invitations,
    notification_settings,
    ratings,
    reactions,
    relate,
    reply,
    request_form,
    saved_replies,
    settings,
    settings_forms,
    shortcuts,
    snooze,
    ticket_buttons,
    ticket_menu,
    turning_off,
    undo,
)
from bot.services.desk import workspaces


def create_bolt_app(
    sessions: Sessions, clock: Clock, slack: SlackPort, *, signing_secret: str | None, count: errors.Count
) -> App:
    """Return the app with all listeners.

    A listener runs to its end before Slack gets its answer, so what was answered 200 is in the database.

    Args:
        slack: for what somebody waits for; answers within a second or fails.
        signing_secret: proves Slack's requests over HTTP; None where none come that way.
        count: counts payloads that were unhandled, refused or failed.
    """
    app = App(
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
        authorize=_authorize_from(sessions),  # type: ignore[arg-type]  # None says: not installed there
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        ssl_check_enabled=False,  # an old handshake that skips the signature; Slack no longer uses it
        attaching_function_token_enabled=False,
        logger=_quiet_logger(),
    )
    errors.register(app, sessions, clock, count)
    _register_listeners(app, sessions, clock, slack)
    return app


def _register_listeners(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Have every listener listen."""
    events.register(app, sessions, clock)
    invitations.register(app, sessions, clock, slack)
    reactions.register(app, sessions, clock)
    ticket_buttons.register(app, sessions, clock)
    ticket_menu.register(app, sessions, clock, slack)
    relate.register(app, sessions, clock, slack)
    reply.register(app, sessions, clock, slack)
    ratings.register(app, sessions, clock, slack)
    snooze.register(app, sessions, clock, slack)
    edit_form.register(app, sessions, clock)
    following.register(app, sessions, clock)
    turning_off.register(app, sessions, clock, slack)
    history.register(app, sessions, clock, slack)
    request_form.register(app, sessions, clock, slack)
    shortcuts.register(app, sessions, clock, slack)
    intake.register(app, sessions, clock, slack)
    home.register(app, sessions, clock, slack)
    find.register(app, sessions, clock, slack)
    notification_settings.register(app, sessions, clock, slack)
    saved_replies.register(app, sessions, clock, slack)
    settings.register(app, sessions, clock, slack)
    undo.register(app, sessions, clock)
    settings_forms.register(app, sessions, clock, slack)
    commands.register(app, sessions, clock, slack, verbs_of_billing())
    seats.register(app, sessions, clock, slack)
    bill.register(app, sessions, clock, slack)
    quotes.register(app, sessions, clock, slack)
    explanations.register(app, sessions, clock, slack)
    held_people.register(app, sessions, clock)
    subscription.register(app, sessions, clock, slack)
    subscription_forms.register(app, sessions, clock, slack)


def _authorize_from(sessions: Sessions) -> Callable[..., AuthorizeResult | None]:
    """Return what tells Bolt who we are in a team: from our own table, kept once found. No token passes through."""
    known: dict[str, AuthorizeResult] = {}

    def authorize(enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult | None:
        if team_id is None:
            return None
        if team_id not in known:
            with sessions.begin() as session:
                workspace = workspaces.find_workspace(session, team_id)
            if workspace is None:
                return None
            known[team_id] = AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=workspace.slack_bot_user_id,
                bot_id=workspace.slack_bot_id,
            )
        return known[team_id]

    return authorize


def _quiet_logger() -> logging.Logger:
    """Return Bolt's logger at WARNING: at INFO it quotes the bodies of rejected requests.

    Each start it would warn that the token of the environment is not used, which is as meant.
    """
    logger = logging.getLogger("slack_bolt.desk")
    logger.setLevel(logging.WARNING)
    logger.addFilter(lambda record: "will be ignored" not in record.getMessage())
    return logger
