"""The same signed body, twice: the signature is valid both times, the deed is done once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from bot.views.desk.action_ids import ActionId
from models.desk import AuditEntry, OutboxRow
from tests.support.cases import open_case
from tests.support.desk import Desk
from tests.support.handmade import command_fields, last_sent, message_event, signed_post
from tests.support.tables import fingerprint


def test_an_event_sent_again_changes_nothing(desk: Desk) -> None:
    event = message_event(desk, "rosa", "Once only")
    assert signed_post(desk).send_json(event).status_code == 200
    desk.settle()
    before = fingerprint(desk.engine)
    assert signed_post(desk).send_json(event).status_code == 200
    assert fingerprint(desk.engine) == before


def test_the_same_message_in_another_event_changes_nothing_but_that_it_was_seen(desk: Desk) -> None:
    event = message_event(desk, "rosa", "Known by its ts")
    signed_post(desk).send_json(event)
    desk.settle()
    before = fingerprint(desk.engine)
    assert signed_post(desk).send_json(event | {"event_id": "Ev-another"}).status_code == 200
    assert changed(before, fingerprint(desk.engine)) <= {"inbound_delivery", "queue"}


def test_an_event_sent_ten_times_at_once_makes_one_ticket(desk: Desk) -> None:
    event, before = message_event(desk, "rosa", "All at once"), desk.count_tickets()
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda _: signed_post(desk).send_json(event).status_code, range(10)))
    desk.settle()
    assert statuses == [200] * 10
    assert desk.count_tickets() == before + 1


def test_a_command_sent_again_opens_no_second_ticket(desk: Desk) -> None:
    fields, before = command_fields(desk, "finn", "new chair, please"), desk.count_tickets()
    statuses = [signed_post(desk).send_form(fields).status_code for _ in range(3)]
    desk.settle()
    assert statuses == [200, 200, 200]
    assert desk.count_tickets() == before + 1


def test_a_click_sent_again_is_one_entry_in_the_ledger(desk: Desk) -> None:
    case = open_case(desk)
    case.click(ActionId.CLAIM_TICKET)
    click = last_sent(desk, "block_actions")
    before = fingerprint(desk.engine)
    assert signed_post(desk).send_payload(click).status_code == 200
    assert fingerprint(desk.engine) == before


def test_a_refused_click_sent_again_tells_once(desk: Desk) -> None:
    case = open_case(desk)
    case.click(ActionId.CLAIM_TICKET)
    click = last_sent(desk, "block_actions")
    click["trigger_id"], click["user"]["id"] = f"mona.{case.key}", desk.actor("mona").id
    click["channel"]["id"] = case.root.channel
    for _ in range(2):
        assert signed_post(desk).send_payload(click).status_code == 200
    desk.settle()
    told = [message for message in desk.actor("mona").ephemerals() if "Only agents" in message.text]
    assert len(told) == 1


def test_two_clicks_on_one_button_are_two_deliveries_and_one_claim(desk: Desk) -> None:
    case = open_case(desk)
    card = case.card
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: desk.actor("ben").click(card, ActionId.CLAIM_TICKET), range(2)))
    desk.settle()
    claims = select(func.count()).where(AuditEntry.ticket_id == case.ticket_id, AuditEntry.tag == "ticket.claimed")
    refreshes = select(func.count()).where(
        OutboxRow.subject_id == case.ticket_id, OutboxRow.kind == "slack.refresh_triage_card"
    )
    with desk.sessions.begin() as session:
        assert session.scalar(claims) == 1
        assert session.scalar(refreshes) == 2  # the card itself, and the claim


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the tables that differ."""
    return {name for name in before if before[name] != after[name]}
