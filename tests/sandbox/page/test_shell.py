"""The page in Chromium: writing, reading and hearing, as people do it."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from sandbox.server import SandboxServer
from sandbox.time_machine import TimeMachine
from tests.sandbox.conftest import StartSandbox, button, client_of
from tests.sandbox.listening_app import Answer, ListeningApp
from tests.support.browser import find_barriers

HELP, TRIAGE = "C0000ITHELP", "C00ITTRIAGE"
HOSTILE = "<img src=x onerror=alert(1)> <b>bold</b>"


def test_the_first_visit_is_rosas_where_the_app_listens(window: Page) -> None:
    window.goto("/")
    expect(window).to_have_url(re.compile("#/as/rosa/c/it-help$"))
    expect(window.get_by_role("button", name="Acting as Rosa Diaz")).to_be_visible()


def test_enter_sends_and_shift_enter_begins_a_line(window: Page) -> None:
    field = come(window, "rosa")
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")
    expect(messages(window)).to_have_text([re.compile("one\\s*two")])
    expect(field).to_have_value("")


def test_what_others_write_appears_and_is_said_to_screen_readers(window: Page, sandbox: SandboxServer) -> None:
    come(window, "rosa")
    sandbox.actor("cara").post("it-help", "hello")
    expect(messages(window).filter(has_text="hello")).to_be_visible()
    expect(window.get_by_role("log").filter(has_text="Cara Lindqvist in it-help: hello")).to_have_count(1)


def test_what_was_missed_without_a_connection_appears_later(window: Page, sandbox: SandboxServer) -> None:
    come(window, "rosa")
    with window.expect_request("**/page/stream**"):  # the browser asks again by itself
        drop_streams(sandbox)
        sandbox.actor("cara").post("it-help", "missed")
    expect(messages(window).filter(has_text="missed")).to_be_visible()


def test_hostile_words_stay_words(window: Page) -> None:
    field = come(window, "rosa")
    field.fill(HOSTILE)
    field.press("Enter")
    expect(messages(window)).to_contain_text([HOSTILE])
    assert window.locator(".message-content img, .message-content b").count() == 0


def test_a_file_is_sent_with_its_message(window: Page, sandbox: SandboxServer) -> None:
    field = come(window, "rosa")
    window.locator("#conversation input[type=file]").set_input_files(
        {"name": "log.txt", "mimeType": "text/plain", "buffer": b"line"}
    )
    field.fill("see")
    field.press("Enter")
    expect(messages(window)).to_contain_text(["log.txt"])
    assert [each["name"] for each in sandbox.actor("rosa").messages("it-help")[-1].files] == ["log.txt"]


def test_commands_are_offered_and_their_failure_is_shown_where_they_were_typed(window: Page, app: ListeningApp) -> None:
    app.answer = lambda _request: Answer(500)
    field = come(window, "rosa")
    field.press_sequentially("/de")
    expect(window.get_by_role("option", name="/desk")).to_be_visible()
    field.press("Enter")
    field.press_sequentially("new")
    field.press("Enter")
    expect(window.get_by_role("alert").filter(has_text="/desk failed: the app answered 500.")).to_be_visible()
    expect(field).to_have_value("/desk new")


def test_people_are_offered_after_an_at_sign(window: Page, sandbox: SandboxServer) -> None:
    field = come(window, "rosa")
    field.press_sequentially("ask @car")
    field.press("Tab")
    field.press("Enter")
    expect(messages(window)).to_contain_text(["@Cara Lindqvist"])
    assert sandbox.actor("cara").id in sandbox.actor("rosa").messages("it-help")[-1].text


def test_only_the_person_it_is_for_sees_an_ephemeral_message(window: Page, sandbox: SandboxServer) -> None:
    come(window, "rosa")
    client_of(sandbox).chat_postEphemeral(channel=HELP, user=sandbox.actor("rosa").id, text="psst")
    expect(messages(window).filter(has_text="Only visible to you")).to_contain_text("psst")
    become(window, "Finn Moreau")
    expect(messages(window).filter(has_text="psst")).to_have_count(0)


def test_a_message_can_be_edited_and_deleted_by_its_author(window: Page, sandbox: SandboxServer) -> None:
    sandbox.actor("rosa").post("it-help", "helo")
    come(window, "rosa")
    choose(window, "helo", "Edit message")
    window.get_by_role("textbox", name="Edit message").fill("hello")
    window.get_by_role("textbox", name="Edit message").press("Enter")
    expect(messages(window)).to_contain_text(["hello(edited)"])
    choose(window, "hello", "Delete message")
    window.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(messages(window)).to_have_count(0)


def test_a_reaction_is_put_on_and_taken_back(window: Page, sandbox: SandboxServer) -> None:
    message = sandbox.actor("cara").post("it-help", "hello")
    come(window, "rosa")
    messages(window).hover()
    window.get_by_role("button", name="React with eyes").click()
    window.get_by_role("button", name="eyes: Rosa Diaz").click()
    expect(window.locator(".reaction")).to_have_count(0)
    assert sandbox.actor("rosa").messages("it-help")[0].ts == message.ts


def test_a_reply_in_ones_thread_is_counted_until_it_is_read(window: Page, sandbox: SandboxServer) -> None:
    root = sandbox.actor("rosa").post("it-help", "hello")
    come(window, "rosa", channel="general")
    client_of(sandbox).chat_postMessage(channel=HELP, thread_ts=root.ts, text="opened")
    entry = window.locator("#sidebar").get_by_role("button", name="it-help")
    expect(entry).to_contain_text("1 for you")
    entry.click()
    window.get_by_role("button", name="1 reply").click()
    expect(window.get_by_role("region", name="Thread")).to_contain_text("opened")
    expect(entry).not_to_contain_text("for you")


def test_a_link_to_a_thread_opens_it(window: Page, sandbox: SandboxServer) -> None:
    root = sandbox.actor("rosa").post("it-help", "hello")
    sandbox.actor("cara").post("it-help", "a reply", thread=root)
    window.goto(f"/#/as/finn/c/it-help/t/{root.ts}")
    expect(window.get_by_role("region", name="Thread")).to_contain_text("a reply")
    window.keyboard.press("Escape")
    expect(window.get_by_role("region", name="Thread")).to_be_hidden()


def test_a_press_that_fails_says_so_beside_the_button(window: Page, sandbox: SandboxServer, app: ListeningApp) -> None:
    app.answer = lambda _request: Answer(500)
    client_of(sandbox).chat_postMessage(channel=TRIAGE, text="card", blocks=[button()])
    come(window, "ben", channel="it-triage")
    window.get_by_role("button", name="Claim").click()
    expect(window.get_by_role("alert").filter(has_text="The app failed (500).")).to_be_visible()


def test_arrow_keys_go_from_message_to_message(window: Page, sandbox: SandboxServer) -> None:
    for words in ("one", "two"):
        sandbox.actor("cara").post("it-help", words)
        sandbox.actor("finn").post("it-help", f"{words} and a half")
    come(window, "rosa")
    expect(messages(window)).to_have_count(4)
    messages(window).last.focus()
    window.keyboard.press("ArrowUp")
    expect(messages(window).nth(2)).to_be_focused()


def test_the_home_tab_is_drawn_when_the_app_publishes_it(window: Page, sandbox: SandboxServer) -> None:
    come(window, "rosa")
    window.locator("#sidebar").get_by_role("button", name="Deskbell").click()
    expect(window.get_by_text("has not published a Home yet")).to_be_visible()
    section = {"type": "section", "text": {"type": "plain_text", "text": "Nothing open"}}
    client_of(sandbox).views_publish(user_id=sandbox.actor("rosa").id, view={"type": "home", "blocks": [section]})
    expect(window.get_by_text("Nothing open")).to_be_visible()


def test_the_bench_shows_the_wire_and_adds_faults(window: Page, sandbox: SandboxServer) -> None:
    come(window, "rosa")
    window.get_by_role("button", name="Wire and test bench").click()
    client_of(sandbox).auth_test()
    bench = window.get_by_role("region", name="Test bench")
    bench.locator("summary").filter(has_text="auth.test").click()
    expect(bench.locator("pre").first).to_contain_text('"ok": true')
    bench.locator("summary").filter(has_text="Faults").click()
    bench.get_by_role("combobox", name="What goes wrong").select_option("drop_ack")
    bench.get_by_role("button", name="Add").click()
    expect(bench.get_by_text("Lose the app's answer (*), 1")).to_be_visible()
    assert [each.kind for each in sandbox.platform.faults.waiting] == ["drop_ack"]


def test_menus_and_the_bench_keep_nobody_out(window: Page, sandbox: SandboxServer) -> None:
    sandbox.actor("rosa").post("it-help", "hello")
    come(window, "rosa")
    window.get_by_role("button", name="Wire and test bench").click()
    window.locator(".wire-list summary").first.click()
    messages(window).hover()
    window.get_by_role("button", name="More actions").click()
    assert find_barriers(window) == []


def test_new_messages_are_marked_on_coming_back_and_not_while_one_watches(window: Page, sandbox: SandboxServer) -> None:
    sandbox.actor("cara").post("it-help", "seen")
    come(window, "rosa")
    sandbox.actor("cara").post("it-help", "watched")
    expect(messages(window)).to_have_count(2)
    expect(window.locator(".divider-new")).to_have_count(0)
    come(window, "rosa", channel="general")
    sandbox.actor("cara").post("it-help", "missed")
    expect(window.locator("#sidebar").get_by_role("button", name="it-help 1 unread")).to_be_visible()
    come(window, "rosa")
    expect(window.locator(".divider-new + .message")).to_contain_text("missed")


def test_a_shortcut_on_a_message_reaches_the_app(window: Page, sandbox: SandboxServer, app: ListeningApp) -> None:
    message = sandbox.actor("cara").post("it-help", "a question")
    offered = next(each for each in sandbox.platform.app.shortcuts if each.type == "message")
    come(window, "rosa")
    with window.expect_response("**/shortcut"):
        choose(window, "a question", offered.name)
    assert app.last("message_action")["message_ts"] == message.ts


def test_the_time_machine_moves_the_apps_clock(browser: Browser, start_sandbox: StartSandbox) -> None:
    moves: list[timedelta] = []
    sandbox = start_sandbox(time_machine=TimeMachine(moves.append))
    with browser.new_context(base_url=sandbox.base_url) as context:
        window = context.new_page()
        come(window, "rosa")
        window.get_by_role("button", name="Wire and test bench").click()
        expect(window.get_by_text("(real time)")).to_be_visible()
        window.get_by_role("button", name="+1 h").click()
        expect(window.get_by_text("(real time)")).to_have_count(0)
    assert moves == [timedelta(hours=1)]


def come(window: Page, who: str, channel: str = "it-help") -> Locator:
    """Open the page as somebody in a channel, wait until it is read, and return the message field."""
    window.goto(f"/#/as/{who}/c/{channel}")
    field = window.get_by_role("textbox", name=f"Message #{channel}")
    expect(field).to_be_visible()
    expect(window.locator("[aria-busy=true]")).to_have_count(0)
    return field


def become(window: Page, real_name: str) -> None:
    """Act as somebody else."""
    window.get_by_role("button", name="Acting as").click()
    window.get_by_role("menuitemradio", name=real_name).click()
    expect(window.get_by_role("button", name=f"Acting as {real_name}")).to_be_visible()


def messages(window: Page) -> Locator:
    """The messages of the channel."""
    return window.locator("#conversation li.message")


def choose(window: Page, words: str, entry: str) -> None:
    """Choose from the menu of the message with these words."""
    messages(window).filter(has_text=words).hover()
    window.get_by_role("button", name="More actions").click()
    window.get_by_role("menuitem", name=entry).click()


def drop_streams(sandbox: SandboxServer) -> None:
    """End every stream that is open, as a restarted proxy would."""
    changes, loop = sandbox.platform.changes, sandbox._loop
    assert loop is not None

    def drop() -> None:
        changes.close()
        loop.call_later(0.2, setattr, changes, "is_closed", False)

    loop.call_soon_threadsafe(drop)
