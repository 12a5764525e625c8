"""Failures nobody planned, caused by a trigger in the test's own database: nothing is lost, everybody is told."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, select, text

from bot.manifest import Transport
from bot.views.desk.action_ids import ActionId, RequestField
from models.desk import InboundDelivery, KeptDelivery
from tests.support.cases import find_ticket, open_case
from tests.support.desk import SOON, Desk

SHORT_SECONDS = 0.5
"""How long Slack waits for an ack in these tests: down a socket a failure is no ack, which takes that long to see."""

REFUSED = {Transport.HTTP: 500, Transport.SOCKET: None}
REFERENCE = re.compile(r"\bE?[0-9a-f]{8}\b")


@contextmanager
def broken(engine: Engine, table: str) -> Iterator[None]:
    """Have every insert into, and update of, a table fail for the length of the block."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'secret words of somebody'; END $$"
            )
        )
        connection.execute(text(f"CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION fail()"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP TRIGGER broken ON {table}"))


def test_an_event_that_failed_is_kept_and_handled_when_slack_sends_it_again(desk: Desk) -> None:
    desk.set_up()
    desk.sandbox.admin.configure(ack_timeout=SHORT_SECONDS)
    with broken(desk.engine, "ticket"):
        post = desk.actor("rosa").post("it-help", "Lost and found")
        wait_for_a_failure(desk)
        kept = only_kept(desk)
    desk.settle()
    assert find_ticket(desk, post) is not None
    assert len(desk.cards()) == 1
    assert kept.body["event"]["text"] == "Lost and found"
    assert "secret words" not in kept.error
    assert list_kept(desk) == []
    statuses = [entry.status for entry in desk.sandbox.wire.sent("message") if entry.request["event"]["ts"] == post.ts]
    assert (statuses[0], statuses[-1]) == (REFUSED[desk.transport], 200)


def test_an_event_that_never_succeeds_stays_kept_under_one_reference(it_desk: Desk) -> None:
    it_desk.sandbox.admin.configure(ack_timeout=SHORT_SECONDS)
    with broken(it_desk.engine, "ticket"):
        post = it_desk.actor("rosa").post("it-help", "Never")
        it_desk.settle()
    kept = only_kept(it_desk)
    assert kept.failures == 4  # the first time and Slack's three retries
    assert find_ticket(it_desk, post) is None
    with it_desk.sessions.begin() as session:
        claimed = session.scalar(select(InboundDelivery).where(InboundDelivery.delivery_id == kept.delivery_id))
    assert claimed is None


def test_a_command_that_failed_shows_its_reference_and_nobodys_words(it_desk: Desk) -> None:
    with broken(it_desk.engine, "ticket"):
        answer = it_desk.actor("rosa").command("/desk", "new a chair")
    found = REFERENCE.search(answer.text)
    assert answer.status == 200
    assert found is not None
    assert found[0] == only_kept(it_desk).reference
    assert "secret words" not in answer.raw


def test_a_form_that_failed_keeps_what_was_typed_and_can_be_sent_again(it_desk: Desk) -> None:
    rosa = it_desk.actor("rosa")
    rosa.command("/desk", "new")
    with broken(it_desk.engine, "ticket"):
        failed = rosa.submit({RequestField.TITLE: "A standing desk"})
    assert failed.outcome == "errors"
    assert REFERENCE.search(str(failed.errors)) is not None
    assert failed.view is not None
    assert "A standing desk" in str(failed.view.values)
    assert rosa.submit().outcome == "closed"
    it_desk.settle()
    assert it_desk.count_tickets() == 1


def test_a_click_that_failed_is_shown_as_failed_and_who_clicked_is_told_the_reference(it_desk: Desk) -> None:
    case = open_case(it_desk)
    with broken(it_desk.engine, "ticket"):
        answer = it_desk.actor("ben").click(case.card, ActionId.CLAIM_TICKET)
    it_desk.settle()
    told = it_desk.actor("ben").ephemerals()[-1].text
    assert answer.is_failure
    assert only_kept(it_desk).reference in told
    case.click(ActionId.CLAIM_TICKET)
    assert case.stored.assignee_id is not None


def test_when_even_keeping_fails_the_answer_says_that_nothing_was_changed(it_desk: Desk) -> None:
    with broken(it_desk.engine, "ticket"), broken(it_desk.engine, "kept_delivery"):
        answer = it_desk.actor("rosa").command("/desk", "new a chair")
    assert answer.status == 200
    assert "nothing was changed" in answer.text
    assert it_desk.count_tickets() == 0


def wait_for_a_failure(desk: Desk) -> None:
    """Wait until the desk has refused an event once."""
    deadline = time.monotonic() + SOON
    while not list_kept(desk):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def list_kept(desk: Desk) -> list[KeptDelivery]:
    """Return the bodies that are kept."""
    with desk.sessions.begin() as session:
        return list(session.scalars(select(KeptDelivery)))


def only_kept(desk: Desk) -> KeptDelivery:
    """Return the only body that is kept."""
    kept = list_kept(desk)
    assert len(kept) == 1
    return kept[0]
