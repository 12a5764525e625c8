"""Reading what people type to find tickets."""

from datetime import date

import pytest

from bot.domain.desk.languages import configuration_of, with_spaces
from bot.domain.desk.queries import LONGEST, Filter, FilterName, Sort, TicketQuery, day_of, read_query
from bot.errors import NotUnderstood

TODAY = date(2026, 11, 23)


def filters_of(typed: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(found.name.value, found.values, found.is_excluded) for found in read_query(typed).filters]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("printer fire", "printer fire"),
        ('"printer on fire" -test', '"printer on fire" -test'),
        ("\u201cprinter on fire\u201d", '"printer on fire"'),
        ("can't print", "can't print"),
        ("http://intranet.example/x 10:30", "http://intranet.example/x 10:30"),
        ("error: 500", "error 500"),
        ('"status:open"', '"status:open"'),
        ("   ", ""),
        ("-", ""),
    ],
)
def test_words_are_kept_as_the_search_reads_them(typed: str, words: str) -> None:
    assert read_query(typed) == TicketQuery(words=words)


@pytest.mark.parametrize("typed", ["it-12", "#IT-012", " IT-12 "])
def test_what_looks_like_a_key_is_one(typed: str) -> None:
    assert read_query(typed) == TicketQuery(keys=("IT-12",))


def test_filters_are_told_from_words() -> None:
    query = read_query("vpn status:open assignee:@me -tag:wifi drops")

    assert query.words == "vpn drops"
    assert query.filters == (
        Filter(FilterName.STATUS, ("open",)),
        Filter(FilterName.ASSIGNEE, ("@me",)),
        Filter(FilterName.TAG, ("wifi",), is_excluded=True),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("priority:high,urgent", ("priority", ("high", "urgent"), False)),
        ("STATUS:Open", ("status", ("open",), False)),
        ('status:"with the vendor"', ("status", ("with the vendor",), False)),
        ("requester:<@U0ROSA|rosa>", ("requester", ("<@u0rosa|rosa>",), False)),
        ("tag:,", ("tag", (",",), False)),
    ],
)
def test_a_filter_has_one_value_or_several(typed: str, found: tuple[str, tuple[str, ...], bool]) -> None:
    assert filters_of(typed) == [found]


def test_the_order_is_no_filter() -> None:
    query = read_query("vpn sort:oldest")

    assert (query.sort, query.filters, query.words) == (Sort.OLDEST, (), "vpn")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("staus:open", "Did you mean `status:`"),
        ("colour:red", "There is `status:`"),
        ("sort:sideways", "`sort:newest`"),
    ],
)
def test_what_there_is_none_of_is_answered_with_what_there_is(typed: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        read_query(typed)


def test_of_a_very_long_query_only_the_beginning_is_read() -> None:
    assert read_query('"' * 100_000).is_empty
    assert len(read_query("word " * 10_000).words) <= LONGEST


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("today", TODAY),
        ("yesterday", date(2026, 11, 22)),
        ("7d", date(2026, 11, 16)),
    ],
)
def test_days_are_written_in_several_ways(typed: str, day: date) -> None:
    assert day_of(typed, today=TODAY) == day


@pytest.mark.parametrize("typed", ["01.11.2026", "2026-13-01", "soon", "9999d9"])
def test_what_is_no_day_is_answered_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="2026-11-23"):
        day_of(typed, today=TODAY)


def test_languages_are_known_by_their_codes_and_the_rest_is_matched_as_written() -> None:
    assert [configuration_of(language) for language in ("en", "de-AT", "pt_BR", "xx", "")] == [
        "english",
        "german",
        "portuguese",
        "simple",
        "simple",
    ]


def test_scripts_without_spaces_are_set_apart() -> None:
    assert with_spaces("VPNが切れる").split() == ["VPN", "が", "切", "れ", "る"]
    assert with_spaces("plain words") == "plain words"
