"""The same deliveries, often, in any order, at once: the same rows and the same messages."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from bot.manifest import Transport
from bot.views.desk.action_ids import ActionId
from models.desk import Priority, TicketStatus
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Message, Upload
from tests.support.desk import Desk, desk_with_a_database, running_desk
from tests.support.holding import holding_back
from tests.support.outcomes import outcome_of
from tests.support.transports import shared_out

READERS = {"it-help": "rosa", "it-triage": "ben"}
TOPICS = ("vpn", "mail", "chair", "door")


@dataclass
class Play:
    """A script in two acts, for a desk: the cards of the first act must stand before the second can be played."""

    desk: Desk

    def ask(self) -> None:
        """Act one: requests, what is said below them, edits and deletions, and noise that means nothing."""
        rosa, mona, pager = (self.desk.actor(name) for name in ("rosa", "mona", "pager"))
        roots = {topic: rosa.post("it-help", f"The {topic} is broken") for topic in TOPICS}
        rosa.edit(rosa.post("it-help", "Unnoticed: what?", thread=roots["vpn"]), "Unnoticed: the vpn, again")
        mona.delete(mona.post("it-help", "Never mind, mine works", thread=roots["mail"]))
        rosa.edit(roots["chair"], "The chair is broken, since Monday")
        rosa.post("it-help", "Here is a picture", thread=roots["door"], files=(Upload("door.png", b"1", "image/png"),))
        last = rosa.post("it-help", "Draft 1", thread=roots["door"])
        rosa.edit(rosa.edit(last, "Draft 2"), "Draft 3")
        pager.post("it-help", "All systems go")
        mona.post("general", "Lunch?")

    def work(self) -> None:
        """Act two: agents answer and note, change their minds, and work the cards; the requester goes on."""
        rosa, ben, cara = (self.desk.actor(name) for name in ("rosa", "ben", "cara"))
        cards, roots = self._by_topic("it-triage", "ben"), self._by_topic("it-help", "rosa")
        ben.post("it-triage", "Which vpn?", thread=cards["vpn"])
        ben.post("it-triage", ":lock: she always asks", thread=cards["vpn"])
        ben.edit(ben.post("it-triage", "Between us: old laptop", thread=cards["mail"]), ":lock: between us: old laptop")
        cara.edit(cara.post("it-triage", ":lock: buy a new chair", thread=cards["chair"]), "buy a new chair")
        cara.delete(cara.post("it-triage", "Wrong thread", thread=cards["door"]))
        rosa.post("it-help", "The blue one", thread=roots["vpn"])
        ben.click(cards["vpn"], ActionId.CLAIM_TICKET)
        with suppress(CannotDo):  # the button may have gone by then
            ben.click(cards["vpn"], ActionId.CLAIM_TICKET)
        ben.choose(cards["mail"], ActionId.SET_PRIORITY, Priority.P1)
        ben.choose(cards["chair"], ActionId.ASSIGN_TICKET, cara.id)
        cara.choose(cards["door"], ActionId.SET_STATUS, TicketStatus.ON_HOLD)

    def outcome(self) -> list[str]:
        """Return what it all came to."""
        self.desk.settle()
        assert self.desk.parked() == []
        return outcome_of(self.desk, READERS)

    def _by_topic(self, channel: str, reader: str) -> dict[str, Message]:
        messages = self.desk.actor(reader).messages(channel)
        return {topic: next(each for each in messages if f"The {topic} " in each.text) for topic in TOPICS}


@pytest.fixture(scope="module")
def expected(server_url: str) -> list[str]:
    """What the play comes to when everything goes well: played live, each delivery once."""
    with desk_with_a_database(server_url) as desk:
        play = Play(desk)
        for act in (play.ask, play.work):
            act()
            desk.settle()
        return play.outcome()


@shared_out("seed", [(1,), (2,), (3,)])
def test_every_delivery_three_times_in_any_order_and_at_once_comes_to_the_same(
    it_desk: Desk, expected: list[str], seed: int
) -> None:
    play = Play(it_desk)
    for act in (play.ask, play.work):
        with holding_back(it_desk) as held:
            act()
        assert set(held.let_go(times=3, seed=seed)) == {200}
        it_desk.settle()
    assert play.outcome() == expected


def worse(desk: Desk) -> None:
    """Have each event go wrong in one of four ways, at random."""
    for kind in ("duplicate", "delay", "reorder", "drop_ack"):
        desk.sandbox.admin.add_fault(
            kind, on="message", times=None, chance=0.3, **({"seconds": 0.2} if kind == "delay" else {})
        )


def unanswered(desk: Desk) -> None:
    """Have every second event delivered and not believed."""
    desk.sandbox.admin.add_fault("drop_ack", on="message", times=None, chance=0.5)


@pytest.mark.parametrize("misbehave", [worse, unanswered])
def test_a_live_run_in_which_slack_repeats_delays_and_reorders_comes_to_the_same(
    sessions: Sessions, engine: Engine, transport: Transport, expected: list[str], misbehave: Callable[[Desk], None]
) -> None:
    with running_desk(sessions, engine, transport=transport, retry_delays=(0.0, 0.05, 0.1)) as desk:
        desk.set_up()
        play = Play(desk)
        for act in (play.ask, play.work):
            misbehave(desk)
            act()
            let_out_the_held(desk)
        assert play.outcome() == expected


def let_out_the_held(desk: Desk) -> None:
    """Behave well again for a moment, so that an event held back by a fault goes out with the next one."""
    desk.sandbox.admin.clear_faults()
    desk.sandbox.admin.change_person("finn", title="Bookkeeper")
    desk.settle()
