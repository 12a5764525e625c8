"""The ticket emoji: it makes a ticket of any message a person wrote, with its whole thread, once."""

from models.desk import TicketSource
from sandbox.seen import Upload
from tests.support.desk import Desk
from tests.support.holding import holding_back
from tests.support.rooms import case_of, confirmations, make_room, people_of, react, told
from tests.support.transports import shared_out


def test_a_message_with_replies_and_a_file_becomes_one_ticket_with_all_of_them_in_order(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "mona", "finn")
    rosa, mona = shared_desk.actor("rosa"), shared_desk.actor("mona")
    root = rosa.post(room, "The beamer in room 4 is dead")
    mona.post(room, "Since yesterday", thread=root)
    shot = rosa.post(room, "It shows this", thread=root, files=(Upload("beamer.png", b"pixels", "image/png"),))
    shared_desk.settle()

    react(shared_desk, "finn", root)

    case = case_of(shared_desk, root)
    assert people_of(case) == (rosa.id, shared_desk.actor("finn").id)
    assert case.stored.source is TicketSource.EMOJI
    assert "The beamer in room 4 is dead" in case.card.words
    assert root.ts.replace(".", "") in str(case.card.blocks), "the card links back"
    assert [(copy.username, copy.text.splitlines()[0]) for copy in case.worked[1:]] == [
        ("mona", "Since yesterday"),
        ("rosa", "It shows this"),
    ]
    assert shot.files[0]["permalink"] in str(case.worked[-1].blocks)
    assert confirmations(case) == [f"{case.key} opened. The IT team will answer in this thread."]


def test_a_second_emoji_anywhere_in_the_thread_makes_no_second_ticket(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "mona", "finn")
    root = shared_desk.actor("rosa").post(room, "The beamer is dead")
    reply = shared_desk.actor("mona").post(room, "Mine too", thread=root)
    react(shared_desk, "finn", root)
    case = case_of(shared_desk, root)
    before = shared_desk.count_tickets()

    react(shared_desk, "mona", root)
    react(shared_desk, "rosa", reply)
    react(shared_desk, "finn", case.heard[-1])
    shared_desk.actor("finn").unreact(root, "ticket")
    react(shared_desk, "finn", root)

    assert shared_desk.count_tickets() == before
    assert len(confirmations(case)) == 1
    assert case.key in told(shared_desk, "rosa")
    assert told(shared_desk, "mona") == "This thread has its ticket already."


def test_a_reaction_on_a_reply_makes_a_ticket_of_the_whole_thread(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "mona")
    root = shared_desk.actor("rosa").post(room, "The door squeaks")
    shared_desk.actor("rosa").post(room, "Still squeaks", thread=root)
    reply = shared_desk.actor("mona").post(room, "It drives me mad", thread=root)

    react(shared_desk, "mona", reply)

    case = case_of(shared_desk, root)
    assert people_of(case)[0] == shared_desk.actor("rosa").id
    assert [message.text for message in case.messages()] == ["The door squeaks", "Still squeaks", "It drives me mad"]


