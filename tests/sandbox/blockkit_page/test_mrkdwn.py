"""What mrkdwn becomes in the document."""

import pytest

from tests.sandbox.blockkit_page.stage import NOON, Stage


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("*bold* _italic_ ~gone~ `code`", "<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>"),
        ("*bold _and italic_*", "<b>bold <i>and italic</i></b>"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("* not bold *", "* not bold *"),
        ("*<https://a.example/x_y_z|IT-1>* VPN", "<b><a>IT-1</a></b> VPN"),
        ("see https://a.example/b?c=d.", "see <a>https://a.example/b?c=d</a>."),
        ("before\n&gt; quoted\n&gt; twice\nafter", "before<blockquote>quoted\ntwice</blockquote>after"),
        ("```\n*a*\n  b\n```", "<pre><code>*a*\n  b</code></pre>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("<@U1> in <#C1|it-help>", "@Rosa Diaz in #it-help"),
        ("<#C9|secret>", "#private-channel"),
        ("<!subteam^S1> <!here> <!channel>", "@it-team @here @channel"),
        (":lock: at 10:30:45 :nobody_knows:", "🔒 at 10:30:45 :nobody_knows:"),
        (":+1::skin-tone-3:", "👍🏼"),
        ("one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_mrkdwn_becomes_a_document(stage: Stage, mrkdwn: str, html: str) -> None:
    assert stage.html_of_text(mrkdwn) == html


@pytest.mark.parametrize(
    "mrkdwn",
    [
        "<img src=x onerror=alert(1)>",
        "<javascript:alert(1)|press me>",
        "<data:text/html,hi|press me>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        '<https://a.example/"onmouseover=alert(1)|a>',
    ],
)
def test_nothing_in_mrkdwn_becomes_markup_or_a_dangerous_address(stage: Stage, mrkdwn: str) -> None:
    drawn = stage.show_text(mrkdwn)

    assert drawn.locator("img, script, [onerror], [onmouseover]").count() == 0
    assert drawn.locator("a[href]:not([href^='https:'])").count() == 0


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("{date_num}", "2026-11-23"),
        ("{date_slash}", "11/23/2026"),
        ("{date}", "November 23rd, 2026"),
        ("{date_short}", "Nov 23, 2026"),
        ("{date_long}", "Monday, November 23rd, 2026"),
        ("{date_short_pretty} at {time}", "today at 12:00 PM"),
        ("{time_secs}", "12:00:00 PM"),
        ("{nonsense} {time}", "{nonsense} 12:00 PM"),
    ],
)
def test_a_date_has_slacks_tokens(stage: Stage, format: str, shown: str) -> None:  # noqa: A002 Slack's word for it
    drawn = stage.show_text(f"<!date^{NOON}^{format}|a fallback>")

    assert drawn.locator("time").inner_text().replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-86_400, "yesterday"), (86_400, "tomorrow"), (-3 * 86_400, "Nov 20, 2026")],
)
def test_days_nearby_have_names(stage: Stage, seconds: int, shown: str) -> None:
    drawn = stage.show_text(f"<!date^{NOON + seconds}^{{date_short_pretty}}|then>")

    assert drawn.inner_text() == shown


@pytest.mark.parametrize(("seconds", "shown"), [(-60 * 60, "1 hour ago"), (5 * 60, "in 5 minutes"), (0, "now")])
def test_how_long_ago_is_counted_from_the_pages_clock(stage: Stage, seconds: int, shown: str) -> None:
    drawn = stage.show_text(f"<!date^{NOON + seconds}^{{ago}}|then>")

    assert drawn.inner_text() == shown


def test_a_date_is_told_in_the_readers_zone_and_language(stage: Stage) -> None:
    stage.prepare("Object.assign(stage.context, {zone: 'Asia/Tokyo', locale: 'de-DE'})")

    drawn = stage.show_text(f"<!date^{NOON}^{{date_short}} {{time}}|then>")

    assert drawn.inner_text() == "23. Nov. 2026 21:00"


def test_a_date_that_is_none_shows_its_fallback(stage: Stage) -> None:
    assert stage.show_text("<!date^soon^{time}|some day>").inner_text() == "some day"


def test_ones_own_mention_stands_out(stage: Stage) -> None:
    drawn = stage.show_text("<@U1> <@U2>")

    assert drawn.locator(".bk-mention-mine").all_inner_texts() == ["@Ben Okafor"]


def test_a_link_may_stay_within_the_page(stage: Stage) -> None:
    stage.prepare("stage.context.follow = (url) => { stage.followed = url; return true; }")

    stage.show_text("<https://acme.slack.com/archives/C1/p1|IT-1>").get_by_role("link").click()

    assert stage.page.evaluate("stage.followed") == "https://acme.slack.com/archives/C1/p1"


def test_a_mentioned_channel_can_be_opened(stage: Stage) -> None:
    stage.prepare("stage.context.openChannel = (id) => { stage.opened = id; }")

    stage.show_text("<#C1>").get_by_role("button", name="#it-help").click()

    assert stage.page.evaluate("stage.opened") == "C1"
