"""Files put into a form: kept as Slack keeps them, only as many and of such kinds as the field takes."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Upload
from sandbox.server import SandboxServer
from tests.sandbox.conftest import form, text_input
from tests.sandbox.listening_app import ListeningApp
from tests.support import plain_http
from tests.support.contracts import check_inbound

SHOT = Upload(name="screen.png", content=b"\x89PNG", mimetype="image/png")
LOG = Upload(name="crash.LOG", content=b"it broke", mimetype="text/plain")


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def open_form(web: WebClient, app: ListeningApp, rosa: Actor, **element: Any) -> None:
    rosa.command("/desk", "new")
    files = {"type": "file_input", "action_id": "chosen", **element}
    field = {**text_input("files"), "element": files, "optional": True}
    web.views_open(trigger_id=app.last("slash_command")["trigger_id"], view=form(text_input(), field))


def test_a_form_carries_the_files_that_were_chosen(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    sent = rosa.submit({"typed": "It broke", "files": [SHOT, LOG]})

    payload = app.last("view_submission")
    carried = payload["view"]["state"]["values"]["files"]["chosen"]
    assert check_inbound("view_submission", payload) == []
    assert sent.outcome == "closed"
    assert carried["type"] == "file_input"
    assert [(each["name"], each["mimetype"], each["size"]) for each in carried["files"]] == [
        ("screen.png", "image/png", 4),
        ("crash.LOG", "text/plain", 8),
    ]


def test_the_app_reads_what_they_hold(web: WebClient, app: ListeningApp, rosa: Actor, sandbox: SandboxServer) -> None:
    open_form(web, app, rosa)
    rosa.submit({"typed": "It broke", "files": SHOT})
    [carried] = app.last("view_submission")["view"]["state"]["values"]["files"]["chosen"]["files"]

    read = plain_http.get(carried["url_private"], headers={"Authorization": f"Bearer {sandbox.bot_token}"})

    assert read.content == SHOT.content


def test_no_files_are_no_files(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa)

    rosa.submit({"typed": "It broke"})

    assert app.last("view_submission")["view"]["state"]["values"]["files"]["chosen"]["files"] == []


def test_a_field_takes_so_many_files_of_such_kinds(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    open_form(web, app, rosa, max_files=1, filetypes=["log", "txt"])

    with pytest.raises(CannotDo, match="chosen takes 1 files at most"):
        rosa.submit({"files": [LOG, LOG]})
    with pytest.raises(CannotDo, match="takes no png files, only: log, txt"):
        rosa.submit({"files": SHOT})
    assert rosa.submit({"typed": "It broke", "files": LOG}).outcome == "closed"
