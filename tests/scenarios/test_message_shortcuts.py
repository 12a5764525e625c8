"""Shortcuts: a ticket from any message by a form, and a request for oneself or, as an agent, for somebody else."""

from models.desk import MessageKind, Ticket, TicketSource
from sandbox.seen import Upload
from tests.support.cases import Case, open_case
from tests.support.desk import Desk
from tests.support.rooms import case_of, confirmations, make_room, newest_ticket, people_of

MAKE_TICKET, ADD_TO_TICKET, BEGIN_REQUEST = "message.make_ticket", "message.add_to_ticket", "request.begin"


def send(desk: Desk, who: str, values: dict[str, object]) -> None:
    """Have somebody send the form in front of them, and everything that follows happen."""
    answer = desk.actor(who).submit(values)
    assert answer.errors == {}, answer.errors
    desk.settle()


def in_dm(desk: Desk, ticket: Ticket, requester: str) -> Case:
    """Return a ticket whose talk is in its requester's messages with the app."""
    dm, ts = ticket.requester_slack_channel_id, ticket.requester_thread_ts
    assert dm is not None
    root = next(message for message in desk.actor(requester).dm() if message.ts == ts)
    return Case(desk, ticket.key, ticket.id, root, dm, requester, "it-triage", "ben")


def test_the_shortcut_makes_a_ticket_of_a_message_under_the_title_somebody_gave_it(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "finn")
    root = shared_desk.actor("rosa").post(room, "hm, the big screen again")
    shared_desk.actor("finn").post(room, "It flickers", thread=root)

    shared_desk.actor("finn").use_shortcut(MAKE_TICKET, on=root)
    modal = shared_desk.actor("finn").modal
    assert modal is not None
    assert "hm, the big screen again" in modal.words
    assert "message.for_whom" not in str(modal.blocks), "only agents choose for whom"
    send(shared_desk, "finn", {"message.title": "The big screen flickers"})

    case = case_of(shared_desk, root)
    assert case.stored.title == "The big screen flickers"
    assert case.stored.source is TicketSource.SHORTCUT
    assert people_of(case) == (shared_desk.actor("rosa").id, shared_desk.actor("finn").id)
    assert [copy.text for copy in case.worked[1:]] == ["It flickers"]
    assert len(confirmations(case)) == 1


def test_a_message_that_has_its_ticket_is_only_named(shared_desk: Desk) -> None:
    root = shared_desk.actor("rosa").post("it-help", "The stapler is empty")
    shared_desk.settle()
    case = case_of(shared_desk, root)

    shared_desk.actor("rosa").use_shortcut(MAKE_TICKET, on=root)

    modal = shared_desk.actor("rosa").modal
    assert modal is not None
    assert case.key in modal.words
    assert "submit" not in modal.raw or modal.raw["submit"] is None


def test_an_agent_may_make_it_a_ticket_of_somebody_else_who_is_answered_alone(shared_desk: Desk) -> None:
    room = make_room(shared_desk, "rosa", "ben", "mona")
    root = shared_desk.actor("mona").post(room, "Rosa's badge does not open the garage")
    ben = shared_desk.actor("ben")

    ben.use_shortcut(MAKE_TICKET, on=root)
    send(shared_desk, "ben", {"message.for_whom": shared_desk.actor("rosa").id})

    ticket = newest_ticket(shared_desk)
    case = in_dm(shared_desk, ticket, "rosa")
    assert people_of(case) == (shared_desk.actor("rosa").id, ben.id)
    assert "ben asked the IT team for you" in case.root.text
    case.answer("Your badge is on its way")
    assert case.heard[-1].text == "Your badge is on its way"
    assert not any("on its way" in each.text for each in shared_desk.actor("mona").thread(room, root))


def test_where_the_app_is_not_the_words_are_proposed_as_a_request(shared_desk: Desk) -> None:
    said = shared_desk.actor("rosa").post("general", "My mouse died")

    shared_desk.actor("rosa").use_shortcut(MAKE_TICKET, on=said)
    modal = shared_desk.actor("rosa").modal
    assert modal is not None
    assert modal.callback_id == "request.new"
    send(shared_desk, "rosa", {})

    ticket = newest_ticket(shared_desk)
    assert ticket.title == "My mouse died"
    assert ticket.origin_ts is None


def test_an_agent_files_a_request_for_somebody_whose_conversation_it_becomes(shared_desk: Desk) -> None:
    ben, rosa = shared_desk.actor("ben"), shared_desk.actor("rosa")

    ben.use_shortcut(BEGIN_REQUEST)
    send(shared_desk, "ben", {"request.title": "New chair for Rosa", "request.for_whom": rosa.id})

    case = in_dm(shared_desk, newest_ticket(shared_desk), "rosa")
    assert people_of(case) == (rosa.id, ben.id)
    assert "ben asked the IT team for you" in case.root.text
    assert f"Filed by <@{ben.id}> for <@{rosa.id}>" in str(case.card.blocks)
    case.ask("A blue one, please")
    assert case.worked[-1].text == "A blue one, please"
    assert "Filed by" in str(ben.command("/desk", f"show {case.key}"))


def test_who_is_no_agent_is_not_asked_for_whom(shared_desk: Desk) -> None:
    rosa = shared_desk.actor("rosa")

    rosa.use_shortcut(BEGIN_REQUEST)

    assert rosa.modal is not None
    assert "request.for_whom" not in str(rosa.modal.blocks)
    send(shared_desk, "rosa", {"request.title": "A chair"})
    assert newest_ticket(shared_desk).title == "A chair"


def test_a_bot_cannot_be_the_one_who_asks(shared_desk: Desk) -> None:
    ben = shared_desk.actor("ben")
    ben.use_shortcut(BEGIN_REQUEST)

    answer = ben.submit({"request.title": "A chair", "request.for_whom": shared_desk.actor("pager").id})

    assert list(answer.errors) == ["request.for_whom"]


def test_an_agent_adds_a_message_to_a_ticket_as_a_note_with_a_link(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The wifi is slow")
    room = make_room(shared_desk, "ben", "mona")
    said = shared_desk.actor("mona").post(room, "The *router* restarts itself", files=(Upload("log.txt", b"log"),))
    ben = shared_desk.actor("ben")

    ben.use_shortcut(ADD_TO_TICKET, on=said)
    send(shared_desk, "ben", {"quote.ticket": case.key})

    note = case.worked[-1]
    assert "The  router  restarts itself" in note.words
    assert "mona" in note.words
    assert f"/p{said.ts.replace('.', '')}" in str(note.blocks)
    assert said.files[0]["permalink"] in str(note.blocks)
    assert case.messages()[-1].kind is MessageKind.NOTE
    assert not any("router" in str(message.raw) for message in case.heard)


def test_a_key_that_is_none_keeps_the_form_open_and_who_is_no_agent_is_told(shared_desk: Desk) -> None:
    said = shared_desk.actor("rosa").post("it-help", "The wifi is slow again")
    shared_desk.settle()
    ben, gus = shared_desk.actor("ben"), shared_desk.actor("gus")

    ben.use_shortcut(ADD_TO_TICKET, on=said)
    answer = ben.submit({"quote.key": "IT-99999"})
    gus.use_shortcut(ADD_TO_TICKET, on=said)
    shared_desk.settle()

    assert list(answer.errors) == ["quote.key"]
    assert gus.modal is None
    assert "Only agents" in gus.dm()[-1].text
