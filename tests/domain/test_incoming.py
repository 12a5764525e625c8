"""Reading Slack's message events: which of them say that a person did something."""

from typing import Any

import pytest

from bot.domain.desk.incoming import Deletion, Edit, Post, Words, read_event
from tests.support.desk_rows import deleted, edited, entombed, posted, ts_at

RICH = {"type": "rich_text", "elements": []}


def read_post(**more: Any) -> Post:
    post = read_event(posted("hello", seconds=1, **more))
    assert isinstance(post, Post)
    return post


def test_a_message_is_a_post_at_top_level() -> None:
    assert read_event(posted("hello", seconds=1)) == Post(
        slack_channel_id="C0HELP",
        ts=ts_at(1),
        thread_ts=None,
        slack_user_id="U0ROSA",
        slack_team_id="T0ACME",
        words=Words("hello", None, []),
        edited_ts=None,
    )


def test_a_root_read_from_history_names_itself_as_its_thread() -> None:
    assert read_post(thread_ts=ts_at(1)).thread_ts is None
    assert read_post(thread_ts=ts_at(0)).thread_ts == ts_at(0)


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_some_subtypes_are_people_speaking(subtype: str) -> None:
    assert read_post(subtype=subtype).words.text == "hello"


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "reminder_add"},
        {"subtype": "some_day_slack_adds_one"},
        {"bot_id": "B1"},
        {"user": "USLACKBOT"},
        {"user": ""},
    ],
    ids=str,
)
def test_what_no_person_wrote_is_nothing(more: dict[str, Any]) -> None:
    assert read_event({**posted("hello"), **more}) is None


def test_the_authors_own_team_is_believed_before_the_events() -> None:
    assert read_post(user_team="T0ELSE", source_team="T0SOURCE").slack_team_id == "T0ELSE"
    assert read_post(source_team="T0SOURCE").slack_team_id == "T0SOURCE"


def test_words_are_text_rich_text_and_files_that_can_be_opened() -> None:
    files = [
        {"title": "Error", "name": "e.png", "permalink": "https://acme.slack.com/files/F1"},
        {"name": "e.log", "permalink": "https://acme.slack.com/files/F2"},
        {"permalink": "https://acme.slack.com/files/F3"},
        {"id": "F4", "mode": "tombstone"},
    ]

    words = read_post(blocks=[RICH, {"type": "section"}], files=files).words

    assert words.blocks == [RICH]
    assert [(file["name"], file["url"][-2:]) for file in words.files] == [
        ("Error", "F1"),
        ("e.log", "F2"),
        ("file", "F3"),
    ]


def test_a_message_without_words_is_still_a_message() -> None:
    post = read_event({**posted("x"), "text": None, "blocks": None, "files": None})

    assert isinstance(post, Post)
    assert post.words == Words("", None, [])


def test_an_edit_names_its_message_and_its_own_ts() -> None:
    change = edited(posted("old", seconds=1), "new", seconds=5)

    assert read_event(change) == Edit("C0HELP", ts_at(1), ts_at(5), Words("new", None, []))


def test_a_link_preview_is_no_edit() -> None:
    change = edited(posted("old", seconds=1), "old", seconds=5)
    preview = {**change, "message": {**change["message"], "edited": None, "attachments": [{}]}}

    assert read_event(preview) is None


def test_a_bots_edit_is_nothing() -> None:
    change = edited(posted("old", seconds=1), "new", seconds=5)

    assert read_event({**change, "message": {**change["message"], "bot_id": "B1"}}) is None


@pytest.mark.parametrize("end", [deleted, entombed])
def test_a_deletion_names_its_message_whether_or_not_it_had_a_thread(end: Any) -> None:
    assert read_event(end(posted("old", seconds=1), seconds=5)) == Deletion("C0HELP", ts_at(1), ts_at(5))
