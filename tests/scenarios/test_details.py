"""Working on what a ticket is: its details, its history, who follows it, and the queue it is in."""

from bot.domain.desk.ticket_details import DetailField
from bot.views.desk.action_ids import ActionId, TicketMenu
from models.desk import Priority
from sandbox.seen import View
from tests.support.cases import Case, open_case
from tests.support.desk import Desk, expect
from tests.support.handmade import last_sent, send_interaction


def opened(case: Case, option: TicketMenu, *, by: str | None = None) -> View:
    """Have an agent choose in the card's menu, and return the modal that opened."""
    actor = case.desk.actor(by or case.agent)
    assert actor.choose(case.card, ActionId.TICKET_MENU, option).status == 200
    assert actor.modal is not None
    return actor.modal


def test_an_agent_edits_the_details_and_what_cannot_be_is_said_where_it_stands(shared_desk: Desk) -> None:
    case, ben = open_case(shared_desk), shared_desk.actor("ben")
    opened(case, TicketMenu.EDIT)

    refused = ben.submit({DetailField.TITLE: "Laptop is dead", DetailField.TAGS: "#Laptop " + "x" * 50})
    assert (refused.outcome, list(refused.errors)) == ("errors", [DetailField.TAGS])
    assert ben.submit({DetailField.TAGS: "#Laptop hardware", DetailField.PRIORITY: Priority.P2}).outcome == "closed"
    shared_desk.settle()

    assert "Laptop is dead" in case.card.words
    assert "#hardware · #laptop" in case.card.words
    assert "high priority" in case.card.text
    shared_desk.actor("rosa").edit(case.root, "My laptop will not start today")
    shared_desk.settle()
    assert case.stored.title == "Laptop is dead"


def test_of_two_agents_at_one_form_the_slower_sees_what_changed_and_loses_nothing(shared_desk: Desk) -> None:
    case, ben, cara = open_case(shared_desk), shared_desk.actor("ben"), shared_desk.actor("cara")
    opened(case, TicketMenu.EDIT)
    opened(case, TicketMenu.EDIT, by="cara")
    assert cara.submit({DetailField.TITLE: "Cara's title"}).outcome == "closed"

    asked = ben.submit({DetailField.TITLE: "Ben's title", DetailField.TAGS: "laptop"})

    assert asked.outcome == "updated"
    assert ben.modal is not None
    assert "Title is now Cara's title" in ben.modal.words
    assert ben.submit().outcome == "closed"
    shared_desk.settle()
    assert case.stored.title == "Ben's title"
    assert "#laptop" in case.card.words


def test_the_history_shows_who_did_what_and_what_messages_said_before(shared_desk: Desk) -> None:
    case, rosa = open_case(shared_desk), shared_desk.actor("rosa")
    case.click(ActionId.CLAIM_TICKET)
    written = case.ask("My password is tulip")
    rosa.edit(written, "My password is secret")
    shared_desk.settle()
    assert case.worked[-1].text == "My password is secret"
    rosa.delete(written)
    shared_desk.settle()
    assert [message.text for message in case.worked if "password" in message.text] == []

    history = opened(case, TicketMenu.HISTORY)

    assert history.title == f"History {case.key}"
    said = history.words
    for words in ("claimed this ticket", "edited a message", "My password is tulip", "My password is secret"):
        assert words in said
    assert said.index("My password is secret") < said.index("My password is tulip") < said.index("claimed this")


def test_a_long_history_is_turned_over_page_by_page(shared_desk: Desk) -> None:
    case, ben = open_case(shared_desk), shared_desk.actor("ben")
    for number in range(22):
        ben.choose(case.card, ActionId.SET_PRIORITY, Priority.P1 if number % 2 else Priority.P2)
    shared_desk.settle()
    assert "opened this ticket" not in opened(case, TicketMenu.HISTORY).words

    assert ben.click_in_modal(ActionId.OLDER_HISTORY).status == 200

    assert ben.modal is not None
    assert "opened this ticket" in ben.modal.words


def test_nobody_but_agents_opens_a_page_whatever_they_forge(shared_desk: Desk) -> None:
    case, rosa = open_case(shared_desk), shared_desk.actor("rosa")
    open_before = rosa.modal
    opened(case, TicketMenu.HISTORY)
    company = shared_desk.sandbox.admin.company()
    for option in TicketMenu:
        click = last_sent(shared_desk, "block_actions")
        click["user"]["id"], click["trigger_id"] = company["people"]["rosa"], f"forged.{case.key}.{option}"
        click["channel"]["id"], click["actions"][0]["selected_option"]["value"] = company["channels"]["it-help"], option
        assert send_interaction(shared_desk, click).status_code == 200
    shared_desk.settle()

    assert rosa.modal == open_before
    assert "Only agents" in rosa.ephemerals()[-1].text


def test_who_is_added_as_a_follower_reads_along_until_they_stop(shared_desk: Desk) -> None:
    case, gus = open_case(shared_desk), shared_desk.actor("gus")
    assert "cannot find" in str(gus.command("/desk", f"show {case.key}"))
    opened(case, TicketMenu.EDIT)
    shared_desk.actor("ben").submit({DetailField.FOLLOWERS: [gus.id]})
    shared_desk.settle()
    assert "1 follower" in case.card.words
    expect(gus.command("/desk", f"show {case.key}"), "My laptop will not start")
    told = [message for message in gus.dm() if case.key in message.text][-1]

    assert gus.click(told, ActionId.UNFOLLOW).status == 200
    shared_desk.settle()

    assert "cannot find" in str(gus.command("/desk", f"show {case.key}"))
    assert "follower" not in case.card.words


def test_a_ticket_moves_to_another_queue_and_only_its_public_talk_with_it(it_desk: Desk) -> None:
    it_desk.set_up(triage="hr-triage", request=None, queue="HR")
    case, mona = open_case(it_desk, "My payslip is wrong"), it_desk.actor("mona")
    case.ask("It says zero")
    case.answer(":lock: he is right")
    case.answer("Let me ask our colleagues")
    old_card = case.card
    assert "cannot find" in str(mona.command("/desk", f"show {case.key}"))
    opened(case, TicketMenu.EDIT)

    it_desk.actor("ben").submit({DetailField.QUEUE: "HR"})
    it_desk.settle()

    assert it_desk.actor("ben").thread("it-triage", old_card)[0].text == "IT-1 moved to HR as HR-1."
    card = it_desk.cards("hr-triage", "mona")[-1]
    worked = [message.words for message in mona.thread("hr-triage", card)[1:]]
    assert [words for words in worked if "zero" in words or "colleagues" in words or "right" in words] == [
        "It says zero",
        "Let me ask our colleagues",
    ]
    assert "HR-1" in case.heard[-1].text
    assert "cannot find" in str(it_desk.actor("ben").command("/desk", "show IT-1"))
    expect(mona.command("/desk", "show IT-1"), "HR-1")
    it_desk.actor("ben").post("it-triage", "Anybody?", thread=old_card)
    it_desk.settle()
    assert "moved to HR and is HR-1 now" in it_desk.actor("ben").ephemerals()[-1].text
    mona.post("hr-triage", "We will pay you today", thread=card)
    it_desk.settle()
    assert case.heard[-1].text.endswith("We will pay you today")
    assert it_desk.parked() == []
