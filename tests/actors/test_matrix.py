"""The actor matrix: every id, verb, word and emoji, tried by everybody."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.domain.desk.thread_words import ThreadWord
from bot.domain.desk.typed import Verb
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.desk.action_ids import ActionId, CallbackId, TicketMenu
from tests.actors import (
    bill_policies,
    held_policies,
    policies,
    rating_policies,
    setting_policies,
    subscription_policies,
)
from tests.actors.policies import ANYBODY
from tests.actors.town import ELSEWHERE, EVERYBODY, Town, a_town

POLICIES = {
    **policies.POLICIES,
    **bill_policies.POLICIES,
    **held_policies.POLICIES,
    **rating_policies.POLICIES,
    **setting_policies.POLICIES,
    **subscription_policies.POLICIES,
}
WORDS_OF_THE_THREAD = "!"
EMOJI = "emoji"
KEPT_OF_WORDS = frozenset({"message", "ticket_words"})
"""What is said in a card's thread is kept, whoever of its members says it."""


@pytest.fixture(scope="module")
def standing_town(engine: Engine) -> Iterator[Town]:
    with a_town(engine) as town:
        yield town


@pytest.fixture
def town(standing_town: Town) -> Iterator[Town]:
    """The town, which forgets what a test did in it."""
    with standing_town.undone():
        yield standing_town


def test_everything_that_can_be_sent_has_a_policy() -> None:
    there = {
        *(f"press {each}" for each in (*ActionId, *BillingActionId)),
        *(f"send {each}" for each in (*CallbackId, *BillingCallbackId)),
        *(f"menu {option}" for option in TicketMenu),
        *(f"/desk {verb}" for verb in Verb),
        *(f"!{word}" for word in ThreadWord),
        "emoji on a card: claim",
        "emoji on a card: resolve",
    }

    assert set(POLICIES) == there


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_only_who_may_can(town: Town, name: str) -> None:
    policy, wrong = POLICIES[name], []
    for role in EVERYBODY:
        body = policy.send(town, town.ticket, role)
        before = town.state()

        with town.undone():
            counted = town.dispatch(body)
            after = town.state()

        changed = sorted(table for table in before if before[table] != after[table])
        wrong += _faults(name, role, counted, changed)
    assert wrong == []


def _faults(name: str, role: str, counted: list[str], changed: list[str]) -> list[str]:
    """Return what does not agree with the policy when somebody of a role did it."""
    policy, faults = POLICIES[name], []
    if set(counted) - {"refused"}:
        faults.append(f"{role}: {counted}")
    if role in policy.may:
        if counted and not (role == ELSEWHERE and policy.may == ANYBODY):
            faults.append(f"{role} may, and was refused")
        if policy.changes and not changed and role != ELSEWHERE:
            faults.append(f"{role} may, and nothing changed")
        return faults
    if policy.tells and not counted and not name.startswith((WORDS_OF_THE_THREAD, EMOJI)):
        faults.append(f"{role} may not, and was not told so")
    kept = KEPT_OF_WORDS if name.startswith(WORDS_OF_THE_THREAD) else frozenset()
    unexpected = [table for table in changed if table not in kept]
    if unexpected:
        faults.append(f"{role} may not, and changed {', '.join(unexpected)}")
    return faults
