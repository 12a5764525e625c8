from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.desk.characters import inert, length, one_line, shortened
from bot.domain.desk.mrkdwn import escape, rich_text_of, unescape
from bot.domain.desk.rich_text import harmless, mentioned_user_ids, plain_text_of, starts_with_mark, title_of

LOCK = ":lock:"


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "block_id": "x1", "elements": list(parts)}]


def said(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return rich(section(*elements))


def emoji(name: str, **more: object) -> dict[str, Any]:
    return {"type": "emoji", "name": name, **more}


USER = {"type": "user", "user_id": "U0CARA"}


class TestPlainText:
    def test_paragraphs_and_list_items_are_lines(self) -> None:
        blocks = rich(
            section(text("Two things:")),
            {"type": "rich_text_list", "style": "bullet", "elements": [section(text("VPN")), section(text("mail"))]},
            {"type": "rich_text_quote", "elements": [text("quoted")]},
        )

        assert plain_text_of(blocks, "") == "Two things:\n• VPN\n• mail\nquoted"

    def test_mentions_links_and_emoji_are_said_in_words(self) -> None:
        link = {"type": "link", "url": "https://example.com", "text": "this"}
        blocks = said(USER, text(" see "), link, text(" "), emoji("wave", unicode="1f44b"), emoji("acme"))

        assert plain_text_of(blocks, "", {"U0CARA": "Cara"}) == "@Cara see this 👋:acme:"

    def test_without_blocks_slacks_text_is_read(self) -> None:
        assert plain_text_of(None, "a &lt; b <https://example.com|site> <@U0CARA>") == "a < b site @someone"

    def test_control_characters_are_left_out(self) -> None:
        assert plain_text_of(said(text("a\x00b\x1b[1m\r\nc")), "") == "ab[1m\nc"


class TestTitle:
    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("VPN drops every hour", "VPN drops every hour"),
            ("Hi team,\n\nVPN drops", "VPN drops"),
            ("Good morning everyone!\nVPN drops", "VPN drops"),
            ("hello <@U0CARA>\nVPN drops", "VPN drops"),
            ("Hello", "Hello"),
            ("Hi, my VPN drops", "Hi, my VPN drops"),
            ("---\n\n???\nVPN drops", "VPN drops"),
            ("  VPN \t drops  ", "VPN drops"),
            ("\u202eVPN drops", "VPN drops"),
            ("", ""),
            ("\u200b \n", ""),
        ],
    )
    def test_it_is_the_first_line_that_says_something(self, typed: str, title: str) -> None:
        assert title_of(None, typed) == title

    def test_a_long_line_is_cut_to_80(self) -> None:
        title = title_of(None, "word " * 40)

        assert length(title) <= 80
        assert title.startswith("word word")
        assert title.endswith("word…")

    @given(st.text(max_size=300))
    def test_it_is_one_line_of_at_most_80(self, typed: str) -> None:
        title = title_of(None, typed)

        assert length(title) <= 80
        assert title == one_line(title)


class TestMentions:
    def test_each_person_counts_once_in_order(self) -> None:
        blocks = said(USER, text(" and "), {"type": "user", "user_id": "U0BEN"}, USER, {"type": "user"})

        assert mentioned_user_ids(blocks, "") == ["U0CARA", "U0BEN"]

    def test_without_blocks_they_are_read_from_the_text(self) -> None:
        assert mentioned_user_ids(None, "<@U0CARA|cara> <!here> <#C0HELP>") == ["U0CARA"]


class TestPrivateMark:
    @pytest.mark.parametrize(
        "blocks",
        [
            said(emoji("lock"), text(" secret")),
            said(emoji("lock", unicode="1f512")),
            said(text(":lock: secret")),
            said(text(":lo"), text("ck:", bold=True)),
            said(text("🔒 secret")),
            said(text(" \n\u200b\u2060\ufeff"), emoji("lock")),
            said(text("\u202e:lock:")),
            said(text(":LOCK: secret")),
            rich({"type": "rich_text_list", "style": "bullet", "elements": [section(emoji("lock"))]}),
            rich({"type": "rich_text_quote", "elements": [text(":lock:")]}),
            rich(section(), section(emoji("lock"))),
        ],
    )
    def test_a_message_that_begins_with_it_is_private(self, blocks: list[dict[str, Any]]) -> None:
        assert starts_with_mark(blocks, "", LOCK)

    @pytest.mark.parametrize("typed", [":lock: secret", "  :lock:secret", "🔒", "🔒\ufe0f secret", "\u200b:lock:"])
    def test_the_text_alone_is_enough(self, typed: str) -> None:
        assert starts_with_mark(None, typed, LOCK)
        assert starts_with_mark(said(text("secret")), typed, LOCK)

    @pytest.mark.parametrize("typed", ["secret :lock:", "", ":locked: secret", ":unlock:", "🔓 open", "lock"])
    def test_any_other_message_is_not(self, typed: str) -> None:
        assert not starts_with_mark(said(text(typed)) if typed else None, typed, LOCK)

    @pytest.mark.parametrize("mark", [":mega:", ":megaphone:"])
    @pytest.mark.parametrize(
        "typed", [":mega: the lift is out", ":megaphone: the lift is out", "\U0001f4e3 the lift is out"]
    )
    def test_a_megaphone_is_one_however_it_is_spelt(self, mark: str, typed: str) -> None:
        assert starts_with_mark(None, typed, mark)
        assert not starts_with_mark(None, typed, ":loudspeaker:")

    def test_another_mark_replaces_the_padlock(self) -> None:
        assert starts_with_mark(None, "// secret", "//")
        assert starts_with_mark(None, "&lt;private&gt; secret", "<private>")
        assert not starts_with_mark(None, "🔒 secret", "//")

    def test_no_mark_hides_nothing(self) -> None:
        assert not starts_with_mark(None, "secret", "")


