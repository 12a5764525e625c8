"""The live stream: what changed, for whom, and after a lost connection."""

from collections.abc import Iterator
from typing import Any

from sandbox.server import SandboxServer
from tests.sandbox.conftest import client_of, form, text_input
from tests.sandbox.page.conftest import Listen, Look

HELP, TRIAGE = "C0000ITHELP", "C00ITTRIAGE"


def test_a_message_is_heard_with_what_is_new(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    with listen("finn", look("company", "finn")["cursor"]) as events:
        sandbox.actor("rosa").post("it-help", "hello")
        heard = first_of(events, "message")
    assert heard["message"]["text"] == "hello"
    assert (heard["channel"]["id"], heard["channel"]["unread"]) == (HELP, 1)


def test_a_reply_changes_its_root_too(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    root = sandbox.actor("rosa").post("it-help", "hello")
    with listen("rosa", look("company", "rosa")["cursor"]) as events:
        client_of(sandbox).chat_postMessage(channel=HELP, thread_ts=root.ts, text="opened")
        heard = first_of(events, "message")
    assert (heard["ts"], heard["message"]["reply_count"], heard["message"]["new_replies"]) == (root.ts, 1, 1)


def test_edits_reactions_and_deletions_are_heard_as_they_are_now(
    sandbox: SandboxServer, look: Look, listen: Listen
) -> None:
    rosa = sandbox.actor("rosa")
    cursor = look("company", "rosa")["cursor"]
    edited, deleted = rosa.post("it-help", "helo"), rosa.post("it-help", "oops")
    rosa.edit(edited, "hello")
    rosa.react(edited, "eyes")
    rosa.delete(deleted)
    with listen("rosa", cursor) as events:
        heard = {each["ts"]: each["message"] for each in next(events)["changes"] if each["kind"] == "message"}
    assert (heard[edited.ts]["text"], heard[edited.ts]["reactions"][0]["name"]) == ("hello", "eyes")
    assert heard[deleted.ts] is None


def test_nobody_hears_of_channels_they_are_not_in(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    cursor = look("company", "rosa")["cursor"]
    sandbox.actor("ben").post("it-triage", "a secret")
    sandbox.actor("cara").post("it-help", "no secret")
    with listen("rosa", cursor) as events:
        heard = next(events)
    assert "a secret" not in str(heard)
    assert [each["message"]["text"] for each in heard["changes"] if each["kind"] == "message"] == ["no secret"]


def test_an_ephemeral_message_is_heard_by_one_person(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    cursor = look("company", "rosa")["cursor"]
    client_of(sandbox).chat_postEphemeral(channel=HELP, user=sandbox.actor("rosa").id, text="psst")
    with listen("rosa", cursor) as for_rosa, listen("finn", cursor) as for_finn:
        heard = next(for_rosa), next(for_finn)
    assert ["psst" in str(each) for each in heard] == [True, False]


def test_a_published_home_is_heard(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    with listen("rosa", look("company", "rosa")["cursor"]) as events:
        client_of(sandbox).views_publish(user_id=sandbox.actor("rosa").id, view=view)
        heard = first_of(events, "views")
    assert heard["home"]["blocks"][0]["type"] == "divider"


def test_a_modal_that_closes_is_heard(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    rosa = sandbox.actor("rosa")
    trigger = sandbox.platform.triggers.issue(rosa.id)
    client_of(sandbox).views_open(trigger_id=trigger, view=form(text_input()))
    with listen("rosa", look("company", "rosa")["cursor"]) as events:
        rosa.close_modal()
        heard = first_of(events, "views")
    assert heard["modals"] == []


def test_calls_of_the_app_are_heard_on_the_wire(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    with listen("rosa", look("company", "rosa")["cursor"]) as events:
        client_of(sandbox).auth_test()
        heard = first_of(events, "wire")
    assert (heard["entry"]["direction"], heard["entry"]["kind"]) == ("from_app", "auth.test")


def test_joining_and_new_people_make_the_page_read_the_company_again(
    sandbox: SandboxServer, look: Look, listen: Listen
) -> None:
    sandbox.actor("ada").create_channel("office")
    with listen("rosa", look("company", "rosa")["cursor"]) as events:
        sandbox.actor("rosa").join("office")
        heard = first_of(events, "company")
    assert heard == {"kind": "company"}


def test_after_a_lost_connection_the_rest_is_heard(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    start = look("company", "finn")["cursor"]
    sandbox.actor("rosa").post("it-help", "before")
    lost_at = look("company", "finn")["cursor"]
    sandbox.actor("rosa").post("it-help", "after")
    with listen("finn", start, **{"Last-Event-ID": lost_at}) as events:
        heard = [each["message"]["text"] for each in next(events)["changes"] if each["kind"] == "message"]
    assert heard == ["after"]


def test_a_page_of_another_run_begins_anew(listen: Listen) -> None:
    with listen("rosa", "deadbeef-3") as events:
        assert next(events) == {"reset": True}


def test_a_page_that_is_too_far_behind_begins_anew(sandbox: SandboxServer, look: Look, listen: Listen) -> None:
    cursor = look("company", "rosa")["cursor"]
    for _ in range(20_001):
        sandbox.platform.changes.note("wire", ts="0")
    with listen("rosa", cursor) as events:
        assert next(events) == {"reset": True}


def first_of(events: Iterator[dict[str, Any]], kind: str) -> dict[str, Any]:
    """Return the first change of a kind."""
    changes = (change for event in events for change in event["changes"] if change["kind"] == kind)
    return next(changes)
