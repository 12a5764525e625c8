from bot.domain.desk.characters import length
from bot.domain.desk.facts import FileFacts, PersonFacts
from bot.views import limits
from bot.views.desk.messages import reply_copy
from tests.views.judging import dangers_of, every_string, problems_of
from tests.views.samples import make_message, rich, section, text


def test_a_copy_says_what_was_said_as_it_was_formatted() -> None:
    blocks = [rich(section(text("Try "), text("this", bold=True)))]

    copy = reply_copy(make_message("Try *this*", blocks=blocks), with_name=False)

    assert copy.text == "Try this"
    assert copy.blocks == blocks


def test_the_name_leads_where_it_cannot_be_the_senders() -> None:
    copy = reply_copy(make_message("Try this"), with_name=True)

    assert copy.text == "Rosa Diaz: Try this"
    assert copy.blocks == [rich(section(text("Rosa Diaz:", bold=True))), rich(section(text("Try this")))]


def test_a_name_cannot_pass_for_a_mention() -> None:
    copy = reply_copy(make_message("Hi", author=PersonFacts("U0EVE", "@channel\n<!here>")), with_name=True)

    assert dangers_of(copy) == []
    assert copy.text == "@\u200bchannel &lt;!here&gt;: Hi"


def test_a_person_without_a_name_is_someone() -> None:
    copy = reply_copy(make_message("Hi", author=PersonFacts("U0EVE", "\u202e ")), with_name=True)

    assert copy.text == "Someone: Hi"


def test_mentions_are_names_and_the_fallback_links_nobody() -> None:
    copy = reply_copy(make_message("<@U0BEN> & <!channel>", names={"U0BEN": "Ben"}), with_name=False)

    assert copy.text == "@\u200bBen &amp; @\u200bchannel"
    assert copy.blocks == [rich(section(text("@Ben"), text(" & "), text("@channel")))]


def test_files_are_links_and_are_said() -> None:
    files = [FileFacts("a.png", "https://acme.slack.com/files/F1"), FileFacts("b.txt", "not a link")]

    copy = reply_copy(make_message("", files=files), with_name=False)

    link = {**text("a.png"), "type": "link", "url": "https://acme.slack.com/files/F1"}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [section(link), section(text("b.txt"))]}
    assert copy.text == "a.png, b.txt"
    assert copy.blocks == [rich(section(text("Files", bold=True)), listed)]


def test_many_files_are_counted() -> None:
    files = [FileFacts(f"{number}.png", "https://acme.slack.com/files/F1") for number in range(25)]

    copy = reply_copy(make_message("", files=files), with_name=False)

    assert "and 5 more in Slack" in list(every_string(list(copy.blocks)))
    assert "24.png" not in list(every_string(list(copy.blocks)))


def test_a_message_without_words_says_so() -> None:
    copy = reply_copy(make_message(""), with_name=False)

    assert copy.text == "There are no words in this message."
    assert copy.blocks == [rich(section(text("There are no words in this message.", italic=True)))]


def test_a_deleted_message_shows_none_of_its_words() -> None:
    files = [FileFacts("secret.txt", "https://acme.slack.com/files/F1")]

    copy = reply_copy(make_message("secret", files=files, is_deleted=True), with_name=False)

    assert "secret" not in str(copy)
    assert copy.text == "This message was deleted."


def test_a_very_long_message_is_cut_and_says_so() -> None:
    copy = reply_copy(make_message("word " * 10_000), with_name=False)

    [block] = copy.blocks
    words = list(every_string([element["elements"] for element in block["elements"]]))
    assert sum(map(length, words)) <= limits.RICH_TEXT + 100
    assert block["elements"][-1] == section(text("… (the rest is in Slack)"))
    assert problems_of(copy) == []


def test_thousands_of_tiny_pieces_are_cut_too() -> None:
    blocks = [rich(section(*[{"type": "emoji", "name": "wave"}] * 20_000))]

    [block] = reply_copy(make_message(blocks=blocks), with_name=False).blocks

    assert len(block["elements"][0]["elements"]) < 2_000


def test_several_blocks_become_one() -> None:
    blocks = [rich(section(text(str(number)))) for number in range(80)]

    [block] = reply_copy(make_message(blocks=blocks), with_name=False).blocks

    assert len(block["elements"]) == 80
