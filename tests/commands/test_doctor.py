"""`python -m bot doctor`: what is examined, what is said, and that nothing is claimed unchecked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.composition import meet_slack
from bot.doctor import Doctor, Finding, State, Till, check_collecting
from bot.domain.billing.terms import Terms
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions, create_database_engine
from bot.gateways.payments import PaymentMethod
from bot.gateways.slack import SlackClient
from bot.manifest import OPTIONAL_SCOPES, PREVIEW_SCOPES, REQUIRED_SCOPES, Transport
from bot.services.billing import payment_accounts, subscriptions
from bot.services.desk import people, workspaces
from models.desk import Workspace
from sandbox.server import SandboxServer
from tests.commands.command_line import environment_of, run
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.collecting import BY_CARD
from tests.support.desk_rows import make_workspace
from tests.support.payments import FakePayments


def doctor_of(sandbox: SandboxServer, engine: Engine, transport: Transport = Transport.HTTP) -> Doctor:
    return Doctor(engine, SlackClient(sandbox.bot_token, base_url=sandbox.api_url), system_clock, transport)


def states_of(findings: list[Finding]) -> dict[str, State]:
    return {finding.subject: finding.state for finding in findings}


@pytest.fixture
def admin(sandbox: SandboxServer, sessions: Sessions) -> str:
    """A desk admin; returns their Slack id."""
    meet_slack(sessions, SlackClient(sandbox.bot_token, base_url=sandbox.api_url), system_clock)
    with sessions.begin() as session:
        workspace = workspaces.the_workspace(session)
        person = people.get_or_stub(session, workspace, sandbox.actor("ada").id, now=system_clock())
        people.name_admin(session, person, actor=None, now=system_clock())
        return person.slack_user_id


@pytest.mark.usefixtures("admin")
def test_a_healthy_desk_has_nothing_to_do(sandbox: SandboxServer, engine: Engine) -> None:
    findings = list(doctor_of(sandbox, engine).examine())

    assert {finding.state for finding in findings} == {State.OK}, findings
    assert [finding.subject for finding in findings] == [
        "database", "migrations", "token", "scopes", "clock", "own messages",
    ]  # fmt: skip
    assert not [finding for finding in findings if finding.remedy]


@pytest.mark.usefixtures("admin")
def test_the_probe_leaves_nothing_behind(sandbox: SandboxServer, engine: Engine) -> None:
    list(doctor_of(sandbox, engine).examine())

    assert sandbox.actor("ada").dm() == []


@pytest.mark.usefixtures("sessions")
def test_without_an_admin_own_messages_are_not_checked(sandbox: SandboxServer, engine: Engine) -> None:
    findings = list(doctor_of(sandbox, engine).examine())

    assert findings[-1].state is State.UNCHECKED
    assert "no desk admin" in findings[-1].said


def test_a_missing_scope_fails_and_an_optional_one_warns(sandbox: SandboxServer, engine: Engine) -> None:
    sandbox.admin.grant(sorted(REQUIRED_SCOPES))
    without_optional = list(doctor_of(sandbox, engine).examine())
    sandbox.admin.grant(sorted(REQUIRED_SCOPES.keys() - {"users:read"}))
    without_required = list(doctor_of(sandbox, engine).examine())

    assert states_of(without_optional)["scopes"] is State.WARN
    scopes = next(finding for finding in without_required if finding.subject == "scopes")
    assert (scopes.state, scopes.said) == (State.FAIL, "users:read are missing")
    assert "manifest" in scopes.remedy


def test_where_no_ticket_has_an_address_the_scopes_of_previews_are_not_missed(
    sandbox: SandboxServer, engine: Engine
) -> None:
    sandbox.admin.grant(sorted({*REQUIRED_SCOPES, *OPTIONAL_SCOPES} - PREVIEW_SCOPES))

    found = {each: states_of(list(doctor_of(sandbox, engine, each).examine()))["scopes"] for each in Transport}

    assert found == {Transport.HTTP: State.WARN, Transport.SOCKET: State.OK}


def test_a_token_that_is_not_taken_leaves_the_rest_unchecked(sandbox: SandboxServer, engine: Engine) -> None:
    doctor = Doctor(engine, SlackClient("xoxb-wrong", base_url=sandbox.api_url), system_clock)

    states = states_of(list(doctor.examine()))

    assert states["token"] is State.FAIL
    assert {states[subject] for subject in ("scopes", "clock", "own messages")} == {State.UNCHECKED}


@pytest.mark.parametrize(("away", "state"), [(timedelta(minutes=1), State.WARN), (timedelta(minutes=-6), State.FAIL)])
def test_a_clock_that_is_away_from_slacks_is_noticed(
    sandbox: SandboxServer, engine: Engine, away: timedelta, state: State
) -> None:
    slack = SlackClient(sandbox.bot_token, base_url=sandbox.api_url)

    states = states_of(list(Doctor(engine, slack, lambda: datetime.now(UTC) + away).examine()))

    assert states["clock"] is state


@pytest.mark.usefixtures("admin")
def test_own_messages_that_cannot_be_read_back_fail(sandbox: SandboxServer, engine: Engine) -> None:
    sandbox.admin.grant(sorted(REQUIRED_SCOPES.keys() - {"im:history"}))

    states = states_of(list(doctor_of(sandbox, engine).examine()))

    assert states["own messages"] is State.FAIL
    assert sandbox.actor("ada").dm() == []


def test_a_database_that_does_not_answer_fails_and_slack_is_still_examined(sandbox: SandboxServer) -> None:
    engine = create_database_engine("postgresql://127.0.0.1:1/none")

    states = states_of(list(doctor_of(sandbox, engine).examine()))

    assert (states["database"], states["migrations"], states["token"]) == (State.FAIL, State.UNCHECKED, State.OK)


def test_the_command_prints_a_line_each_and_exits_1_on_failure(sandbox: SandboxServer, fresh_database_url: str) -> None:
    env = environment_of(sandbox, fresh_database_url)
    healthy = run("doctor", env=env)
    sandbox.admin.revoke_token()

    ill = run("doctor", env=env)

    assert healthy.code == 0, healthy.out
    assert "token: is Deskbell's in Acme" in healthy.out
    assert ill.code == 1
    assert "fail         token: was not taken" in ill.out
    assert sandbox.bot_token not in ill.out + ill.err


def test_nothing_is_written_by_an_examination(sandbox: SandboxServer, engine: Engine, sessions: Sessions) -> None:
    list(doctor_of(sandbox, engine).examine())

    with sessions() as session:
        assert session.scalars(select(Workspace)).all() == []


CARD = PaymentMethod("pm_1", "Visa ending in 4242")
READY = Till({"stripe": FakePayments(methods={"cus_1": CARD})}, has_pages=True, hears=True)


def collecting(session: Session, terms: Terms, *, customer: str | None) -> None:
    """Have a subscription collect so, with who we are at Stripe."""
    workspace = make_workspace(session)
    subscription = subscriptions.get(session, workspace.id, now=on(1, 1))
    Bill(session, workspace.id).terms(terms, on(1, 1))
    if customer is not None:
        payment_accounts.keep_customer(session, subscription, "stripe", customer, now=on(1, 1))


@pytest.mark.parametrize(
    ("terms", "customer", "till", "state", "said"),
    [
        (Terms(), None, READY, State.OK, "is not wanted"),
        (TEAM, None, READY, State.OK, "by hand"),
        (BY_CARD, "cus_1", READY, State.OK, "by Visa ending in 4242"),
        (BY_CARD, None, READY, State.WARN, "no card yet"),
        (BY_CARD, "cus_1", replace(READY, hears=False), State.WARN, "learns late"),
        (BY_CARD, "cus_1", replace(READY, has_pages=False), State.FAIL, "no page"),
        (BY_CARD, "cus_1", replace(READY, ports={}), State.FAIL, "has no key"),
        (BY_CARD, "cus_1", replace(READY, ports={"stripe": FakePayments(is_silent=True)}), State.FAIL, "(timeout)"),
    ],
    ids=["nothing", "by hand", "by card", "no card", "unheard", "no pages", "no key", "silent"],
)
def test_it_says_whether_what_is_owed_can_be_collected(
    sessions: Sessions, engine: Engine, terms: Terms, customer: str | None, till: Till, state: State, said: str
) -> None:
    with sessions.begin() as session:
        collecting(session, terms, customer=customer)

    finding = check_collecting(engine, till)

    assert (finding.state, said in finding.said) == (state, True), finding
    assert bool(finding.remedy) == (state is not State.OK)
