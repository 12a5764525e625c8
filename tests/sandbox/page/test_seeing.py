"""What each person sees, over HTTP."""

import httpx
import pytest

from sandbox.seen import Upload
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox, client_of, form, text_input
from tests.sandbox.listening_app import Answer, ListeningApp, Received
from tests.sandbox.page.conftest import Look
from tests.support import plain_http

HELP, TRIAGE = "C0000ITHELP", "C00ITTRIAGE"


def test_the_page_is_served_with_everything_it_links(http: httpx.Client) -> None:
    page = http.get("/")
    links = [part.split('"')[0] for part in page.text.split('="/static')[1:]]
    statuses = {link: http.get(f"/static{link}").status_code for link in links}
    assert page.status_code == 200
    assert len(links) > 5
    assert set(statuses.values()) == {200}


def test_the_page_may_load_scripts_from_nowhere_else(http: httpx.Client) -> None:
    policy = http.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("who", "role"),
    [("ada", "admin"), ("ben", "agent"), ("rosa", "member"), ("gus", "guest"), ("olaf", "outsider"), ("pager", "app")],
)
def test_people_are_shown_with_what_they_are(look: Look, who: str, role: str) -> None:
    people = {each["name"]: each for each in look("company", "rosa")["people"].values()}
    assert people[who]["role"] == role


def test_private_channels_are_known_to_members_only(look: Look) -> None:
    for_rosa, for_ben = (look("company", who)["channels"] for who in ("rosa", "ben"))
    assert TRIAGE not in for_rosa
    assert for_ben[TRIAGE]["is_member"]


def test_guests_see_no_channels_to_join_and_members_do(sandbox: SandboxServer, look: Look) -> None:
    sandbox.actor("ada").create_channel("office")
    for_gus, for_rosa = (
        {each["name"] for each in look("company", who)["channels"].values()} for who in ("gus", "rosa")
    )
    assert "office" not in for_gus
    assert "office" in for_rosa


def test_who_is_not_in_a_channel_cannot_read_it(http: httpx.Client) -> None:
    answer = http.get(f"/page/channels/{TRIAGE}", params={"as": "rosa"})
    assert answer.status_code == 409
    assert "rosa" in answer.json()["error"]


def test_an_ephemeral_message_stands_in_its_place_for_one_person(sandbox: SandboxServer, look: Look) -> None:
    web, rosa = client_of(sandbox), sandbox.actor("rosa")
    rosa.post("it-help", "one")
    web.chat_postEphemeral(channel=HELP, user=rosa.id, text="psst")
    rosa.post("it-help", "two")
    for_rosa, for_finn = (
        [each["text"] for each in look(f"channels/{HELP}", who)["messages"]] for who in ("rosa", "finn")
    )
    assert for_rosa == ["one", "psst", "two"]
    assert for_finn == ["one", "two"]


def test_a_thread_is_read_with_its_root_first(sandbox: SandboxServer, look: Look) -> None:
    root = sandbox.actor("rosa").post("it-help", "root")
    sandbox.actor("cara").post("it-help", "reply", thread=root)
    seen = look(f"channels/{HELP}/threads/{root.ts}", "rosa")["messages"]
    assert [each["text"] for each in seen] == ["root", "reply"]
    assert seen[0]["reply_count"] == 1


def test_a_file_is_given_to_people_of_its_channel_alone(sandbox: SandboxServer, http: httpx.Client, look: Look) -> None:
    sandbox.actor("ben").post("it-triage", "see", files=[Upload("notes.html", b"<script>", "text/html")])
    address = look(f"channels/{TRIAGE}", "ben")["messages"][0]["files"][0]["page_url"]
    for_ben, for_rosa = http.get(address), http.get(address.partition("?")[0], params={"as": "rosa"})
    assert (for_ben.content, for_ben.headers["content-disposition"]) == (b"<script>", "attachment")
    assert for_rosa.status_code == 404


def test_open_modals_are_seen_with_the_front_one_last(app: ListeningApp, start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox()
    web = client_of(sandbox)

    def open_modal(request: Received) -> Answer:
        if request.kind == "slash_command":
            web.views_open(trigger_id=request.payload["trigger_id"], view=form(text_input()))
            return Answer()
        return Answer(200, {"response_action": "push", "view": form(text_input("deeper"))})

    app.answer = open_modal
    sandbox.actor("rosa").command("/desk", "new")
    sandbox.actor("rosa").submit({"summary": "words"})
    seen = plain_http.get(f"{sandbox.base_url}/page/views", params={"as": "rosa"}).json()
    assert [modal["blocks"][0]["block_id"] for modal in seen["modals"]] == ["summary", "deeper"]
    assert seen["home"] is None


def test_the_wire_tells_what_was_refused_and_why(sandbox: SandboxServer, look: Look) -> None:
    client_of(sandbox).api_call("chat.postMessage", json={"channel": HELP, "text": "heard"})
    with pytest.raises(Exception, match="channel_not_found"):
        client_of(sandbox).chat_postMessage(channel="C404", text="lost")
    calls = [each for each in look("wire", "rosa")["entries"] if each["kind"] == "chat.postMessage"]
    detail = look(f"wire/{calls[1]['number']}", "rosa")
    assert [each["error"] for each in calls] == [None, "channel_not_found"]
    assert detail["request"]["channel"] == "C404"


def test_faults_that_wait_are_listed(sandbox: SandboxServer, look: Look) -> None:
    sandbox.direct("add_fault", {"kind": "drop_ack", "on": "message", "times": 2})
    faults = look("company", "rosa")["faults"]
    assert faults["waiting"] == [{"kind": "drop_ack", "on": "message", "times": 2}]
    assert "rate_limited" in faults["kinds"]["from_app"]


def test_a_permalink_leads_to_the_message_on_the_page(sandbox: SandboxServer, http: httpx.Client) -> None:
    web = client_of(sandbox)
    root = sandbox.actor("rosa").post("it-help", "hello")
    reply = web.chat_postMessage(channel=HELP, thread_ts=root.ts, text="opened")
    address = web.chat_getPermalink(channel=HELP, message_ts=reply["ts"])["permalink"]
    answer = http.get(address)
    assert answer.headers["location"] == f"/#/c/{HELP}/t/{root.ts}/m/{reply['ts']}"


@pytest.mark.parametrize("path", ["/page/company", "/page/stream"])
def test_nobody_can_be_looked_through_who_is_not_there(http: httpx.Client, path: str) -> None:
    answer = http.get(path, params={"as": "nemo"})
    assert answer.status_code == 409
    assert "nemo" in answer.json()["error"]
