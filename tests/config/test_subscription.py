"""The subscription in the configuration file: what it says is what holds, what it costs is asked about first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import bot
from bot.desk_files import SCHEMAS, Desk
from bot.domain.billing.terms import Terms
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.domain.desk.instants import system_clock
from bot.domain.desk.problems import DeskFileRefused
from bot.gateways.database import Sessions
from bot.services.billing import closing, terms
from bot.services.desk import workspaces
from models.billing import LedgerFact
from models.desk import Queue, Workspace
from tests.config.test_applying import problems_of

EXAMPLE = Path(bot.__file__).parent.parent / "docs" / "desk.example.yaml"

TEAM = "{collect: manual, plan: team, invoice_to: {name: Acme}}"
PROFESSIONAL = "{collect: manual, plan: professional, invoice_to: {name: Acme}}"
BOT = 'workspace: {bot: {name: Acme Helpdesk, icon: ":bellhop_bell:"}}'


def section_of_the_example() -> str:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    start = lines.index("subscription:")
    end = next(number for number in range(start + 1, len(lines)) if lines[number] and lines[number][0] not in " #")
    return "\n".join(lines[start:end])


def wanted_of(sessions: Sessions) -> Terms:
    with sessions() as session:
        return terms.find_wanted(session, workspaces.the_workspace(session).id)


def test_the_examples_subscription_is_applied_as_it_stands_and_comes_back(desk: Desk, sessions: Sessions) -> None:
    text = f"version: 1\n{section_of_the_example()}"

    lines = desk.apply(text)

    assert "Plan: Professional from now on (it was Enterprise)." in lines
    assert "Spend ceiling: EUR 5000.00 from now on (it was none)." in lines
    assert desk.apply(text) == []
    assert desk.apply(desk.export()) == []
    exported = read_desk_file(desk.export(), SCHEMAS).parts["subscription"]
    assert exported == read_desk_file(text, SCHEMAS).parts["subscription"]
    assert wanted_of(sessions).invoice_to.vat_id == "DE123456789"


def test_what_it_costs_is_told_apart_and_changes_nothing(desk: Desk, sessions: Sessions) -> None:
    text = f"version: 1\n{section_of_the_example()}"

    lines, costs = desk.diff(text), desk.costs(text)

    assert lines[-1].startswith("The trial goes on until ")
    assert costs[0] == "This costs nothing now."
    assert costs[1].endswith(" comes to EUR 2737.00."), "five seats at 460, with 19 % tax, when the trial is over"
    assert wanted_of(sessions) == Terms()


def test_what_collects_nothing_costs_nothing(desk: Desk) -> None:
    assert desk.costs("version: 1\nsubscription: {plan: professional, prepaid_seats: 5}") == []


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        (
            "{plan: team, currency: SEK}",
            "desk.yaml:2 subscription.currency: the team plan has no price in SEK. Choose EUR, GBP, JPY, USD.",
        ),
        (
            "{plan: team, seat_price: 12.90}",
            (
                "desk.yaml:2 subscription.seat_price: the team plan has its price from the list. "
                "Leave it out, or choose the enterprise plan."
            ),
        ),
        (
            "{settle_minutes: 2000}",
            "desk.yaml:2 subscription.settle_minutes: is out of range. Write a whole number from 0 to 1440.",
        ),
    ],
)
def test_what_terms_may_not_say_is_a_problem_of_its_line(desk: Desk, section: str, problem: str) -> None:
    assert problems_of(desk, f"version: 1\nsubscription: {section}") == [problem]


def test_billing_contacts_are_named_and_taken_off(desk: Desk) -> None:
    named = desk.apply('version: 1\nworkspace: {billing_contacts: ["@ben"]}')

    assert named == ["@ben is now a billing contact."]
    assert "billing_contacts:\n  - U0BEN" in desk.export()
    assert desk.apply(desk.export()) == []
    assert desk.apply("version: 1\nworkspace: {}") == [], "without the key they stay who they are"
    assert desk.apply("version: 1\nworkspace: {billing_contacts: []}") == ["@ben is no longer a billing contact."]


def test_a_second_queue_takes_a_larger_plan_which_the_same_file_may_bring(desk: Desk, sessions: Sessions) -> None:
    queues = "queues: [{key: IT, default: true}, {key: HR}]"
    desk.apply("version: 1\nqueues: [{key: IT, default: true}]")

    refused = problems_of(desk, f"version: 1\nsubscription: {TEAM}\n{queues}")
    lines = desk.apply(f"version: 1\nsubscription: {PROFESSIONAL}\n{queues}")

    larger = "An admin can choose a larger plan in `/desk settings`, under Subscription."
    assert refused == [f"desk.yaml:3 queues[1]: The Team plan gives one queue, and you have 1. {larger}"]
    assert "HR is a new queue, called HR." in lines
    with sessions() as session:
        assert session.scalars(select(Queue.key).order_by(Queue.key)).all() == ["HR", "IT"]


def test_a_name_of_ones_own_takes_a_larger_plan_and_comes_back(desk: Desk, sessions: Sessions) -> None:
    refused = problems_of(desk, f"version: 1\nsubscription: {TEAM}\n{BOT}")

    lines = desk.apply(f"version: 1\nsubscription: {PROFESSIONAL}\n{BOT}")

    assert [problem.partition(". ")[0] for problem in refused] == [
        "desk.yaml:3 workspace.bot: The Team plan does not give Deskbell a name and an icon of your own"
    ]
    assert lines[-1] == "Deskbell's messages are now from :bellhop_bell: Acme Helpdesk."
    assert desk.apply(desk.export()) == []
    assert desk.apply("version: 1\nworkspace: {}") == [
        "Deskbell's messages carry the app's own name and picture again."
    ]
    with sessions() as session:
        assert session.scalars(select(Workspace.bot_name)).one() is None


def test_a_suspended_desk_takes_what_ends_it_and_nothing_else(desk: Desk, sessions: Sessions) -> None:
    trial = "{collect: manual, plan: team}"
    desk.apply(f"version: 1\nsubscription: {trial}")
    after_trial = system_clock() + timedelta(days=15)
    with sessions.begin() as session:
        closing.run(session, workspaces.the_workspace(session).id, now=after_trial)
    later = replace(desk, clock=lambda: after_trial)

    refused = problems_of(later, f"version: 1\nsubscription: {trial}\nqueues: [{{key: IT, default: true}}]")
    ended = later.apply(f"version: 1\nsubscription: {TEAM}\nqueues: [{{key: IT, default: true}}]")

    assert refused[0].startswith("desk.yaml:1 This desk is read-only: its subscription is suspended or has ended.")
    assert ended == [
        "Invoices made out to: Acme from now on (it was nobody yet).",
        "IT is a new queue, called IT, the default.",
    ]


def facts_of(sessions: Sessions) -> Sequence[int]:
    with sessions() as session:
        return session.scalars(select(LedgerFact.seq)).all()


def test_a_refused_file_leaves_no_fact_behind(desk: Desk, sessions: Sessions) -> None:
    desk.apply(f"version: 1\nsubscription: {TEAM}")
    before = facts_of(sessions)

    with pytest.raises(DeskFileRefused):
        desk.apply(f"version: 1\nsubscription: {PROFESSIONAL}\nqueues: [{{key: IT, triage_channel: '#nowhere'}}]")

    assert facts_of(sessions) == before
