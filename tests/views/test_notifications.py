from datetime import UTC, datetime, time

import pytest

from bot.domain.desk.notifications import FOR_AGENTS, NotificationFacts, NotificationKind, NotificationSettings
from bot.views.content import Content
from bot.views.desk.notification import MOST_KEYS, notification_message
from bot.views.desk.notification_settings import SettingsField, notification_settings_modal
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, every_object, problems_of, problems_of_view
from tests.views.samples import LINK, make_message, text

FACTS = {"name": "Ben Okafor", "status": "resolved", "due_at": "2026-11-23T12:00:00+00:00"}
TOLD = [kind for kind in NotificationKind if kind not in (NotificationKind.REMINDER, NotificationKind.RATING)]


def told(
    kind: NotificationKind, key: str = "IT-42", *, said: str | None = None, title: str = "VPN"
) -> NotificationFacts:
    """Return one thing to tell; `said` is the message it is about."""
    words = None if said is None else make_message(said)
    return NotificationFacts(kind, key, title, LINK, FACTS, words)


def buttons_of(content: Content) -> list[tuple[str, str, str]]:
    """Return label, action and value of the buttons."""
    drawn = [each for each in every_object(list(content.blocks)) if each.get("type") == "button"]
    return [(each["text"]["text"], each["action_id"], each["value"]) for each in drawn]


def test_a_reply_is_told_with_who_where_and_its_first_words() -> None:
    drawn = notification_message([told(NotificationKind.REPLY, said="Did you restart it?")])

    assert drawn.text == "Ben Okafor replied on IT-42: Did you restart it?"
    key = {**text("IT-42", bold=True), "type": "link", "url": LINK}
    assert drawn.blocks[0]["elements"][0]["elements"] == [text("Ben Okafor replied on "), key, text(": VPN")]
    assert drawn.blocks[1]["elements"] == [{"type": "rich_text_quote", "elements": [text("Did you restart it?")]}]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (NotificationKind.ASSIGNED, "Ben Okafor assigned IT-42 to you: VPN"),
        (NotificationKind.REPLY, "Ben Okafor replied on IT-42: VPN"),
        (NotificationKind.NOTE, "Ben Okafor left a private note on IT-42: VPN"),
        (NotificationKind.CLOSED, "Ben Okafor resolved IT-42: VPN"),
        (NotificationKind.REOPENED, "Ben Okafor reopened IT-42: VPN"),
        (NotificationKind.FOLLOWING, "Ben Okafor added you to IT-42, so I tell you what happens there: VPN"),
        (NotificationKind.DUE, "IT-42 is due: VPN"),
        (NotificationKind.WOKEN, "IT-42 is back from its snooze: VPN"),
    ],
)
def test_each_kind_says_what_happened(kind: NotificationKind, said: str) -> None:
    assert notification_message([told(kind)]).text == said


@pytest.mark.parametrize("kind", TOLD)
def test_each_has_a_way_to_stop_its_kind_and_one_to_all_settings(kind: NotificationKind) -> None:
    drawn = notification_message([told(kind)])

    assert buttons_of(drawn) == [
        ("Stop These", "notification.stop", kind.value),
        ("Notification Settings", "notification.settings", kind.value),
    ]


def test_several_are_counted_by_kind_with_each_ticket_once() -> None:
    replies = [told(NotificationKind.REPLY, key) for key in ("IT-1", "IT-2", "IT-1", "IT-1", "IT-2")]

    drawn = notification_message([told(NotificationKind.CLOSED, "IT-3"), *replies])

    assert drawn.text == "Meanwhile on your tickets: 5 replies on IT-1, IT-2; 1 ticket resolved or closed: IT-3"
    assert buttons_of(drawn)[0] == ("Stop These", "notification.stop", "reply,closed")


def test_a_long_digest_names_some_tickets_and_counts_the_rest() -> None:
    drawn = notification_message([told(NotificationKind.REPLY, f"IT-{number}") for number in range(MOST_KEYS + 3)])

    assert drawn.text.endswith("IT-9 and 3 more")


def test_slack_takes_every_kind_and_notifies_nobody_whatever_people_wrote() -> None:
    drawn = [
        notification_message(
            [NotificationFacts(kind, "IT-1", words, words, {**FACTS, "name": words}, make_message(words))]
        )
        for words in HOSTILE
        for kind in TOLD
    ]

    found = [problems_of(content) + dangers_of(content) for content in drawn]

    assert [problems for problems in found if problems] == []


def settings(**changes: object) -> NotificationSettings:
    """Return an agent's settings as they are at first."""
    facts: dict[str, object] = {
        "offered": tuple(NotificationKind),
        "on": frozenset(NotificationKind),
        "quiet_from": time(20),
        "quiet_until": time(8),
        "zone": "Europe/Berlin",
        **changes,
    }
    return NotificationSettings(**facts)  # type: ignore[arg-type]  # of the right types above


def fields_of(modal: dict[str, object]) -> dict[str, dict[str, object]]:
    """Return the elements of a form by their names."""
    blocks: list[dict[str, dict[str, object]]] = modal["blocks"]  # type: ignore[assignment]  # what a form has
    return {str(block["block_id"]): block["element"] for block in blocks}


def test_the_form_shows_what_is_on_and_the_quiet_hours() -> None:
    modal = notification_settings_modal(settings(on=frozenset({NotificationKind.REPLY})))

    fields = fields_of(modal)
    assert list(fields) == list(SettingsField)
    initial = fields[SettingsField.KINDS]["initial_options"]
    assert [each["value"] for each in initial] == ["reply"]  # type: ignore[attr-defined]  # a list of options
    times = [fields[name]["initial_time"] for name in (SettingsField.QUIET_FROM, SettingsField.QUIET_UNTIL)]
    assert times == ["20:00", "08:00"]


def test_whoever_is_no_agent_is_offered_what_they_can_be_told() -> None:
    offered = tuple(kind for kind in NotificationKind if kind not in FOR_AGENTS)

    fields = fields_of(notification_settings_modal(settings(offered=offered, on=frozenset(offered))))

    options = fields[SettingsField.KINDS]["options"]
    assert [each["value"] for each in options] == ["reply", "closed", "following", "reminder", "rating"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "shown",
    [settings(), settings(on=frozenset()), settings(quiet_from=None, quiet_until=None), settings(zone=None)],
    ids=["at first", "all off", "never quiet", "zone unknown"],
)
def test_slack_takes_the_form(shown: NotificationSettings) -> None:
    assert problems_of_view(notification_settings_modal(shown)) == []


def test_a_due_time_is_shown_by_the_readers_own_clock() -> None:
    drawn = notification_message([told(NotificationKind.DUE)])

    due_at = int(datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp())
    assert f"<!date^{due_at}^" in drawn.blocks[1]["elements"][0]["text"]


def test_who_follows_a_ticket_is_shown_how_to_stop_that_alone() -> None:
    told = NotificationFacts(NotificationKind.FOLLOWING, "IT-42", "VPN", LINK, FACTS, ticket_id=7)

    unfollow = notification_message([told]).blocks[-1]["elements"][0]

    assert (unfollow["text"]["text"], unfollow["action_id"], unfollow["value"]) == (
        "Stop Following",
        "ticket.unfollow",
        "7",
    )