class TestHarmless:
    def test_formatting_stays(self) -> None:
        parts = [
            section(text("bold", bold=True), text(" all", italic=True, strike=True), emoji("wave")),
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [section(text("one"))]},
            {"type": "rich_text_quote", "elements": [text("said")]},
            {"type": "rich_text_preformatted", "border": 1, "elements": [text("x = 1\ny = 2")]},
            section({"type": "channel", "channel_id": "C0HELP"}, {"type": "color", "value": "#FF0000"}),
        ]

        assert harmless(rich(*parts), "", {}) == [{"type": "rich_text", "elements": parts}]

    def test_whoever_is_mentioned_is_only_named(self) -> None:
        blocks = said(
            {**USER, "style": {"bold": True}},
            {"type": "user", "user_id": "U0UNKNOWN"},
            {"type": "usergroup", "usergroup_id": "S0ADMINS"},
            {"type": "broadcast", "range": "channel"},
        )

        [safe] = harmless(blocks, "", {"U0CARA": "Cara"})

        assert safe["elements"] == [
            section(text("@Cara", bold=True), text("@someone"), text("@group"), text("@channel"))
        ]

    def test_only_links_people_can_safely_follow_stay_links(self) -> None:
        good = {"type": "link", "url": "https://example.com/a", "text": "site"}
        bad = {"type": "link", "url": "javascript:alert(1)", "text": "site"}
        bare = {"type": "link", "url": "file:///etc/passwd"}

        [safe] = harmless(said(good, bad, bare), "", {})

        assert safe["elements"] == [section(good, text("site"), text("file:///etc/passwd"))]

    def test_what_slack_adds_for_itself_is_left_out(self) -> None:
        blocks = said(
            {"type": "link", "url": "https://example.com", "unsafe": False, "expanded": True},
            {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc", "skin_tone": 3},
            {"type": "text", "text": "hi", "style": {"highlight": True, "bold": True}},
        )

        [safe] = harmless(blocks, "", {})

        assert safe["elements"] == [
            section({"type": "link", "url": "https://example.com"}, emoji("wave::skin-tone-3"), text("hi", bold=True))
        ]

    def test_what_is_unknown_becomes_its_text(self) -> None:
        blocks = rich(
            {"type": "rich_text_new", "elements": [{"type": "citation", "text": "source"}, {"type": "canvas"}]},
            {"type": "rich_text_preformatted", "elements": [USER, emoji("wave")]},
        )

        [safe] = harmless(blocks, "", {"U0CARA": "Cara"})

        code = {"type": "rich_text_preformatted", "elements": [text("@Cara"), text(":wave:")]}
        assert safe["elements"] == [section(text("source")), code]

    def test_words_that_look_like_markup_stay_words(self) -> None:
        [safe] = harmless(said(text("<!channel> <!-- html --> <@U0CARA>")), "", {})

        assert safe["elements"] == [section(text("<\u200b!channel> <!-- html --> <\u200b@U0CARA>"))]

    def test_a_date_stays_only_in_a_known_form(self) -> None:
        good = {"type": "date", "timestamp": 1795435200, "format": "{date_long}", "fallback": "today"}
        bad = {"type": "date", "timestamp": 1795435200, "format": "<!channel>", "fallback": "today"}

        [safe] = harmless(said(good, bad), "", {})

        assert safe["elements"] == [section(good, text("today"))]

    def test_without_blocks_the_text_is_taken_apart(self) -> None:
        typed = (
            "<@U0CARA> *see* <https://example.com?a=1&amp;b=2|this> &amp; <#C0HELP|help> <!subteam^S0ADMINS|@admins>"
        )

        [safe] = harmless(None, typed, {"U0CARA": "Cara"})

        assert safe["elements"] == [
            section(
                text("@Cara"),
                text(" *see* "),
                {"type": "link", "url": "https://example.com?a=1&b=2", "text": "this"},
                text(" & "),
                {"type": "channel", "channel_id": "C0HELP"},
                text(" "),
                text("@admins"),
            )
        ]

    @pytest.mark.parametrize(
        "blocks", [None, [], [{"type": "section"}], rich(), rich(section()), [{"type": "rich_text"}]]
    )
    def test_where_nothing_is_said_nothing_is_left(self, blocks: list[dict[str, Any]] | None) -> None:
        assert harmless(blocks, "", {}) == []

    def test_making_harmless_twice_changes_nothing_more(self) -> None:
        blocks = said(USER, text("<!channel>"), {"type": "link", "url": "https://example.com"}, emoji("wave"))
        once = harmless(blocks, "", {"U0CARA": "Cara"})

        assert harmless(once, "", {}) == once


class TestCharacters:
    @given(st.text(max_size=80), st.integers(1, 60))
    def test_shortened_text_fits(self, words: str, most: int) -> None:
        cut = shortened(words, most)

        assert length(cut) <= most
        assert cut == words or cut.endswith("…")

    def test_a_family_is_not_torn_apart(self) -> None:
        assert shortened("ab👩\u200d👩\u200d👧", 6) == "ab…"
        assert shortened("abcde\u0301f", 6) == "abcd…"

    @given(st.text(max_size=80))
    def test_escaping_comes_undone(self, words: str) -> None:
        assert unescape(escape(words)) == words

    def test_only_live_markup_is_broken(self) -> None:
        assert inert("<!DOCTYPE html> a<b <@me>") == "<!DOCTYPE html> a<b <@me>"
        assert inert("<!date^0^{date}|x>") == "<\u200b!date^0^{date}|x>"

    def test_an_empty_text_is_no_rich_text(self) -> None:
        assert rich_text_of("") == []
