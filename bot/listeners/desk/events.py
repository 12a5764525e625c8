"""What Slack tells of its own accord: messages, members, profiles, channels."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.services.desk import channel_looks, channels, conversations, invitations, people, previews, workspaces


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to what Slack tells of messages, of people, and of channels."""
    _register_people(app, sessions, clock)
    _register_channels(app, sessions, clock)

    @app.event("message")
    def message(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            conversations.receive_message(session, workspace, event, late=False, now=clock())
        ack()

    @app.event("link_shared")
    def link_shared(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            is_shared = bool(body.get("is_ext_shared_channel"))
            previews.ask_for_previews(session, workspace, event, is_shared=is_shared)
        ack()


def _register_people(app: App, sessions: Sessions, clock: Clock) -> None:
    @app.event("member_joined_channel")
    def member_joined(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            invitations.receive_join(
                session,
                workspace,
                event["channel"],
                event["user"],
                slack_team_id=event.get("team"),
                told=payloads.told(body),
                now=clock(),
            )
        ack()

    @app.event("member_left_channel")
    def member_left(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            channel_looks.receive_leave(
                session, workspace, event["channel"], event["user"], told=payloads.told(body), now=clock()
            )
        ack()

    @app.event("user_change")
    def user_changed(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            people.receive_user_change(session, workspace, event["user"], told=payloads.told(body), now=clock())
        ack()


def _register_channels(app: App, sessions: Sessions, clock: Clock) -> None:
    @app.event("channel_rename")
    @app.event("group_rename")
    def channel_renamed(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            channels.rename(session, workspace, event["channel"]["id"], event["channel"]["name"])
        ack()

    @app.event("channel_shared")
    def channel_shared(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            channel_looks.receive_share(session, workspace, event["channel"], now=clock())
        ack()

    @app.event("tokens_revoked")
    @app.event("app_uninstalled")
    def disconnected(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        revoked = event.get("tokens", {}).get("bot", []) if event["type"] == "tokens_revoked" else None
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            workspaces.receive_disconnection(session, workspace, revoked, now=clock())
        ack()

    @app.event("channel_unshared")
    @app.event("channel_left")
    @app.event("group_left")
    @app.event("channel_archive")
    @app.event("channel_deleted")
    @app.event("group_deleted")
    @app.event("group_archive")
    @app.event("channel_unarchive")
    @app.event("group_unarchive")
    def channel_changed(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            channel_looks.receive_change(session, workspace, event["channel"])
        ack()
