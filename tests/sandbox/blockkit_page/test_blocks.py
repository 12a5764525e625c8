"""Blocks that are more than a line: long sections, containers, cards, tables, charts."""

from playwright.sync_api import expect

from tests.sandbox.blockkit.samples import button, mrkdwn, plain, section
from tests.sandbox.blockkit_page.gallery import CHARTS, DATA_TABLE, FIGURES, LONGER, PICTURE, with_ids
from tests.sandbox.blockkit_page.stage import Stage

LONG = "word " * 400


def test_a_long_section_shows_its_rest_when_asked(stage: Stage) -> None:
    drawn = stage.show_message(section(text=mrkdwn(LONG)))
    clipped = drawn.locator(".bk-clipped")
    short = clipped.bounding_box()

    drawn.get_by_role("button").click()

    expect(drawn.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    expect(clipped).to_have_count(0)
    whole = drawn.locator(".bk-text").bounding_box()
    assert short is not None
    assert whole is not None
    assert whole["height"] > short["height"]


def test_a_section_that_expands_is_never_cut(stage: Stage) -> None:
    drawn = stage.show_message(section(text=mrkdwn(LONG), expand=True))

    assert drawn.get_by_role("button").count() == 0


def test_a_picture_that_cannot_be_loaded_is_described(stage: Stage) -> None:
    drawn = stage.show_message({**PICTURE, "title": plain("The screen")})

    expect(drawn.get_by_role("img", name="A laptop")).to_have_text("A laptop")
    expect(drawn).to_contain_text("The screen")


def test_a_container_may_begin_folded(stage: Stage) -> None:
    folded = {**LONGER[1], "default_collapsed": True}

    drawn = stage.show_message(folded)
    expect(drawn.get_by_text("Inside")).to_be_hidden()
    drawn.get_by_text("Details").click()

    expect(drawn.get_by_text("Inside")).to_be_visible()


def test_a_button_of_a_card_is_sent_with_the_cards_block(stage: Stage) -> None:
    pressed = {key: value for key, value in button(action_id="open").items() if key != "confirm"}
    cards = [{"type": "card", "block_id": f"card{index}", "actions": [pressed]} for index in range(2)]
    drawn = stage.show_message({"type": "carousel", "block_id": "row", "elements": cards})

    drawn.get_by_role("group", name="Card 2 of 2").get_by_role("button").click()

    stage.await_acts({"action_id": "open", "block_id": "card1", "value": "1"})


def test_a_table_has_its_first_row_as_header(stage: Stage) -> None:
    table = stage.show_message(FIGURES[0]).get_by_role("table")

    expect(table.get_by_role("columnheader")).to_have_text(["Queue", "Open", "Words"])
    expect(table.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(["IT", "41", "one of them"])


def test_a_data_table_is_paged(stage: Stage) -> None:
    drawn = stage.show_message(DATA_TABLE)
    expect(drawn.get_by_role("table", name="Oldest open tickets").get_by_role("row")).to_have_count(6)

    for _ in range(2):
        drawn.get_by_role("button", name="Rows after").click()

    expect(drawn.get_by_role("status")).to_have_text("11\N{EN DASH}12 of 12")
    expect(drawn.get_by_role("rowheader")).to_have_text(["IT-11", "IT-12"])
    expect(drawn.get_by_role("button", name="Rows after")).to_have_attribute("aria-disabled", "true")


def test_a_data_table_is_sorted_by_number_and_back(stage: Stage) -> None:
    drawn = stage.show_message(DATA_TABLE)
    hours = drawn.get_by_role("columnheader", name="Hours")

    hours.get_by_role("button").click()
    expect(hours).to_have_attribute("aria-sort", "ascending")
    expect(drawn.get_by_role("rowheader").first).to_have_text("IT-11")
    hours.get_by_role("button").click()

    expect(hours).to_have_attribute("aria-sort", "descending")
    expect(drawn.get_by_role("rowheader").first).to_have_text("IT-8")


def test_a_data_table_is_sorted_by_words_as_people_count(stage: Stage) -> None:
    drawn = stage.show_message(DATA_TABLE)

    drawn.get_by_role("columnheader", name="Title").get_by_role("button").click()

    expect(drawn.get_by_role("rowheader")).to_have_text(["IT-1", "IT-2", "IT-3", "IT-4", "IT-5"])


def test_a_chart_has_a_mark_for_every_point_and_its_numbers_as_a_table(stage: Stage) -> None:
    drawn = stage.show_message(FIGURES[2])

    expect(drawn.get_by_role("img", name="Created and resolved")).to_have_count(1)
    expect(drawn.locator(".bk-bar-mark")).to_have_count(8)
    drawn.get_by_text("Show the numbers").click()
    table = drawn.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Week", "Created", "Resolved"])
    expect(table.get_by_role("row").nth(4)).to_have_text("Nov 166160")


def test_bars_are_as_long_as_their_numbers(stage: Stage) -> None:
    bars = stage.show_message(FIGURES[2]).locator(".bk-bar-mark")

    heights = [float(bar.get_attribute("height") or 0) for bar in bars.all()]

    created = [40, 52, 47, 61]
    assert [round(height / heights[0], 2) for height in heights[:4]] == [round(each / 40, 2) for each in created]


def test_a_pie_names_its_shares(stage: Stage) -> None:
    drawn = stage.show_message(CHARTS[1])

    expect(drawn.locator(".bk-slice")).to_have_count(3)
    expect(drawn.locator(".bk-legend li")).to_have_text(["Urgent · 8%", "High · 23%", "Low · 70%"])


def test_a_chart_fits_the_phone(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 800})
    drawn = stage.show_message(*with_ids(FIGURES[2:]))

    expect(drawn.locator("svg[viewBox]").filter(has=stage.page.locator("rect"))).not_to_have_attribute("width", "480")

    assert stage.page.evaluate("document.documentElement.scrollWidth") == 390


def test_an_attachment_shows_its_parts(stage: Stage) -> None:
    attachment = {
        "color": "danger",
        "title": "Alert 7",
        "title_link": "https://a.example/7",
        "text": "*Down*",
        "fields": [{"title": "Host", "value": "`db1`"}],
        "footer": "pager",
    }

    drawn = stage.show_message(text="look", attachments=[attachment])

    expect(drawn.get_by_role("link", name="Alert 7")).to_have_attribute("href", "https://a.example/7")
    expect(drawn).to_contain_text("Down")
    expect(drawn).to_contain_text("db1")
    assert drawn.locator(".bk-attachment").evaluate("node => getComputedStyle(node).borderLeftColor") == (
        "rgb(224, 30, 90)"
    )
