"""Addresses of tickets: which are ours, and what of an event counts."""

from typing import Any

import pytest

from bot.domain.desk.ticket_links import MOST_LINKS, read_key_in_path, read_shared_links

DOMAIN = "desk.example.com"


def shared(*urls: str, **facts: Any) -> dict[str, Any]:
    event = {"user": "U0ROSA", "channel": "C0HELP", "unfurl_id": "C0HELP.1.abc", "source": "conversations_history"}
    return {**event, "links": [{"url": url, "domain": DOMAIN} for url in urls], **facts}


@pytest.mark.parametrize(("segment", "key"), [("IT-12", "IT-12"), ("it-12", "IT-12"), ("A1-1", "A1-1")])
def test_an_address_ends_in_a_key(segment: str, key: str) -> None:
    assert read_key_in_path(segment) == key


@pytest.mark.parametrize(
    "segment", ["", "12", "IT", "IT-", "IT-012", "#IT-1", " IT-1", "IT-1 ", "IT-1/x", "IT-1234567890", "<b>-1"]
)
def test_what_is_written_otherwise_is_no_address(segment: str) -> None:
    assert read_key_in_path(segment) is None


@pytest.mark.parametrize(
    "url",
    [
        f"https://{DOMAIN}/t/IT-12",
        f"http://{DOMAIN}/t/it-12",
        f"https://{DOMAIN.upper()}/t/IT-12",
        f"https://{DOMAIN}/t/IT-12?from=mail#top",
        f"https://{DOMAIN}:8443/t/IT-12",
    ],
)
def test_a_link_to_a_ticket_is_read_however_it_is_written(url: str) -> None:
    links = read_shared_links(shared(url))

    assert links is not None
    assert links.keys == {url: "IT-12"}


@pytest.mark.parametrize(
    "url",
    [
        f"https://{DOMAIN}/",
        f"https://{DOMAIN}/t/",
        f"https://{DOMAIN}/t/IT-12/history",
        f"https://{DOMAIN}/slack/events",
        f"https://eu.{DOMAIN}/t/IT-12",
        "https://[desk.example.com/t/IT-12",
    ],
)
def test_every_other_link_to_the_domain_is_left_alone(url: str) -> None:
    assert read_shared_links(shared(url)) is None


def test_no_more_than_ten_links_of_a_message_count() -> None:
    links = read_shared_links(shared(*(f"https://{DOMAIN}/t/IT-{number}" for number in range(1, 30))))

    assert links is not None
    assert list(links.keys.values()) == [f"IT-{number}" for number in range(1, MOST_LINKS + 1)]


def test_what_is_being_typed_is_in_no_conversation_yet() -> None:
    typed = read_shared_links(shared(f"https://{DOMAIN}/t/IT-12", source="composer", channel="COMPOSER"))

    assert typed is not None
    assert (typed.slack_channel_id, typed.slack_dm_id) == (None, None)


def test_a_message_to_deskbell_itself_is_known_by_its_conversation() -> None:
    posted, written = (read_shared_links(shared(f"https://{DOMAIN}/t/IT-1", channel=each)) for each in ("C0HELP", "D1"))

    assert posted is not None
    assert written is not None
    assert (posted.slack_dm_id, written.slack_dm_id) == (None, "D1")
