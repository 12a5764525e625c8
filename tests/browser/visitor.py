"""Somebody in front of the page: what they see and press, in their words."""

from typing import Literal, Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.support.browser import PATIENCE_MS, find_barriers

Theme = Literal["light", "dark"]
DESKTOP, PHONE = (1280, 800), (390, 780)


class Visitor:
    """One window with the page in it. `complaints` is what its scripts failed with.

    Args:
        browser: where the window opens.
        address: of the sandbox.
        size: of the window, in pixels.
        theme: what the visitor's system prefers.
    """

    def __init__(
        self, browser: Browser, address: str, *, size: tuple[int, int] = DESKTOP, theme: Theme = "light"
    ) -> None:
        self.complaints: list[str] = []
        self._address = address
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="Europe/Berlin",
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def comes(self, who: str, channel: str) -> Self:
        """Open the page as somebody (by name) in a channel (by name), and wait until it can be used."""
        self.page.goto(f"{self._address}/#/as/{who}/c/{channel}")
        expect(self.field(channel)).to_be_visible()
        return self

    def leaves(self) -> None:
        """Close the window."""
        self._context.close()

    def becomes(self, real_name: str) -> None:
        """Act as somebody else, by the switcher."""
        self.page.get_by_role("button", name="Acting as").click()
        self.page.get_by_role("menu", name="Act as").get_by_role("menuitemradio", name=real_name).click()
        expect(self.page.get_by_role("button", name=f"Acting as {real_name}")).to_be_visible()

    def opens(self, channel: str) -> None:
        """Go to a channel by the sidebar."""
        self.page.locator("#sidebar").get_by_role("button", name=channel).click()
        expect(self.field(channel)).to_be_visible()

    def field(self, channel: str) -> Locator:
        """The field in which one writes to a channel."""
        return self.page.get_by_role("textbox", name=f"Message #{channel}")

    def says(self, channel: str, words: str) -> None:
        """Write to the channel that is open."""
        self.field(channel).fill(words)
        self.field(channel).press("Enter")

    @property
    def conversation(self) -> Locator:
        """The middle of the page."""
        return self.page.get_by_role("region", name="Conversation")

    @property
    def thread(self) -> Locator:
        """The thread's pane."""
        return self.page.get_by_role("region", name="Thread")

    def message(self, words: str) -> Locator:
        """The newest message of the channel that is open with these words."""
        return self.conversation.locator("li.message").filter(has_text=words).last

    def opens_thread_of(self, words: str) -> None:
        """Open the thread under a message of the channel."""
        self.message(words).locator(".thread-summary").click()
        expect(self.thread).to_be_visible()

    def begins_thread_under(self, words: str) -> None:
        """Open the thread of a message that has no replies yet."""
        self.message(words).hover()
        self.message(words).get_by_role("button", name="Reply in thread").click()
        expect(self.thread).to_be_visible()

    def replies(self, words: str) -> None:
        """Write in the thread that is open."""
        self.thread.get_by_role("textbox", name="Reply").fill(words)
        self.thread.get_by_role("textbox", name="Reply").press("Enter")

    def reply(self, words: str) -> Locator:
        """The newest message of the open thread with these words."""
        return self.thread.locator("li.message").filter(has_text=words).last

    def barriers(self) -> list[str]:
        """Return what axe-core finds that keeps people out."""
        return find_barriers(self.page)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


def body_background(page: Page) -> str:
    """Return the colour behind everything."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
