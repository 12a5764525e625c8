"""What was said is read in pages, in the order and the shapes of Slack."""

import time
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.seen import Upload
from sandbox.server import SandboxServer
from tests.sandbox.conftest import button
from tests.sandbox.listening_app import ListeningApp
from tests.support import plain_http
from tests.support.contracts import check_outgoing

HELP = "C0000ITHELP"


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def every_page(web: WebClient, method: str, **arguments: object) -> Iterator[list[dict[str, object]]]:
    cursor = ""
    while True:
        answer = web.api_call(method, params={**arguments, **({"cursor": cursor} if cursor else {})})
        yield answer.get("messages") or answer.get("members") or answer.get("channels") or []
        cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def test_history_comes_latest_first_in_pages_no_larger_than_the_cap(
    sandbox: SandboxServer, web: WebClient, rosa: Actor
) -> None:
    posted = [rosa.post("it-help", f"{number}").ts for number in range(5)]
    sandbox.admin.configure(page_cap=2)

    pages = [[message["ts"] for message in page] for page in every_page(web, "conversations.history", channel=HELP)]

    assert pages == [posted[4:2:-1], posted[2:0:-1], posted[:1]]


def test_a_message_that_comes_between_two_pages_repeats_nothing(
    sandbox: SandboxServer, web: WebClient, rosa: Actor
) -> None:
    posted = [rosa.post("it-help", f"{number}").ts for number in range(4)]
    sandbox.admin.configure(page_cap=2)

    pages = every_page(web, "conversations.history", channel=HELP)
    seen = [message["ts"] for message in next(pages)]
    rosa.post("it-help", "meanwhile")
    seen += [message["ts"] for page in pages for message in page]

    assert seen == posted[::-1]


@pytest.mark.parametrize(("inclusive", "expected"), [(None, ["2"]), (True, ["3", "2", "1"]), (False, ["2"])])
def test_history_can_be_limited_in_time(
    web: WebClient, rosa: Actor, *, inclusive: bool | None, expected: list[str]
) -> None:
    posted = [rosa.post("it-help", f"{number}").ts for number in range(5)]

    answer = web.conversations_history(channel=HELP, oldest=posted[1], latest=posted[3], inclusive=inclusive)

    assert [message["text"] for message in answer["messages"]] == expected


def test_replies_are_not_in_history_unless_they_were_sent_there_too(web: WebClient, rosa: Actor) -> None:
    root = rosa.post("it-help", "root")
    rosa.post("it-help", "quiet", thread=root)
    rosa.post("it-help", "loud", thread=root, broadcast=True)

    history = web.conversations_history(channel=HELP)["messages"]

    assert [message["text"] for message in history] == ["loud", "root"]
    assert (history[1]["reply_count"], history[1]["latest_reply"]) == (2, history[0]["ts"])


