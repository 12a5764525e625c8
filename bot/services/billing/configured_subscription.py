"""The billing wing's part of the configuration file: the subscription, and the billing contacts of the workspace."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.billing.subscription_section import SECTIONS, SubscriptionSection, section_of, terms_of
from bot.domain.billing.terms_lines import costs_of
from bot.domain.billing.terms_rules import TermsProblem
from bot.domain.desk.problems import DeskFileRefused, Problem
from bot.services.billing import changes, contacts, subscriptions, terms
from bot.services.desk import people
from bot.services.desk.desk_application import DeskApplication
from bot.services.desk.desk_names import billing_contacts_named
from bot.services.desk.file_parts import FilePart
from models.desk import Workspace

NAME: Final = "subscription"


def apply(application: DeskApplication) -> None:
    """Make the subscription and the billing contacts those of the file.

    Raises:
        DeskFileRefused: the terms say what they may not, or somebody cannot be a billing contact.
    """
    _set_contacts(application)
    section = application.parts.get(NAME)
    if isinstance(section, SubscriptionSection):
        _set_terms(application, section)


def export(session: Session, workspace: Workspace) -> Mapping[str, Mapping[str, Any]]:
    """Return the subscription as it was asked for last, and the billing contacts if there are any."""
    named = [person.slack_user_id for person in contacts.list_all(session, workspace.id)]
    settings = {"workspace": {"billing_contacts": named}} if named else {}
    return {**settings, NAME: section_of(terms.find_wanted(session, workspace.id))}


PART: Final = FilePart(SECTIONS, apply, export)


def _set_terms(application: DeskApplication, section: SubscriptionSection) -> None:
    session, workspace_id, now = application.session, application.workspace.id, application.now
    wanted = terms_of(section, price_list=terms.find_wanted(session, workspace_id).price_list)
    try:
        foreseen = terms.foresee(session, workspace_id, wanted, now=now)
    except terms.TermsRefused as refusal:
        raise DeskFileRefused([_problem(application, problem) for problem in refusal.problems]) from refusal
    subscription = subscriptions.get(session, workspace_id, now=now)
    if changes.find_terms_being_paid(session, subscription) == foreseen.wanted:
        return  # applied again while the money is on its way
    application.costs += costs_of(foreseen)
    with application.at(NAME):
        application.lines += terms.change_terms(session, workspace_id, wanted, actor=None, now=now)


def _problem(application: DeskApplication, problem: TermsProblem) -> Problem:
    return application.resolved.document.problem((NAME, problem.field), problem.reason, problem.remedy)


def _set_contacts(application: DeskApplication) -> None:
    """Make exactly the people the file names billing contacts; without the key they stay who they are."""
    section, session, now = application.file.workspace, application.session, application.now
    if section is None or section.billing_contacts is None:
        return
    wanted = set()
    for path, name in billing_contacts_named(application.file):
        profile = application.resolved.people[name]
        person = people.get_or_stub(session, application.workspace, profile.slack_user_id, now=now)
        people.record_profile(session, person.id, profile, now=now)
        wanted.add(person.id)
        with application.at(*path):
            if contacts.name_contact(session, person, actor=None, now=now):
                application.lines.append(f"@{profile.display_name} is now a billing contact.")
    for person in contacts.list_all(session, application.workspace.id):
        if person.id not in wanted:
            contacts.drop_contact(session, person, actor=None, now=now)
            application.lines.append(f"@{people.facts_of(person).name} is no longer a billing contact.")
