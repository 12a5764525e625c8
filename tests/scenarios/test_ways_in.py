"""Ways in as people live them: each message, an emoji, the form, a message to Deskbell, a mention; and why."""

from sqlalchemy import select

from models.desk import Queue, TicketSource
from sandbox.seen import Message
from tests.support.cases import Case, find_ticket, open_case
from tests.support.desk import Desk, expect, only
from tests.support.rooms import case_of, confirmations, make_room, react, told


def make_request_room(desk: Desk, intake: str, *people: str) -> str:
    """Make a channel that takes requests for IT in this way, and return its name."""
    room = make_room(desk, *people)
    expect(desk.actor("ada").command("/desk", f"request #{room} IT {intake}"), "now")
    desk.settle()
    return room


def tickets_of(desk: Desk, messages: list[Message]) -> list[bool]:
    """Return for each message whether it is the root of a ticket's thread."""
    return [find_ticket(desk, message) is not None for message in messages]


def why(desk: Desk, who: str, message: Message) -> str:
    """Return what somebody reads who asks why of a message."""
    actor = desk.actor(who)
    assert actor.use_shortcut("message.why", on=message).status == 200
    modal = actor.modal
    assert modal is not None
    actor.close_modal()
    return modal.words


def test_where_each_message_counts_what_asks_nothing_makes_no_ticket_until_somebody_says_it_does(
    shared_desk: Desk,
) -> None:
    rosa, mona = shared_desk.actor("rosa"), shared_desk.actor("mona")
    asked = rosa.post("it-help", "The scanner is jammed")
    mona.post("it-help", "Mine, too", thread=asked)
    left = [
        rosa.post("it-help", "Guten Morgen zusammen :wave:"),
        rosa.post("it-help", "Merci beaucoup !"),
        mona.post("it-help", ":megaphone: The office closes at five today"),
        shared_desk.actor("pager").post("it-help", "Disk full"),
    ]
    rosa.edit(left[0], "Guten Morgen, liebes Team")
    shared_desk.settle()
    assert tickets_of(shared_desk, [asked, *left]) == [True, False, False, False, False]
    assert "It only says hello." in why(shared_desk, "mona", left[0])
    assert "mark that says: no ticket" in why(shared_desk, "rosa", left[2])

    react(shared_desk, "rosa", left[2])

    case = case_of(shared_desk, left[2])
    assert "The office closes at five today" in case.card.words
    assert f"{case.key}  is the ticket of this message." in why(shared_desk, "mona", left[2])
    assert "Somebody put the ticket emoji on it." in why(shared_desk, "ben", left[2])
    assert "This message became a ticket." in why(shared_desk, "finn", left[2])
    assert case.key not in why(shared_desk, "finn", left[2])


def test_quick_messages_of_one_person_are_one_ticket_with_one_confirmation(desk: Desk) -> None:
    desk.set_up()
    desk.group_within("IT", seconds=120)
    case = open_case(desk, "My VPN is down")
    second = desk.actor("rosa").post("it-help", "It says error 42")
    other = desk.actor("finn").post("it-help", "Where is the projector")
    desk.settle()

    assert tickets_of(desk, [second, other]) == [False, True]
    assert [copy.text for copy in case.worked[1:]] == ["It says error 42"]
    assert len(confirmations(case)) == 1
    assert desk.actor("rosa").thread("it-help", second)[1:] == []

    desk.actor("mona").post("it-help", "I have that as well", thread=second)
    desk.actor("rosa").edit(second, "It says error 43")
    desk.settle()
    assert [copy.text for copy in case.worked[1:]] == ["It says error 43", "I have that as well"]
    assert f"{case.key}  is the ticket of this message." in why(desk, "rosa", second)
    react(desk, "rosa", second)
    assert case.key in told(desk, "rosa")
    assert desk.count_tickets() == 2
    expect(desk.actor("rosa").command("/desk", f"why {case.key}"), "One more message joined it.")


def test_in_a_channel_that_waits_for_an_emoji_nothing_happens_without_one(shared_desk: Desk) -> None:
    room = make_request_room(shared_desk, "emoji", "rosa", "mona")
    post = shared_desk.actor("rosa").post(room, "The beamer is dead")
    shared_desk.settle()
    assert find_ticket(shared_desk, post) is None
    assert "only when somebody asks for one" in why(shared_desk, "mona", post)

    react(shared_desk, "mona", post)

    assert case_of(shared_desk, post).stored.source is TicketSource.EMOJI


