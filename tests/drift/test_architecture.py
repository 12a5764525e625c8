"""The tables of the architecture page are those of the code."""

import inspect
import re

from bot.composition import SUBSCRIPTIONS, wire
from bot.delivery.billing import billing_deliverers
from bot.delivery.desk import desk_deliverers
from bot.delivery.desk.reconciliation import reconciliation_deliverers
from bot.domain.billing import happenings as billing_happenings
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.desk import happenings
from bot.domain.desk.happenings import Happening
from bot.domain.desk.instants import system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from models import Base
from tests.support.repository import Source, list_sources, named_in, table_under

PAGE = "docs/architecture.md"
SORTS = {"refresh_": "refresh", "report_": "refresh", "fetch_": "fetch"}
"""What a kind's name begins with, and the sort of row that is; everything else is verbatim."""


def kinds_of_happening() -> dict[str, type[Happening]]:
    """Return every happening by its name, as the modules list them."""
    modules = (happenings, billing_happenings)
    classes = [found for module in modules for found in vars(module).values() if inspect.isclass(found)]
    return {found.__name__: found for found in classes if issubclass(found, Happening) and found is not Happening}


def announces(source: Source, happening: str) -> bool:
    """Return whether a service announces and speaks of this happening."""
    return "happenings.announce(" in source.text and re.search(rf"\b{happening}\b", source.text) is not None


def test_the_table_of_happenings_says_who_hears_what_in_order() -> None:
    listed = {named_in(row[0])[0]: named_in(row[2]) for row in table_under("Happenings", PAGE)}
    heard = {
        name: [
            f"{subscription.subscriber.__module__.rpartition('.')[2]}.{subscription.subscriber.__name__}"
            for subscription in SUBSCRIPTIONS
            if issubclass(happening, subscription.to)
        ]
        for name, happening in kinds_of_happening().items()
    }
    assert listed == heard


def test_the_table_of_happenings_says_who_announces() -> None:
    listed = {named_in(row[0])[0]: named_in(row[1]) for row in table_under("Happenings", PAGE)}
    services = list_sources("bot/services")
    announced = {
        name: [source.path.stem for source in services if announces(source, name)] for name in kinds_of_happening()
    }
    assert listed == announced


def test_the_table_of_kinds_is_the_outbox_s(sessions: Sessions) -> None:
    rows = table_under("The outbox", PAGE)
    reading = reconciliation_deliverers(wire(sessions), system_clock)
    deliverers = [*desk_deliverers(), *reading, *billing_deliverers()]
    modules = {deliverer.kind: deliverer.prepare.__module__ for deliverer in deliverers}
    assert [named_in(row[0])[0] for row in rows] == [*OutboxKind, *BillingOutboxKind]
    assert {named_in(row[0])[0]: named_in(row[4])[0] for row in rows} == modules


def test_the_table_of_kinds_sorts_them_by_their_names() -> None:
    sorts = {named_in(row[0])[0].removeprefix("slack."): row[1] for row in table_under("The outbox", PAGE)}
    expected = {
        kind: next((sort for beginning, sort in SORTS.items() if kind.startswith(beginning)), "verbatim")
        for kind in sorts
    }
    assert sorts == expected


def test_the_table_of_tables_is_the_database_s() -> None:
    listed = [named_in(row[0])[0] for row in table_under("Tables", PAGE)]
    assert sorted(listed) == sorted(Base.metadata.tables)
