import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.desk.typed import Typed, channel_id_in, nearest_verb, person_id_in, read_command


@pytest.mark.parametrize(
    ("text", "verb", "words", "rest"),
    [
        ("", "", (), ""),
        ("   ", "", (), ""),
        ("HELP", "help", (), ""),
        ("show it-12", "show", ("it-12",), "it-12"),
        ("  show   IT-12  ", "show", ("IT-12",), "IT-12"),
        ("show\N{NO-BREAK SPACE}IT-12", "show", ("IT-12",), "IT-12"),
        ("show\N{NARROW NO-BREAK SPACE}IT-12", "show", ("IT-12",), "IT-12"),
        ("show\tIT-12", "show", ("IT-12",), "IT-12"),
        ("new My mouse\nis dead", "new", ("My", "mouse", "is", "dead"), "My mouse\nis dead"),
        ("new\nMy mouse is dead", "new", ("My", "mouse", "is", "dead"), "My mouse is dead"),
        ('triage <#C1|it> "IT"', "triage", ("<#C1|it>", "IT"), '<#C1|it> "IT"'),
        ("x \N{LEFT DOUBLE QUOTATION MARK}a b\N{RIGHT DOUBLE QUOTATION MARK} c", "x", ("a b", "c"), '"a b" c'),
        ("x \N{LEFT SINGLE QUOTATION MARK}a b\N{RIGHT SINGLE QUOTATION MARK}", "x", ("a b",), "'a b'"),
        ("x \N{DOUBLE LOW-9 QUOTATION MARK}a b\N{LEFT DOUBLE QUOTATION MARK}", "x", ("a b",), '"a b"'),
        ("new I can\N{RIGHT SINGLE QUOTATION MARK}t print", "new", ("I", "can't", "print"), "I can't print"),
        ('x "half', "x", ('"half',), '"half'),
        ("x ends in a backslash \\", "x", ("ends", "in", "a", "backslash", "\\"), "ends in a backslash \\"),
        ("new # is no comment", "new", ("#", "is", "no", "comment"), "# is no comment"),
    ],
)
def test_a_command_is_read_as_a_shell_would(text: str, verb: str, words: tuple[str, ...], rest: str) -> None:
    assert read_command(text) == Typed(verb, words, rest)


@given(st.text())
def test_whatever_is_typed_is_read(text: str) -> None:
    typed = read_command(text)

    assert typed.verb == typed.verb.lower()
    assert typed.rest == typed.rest.strip()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("helpp", "help"),
        ("halp", "help"),
        ("lst", "list"),
        ("shwo", "show"),
        ("traige", "triage"),
        ("requests", "request"),
        ("admn", "admin"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_the_nearest_verb_is_the_one_that_was_probably_meant(typed: str, expected: str | None) -> None:
    assert nearest_verb(typed) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("<#C0HELP|it-help>", "C0HELP"),
        ("<#C0HELP>", "C0HELP"),
        ("<#G0OLD|>", "G0OLD"),
        ("#it-help", None),
        ("C0HELP", None),
        ("<@U0ADA>", None),
        ("<#C0HELP|x> ", None),
    ],
)
def test_a_channel_is_known_only_when_it_was_picked(word: str, expected: str | None) -> None:
    assert channel_id_in(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("<@U0ADA|ada>", "U0ADA"),
        ("<@U0ADA>", "U0ADA"),
        ("<@W0ADA>", "W0ADA"),
        ("@ada", None),
        ("U0ADA", None),
        ("<!here>", None),
    ],
)
def test_a_person_is_known_only_when_they_were_picked(word: str, expected: str | None) -> None:
    assert person_id_in(word) == expected
