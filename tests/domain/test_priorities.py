"""The four priorities in a workspace's own words."""

import pytest

from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale, PriorityWords, scale_of_words, what_is_wrong
from models.desk import Priority

OWN = scale_of_words(
    {
        Priority.P1: PriorityWords("Blocker", "Nothing works"),
        Priority.P2: PriorityWords("Urgent", "Works in part"),
        Priority.P4: PriorityWords("Sehr gering"),
    }
)


def named(**names: str) -> PriorityScale:
    """Return a scale with these names, by key."""
    return scale_of_words({Priority(key): PriorityWords(name) for key, name in names.items()})


def test_what_nobody_named_is_called_as_elsewhere() -> None:
    assert list(OWN.names().values()) == ["Blocker", "Urgent", "Normal", "Sehr gering"]
    assert list(DEFAULT_SCALE.names().values()) == ["Urgent", "High", "Normal", "Low"]
    assert OWN.meanings() == {"p1": "Nothing works", "p2": "Works in part"}


@pytest.mark.parametrize(
    ("typed", "priority"),
    [
        ("blocker", Priority.P1),
        ("p1", Priority.P1),
        ("P2", Priority.P2),
        ("urgent", Priority.P2),  # a name given here, though it means p1 elsewhere
        ("high", Priority.P2),
        ("Normal", Priority.P3),
        ("sehr-gering", Priority.P4),
        ("  Sehr  Gering ", Priority.P4),
        ("low", Priority.P4),
        ("soon", None),
        ("", None),
    ],
)
def test_a_priority_is_known_by_its_name_its_key_and_what_it_is_called_elsewhere(
    typed: str, priority: Priority | None
) -> None:
    assert OWN.find(typed) is priority


@pytest.mark.parametrize("name", ["Blocker", "Sehr gering", "Größte Not", "P1!", "緊急", "a/b"])
def test_what_is_said_to_be_typed_is_understood(name: str) -> None:
    scale = named(p1=name)

    typed = scale.typed(Priority.P1)

    assert not any(character.isspace() for character in typed)
    assert scale.find(typed) is Priority.P1


@pytest.mark.parametrize(
    ("scale", "wrong"),
    [
        (OWN, []),
        (DEFAULT_SCALE, []),
        (named(p1="P1", p2="P2", p3="P3", p4="P4"), []),
        (named(p1="High", p2="Urgent"), []),  # each other's names
        (named(p1="High"), [Priority.P1]),  # p2 keeps that name
        (named(p1="Broken", p2="broken"), [Priority.P2]),
        (named(p2="p1"), [Priority.P2]),
        (named(p1="now, please"), [Priority.P1]),
        (named(p1='"now"'), [Priority.P1]),
        (named(p1="--"), [Priority.P1]),
        (named(p1="x" * 31), [Priority.P1]),
        (named(p1="a\nb", p4="c\u202ed"), [Priority.P1, Priority.P4]),
    ],
)
def test_a_name_means_one_priority_and_can_be_typed(scale: PriorityScale, wrong: list[Priority]) -> None:
    assert list(what_is_wrong(scale)) == wrong


def test_some_priorities_are_named_the_most_urgent_first() -> None:
    assert OWN.name_all(["p3", "p1"]) == "Blocker, Normal"
