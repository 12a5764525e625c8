"""What drawn blocks know of the page, in Chromium: the app's time, the files one may open, the person one is."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from sandbox.seen import Upload
from sandbox.server import SandboxServer
from sandbox.time_machine import TimeMachine
from tests.sandbox.conftest import client_of
from tests.sandbox.page.test_shell import come

HELP = "C0000ITHELP"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_days_are_told_from_the_apps_clock(window: Page, sandbox: SandboxServer) -> None:
    machine = sandbox.platform.time_machine = TimeMachine(lambda _ahead: None)
    machine.ahead = timedelta(days=40)
    due = int((machine.now + timedelta(days=1)).timestamp())
    client_of(sandbox).chat_postMessage(channel=HELP, text=f"Due <!date^{due}^{{date_pretty}}|soon>")

    come(window, "rosa")

    expect(window.locator("#conversation .message").filter(has_text="Due tomorrow")).to_be_visible()


def test_a_link_to_a_file_opens_it_for_who_may_see_it(window: Page, sandbox: SandboxServer) -> None:
    file = sandbox.actor("rosa").post("it-help", "see", files=[Upload("log.txt", b"line one")]).files[0]
    client_of(sandbox).chat_postMessage(channel=HELP, text=f"Rosa's <{file['permalink']}|the log>")
    come(window, "rosa")

    with window.expect_download() as download:
        window.get_by_role("link", name="the log").click()

    assert download.value.suggested_filename == "log.txt"


def test_a_picture_that_was_uploaded_is_drawn(window: Page, sandbox: SandboxServer) -> None:
    file = sandbox.actor("rosa").post("it-help", "see", files=[Upload("pixel.png", PIXEL)]).files[0]
    picture: dict[str, Any] = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "A pixel"}
    client_of(sandbox).chat_postMessage(channel=HELP, text="A pixel", blocks=[picture])

    come(window, "rosa")

    drawn = window.get_by_role("img", name="A pixel")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1
