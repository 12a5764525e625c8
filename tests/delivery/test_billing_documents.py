"""Documents on their way: a PDF that is shown once, a mail, and nothing to whom it is no business of."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, delete, select

from bot.composition import wire
from bot.delivery.billing import billing_deliverers
from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from bot.gateways.slack_port import Profile
from models.billing import BillingContact
from models.desk import OutboxRow, Person
from tests.delivery.outbox_rows import drain, office_of
from tests.support.billing_rows import Bill, on
from tests.support.desk_rows import make_person, make_workspace
from tests.support.mail import FakeMail

LOST = TransientFailure("timeout", in_doubt=True)

OF_DOCUMENTS = ("slack.send_document", "email.send_invoice")


@dataclass
class CounterOfClara:
    """A workspace with one billing contact, clara, and an invoice of 25 euros for her."""

    sessions: Sessions
    engine: Engine
    slack: RecordedSlack = field(default_factory=RecordedSlack)
    mail: FakeMail = field(default_factory=FakeMail)

    def open(self, *scopes: str) -> None:
        """Issue the invoice."""
        wire(self.sessions)
        self.slack.profiles["U0CLARA"] = Profile(
            "U0CLARA", "T0ACME", "Clara", None, None, None, is_bot=False, is_guest=False, is_deactivated=False,
            is_slack_admin=False,
        )  # fmt: skip
        with self.sessions.begin() as session:
            workspace = make_workspace(session, granted_scopes=list(scopes))
            clara = make_person(session, workspace, "U0CLARA")
            session.add(BillingContact(workspace_id=workspace.id, person_id=clara.id, added_at=on(1, 1)))
            bill = Bill(session, workspace.id)
            bill.begins(on(1, 1), agents=["U1"])
            bill.close(on(1, 1, 1))
            session.flush()
            session.execute(delete(OutboxRow).where(OutboxRow.kind.not_in(OF_DOCUMENTS)))  # what is told of seats

    def drain(self) -> None:
        """Send all that waits."""
        drain(office_of(self.sessions, self.slack, billing_deliverers(self.mail)), self.engine)

    def ends(self) -> dict[str, tuple[str, str | None]]:
        """Return state and reason of each kind of row."""
        with self.sessions() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind.in_(OF_DOCUMENTS)))
            return {row.kind: (str(row.state), row.last_error) for row in rows}

    def change_clara(self, **facts: Any) -> None:
        with self.sessions.begin() as session:
            clara = session.scalars(select(Person).where(Person.slack_user_id == "U0CLARA")).one()
            for name, fact in facts.items():
                setattr(clara, name, fact)


@pytest.fixture
def counter(sessions: Sessions, engine: Engine) -> CounterOfClara:
    return CounterOfClara(sessions, engine)


def test_a_contact_gets_the_pdf_with_a_line_that_says_what_it_is(counter: CounterOfClara) -> None:
    counter.open("files:write")

    counter.drain()

    (name, content), *others = counter.slack.files.values()
    assert (name, others) == ("INV-2026-0001.pdf", [])
    assert "INV-2026-0001" in PdfReader(BytesIO(content)).pages[0].extract_text()
    (message,) = counter.slack.standing("DU0CLARA")
    assert message.text == "Invoice INV-2026-0001: €25.00 to pay by January 15, 2026"


def test_a_share_whose_answer_is_lost_is_looked_up_and_not_repeated(counter: CounterOfClara) -> None:
    counter.open("files:write")
    counter.slack.fail_next("share_file", LOST, after_work=True)

    counter.drain()

    assert len(counter.slack.shared) == 1
    assert counter.slack.calls.count("upload") == 1
    assert counter.ends()["slack.send_document"][0] == "sent"


def test_a_share_that_never_arrived_is_made_again_with_the_same_file(counter: CounterOfClara) -> None:
    counter.open("files:write")
    counter.slack.fail_next("share_file", LOST)

    counter.drain()

    assert [file_id for _, file_id in counter.slack.shared] == list(counter.slack.files)
    assert counter.slack.calls.count("upload") == 1


def test_without_the_scope_a_message_says_what_it_is_about(counter: CounterOfClara) -> None:
    counter.open()

    counter.drain()

    (message,) = counter.slack.standing("DU0CLARA")
    assert "INV-2026-0001" in message.text
    assert "Total: €25.00" in str(message.blocks)
    assert counter.slack.files == {}


def test_who_is_no_contact_any_more_gets_nothing(counter: CounterOfClara) -> None:
    counter.open("files:write")
    counter.change_clara(is_deactivated=True)

    counter.drain()

    assert counter.slack.files == {}
    assert counter.ends()["slack.send_document"] == ("dropped", "no billing contact any more")


def test_the_address_on_the_invoice_gets_it_by_mail(counter: CounterOfClara) -> None:
    counter.open()

    counter.drain()

    (mail,) = counter.mail.sent
    assert (mail.to, mail.subject) == ("billing@acme.example", "Invoice INV-2026-0001")
    assert "€25.00 to pay by January 15, 2026" in mail.text
    assert [each.name for each in mail.attachments] == ["INV-2026-0001.pdf"]


def test_a_mail_in_doubt_goes_again_under_the_same_name(counter: CounterOfClara) -> None:
    counter.mail.answers = [-1, 452]
    counter.open()

    counter.drain()

    with counter.sessions() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "email.send_invoice")).one()
    assert [mail.message_id for mail in counter.mail.sent] == [str(row.message_id)]
    assert row.attempts == 3


def test_an_address_that_is_refused_is_for_admins_to_see(counter: CounterOfClara) -> None:
    counter.mail.answers = [550]
    counter.open()

    counter.drain()

    assert counter.ends()["email.send_invoice"] == ("parked", "mail_address_refused_550")


def test_where_no_mail_is_sent_nothing_waits_for_it(counter: CounterOfClara) -> None:
    counter.open()

    drain(office_of(counter.sessions, counter.slack, billing_deliverers()), counter.engine)

    assert counter.ends()["email.send_invoice"] == ("dropped", "no mail is sent: SMTP_URL is not set")


def test_an_upload_that_slack_refuses_is_for_admins_to_see(counter: CounterOfClara) -> None:
    counter.open("files:write")
    counter.slack.fail_next("upload", PermanentFailure("storage_limit_reached"))

    counter.drain()

    assert counter.ends()["slack.send_document"] == ("parked", "storage_limit_reached")