def test_every_page_of_a_thread_begins_with_its_root(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    root = rosa.post("it-help", "root")
    for number in range(3):
        rosa.post("it-help", f"{number}", thread=root)
    sandbox.admin.configure(page_cap=2)

    pages = every_page(web, "conversations.replies", channel=HELP, ts=root.ts)

    assert [[message["text"] for message in page] for page in pages] == [["root", "0", "1"], ["root", "2"]]


def test_a_reply_to_a_reply_goes_to_the_root(web: WebClient, rosa: Actor) -> None:
    root = rosa.post("it-help", "root")
    reply = rosa.post("it-help", "reply", thread=root)

    answer = web.chat_postMessage(channel=HELP, thread_ts=reply.ts, text="answer")

    assert answer["message"]["thread_ts"] == root.ts
    assert [message.text for message in rosa.thread("it-help", root)] == ["root", "reply", "answer"]


def test_metadata_is_shown_only_when_asked_for(web: WebClient) -> None:
    metadata = {"event_type": "deskbell_row", "event_payload": {"id": "42"}}
    web.chat_postMessage(channel=HELP, text="marked", metadata=metadata)

    silent = web.conversations_history(channel=HELP)["messages"][0]
    asked = web.conversations_history(channel=HELP, include_all_metadata=True)["messages"][0]

    assert "metadata" not in silent
    assert asked["metadata"] == metadata


def test_an_update_comes_back_as_message_changed(sandbox: SandboxServer, web: WebClient, app: ListeningApp) -> None:
    posted = web.chat_postMessage(channel=HELP, text="before", blocks=[button()])
    web.chat_update(channel=HELP, ts=posted["ts"], text="after", blocks=[button("ticket.resolve")])
    sandbox.wait_idle()

    changed = app.events_of("message_changed")[0]

    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("before", "after")
    assert changed["message"]["edited"]["user"] == "U000000BOT"


def test_a_new_text_alone_takes_the_blocks_away(web: WebClient, rosa: Actor) -> None:
    posted = web.chat_postMessage(channel=HELP, text="before", blocks=[button()])

    web.chat_update(channel=HELP, ts=posted["ts"], text="after")

    assert rosa.messages("it-help")[0].blocks == []


def test_a_preview_is_a_change_that_nobody_made(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    posted = rosa.post("it-help", "see https://example.com/page")
    sandbox.admin.unfurl(posted)
    sandbox.wait_idle()

    changed = app.events_of("message_changed")[0]

    assert "edited" not in changed["message"]
    assert changed["message"]["text"] == changed["previous_message"]["text"]


def test_deleting_twice_finds_nothing_the_second_time(web: WebClient, rosa: Actor) -> None:
    posted = web.chat_postMessage(channel=HELP, text="root")
    rosa.post("it-help", "reply", thread=posted["ts"])
    web.chat_delete(channel=HELP, ts=posted["ts"])

    with pytest.raises(SlackApiError, match="message_not_found"):
        web.chat_delete(channel=HELP, ts=posted["ts"])


def test_reactions_of_the_app_are_counted_once(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    asked = rosa.post("it-help", "help")
    web.reactions_add(channel=HELP, timestamp=asked.ts, name="eyes")

    with pytest.raises(SlackApiError, match="already_reacted"):
        web.reactions_add(channel=HELP, timestamp=asked.ts, name="eyes")
    seen = web.reactions_get(channel=HELP, timestamp=asked.ts)["message"]["reactions"]
    web.reactions_remove(channel=HELP, timestamp=asked.ts, name="eyes")
    with pytest.raises(SlackApiError, match="no_reaction"):
        web.reactions_remove(channel=HELP, timestamp=asked.ts, name="eyes")

    assert seen == [{"name": "eyes", "users": ["U000000BOT"], "count": 1}]
    assert sandbox.actor("ben").messages("it-help")[0].reactions == {}


def test_permalinks_name_the_thread(web: WebClient, rosa: Actor) -> None:
    root = rosa.post("it-help", "root")
    reply = rosa.post("it-help", "reply", thread=root)

    links = [web.chat_getPermalink(channel=HELP, message_ts=each.ts)["permalink"] for each in (root, reply)]

    assert links[0].endswith(f"/archives/{HELP}/p{root.ts.replace('.', '')}")
    assert links[1].endswith(f"?thread_ts={root.ts}&cid={HELP}")


def test_a_user_id_stands_for_the_conversation_with_that_person(web: WebClient, rosa: Actor) -> None:
    posted = web.chat_postMessage(channel="U00000ROSA", text="psst")

    opened = web.conversations_open(users="U00000ROSA")

    assert opened["channel"]["id"] == posted["channel"]
    assert [message.text for message in rosa.dm()] == ["psst"]


def test_the_app_lists_public_channels_and_private_ones_it_is_in(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.actor("ada").create_channel("secret", private=True)

    listed = web.conversations_list(types="public_channel,private_channel")["channels"]

    assert {each["name"]: each["is_member"] for each in listed} == {
        "general": False, "it-help": True, "it-triage": True, "hr-triage": True
    }  # fmt: skip


def test_members_come_in_pages(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.configure(page_cap=3)

    pages = list(every_page(web, "conversations.members", channel="C00ITTRIAGE"))

    assert [len(page) for page in pages] == [3, 1]
    assert {member for page in pages for member in page} == {  # type: ignore[comparison-overlap]  # ids, not objects
        "U000000ADA", "U000000BEN", "U00000CARA", "U000000BOT"
    }  # fmt: skip


def test_the_app_joins_and_hears_of_it(sandbox: SandboxServer, web: WebClient, app: ListeningApp) -> None:
    web.conversations_join(channel="C000GENERAL")
    again = web.conversations_join(channel="C000GENERAL")
    sandbox.wait_idle()

    assert again["warning"] == "already_in_channel"
    assert [event["user"] for event in app.events_of("member_joined_channel")] == ["U000000BOT"]


def test_the_app_invites_people(web: WebClient) -> None:
    web.conversations_invite(channel="C00ITTRIAGE", users="U00000BELA,U00000FINN")

    members = web.conversations_members(channel="C00ITTRIAGE")["members"]

    assert {"U00000BELA", "U00000FINN"} <= set(members)


def test_people_are_described_as_the_scopes_allow(sandbox: SandboxServer, web: WebClient) -> None:
    full = web.users_info(user="U00000ROSA", include_locale=True)["user"]
    sandbox.admin.grant(["users:read"])
    bare = web.users_info(user="U00000ROSA")["user"]

    assert (full["profile"]["email"], full["locale"]) == ("rosa@acme.example", "en-US")
    assert "email" not in bare["profile"]
    assert "locale" not in bare


def test_everybody_has_the_marks_of_their_kind(web: WebClient) -> None:
    everybody = {each["name"]: each for each in web.users_list()["members"]}

    assert everybody["gus"]["is_restricted"]
    assert everybody["ada"]["is_admin"]
    assert everybody["olaf"]["is_stranger"]
    assert everybody["pager"]["is_bot"]
    assert not everybody["slackbot"]["is_bot"]


def test_people_are_found_by_their_address_until_they_leave(sandbox: SandboxServer, web: WebClient) -> None:
    found = web.users_lookupByEmail(email="ben@acme.example")["user"]["id"]
    sandbox.admin.deactivate("ben")

    with pytest.raises(SlackApiError, match="users_not_found"):
        web.users_lookupByEmail(email="ben@acme.example")

    assert found == "U000000BEN"
    assert "U000000BEN" not in web.conversations_members(channel="C00ITTRIAGE")["members"]


def test_the_team_its_groups_and_its_bots_are_described(web: WebClient) -> None:
    assert web.team_info()["team"]["name"] == "Acme"
    assert web.usergroups_list(include_users=True)["usergroups"][0]["users"] == ["U000000BEN", "U00000CARA"]
    assert web.usergroups_users_list(usergroup="S0000ITTEAM")["users"] == ["U000000BEN", "U00000CARA"]
    assert web.bots_info(bot="B0DESKBELL")["bot"]["user_id"] == "U000000BOT"
    assert web.bots_info(bot="B0000PAGER")["bot"]["name"] == "pager"
    public = web.users_conversations(user="U00000MONA")["channels"]
    assert {each["name"] for each in public} == {"general", "it-help"}


def test_a_file_goes_up_in_three_steps_and_comes_down(sandbox: SandboxServer, web: WebClient, rosa: Actor) -> None:
    uploaded = web.files_upload_v2(channel=HELP, content="the log", filename="log.txt", title="Log")
    shared = rosa.messages("it-help")[0].files[0]

    described = web.files_info(file=uploaded["file"]["id"])["file"]
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}

    assert (shared["title"], described["size"]) == ("Log", 7)
    assert plain_http.get(shared["url_private"], headers=headers).text == "the log"
    assert plain_http.get(shared["url_private"]).status_code == 403


def test_a_file_of_a_person_comes_with_the_message(sandbox: SandboxServer, app: ListeningApp, rosa: Actor) -> None:
    rosa.post("it-help", "see log", files=[Upload("log.txt", b"the log")])
    sandbox.wait_idle()

    event = app.events_of("file_share")[0]

    assert (event["text"], event["files"][0]["name"], event["files"][0]["mimetype"]) == (
        "see log", "log.txt", "text/plain"
    )  # fmt: skip


def test_a_scheduled_message_waits_for_its_time(web: WebClient, rosa: Actor) -> None:
    answer = web.chat_scheduleMessage(channel=HELP, text="later", post_at=int(time.time()) + 2)
    before = rosa.messages("it-help")
    while time.time() < answer["post_at"] + 0.1:
        time.sleep(0.05)

    assert answer["scheduled_message_id"].startswith("Q")
    assert (before, [message.text for message in rosa.messages("it-help")]) == ([], ["later"])


def test_what_the_app_sent_is_on_the_log(sandbox: SandboxServer, web: WebClient) -> None:
    web.chat_postMessage(channel=HELP, text="hi")

    call = sandbox.wire.calls("chat.postMessage")[0]

    assert (call.status, call.answer["ok"]) == (200, True)
    assert check_outgoing(call.kind, call.request) == []


def test_revoking_the_token_can_be_tried_first(web: WebClient) -> None:
    tried = web.auth_revoke(test=True)["revoked"]
    done = web.auth_revoke()["revoked"]

    assert (tried, done) == (False, True)
    with pytest.raises(SlackApiError, match="token_revoked"):
        web.auth_test()
