"""Who is in a channel, and what the app hears when that, or the channel itself, changes."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer
from tests.sandbox.listening_app import ListeningApp
from tests.support.contracts import check_inbound

BOT, ADA = "U000000BOT", "U000000ADA"
GENERAL, HELP, TRIAGE = "C000GENERAL", "C0000ITHELP", "C00ITTRIAGE"


@pytest.fixture
def ada(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("ada")


def problems_of(app: ListeningApp) -> list[str]:
    return [problem for each in app.received for problem in check_inbound("envelope", each.payload)]


@pytest.mark.parametrize("is_private", [True, False])
def test_an_invited_app_hears_who_invited_it(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor, *, is_private: bool
) -> None:
    lobby = ada.create_channel("lobby", private=is_private)
    ada.invite_bot("lobby")
    sandbox.wait_idle()

    [joined], [notice] = app.events_of("member_joined_channel"), app.events_of("channel_join")
    assert (joined["user"], joined["inviter"], joined["channel"]) == (BOT, ADA, lobby)
    assert joined["channel_type"] == ("G" if is_private else "C")
    assert (notice["user"], notice["inviter"]) == (BOT, ADA)
    assert problems_of(app) == []
    info = web.conversations_info(channel=lobby)["channel"]
    assert (info["is_member"], info["is_private"]) == (True, is_private)


def test_a_removed_app_hears_that_and_nothing_more(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor
) -> None:
    ada.remove_bot("it-triage")
    ada.post("it-triage", "now we are alone")
    sandbox.wait_idle()

    heard = {event["type"]: event for event in app.events}
    assert set(heard) == {"group_left", "message"}
    assert (heard["group_left"]["channel"], heard["group_left"]["actor_id"]) == (TRIAGE, ADA)
    assert (heard["message"]["user"], heard["message"]["channel_type"]) == ("USLACKBOT", "im")
    assert heard["message"]["text"] == f"You have been removed from #it-triage by <@{ADA}>"
    assert problems_of(app) == []
    with pytest.raises(SlackApiError, match="channel_not_found"):
        web.conversations_info(channel=TRIAGE)


def test_a_public_channel_is_still_known_to_an_app_that_was_removed(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor
) -> None:
    ada.remove_bot("it-help")
    sandbox.wait_idle()

    assert [event["channel"] for event in app.events_of("channel_left")] == [HELP]
    assert app.events_of("member_left_channel") == []
    assert web.conversations_info(channel=HELP)["channel"]["is_member"] is False


def test_an_app_leaves_by_itself(sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor) -> None:
    web.conversations_leave(channel=HELP)
    again = web.conversations_leave(channel=HELP)
    sandbox.wait_idle()

    assert again["not_in_channel"]
    assert [(event["type"], event["actor_id"]) for event in app.events] == [("channel_left", BOT)]
    assert ada.messages("it-help")[-1].subtype == "channel_leave"


@pytest.mark.parametrize(("channel", "refusal"), [(GENERAL, "cant_leave_general"), ("D0NOTHING", "channel_not_found")])
def test_an_app_cannot_leave_everything(web: WebClient, channel: str, refusal: str) -> None:
    with pytest.raises(SlackApiError, match=refusal):
        web.conversations_leave(channel=channel)


def test_an_app_stays_in_its_conversations_and_in_what_is_archived(sandbox: SandboxServer, web: WebClient) -> None:
    direct = web.conversations_open(users="U00000ROSA")["channel"]["id"]
    sandbox.admin.archive("it-help")

    with pytest.raises(SlackApiError, match="method_not_supported_for_channel_type"):
        web.conversations_leave(channel=direct)
    with pytest.raises(SlackApiError, match="is_archived"):
        web.conversations_leave(channel=HELP)


@pytest.mark.parametrize("typed", ["@deskbell", f"<@{BOT}|deskbell>"])
def test_the_app_is_invited_and_removed_by_typing(
    sandbox: SandboxServer, app: ListeningApp, ada: Actor, typed: str
) -> None:
    ada.create_channel("lobby")
    answers = [ada.command("/invite", typed, channel="lobby"), ada.command("/remove", typed, channel="lobby")]
    sandbox.wait_idle()

    assert [(answer.is_failure, answer.text) for answer in answers] == [(False, "")] * 2
    assert len(app.events_of("member_joined_channel")) == len(app.events_of("channel_left")) == 1
    assert "slash_command" not in {each.kind for each in app.received}


def test_slacks_own_commands_take_names_and_places(ada: Actor) -> None:
    ada.create_channel("lobby")
    ada.command("/invite", "@rosa @finn #lobby", channel="general")
    ada.command("/kick", "@rosa", channel="lobby")
    ada.command("/leave", channel="lobby")

    with pytest.raises(CannotDo, match="nobody was named"):
        ada.command("/invite", "", channel="general")
    with pytest.raises(CannotDo, match="ada is not in #lobby"):
        ada.post("lobby", "hello?")


def test_a_channel_made_private_keeps_its_id_and_its_words(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor
) -> None:
    ada.make_private("it-help")
    ada.post("it-help", "now among us")
    sandbox.wait_idle()

    [notice] = app.events_of("channel_convert_to_private")
    assert (notice["channel"], notice["channel_type"], notice["user"]) == (HELP, "group", ADA)
    assert problems_of(app) == []
    info = web.conversations_info(channel=HELP)["channel"]
    assert (info["is_private"], info["name"]) == (True, "it-help")
    assert len(web.conversations_history(channel=HELP)["messages"]) == 2


def test_a_channel_made_public_is_open_to_everybody(
    sandbox: SandboxServer, app: ListeningApp, web: WebClient, ada: Actor
) -> None:
    ada.make_public("it-triage")
    sandbox.actor("rosa").join("it-triage")
    sandbox.wait_idle()

    [notice] = app.events_of("channel_convert_to_public")
    assert (notice["channel"], notice["channel_type"]) == (TRIAGE, "channel")
    assert web.conversations_info(channel=TRIAGE)["channel"]["is_private"] is False
    assert [event["channel_type"] for event in app.events_of("member_joined_channel")] == ["C"]


def test_only_admins_change_what_kind_a_channel_is(sandbox: SandboxServer, ada: Actor) -> None:
    with pytest.raises(CannotDo, match="ben is no admin"):
        sandbox.actor("ben").make_public("it-triage")
    with pytest.raises(CannotDo, match="private already"):
        ada.make_private("it-triage")
    with pytest.raises(CannotDo, match="public already"):
        ada.make_public("it-help")
    with pytest.raises(CannotDo, match="for everybody"):
        ada.make_private("general")


def test_a_channel_says_when_it_is_renamed_archived_and_brought_back(
    sandbox: SandboxServer, app: ListeningApp, ada: Actor
) -> None:
    sandbox.admin.rename("it-help", "ask-it")
    sandbox.admin.archive("ask-it")
    sandbox.admin.unarchive("ask-it")
    sandbox.wait_idle()

    told = {event["subtype"]: event for event in app.events if event["type"] == "message"}
    assert (told["channel_name"]["old_name"], told["channel_name"]["name"]) == ("it-help", "ask-it")
    assert set(told) == {"channel_name", "channel_archive", "channel_unarchive"}
    kinds = {event["type"] for event in app.events} - {"message"}
    assert kinds == {"channel_rename", "channel_archive", "channel_unarchive"}
    assert problems_of(app) == []
    assert [message.subtype for message in ada.messages("ask-it")] == [
        "channel_name",
        "channel_archive",
        "channel_unarchive",
    ]


def test_a_private_channel_has_events_of_its_own(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.rename("it-triage", "it-desk")
    sandbox.admin.archive("it-desk")
    sandbox.admin.unarchive("it-desk")
    sandbox.admin.delete_channel("it-desk")
    sandbox.wait_idle()

    kinds = {event["type"] for event in app.events} - {"message"}
    assert kinds == {"group_rename", "group_archive", "group_unarchive", "group_deleted"}
    assert problems_of(app) == []


def test_sharing_is_announced_and_told(sandbox: SandboxServer, app: ListeningApp, web: WebClient) -> None:
    sandbox.admin.share("it-triage", "T0000THIRD")
    shared = web.conversations_info(channel=TRIAGE)["channel"]
    sandbox.admin.unshare("it-triage", "T0000THIRD")
    sandbox.wait_idle()

    [begun], [ended] = app.events_of("channel_shared"), app.events_of("channel_unshared")
    assert (begun["channel"], begun["connected_team_id"]) == (TRIAGE, "T0000THIRD")
    assert (ended["channel"], ended["is_ext_shared"]) == (TRIAGE, False)
    assert (shared["is_ext_shared"], shared["connected_team_ids"]) == (True, ["T0000THIRD"])
    assert web.conversations_info(channel=TRIAGE)["channel"]["is_ext_shared"] is False
