"""Channels the app makes itself."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer


def test_the_app_is_the_one_member_of_a_channel_it_makes(sandbox: SandboxServer, web: WebClient) -> None:
    channel = web.conversations_create(name="hr-help")["channel"]

    assert (channel["name"], channel["is_private"], channel["is_member"]) == ("hr-help", False, True)
    assert web.conversations_members(channel=channel["id"])["members"] == [web.auth_test()["user_id"]]
    sandbox.actor("rosa").join("hr-help")


def test_a_private_one_is_known_to_nobody_else(sandbox: SandboxServer, web: WebClient) -> None:
    channel = web.conversations_create(name="vip-triage", is_private=True)["channel"]

    assert channel["is_private"]
    with pytest.raises(CannotDo, match="knows no channel"):
        sandbox.actor("rosa").join("vip-triage")


@pytest.mark.parametrize(
    ("name", "error"), [("it-help", "name_taken"), ("HR Help", "invalid_arguments"), ("x" * 81, "invalid_arguments")]
)
def test_a_name_is_free_small_and_short(web: WebClient, name: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        web.conversations_create(name=name)


@pytest.mark.parametrize(("is_private", "needed"), [(False, "channels:manage"), (True, "groups:write")])
def test_each_kind_needs_its_own_scope(
    sandbox: SandboxServer, web: WebClient, *, is_private: bool, needed: str
) -> None:
    other = {"channels:manage", "groups:write"} - {needed}
    sandbox.admin.grant(sorted(other))

    with pytest.raises(SlackApiError) as refusal:
        web.conversations_create(name="hr-help", is_private=is_private)

    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", needed)