def test_talk_goes_on_between_both_threads_of_such_a_ticket(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa")
    root = shared_desk.actor("rosa").post(room, "The door squeaks")
    react(shared_desk, "rosa", root)
    case = case_of(shared_desk, root)

    asked = case.ask("A lot, really")
    case.answer("We will bring oil")
    shared_desk.actor("rosa").edit(asked, "A lot")
    shared_desk.settle()

    assert case.heard[-1].text == "We will bring oil"
    assert case.worked[1].text == "A lot"


def test_two_people_who_react_at_once_make_one_ticket(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "mona", "finn", "ben")
    root = shared_desk.actor("rosa").post(room, "The lift is stuck")
    reply = shared_desk.actor("finn").post(room, "With me in it", thread=root)
    before = shared_desk.count_tickets()

    for who, message in (("mona", root), ("finn", reply), ("ben", root)):
        shared_desk.actor(who).react(message, "ticket")
    shared_desk.settle()

    assert shared_desk.count_tickets() == before + 1
    assert len(confirmations(case_of(shared_desk, root))) == 1


def test_what_a_bot_wrote_becomes_no_ticket_and_the_reactor_hears_why(shared_desk: Desk) -> None:
    alarm = shared_desk.actor("pager").post("it-help", "Disk is full on db-1")
    before = shared_desk.count_tickets()

    react(shared_desk, "rosa", alarm)

    assert shared_desk.count_tickets() == before
    assert told(shared_desk, "rosa").startswith("I can make a ticket only of what a person wrote.")


def test_a_persons_reply_below_a_bots_alarm_becomes_a_ticket_in_that_thread(shared_desk: Desk) -> None:
    alarm = shared_desk.actor("pager").post("it-help", "Disk is full on db-2")
    reply = shared_desk.actor("rosa").post("it-help", "Can somebody look?", thread=alarm)
    shared_desk.actor("finn").post("it-help", "It is full indeed", thread=alarm)

    react(shared_desk, "finn", reply)

    case = case_of(shared_desk, alarm)
    assert people_of(case) == (shared_desk.actor("rosa").id, shared_desk.actor("finn").id)
    assert [message.text for message in case.messages()] == ["Can somebody look?", "It is full indeed"]
    case.answer("On it")
    assert case.heard[-1].text == "On it"


def test_among_agents_the_emoji_is_an_emoji(shared_desk: Desk) -> None:
    chat = shared_desk.actor("ben").post("it-triage", "Who has the beamer?")
    before = shared_desk.count_tickets()

    react(shared_desk, "cara", chat)

    assert shared_desk.count_tickets() == before


def test_a_closed_ticket_leaves_its_thread_without_another(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa")
    root = shared_desk.actor("rosa").post(room, "The beamer is dead")
    react(shared_desk, "rosa", root)
    case = case_of(shared_desk, root)
    case.click("ticket.close")
    before = shared_desk.count_tickets()

    shared_desk.actor("rosa").unreact(root, "ticket")
    react(shared_desk, "rosa", root)

    assert shared_desk.count_tickets() == before
    assert "is closed" in told(shared_desk, "rosa")


def test_what_is_written_and_edited_while_slack_is_slow_to_answer_is_heard_once_and_in_order(desk: Desk) -> None:
    desk.set_up()
    room = make_room(desk, "rosa", "mona")
    rosa, mona = desk.actor("rosa"), desk.actor("mona")
    root = rosa.post(room, "The heating is off")
    early = mona.post(room, "Since nine", thread=root)
    desk.settle()
    desk.sandbox.admin.add_fault("server_error", on="conversations.replies", times=2)

    mona.react(root, "ticket")
    desk.sandbox.wait_idle()
    late = rosa.post(room, "And it is snowing", thread=root)
    mona.edit(early, "Since ten")
    rosa.edit(late, "And it is raining")
    desk.settle()

    case = case_of(desk, root)
    assert [message.text for message in case.messages()] == ["The heating is off", "Since ten", "And it is raining"]
    assert [copy.text for copy in case.worked[1:]] == ["Since ten", "And it is raining"]
    assert desk.parked() == []


def test_a_message_that_is_gone_before_it_is_read_is_told_in_the_reactors_messages(desk: Desk) -> None:
    desk.set_up()
    room = make_room(desk, "rosa", "mona")
    said = desk.actor("rosa").post(room, "Never mind")
    desk.settle()
    desk.sandbox.admin.add_fault("server_error", on="conversations.replies")

    desk.actor("mona").react(said, "ticket")
    desk.sandbox.wait_idle()
    desk.actor("rosa").delete(said)
    desk.settle()

    assert desk.count_tickets() == 0
    assert desk.actor("mona").dm()[-1].text.startswith("I cannot read that message")


@shared_out("seed", [(1,), (2,)])
def test_every_delivery_three_times_in_any_order_and_at_once_comes_to_one_ticket(desk: Desk, seed: int) -> None:
    desk.set_up()
    room = make_room(desk, "rosa", "mona", "finn")
    rosa, mona, finn = (desk.actor(name) for name in ("rosa", "mona", "finn"))
    with holding_back(desk) as held:
        root = rosa.post(room, "The heating is of")
        mona.edit(mona.post(room, "Since nine", thread=root), "Since ten")
        picture = mona.post(room, "See", thread=root, files=(Upload("ice.png", b"1", "image/png"),))
        finn.react(root, "ticket")
        mona.react(picture, "ticket")
        rosa.edit(root, "The heating is off")
        finn.post(room, "Here, too", thread=root)
        rosa.edit(rosa.post(room, "Snow", thread=root), "It is snowing")

    assert set(held.let_go(times=3, seed=seed)) == {200}
    desk.settle()

    case = case_of(desk, root)
    assert desk.count_tickets() == 1
    assert (case.stored.title, people_of(case)[0]) == ("The heating is off", rosa.id)
    said = ["The heating is off", "Since ten", "See", "Here, too", "It is snowing"]
    assert [message.text for message in case.messages()] == said
    assert sorted(copy.text.splitlines()[0] for copy in case.worked[1:]) == sorted(said[1:])
    assert len(confirmations(case)) == 1
    assert desk.parked() == []
