"""Whatever is killed, whenever: every message becomes one ticket, with one card and one confirmation."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.manifest import Transport, manifest
from sandbox.actor import Actor
from sandbox.server import SandboxServer
from tests.support.desk import make_triage
from tests.support.grouping import let_each_message_count
from tests.support.roles import MORTALS, Roles, leaving_no_process

MESSAGES = 200
KILLS = 3
"""How often each of web, worker, scheduler and database is killed."""

PATIENCE = 240.0
RETRY_DELAYS = (0.0, 2.0, 10.0)
"""Slack's three retries, thirty times as fast."""

LOST_ANSWERS = ("chat.postMessage", "chat.update", "users.info")


@pytest.mark.long
@pytest.mark.timeout(420)
def test_two_hundred_messages_survive_kill_nine_of_everything(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    app = manifest(Transport.HTTP)
    with leaving_no_process(tmp_path), SandboxServer(app, rate_scale=None, retry_delays=RETRY_DELAYS) as sandbox:
        with Roles(tmp_path, sandbox) as roles:
            set_up(sandbox.actor("ada"))
            for method in LOST_ANSWERS:
                sandbox.admin.add_fault("answer_lost", on=method, times=None, chance=0.1)
            post_and_kill(sandbox.actor("rosa"), roles, chance)
            roles.wait_ready()
            wait_for_all(sandbox)
            assert roles.list_dead() == []
        confirmations, cards = count_confirmations(sandbox.actor("rosa")), count_cards(sandbox.actor("ben"))
    assert confirmations == {f"request {number}": 1 for number in range(MESSAGES)}
    assert sorted(cards) == sorted(f"IT-{number}" for number in range(1, MESSAGES + 1))
    assert set(cards.values()) == {1}


def set_up(ada: Actor) -> None:
    assert ada.command("/desk", "admin add @ada").status == 200
    make_triage(ada, "it-triage", "IT")
    assert ada.command("/desk", "request #it-help IT every").status == 200
    let_each_message_count(ada)


def post_and_kill(rosa: Actor, roles: Roles, chance: random.Random) -> None:
    """Post all messages; at moments in between, kill -9 everything that can be killed, `KILLS` times each."""
    victims = [name for name in MORTALS for _ in range(KILLS)]
    chance.shuffle(victims)
    moments = sorted(chance.sample(range(MESSAGES), len(victims)))
    for number in range(MESSAGES):
        rosa.post("it-help", f"request {number}")
        time.sleep(chance.uniform(0.0, 0.1))
        if number in moments:
            roles.kill_and_restart(victims.pop())
            time.sleep(chance.uniform(0.0, 2.0))
    assert victims == []


def wait_for_all(sandbox: SandboxServer) -> None:
    """Wait until all is there, then long enough for anything that would come twice."""
    deadline = time.monotonic() + PATIENCE
    rosa, ben = sandbox.actor("rosa"), sandbox.actor("ben")
    while len(count_cards(ben)) < MESSAGES or len(+Counter(count_confirmations(rosa))) < MESSAGES:
        assert time.monotonic() < deadline, (len(count_cards(ben)), sum(count_confirmations(rosa).values()))
        time.sleep(0.5)
    sandbox.wait_idle(30)
    time.sleep(5)


def count_cards(ben: Actor) -> Counter[str]:
    """Return how often each ticket's card stands in the triage channel, by its key."""
    return Counter(card.text.split()[0].rstrip(":") for card in ben.messages("it-triage") if card.bot_id)


def count_confirmations(rosa: Actor) -> dict[str, int]:
    """Return how many answers of the bot stand in each request's thread."""
    posts = [message for message in rosa.messages("it-help") if message.text.startswith("request ")]
    return {post.text: sum(1 for reply in rosa.thread("it-help", post)[1:] if reply.bot_id) for post in posts}
