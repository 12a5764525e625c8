"""Every kind of outbox row is written by somebody and delivered by somebody."""

import ast

from bot.composition import wire
from bot.delivery.billing import billing_deliverers
from bot.delivery.desk import desk_deliverers
from bot.delivery.desk.reconciliation import reconciliation_deliverers
from bot.delivery.kinds import by_kind
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.desk.instants import system_clock
from bot.domain.desk.notices import PersonNotice, ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from tests.support.repository import list_sources


def members_named(enumeration: str, *folders: str) -> set[str]:
    """Return the members of an enumeration that the code under these folders names."""
    return {
        node.attr
        for source in list_sources(*folders)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enumeration
    }


def texts_in(*folders: str) -> set[str]:
    """Return every string that the code under these folders holds."""
    nodes = [node for source in list_sources(*folders) for node in ast.walk(source.tree)]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_kind_has_one_deliverer_and_the_reverse(sessions: Sessions) -> None:
    reading = reconciliation_deliverers(wire(sessions), system_clock)
    delivered = by_kind([*desk_deliverers(), *reading, *billing_deliverers()])
    assert sorted(delivered) == sorted([*OutboxKind, *BillingOutboxKind])


def test_every_kind_is_written_somewhere() -> None:
    for kinds in (OutboxKind, BillingOutboxKind):
        written = members_named(kinds.__name__, "bot/services", "bot/listeners")
        assert {kind.name for kind in kinds} - written == set()


def test_every_notice_is_given_somewhere() -> None:
    written = texts_in("bot/services", "bot/listeners")
    for enumeration in (ThreadNotice, PersonNotice):
        written |= {enumeration[name].value for name in members_named(enumeration.__name__, "bot/services")}
    assert {notice.value for notice in (*ThreadNotice, *PersonNotice)} - written == set()
