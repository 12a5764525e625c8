"""Lists that admins type into a form, a line for each thing."""

import pytest

from bot.domain.desk.queue_rules import CategoryFacts, OwnStatus
from bot.domain.desk.setting_lines import (
    LineRefused,
    key_of,
    read_categories,
    read_statuses,
    written_categories,
    written_statuses,
)
from models.desk import Priority, TicketStatus


def test_a_status_has_a_name_and_what_it_means() -> None:
    typed = "With the vendor = on hold\n\n  Being   tested=In Progress\nParts = ordered = waiting\n"

    assert read_statuses(typed) == [
        OwnStatus("with-the-vendor", "With the vendor", TicketStatus.ON_HOLD),
        OwnStatus("being-tested", "Being tested", TicketStatus.IN_PROGRESS),
        OwnStatus("parts-ordered", "Parts = ordered", TicketStatus.WAITING),
    ]


def test_a_category_has_a_name_and_may_name_priorities() -> None:
    assert read_categories("Incident: urgent, HIGH, p3\nQuestion") == [
        CategoryFacts("incident", "Incident", (Priority.P1, Priority.P2, Priority.P3)),
        CategoryFacts("question", "Question", tuple(Priority)),
    ]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("Vendor", "Vendor: say what it means: in progress, waiting or on hold, as in `Vendor = on hold`."),
        ("Vendor = closed", "Vendor: say what it means: in progress, waiting or on hold, as in `Vendor = on hold`."),
        ("A = waiting\na = on hold", "Two lines have the same name. Please give each a name of its own."),
        ("= waiting", "= waiting: a name has one to 60 characters."),
        ("\n".join(f"S{n} = waiting" for n in range(21)), "There are 21 lines; 20 at most, please."),
    ],
)
def test_a_status_that_cannot_be_taken_says_what_to_do(typed: str, complaint: str) -> None:
    with pytest.raises(LineRefused) as refusal:
        read_statuses(typed)

    assert str(refusal.value) == complaint


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("Incident: soon", 'Incident: "soon" is no priority; they are urgent, high, normal or low.'),
        ("Incident:", "Incident: name the priorities after the colon: urgent, high, normal or low."),
        ("x" * 61, f"{'x' * 60}: a name has one to 60 characters."),
    ],
)
def test_a_category_that_cannot_be_taken_says_what_to_do(typed: str, complaint: str) -> None:
    with pytest.raises(LineRefused) as refusal:
        read_categories(typed)

    assert str(refusal.value) == complaint


def test_what_is_written_is_read_back() -> None:
    statuses, categories = "With the vendor = on hold\nTested = in progress", "Incident: urgent, high\nQuestion: low"

    read = [(line.name, line.base) for line in read_statuses(statuses)]

    assert written_statuses(read) == statuses
    assert written_categories((line.name, line.priorities) for line in read_categories(categories)) == categories


@pytest.mark.parametrize(
    ("name", "key"),
    [("With the vendor!", "with-the-vendor"), ("2nd level", "s-32-6e-64-6c-65-76-65-6c"), ("待つ", "s-5f85-3064")],
)
def test_a_key_is_made_from_a_name(name: str, key: str) -> None:
    assert key_of(name) == key
