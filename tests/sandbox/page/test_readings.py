"""What is new to whom."""

from typing import Any

import httpx

from sandbox.server import SandboxServer
from tests.sandbox.conftest import client_of
from tests.sandbox.page.conftest import Look

HELP = "C0000ITHELP"


def test_messages_of_others_are_new_and_ones_own_are_not(sandbox: SandboxServer, look: Look) -> None:
    sandbox.actor("rosa").post("it-help", "hello")
    assert new_to(look, "finn") == (1, 0)
    assert new_to(look, "rosa") == (0, 0)


def test_reading_makes_them_old_for_one_person(sandbox: SandboxServer, look: Look, http: httpx.Client) -> None:
    message = sandbox.actor("rosa").post("it-help", "hello")
    read(http, "finn", message.ts)
    assert new_to(look, "finn") == (0, 0)
    assert new_to(look, "cara") == (1, 0)


def test_a_mark_never_moves_back(sandbox: SandboxServer, look: Look, http: httpx.Client) -> None:
    first, second = (sandbox.actor("rosa").post("it-help", words) for words in ("one", "two"))
    read(http, "finn", second.ts)
    read(http, "finn", first.ts)
    assert new_to(look, "finn") == (0, 0)


def test_a_mention_asks_for_attention(sandbox: SandboxServer, look: Look) -> None:
    sandbox.actor("rosa").post("it-help", "look, @finn")
    assert new_to(look, "finn") == (1, 1)
    assert new_to(look, "cara") == (1, 0)


def test_a_reply_asks_for_the_attention_of_who_is_in_the_thread(
    sandbox: SandboxServer, look: Look, http: httpx.Client
) -> None:
    root = sandbox.actor("rosa").post("it-help", "hello")
    answer = client_of(sandbox).chat_postMessage(channel=HELP, thread_ts=root.ts, text="IT-1 opened")
    before = new_to(look, "rosa")
    read(http, "rosa", answer["ts"], thread=root.ts)
    assert before == (0, 1)
    assert new_to(look, "rosa") == (0, 0)
    assert new_to(look, "finn") == (1, 0)


def test_all_that_the_app_writes_to_one_asks_for_attention(sandbox: SandboxServer, look: Look) -> None:
    direct = client_of(sandbox).conversations_open(users=sandbox.actor("rosa").id)["channel"]["id"]
    client_of(sandbox).chat_postMessage(channel=direct, text="for you")
    assert new_to(look, "rosa", direct) == (1, 1)


def test_that_somebody_joined_is_not_news(sandbox: SandboxServer, look: Look) -> None:
    office = sandbox.actor("ada").create_channel("office")
    sandbox.actor("rosa").join("office")
    assert new_to(look, "ada", office) == (0, 0)


def test_nobody_reads_where_they_are_not(http: httpx.Client) -> None:
    answer = http.post("/page/read", json={"as": "rosa", "channel": "C00ITTRIAGE", "ts": "1795397830.215555"})
    assert answer.status_code == 409


def new_to(look: Look, who: str, channel: str = HELP) -> tuple[int, int]:
    """Return how many messages are new, and how many ask for attention."""
    seen = look("company", who)["channels"][channel]
    return seen["unread"], seen["mentions"]


def read(http: httpx.Client, who: str, ts: str, **more: Any) -> None:
    """Mark #it-help, or a thread of it, as read."""
    http.post("/page/read", json={"as": who, "channel": HELP, "ts": ts, **more}).raise_for_status()
