"""What was missed is the difference between what Slack has and what we have, said as events."""

from typing import Any

from bot.domain.desk.missed import Received, Stretch, missed_events

STRETCH = Stretch(slack_channel_id="C0HELP", channel_type="channel", after="1000.000000", before="2000.000000")
UNEDITED = Received(edited_ts=None, is_deleted=False)


def message(ts: str, **fields: Any) -> dict[str, Any]:
    """A message as `conversations.history` has it: without its channel."""
    return {"type": "message", "user": "U0ROSA", "text": f"words of {ts}", "ts": ts, **fields}


def edited(ts: str, *, at: str) -> dict[str, Any]:
    return message(ts, edited={"user": "U0ROSA", "ts": at})


def test_a_message_we_do_not_have_becomes_the_event_that_did_not_come() -> None:
    events = missed_events(STRETCH, [message("1100.000001")], {})

    assert events == [
        message("1100.000001") | {"channel": "C0HELP", "channel_type": "channel", "event_ts": "1100.000001"}
    ]


def test_what_we_have_as_it_is_says_nothing() -> None:
    read = [message("1100.000001"), edited("1200.000001", at="1300.000001")]
    received = {"1100.000001": UNEDITED, "1200.000001": Received(edited_ts="1300.000001", is_deleted=False)}

    assert missed_events(STRETCH, read, received) == []


def test_an_edit_we_do_not_have_becomes_a_change_at_its_own_time() -> None:
    read = [edited("1100.000001", at="1400.000001")]
    received = {"1100.000001": Received(edited_ts="1300.000001", is_deleted=False)}

    (event,) = missed_events(STRETCH, read, received)

    assert (event["subtype"], event["channel"], event["ts"]) == ("message_changed", "C0HELP", "1400.000001")
    assert event["message"] == read[0]


def test_a_message_that_is_gone_becomes_a_deletion() -> None:
    (event,) = missed_events(STRETCH, [], {"1100.000001": UNEDITED})

    assert (event["subtype"], event["channel"], event["deleted_ts"]) == ("message_deleted", "C0HELP", "1100.000001")


def test_a_tombstone_is_a_deletion_too() -> None:
    tombstone = message("1100.000001", subtype="tombstone", user="USLACKBOT", hidden=True)

    events = missed_events(STRETCH, [tombstone], {"1100.000001": UNEDITED})

    assert [event["subtype"] for event in events] == ["message_deleted"]


def test_what_we_know_to_be_deleted_is_not_deleted_again_nor_brought_back() -> None:
    received = {"1100.000001": Received(edited_ts=None, is_deleted=True)}

    events = missed_events(STRETCH, [], received) + missed_events(STRETCH, [message("1100.000001")], received)

    assert events == []


def test_joins_bots_and_tombstones_of_what_we_never_had_say_nothing() -> None:
    read = [
        message("1100.000001", subtype="channel_join"),
        message("1200.000001", bot_id="B0PAGER"),
        message("1300.000001", subtype="bot_message", bot_id="B0PAGER"),
        message("1400.000001", subtype="tombstone"),
        message("1500.000001", user="USLACKBOT"),
    ]

    assert missed_events(STRETCH, read, {}) == []


def test_everything_comes_in_the_order_in_which_it_happened() -> None:
    read = [message("1500.000001"), message("1100.000001"), edited("1050.000001", at="1300.000001")]
    received = {"1050.000001": UNEDITED, "1060.000001": UNEDITED}

    events = missed_events(STRETCH, read, received)

    assert [event["ts"] for event in events] == ["1100.000001", "1300.000001", "1500.000001", STRETCH.before]
