"""Links to the app's domains in Chromium: previewed while one types, and under the message once it is sent."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sandbox.server import SandboxServer
from tests.sandbox.conftest import button, client_of
from tests.sandbox.listening_app import Answer, ListeningApp, Received
from tests.sandbox.page.test_shell import come
from tests.support.browser import find_barriers

LINK = "https://desk.example.com/t/IT-42"
CARD: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "plain_text", "text": "IT-42 No sound"}},
    button("ticket.claim"),
]


@pytest.fixture(autouse=True)
def unfurling(sandbox: SandboxServer, app: ListeningApp) -> None:
    """An app that shows a ticket for each of its links."""
    web = client_of(sandbox)

    def answer(request: Received) -> Answer:
        if request.kind == "envelope" and request.payload["event"]["type"] == "link_shared":
            event = request.payload["event"]
            unfurls = {link["url"]: {"blocks": CARD} for link in event["links"]}
            web.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls=unfurls)
        return Answer()

    app.answer = answer


def test_a_link_is_previewed_while_it_is_typed_and_only_there(window: Page, sandbox: SandboxServer) -> None:
    field = come(window, "rosa")
    field.fill(f"Any news about {LINK} today?")

    preview = window.get_by_role("region", name="Preview of links")
    expect(preview).to_contain_text("IT-42 No sound")
    preview.get_by_role("button", name="Claim").click()
    expect(preview.get_by_role("alert")).to_contain_text("once its message is sent")
    assert find_barriers(window) == []
    assert sandbox.actor("ben").messages("it-help") == []
    field.fill("Never mind")
    expect(preview).to_have_count(0)


def test_a_sent_link_is_previewed_under_its_message_and_can_be_worked_there(window: Page, app: ListeningApp) -> None:
    field = come(window, "rosa")
    field.fill(LINK)
    field.press("Enter")

    message = window.locator("#conversation .message").filter(has_text="IT-42 No sound")
    message.get_by_role("button", name="Claim").click()
    expect(message.get_by_role("button", name="Claim")).not_to_have_attribute("aria-busy", "true")

    pressed = app.last("block_actions")
    assert pressed["container"]["app_unfurl_url"] == LINK