def test_in_a_channel_with_a_form_who_posts_finds_it_filled_in(shared_desk: Desk) -> None:
    room = make_request_room(shared_desk, "form", "rosa", "mona")
    rosa = shared_desk.actor("rosa")
    seen_before = len(shared_desk.actor("mona").ephemerals())
    post = rosa.post(room, "I need a second screen")
    shared_desk.settle()
    offer = rosa.ephemerals()[-1]
    assert "by a form" in offer.words
    assert len(shared_desk.actor("mona").ephemerals()) == seen_before

    rosa.click(offer, "request.open_offered")
    form = rosa.modal
    assert form is not None
    assert form.values["request.title"]["request.title"]["value"] == "I need a second screen"
    assert rosa.submit().status == 200
    shared_desk.settle()

    assert find_ticket(shared_desk, post) is None
    assert "opened. rosa asked the IT team:" in rosa.dm()[-1].words
    assert any("I need a second screen" in card.words for card in shared_desk.cards())


def test_a_message_to_deskbell_is_a_ticket_and_a_greeting_is_returned(shared_desk: Desk) -> None:
    finn = shared_desk.actor("finn")
    hello = finn.post("dm", "Hi Deskbell")
    shared_desk.settle()
    assert find_ticket(shared_desk, hello) is None
    assert "Tell me here what you need" in finn.dm()[-1].words

    asked = finn.post("dm", "My chair is broken")
    shared_desk.settle()

    ticket = find_ticket(shared_desk, asked)
    assert ticket is not None
    case = Case(shared_desk, ticket.key, ticket.id, asked, "dm", "finn", "it-triage", "ben")
    assert case.stored.source is TicketSource.DM
    assert "asked in private" in case.card.words
    case.answer("Which one?")
    assert [message.text for message in case.heard] == [
        f"{case.key} opened. The IT team will answer in this thread.",
        "Which one?",
    ]
    thanked = finn.post("dm", "Thanks!")
    shared_desk.settle()
    assert find_ticket(shared_desk, thanked) is None


def test_a_mention_makes_one_ticket_anywhere_and_is_not_in_its_title(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa")
    before = shared_desk.count_tickets()
    asked = shared_desk.actor("rosa").post(room, "@deskbell the door squeaks")
    shared_desk.settle()

    case = case_of(shared_desk, asked)
    assert shared_desk.count_tickets() == before + 1
    assert (case.stored.title, case.stored.source) == ("the door squeaks", TicketSource.MENTION)
    assert len(confirmations(case)) == 1


def test_a_mention_in_a_thread_makes_the_whole_thread_a_ticket(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "mona")
    root = shared_desk.actor("rosa").post(room, "The lift is stuck")
    shared_desk.settle()
    shared_desk.actor("mona").post(room, "@deskbell somebody should look", thread=root)
    shared_desk.settle()

    case = case_of(shared_desk, root)
    assert "The lift is stuck" in case.card.words
    assert [copy.username for copy in case.worked[1:]] == ["mona"]


def test_a_mention_among_agents_is_told_how_to_work(shared_desk: Desk) -> None:
    before = shared_desk.count_tickets()
    shared_desk.actor("ben").post("it-triage", "@deskbell what now?")
    shared_desk.settle()

    assert shared_desk.count_tickets() == before
    assert "Work a ticket from its card" in told(shared_desk, "ben")


def test_who_posts_elsewhere_without_a_role_hears_nothing(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa")
    post = shared_desk.actor("rosa").post(room, "Lunch?")
    shared_desk.settle()

    assert find_ticket(shared_desk, post) is None
    assert shared_desk.actor("rosa").messages(room)[-1].ts == post.ts
    assert "Its channel takes no requests." in why(shared_desk, "rosa", post)
    assert only([each for each in shared_desk.actor("rosa").messages(room) if each.ts == post.ts]).reactions == {}


def test_who_reached_the_wrong_team_sends_their_ticket_to_the_right_one(desk: Desk) -> None:
    desk.set_up(triage="hr-triage", request=None, queue="HR")
    desk.set_up()
    rosa = desk.actor("rosa")
    asked = rosa.post("dm", "My laptop is broken")
    desk.settle()
    confirmation = rosa.thread("dm", asked)[1]
    assert "HR-1 opened." in confirmation.text

    with desk.sessions() as session:
        it = session.scalars(select(Queue.id).where(Queue.key == "IT")).one()
    assert rosa.choose(confirmation, "ticket.choose_team", str(it)).status == 200
    desk.settle()

    assert "My laptop is broken" in only(desk.cards()).words
    assert any("IT-1" in message.text for message in rosa.thread("dm", asked)[2:])
    assert "My laptop" not in str([card.raw for card in desk.cards("hr-triage", "mona")])
