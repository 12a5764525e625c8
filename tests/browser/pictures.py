"""The pictures of the README, taken afresh of a desk on which the scenes have just been played.

`python -m tests.browser.pictures <folder>`, which is `make screenshots`.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect

from bot.demo.machine import running_desk
from bot.demo.narrating import QuietNarrator
from bot.demo.on_the_page import page_scenes
from bot.demo.opening import set_up
from bot.demo.scenes import SCENES, desk, teams
from bot.demo.stage import Stage
from bot.demo.watching import wait_for
from bot.domain.desk.home_lists import HomeList
from bot.manifest import Transport
from bot.views.desk.action_ids import ActionId
from sandbox.actor import Actor
from sandbox.server import SandboxServer
from tests.browser.invoice_pictures import take_invoice
from tests.browser.visitor import DESKTOP, PHONE, Theme, Visitor
from tests.support.browser import running_browser

FIRST_REQUEST = "My laptop does not wake up"
PRIVATE_REQUEST = "How many days of parental leave"


@dataclass(frozen=True)
class Picture:
    """One picture: how the window is, and what is done in it before it is taken."""

    pose: Callable[[Visitor], None]
    size: tuple[int, int] = DESKTOP
    theme: Theme = "light"


def pose_card(visitor: Visitor) -> None:
    """Ben works a ticket: the card, and its thread beside it."""
    visitor.comes("ben", "it-triage")
    visitor.opens_thread_of(FIRST_REQUEST)
    expect(visitor.reply("It wakes up now")).to_be_visible()


def pose_requester(visitor: Visitor) -> None:
    """Rosa reads the answer where she asked."""
    visitor.comes("rosa", "it-help")
    visitor.opens_thread_of(FIRST_REQUEST)
    expect(visitor.reply("power button")).to_be_visible()


def pose_form(visitor: Visitor) -> None:
    """The request form, with what is wrong said at the field."""
    visitor.comes("mona", "it-help")
    visitor.says("it-help", "/desk new")
    form = visitor.page.get_by_role("dialog")
    form.get_by_role("textbox").first.fill("   ")
    form.locator("button[type=submit]").click()
    expect(form).to_contain_text("Please say in a few words")


def pose_private(visitor: Visitor) -> None:
    """Rosa reads in her own messages what HR answered."""
    visitor.comes("rosa", "ask-hr")
    visitor.page.locator("#sidebar").get_by_role("button", name="Deskbell").click()
    visitor.conversation.get_by_role("navigation", name="The app").get_by_text("Messages").click()
    visitor.opens_thread_of(PRIVATE_REQUEST)
    expect(visitor.reply("Fourteen weeks")).to_be_visible()


def pose_edit(visitor: Visitor) -> None:
    """The form in which agents change a ticket's details."""
    visitor.comes("ben", "it-triage")
    card = visitor.message(FIRST_REQUEST)
    card.get_by_role("button", name="More choices").click()
    visitor.page.get_by_role("menuitem", name="Edit details").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Tags")


def pose_home(visitor: Visitor) -> None:
    """An agent's Home."""
    opens_home(visitor.comes("ben", "it-triage"))


def pose_find(visitor: Visitor) -> None:
    """What an agent found, by words and a filter."""
    visitor.comes("ben", "it-triage")
    visitor.says("it-triage", "/desk find laptop -status:closed")
    expect(
        visitor.page.get_by_role("dialog", name="Find tickets").get_by_role("link", name="IT-").first
    ).to_be_visible()


def pose_settings(visitor: Visitor) -> None:
    """What an admin can set."""
    visitor.comes("ada", "it-help")
    visitor.says("it-help", "/desk settings")
    expect(visitor.page.get_by_role("dialog", name="Settings")).to_contain_text("Saved replies")


def opens_home(visitor: Visitor) -> None:
    """Open the app's Home, and wait until it was published."""
    visitor.page.locator("#sidebar").get_by_role("button", name="Deskbell").click()
    expect(visitor.conversation.locator(".home").get_by_role("button", name="New Request")).to_be_visible()


def pose_wire(visitor: Visitor) -> None:
    """What went over the wire, the faults and the time machine."""
    visitor.comes("ben", "it-triage")
    visitor.page.locator("#bench-toggle").click()
    expect(visitor.page.get_by_role("region", name="Test bench")).to_be_visible()


def pose_scene(visitor: Visitor) -> None:
    """A scene being watched."""
    visitor.comes("rosa", "it-help")
    visitor.page.get_by_role("button", name="Scenes").click()
    visitor.page.get_by_role("menuitem", name="Two agents race").click()
    expect(visitor.page.get_by_role("region", name="Scene")).to_contain_text("in the same moment", timeout=20_000)
    expect(visitor.message("The VPN asks")).to_be_visible()


PICTURES: Mapping[str, Picture] = {
    "card": Picture(pose_card),
    "card-dark": Picture(pose_card, theme="dark"),
    "requester": Picture(pose_requester),
    "phone": Picture(pose_requester, size=PHONE),
    "form": Picture(pose_form),
    "private": Picture(pose_private),
    "edit": Picture(pose_edit),
    "home": Picture(pose_home),
    "find": Picture(pose_find),
    "settings": Picture(pose_settings),
    "wire-dark": Picture(pose_wire, theme="dark"),
    "scene": Picture(pose_scene),
}
"""Every picture by the name of its file."""


def take_pictures(folder: Path) -> None:
    """Take every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state, running_desk(Path(state), Transport.HTTP) as sandbox:
        play_scenes(sandbox)
        with running_browser() as browser:
            for name, picture in PICTURES.items():
                take(browser, sandbox.base_url, picture, folder / f"{name}.png")
            take_invoice(browser, folder)


def play_scenes(sandbox: SandboxServer) -> None:
    """Fill the desk with what the scenes leave behind, the first ticket as the newest; time stays as it is."""
    stage = Stage(sandbox, QuietNarrator())
    set_up(stage)
    for scene in SCENES:
        if scene.play not in {desk.first_ticket, teams.snooze_and_wake}:
            scene.play(stage)
    desk.first_ticket(stage)
    choose_all_open(sandbox.actor("ben"))
    sandbox.offer_scenes(page_scenes(sandbox))


def choose_all_open(agent: Actor) -> None:
    """Have an agent choose on their Home to see every open ticket."""
    agent.open_home()
    wait_for("the Home of an agent", lambda: agent.home)
    agent.choose_in_home(ActionId.CHOOSE_HOME_LIST, HomeList.OPEN)


def take(browser: Browser, address: str, picture: Picture, path: Path) -> None:
    """Open a window, pose, take the picture, and close the form that stands open, if one does."""
    visitor = Visitor(browser, address, size=picture.size, theme=picture.theme)
    picture.pose(visitor)
    visitor.page.mouse.move(0, 0)
    visitor.page.screenshot(path=path, animations="disabled", caret="hide")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    visitor.leaves()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
