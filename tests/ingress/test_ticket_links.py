"""A ticket's own address in a browser: the same for every key, and nothing to steal."""

import httpx
import pytest

from tests.ingress.metrics import address
from tests.support import plain_http
from tests.support.cases import open_case
from tests.support.desk import Desk


def page_of(desk: Desk, key: str) -> httpx.Response:
    return plain_http.get(address(desk, f"/t/{key}"))


def test_the_page_says_how_to_open_the_ticket_and_asks_for_nothing_from_anywhere(desk: Desk) -> None:
    answer = page_of(desk, "it-12")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "type <code>/desk show IT-12</code>" in answer.text
    assert '<html lang="en">' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_of_a_ticket_and_of_none_is_the_same(desk: Desk) -> None:
    key = open_case(desk, "My secret laptop").key

    there, nowhere = page_of(desk, key), page_of(desk, "IT-99999")

    assert there.text == nowhere.text.replace("IT-99999", key)
    assert {name for name, _ in there.headers.items()} == {name for name, _ in nowhere.headers.items()}


@pytest.mark.parametrize("word", ["", "IT", "12", "IT-1/x", "IT-01", "%3Cscript%3E-1", "IT-1%0D%0ASet-Cookie:x", "%00"])
def test_what_is_no_key_is_not_found_and_not_repeated(desk: Desk, word: str) -> None:
    answer = page_of(desk, word)

    assert answer.status_code == 404
    assert "script" not in answer.text
    assert "Set-Cookie" not in answer.headers
