"""`simulate billing`: every case of the file, and what it says of cases it cannot read."""

import json
from typing import Any

import pytest

from bot.domain.billing.simulation import CaseRefused, simulate_billing
from tests.domain.billing.vectors import FILE, name_of

VECTORS = json.loads(FILE.read_text("utf-8"))["vectors"]
JOIN = {"type": "join", "at": "2026-01-16T00:00:00Z", "channel": "C1", "user": "U2"}
CONFIG = {"anchor": "2026-01-01T00:00:00Z", "interval": "month", "currency": "USD", "price_minor": 2500}


def case(**changes: Any) -> dict[str, Any]:
    """Return a small ledger case."""
    whole = {"id": "small", "kind": "ledger", "config": CONFIG, "opening": {"C1": ["U1"]}, "events": [JOIN]}
    return whole | {"until": "2026-01-31T00:00:00Z"} | changes


def simulated(given: dict[str, Any]) -> Any:
    return simulate_billing({"vectors": [given]})["results"][0]["result"]


@pytest.mark.parametrize("vector", VECTORS, ids=name_of)
def test_every_case_gives_what_is_expected(vector: dict[str, Any]) -> None:
    expected = {name.removeprefix("expected_"): value for name, value in vector.items() if name.startswith("expected")}

    result = simulated(vector)

    assert result == (expected if len(expected) > 1 else next(iter(expected.values())))


def test_all_cases_are_there() -> None:
    results = simulate_billing({"vectors": VECTORS})["results"]

    assert [result["id"] for result in results] == [vector["id"] for vector in VECTORS]
    assert len(results) == 81


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (case(config=CONFIG | {"price_minor": -1}), "case small: config.price_minor: "),
        (case(config=CONFIG | {"currency": "XXX"}), "case small: config: currency: XXX is no currency"),
        (case(config=CONFIG | {"colour": "red"}), "case small: config.colour: "),
        (case(config={**CONFIG, "anchor": None}), "case small: config: give one of anchor and trial_start"),
        (case(events=[JOIN | {"at": "noon"}]), "case small: events.0.at: "),
        (case(events=[{"type": "join", "at": "2026-01-16T00:00:00Z"}]), "case small: events.0.channel: is missing"),
        (case(events=[JOIN, {"type": "party"}]), "case small: events.1: Input tag 'party'"),
        (case(until="2026-01-31"), "case small: until: "),
        ({"id": "odd", "kind": "weather"}, "case odd: Input tag 'weather'"),
        ({"kind": "tax", "lines_minor": [1], "rate_basis_points": [1]}, "case number 1: id: is missing"),
        (
            {"id": "t", "kind": "tax", "lines_minor": [1, 2], "rate_basis_points": [1, 2, 3]},
            "case t: rate_basis_points",
        ),
        ({"id": "p", "kind": "support_price", "model": "additive", "args": {}}, "case p: args.months: is missing"),
        ({"id": "r", "kind": "proration", "unit_amount_minor": 1, "quantity": 1}, "case r: give numerator"),
        ("nothing", "case number 1: "),
    ],
)
def test_a_case_that_cannot_be_read_is_named_with_its_field(given: Any, says: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        simulate_billing({"vectors": [given]})

    assert says in str(refused.value)


@pytest.mark.parametrize("given", [None, [], {}, {"vectors": {}}])
def test_a_file_of_another_shape_is_refused(given: object) -> None:
    with pytest.raises(CaseRefused, match="vectors"):
        simulate_billing(given)


def test_the_reuse_of_seats_can_be_asked_for_by_name() -> None:
    events = [{**JOIN, "type": "leave", "user": "U1", "at": "2026-01-10T00:00:00Z"}, JOIN]

    pool, named = (simulated(case(config=CONFIG | {"reuse": reuse}, events=events)) for reuse in ("pool", "named"))

    assert [document["total_minor"] for document in pool] == [2500]
    assert [document["total_minor"] for document in named] == [2500, 1290]


def test_a_complete_read_tells_joins_and_departures_and_tax_shows_where_there_is_a_rate() -> None:
    read = {
        "type": "snapshot",
        "at": "2026-01-16T03:00:00Z",
        "channel": "C1",
        "members": ["U2", "U3"],
        "complete": True,
    }

    invoices = simulated(case(config=CONFIG | {"tax_rate_basis_points": 2000}, events=[read]))

    assert [(each["tax_minor"], each["total_minor"]) for each in invoices] == [(500, 3000), (258, 1548)]
    assert [line["user"] for line in invoices[1]["lines"]] == ["U3"]


def test_more_plans_than_there_are_cannot_be_climbed() -> None:
    prices = (3000, 4000, 5000)
    events = [{"type": "plan_change", "at": f"2026-01-0{day}T00:00:00Z", "price_minor": price}
              for day, price in enumerate(prices, 2)]  # fmt: skip

    with pytest.raises(CaseRefused, match="case small: events: the plan changes need more than 3 plans"):
        simulated(case(events=events))


def test_a_part_of_a_period_can_be_given_by_its_instants() -> None:
    given = {"id": "r", "kind": "proration", "unit_amount_minor": 1000, "quantity": 1, "sign": -1}
    stretch = {"granularity": "second", "start": 1487030400, "end": 1489449600, "at": 1488568488}

    assert simulated(given | stretch) == -364


def test_a_trial_without_a_payment_method_ends_without_documents() -> None:
    config = {name: value for name, value in CONFIG.items() if name != "anchor"} | {
        "trial_start": "2026-01-01T00:00:00Z"
    }

    assert simulated(case(config=config, until="2026-03-01T00:00:00Z")) == []
    paid = simulated(case(config=config | {"has_payment_method": True}, until="2026-02-01T00:00:00Z"))
    assert [(each["date"], each["total_minor"]) for each in paid] == [("2026-01-15", 2500), ("2026-01-16", 2419)]
