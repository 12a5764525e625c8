"""Setting channels up by inviting the bot: the right person is asked the right question, and sees who it concerns."""

from bot.views.desk.action_ids import ActionId
from bot.views.desk.invitations import TriageField
from sandbox.seen import Message
from tests.support.cases import open_case
from tests.support.desk import Desk, expect, make_triage, only


def asked(desk: Desk, who: str, channel: str) -> list[Message]:
    """Return what one person alone was shown in a channel, oldest first."""
    actor = desk.actor(who)
    place = desk.sandbox.admin.company()["channels"][channel]
    return [message for message in actor.ephemerals() if message.channel == place]


def bring_bot(desk: Desk, inviter: str, channel: str, *, private: bool, others: tuple[str, ...] = ()) -> None:
    """Have somebody make a channel, invite the others, and then the bot."""
    actor = desk.actor(inviter)
    actor.create_channel(channel, private=private)
    for other in others:
        actor.invite(channel, other)
    actor.invite(channel, "deskbell")
    desk.settle()


def test_an_admin_makes_a_private_channel_a_triage_channel_and_its_members_agents(it_desk: Desk) -> None:
    ada = it_desk.actor("ada")
    bring_bot(it_desk, "ada", "ops-triage", private=True, others=("cara", "mona", "pager"))
    question = only(asked(it_desk, "ada", "ops-triage"))
    assert [asked(it_desk, other, "ops-triage") for other in ("cara", "mona")] == [[], []]
    ada.click(question, ActionId.DECIDE_LATER)
    it_desk.settle()
    assert "/desk triage #ops-triage IT" in asked(it_desk, "ada", "ops-triage")[-1].text
    ada.click(question, ActionId.CHOOSE_TRIAGE)
    form = ada.modal
    assert form is not None
    assert "in #ops-triage" in form.words
    assert ada.submit({TriageField.KEY: "it"}).errors == {
        TriageField.KEY: "There is a queue IT already. Choose another key, or that queue above if it is offered."
    }
    assert not ada.submit({TriageField.KEY: "OPS", TriageField.NAME: "Operations"}).errors
    it_desk.settle()
    assert "now the triage channel of OPS" in asked(it_desk, "ada", "ops-triage")[-1].text
    expect(ada.command("/desk", "request #it-help OPS"), "in OPS")
    case = open_case(it_desk, "The site is down", triage="ops-triage", agent="cara")
    case.click(ActionId.CLAIM_TICKET, by="cara")
    case.choose(ActionId.ASSIGN_TICKET, "mona")
    it_desk.actor("mona").leave("ops-triage")
    it_desk.settle()
    case.choose(ActionId.SET_PRIORITY, "p1", by="cara")
    expect(it_desk.actor("mona").command("/desk", f"show {case.key}"), "I cannot find")
    assert it_desk.parked() == []


def test_a_member_brings_the_bot_and_the_channel_is_told_whose_tickets_it_opens(it_desk: Desk) -> None:
    bring_bot(it_desk, "finn", "sales", private=False, others=("rosa",))
    greeting = only([message for message in it_desk.actor("finn").messages("sales") if message.bot_id])
    assert "opens a ticket for IT" in greeting.text
    assert asked(it_desk, "finn", "sales") == []
    assert open_case(it_desk, "My screen flickers", channel="sales").key == "IT-1"
    it_desk.actor("finn").kick("sales", "deskbell")
    it_desk.settle()
    assert "no longer open tickets in IT" in it_desk.actor("ada").dm()[-1].text


def test_an_admin_chooses_the_queue_of_a_public_channel_and_a_second_one_hears_of_it(it_desk: Desk) -> None:
    ada, ben = it_desk.actor("ada"), it_desk.actor("ben")
    expect(ada.command("/desk", "admin add @ben"), "ben is now")
    make_triage(ada, "hr-triage", "HR")
    bring_bot(it_desk, "ada", "people-help", private=False, others=("ben", "rosa"))
    question = only(asked(it_desk, "ada", "people-help"))
    queues = {option["text"]["text"][:2]: option["value"] for option in options_of(question)}
    ada.choose(question, ActionId.CHOOSE_CHANNEL_QUEUE, queues["HR"])
    it_desk.settle()
    assert "now opens a ticket in HR" in asked(it_desk, "ada", "people-help")[-1].text
    ada.choose(question, ActionId.CHOOSE_CHANNEL_QUEUE, queues["IT"])
    it_desk.settle()
    assert "decided already: #people-help takes requests for HR" in asked(it_desk, "ada", "people-help")[-1].text
    assert open_case(it_desk, "A day off?", channel="people-help", triage="hr-triage", agent="mona").key == "HR-1"
    ben.kick("people-help", "deskbell")
    ben.invite("people-help", "deskbell")
    it_desk.settle()
    assert it_desk.parked() == []


def options_of(question: Message) -> list[dict[str, dict[str, str]]]:
    """Return the options of the menu in a question."""
    [row] = [block for block in question.blocks if block["type"] == "actions"]
    options: list[dict[str, dict[str, str]]] = row["elements"][0]["options"]
    return options


def test_who_cannot_choose_is_told_who_can(it_desk: Desk) -> None:
    bring_bot(it_desk, "finn", "secret-sales", private=True)
    assert "A desk admin has to say" in only(asked(it_desk, "finn", "secret-sales")).text
