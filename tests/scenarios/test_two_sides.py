"""What is written in either thread reaches the other: in whose name, in what form, and what follows it later."""

from bot.services.desk.bot_identity import CUSTOMIZE
from models.desk import MessageKind, Side
from sandbox.seen import Upload
from tests.support.cases import Case, open_case
from tests.support.desk import Desk


def test_an_answer_stands_in_the_requesters_thread_under_its_authors_name_and_picture(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.answer("Have you tried *turning it off*?")
    copy = case.heard[-1]
    assert (copy.username, copy.words) == ("ben", "Have you tried  turning it off ?")
    assert copy.raw["icons"] == {"image_48": "https://avatars.example.com/ben.png"}
    assert "'style': {'bold': True}" in str(copy.blocks)


def test_without_the_optional_scope_the_name_leads_the_text(desk: Desk) -> None:
    granted = desk.sandbox.platform.app.granted - {CUSTOMIZE}
    desk.sandbox.admin.grant(sorted(granted))
    desk.meet_slack_again()
    desk.set_up()
    case = open_case(desk)
    case.answer("On my way")
    assert case.heard[-1].username is None
    assert case.heard[-1].words.startswith("ben:")
    assert case.heard[-1].text == "ben: On my way"


def test_a_reply_of_the_requester_and_of_a_bystander_reach_the_card_in_their_own_names(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.ask("It beeps twice")
    shared_desk.actor("mona").post("it-help", "Mine too", thread=case.root)
    shared_desk.settle()
    assert [(copy.username, copy.text) for copy in case.worked[1:]] == [
        ("rosa", "It beeps twice"),
        ("mona", "Mine too"),
    ]


def test_mentions_cross_as_names_and_call_nobody(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.answer("@rosa and @channel, ask @cara or <!subteam^S0000ITTEAM>, see #general")
    copy = case.heard[-1]
    assert "rosa" in copy.words
    assert "cara" in copy.words
    assert [kind for kind in ("'type': 'user'", "broadcast", "usergroup", "<!") if kind in str(copy.raw)] == []
    assert "<@" not in copy.text
    assert "'type': 'channel'" in str(copy.blocks)


def test_a_mention_that_was_typed_into_a_code_block_or_a_link_calls_nobody_either(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.ask("```<!channel> @here```\n<https://evil.example|IT-1> <javascript:alert(1)|click>")
    copy = case.worked[-1]
    assert "<!" not in copy.text
    assert "broadcast" not in str(copy.blocks)
    assert "javascript" not in str([element for element in elements_of(copy.blocks) if element["type"] == "link"])


def test_links_cross_as_links_and_files_as_links_to_themselves(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    sent = case.answer("See https://example.com/fix", files=(Upload("how-to.pdf", b"pdf", "application/pdf"),))
    copy = case.heard[-1]
    links = {element["url"] for element in elements_of(copy.blocks) if element["type"] == "link"}
    assert links == {"https://example.com/fix", sent.files[0]["permalink"]}
    assert "how-to.pdf" in copy.text
    assert copy.files == []


def test_a_reply_that_is_only_a_file_crosses(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.ask("", files=(Upload("screen.png", b"pixels", "image/png"),))
    assert "screen.png" in case.worked[-1].words


def test_an_edit_and_a_deletion_follow_the_message_both_ways(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    answer, question = case.answer("Restart hte router"), case.ask("Wich one?")
    shared_desk.actor("ben").edit(answer, "Restart the router")
    shared_desk.actor("rosa").edit(question, "Which one?")
    shared_desk.settle()
    assert texts(case, Side.REQUESTER) == ["Restart the router"]
    assert texts(case, Side.TRIAGE) == ["Which one?"]
    shared_desk.actor("ben").delete(answer)
    shared_desk.actor("rosa").delete(question)
    shared_desk.settle()
    assert texts(case, Side.REQUESTER) == []
    assert texts(case, Side.TRIAGE) == []


def test_editing_the_same_message_many_times_in_a_row_ends_with_the_last_words(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    answer = case.answer("one")
    for words in ("two", "three", "four", "five"):
        shared_desk.actor("ben").edit(answer, words)
    shared_desk.settle()
    assert case.heard[-1].text == "five"


def test_a_reply_that_is_also_shown_in_the_channel_crosses_once(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.ask("Still nothing", broadcast=True)
    assert texts(case, Side.TRIAGE) == ["Still nothing"]


def test_what_the_desk_posts_itself_never_comes_back_as_a_message(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.answer("First")
    case.ask("Second")
    kinds = [(message.kind, message.side) for message in case.messages()]
    assert kinds == [
        (MessageKind.OPENING, Side.REQUESTER),
        (MessageKind.REPLY, Side.TRIAGE),
        (MessageKind.REPLY, Side.REQUESTER),
    ]
    assert (texts(case, Side.REQUESTER), texts(case, Side.TRIAGE)) == (["First"], ["Second"])


def test_what_another_bot_writes_in_a_thread_does_not_cross(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    shared_desk.actor("pager").post("it-help", "I am a bot", thread=case.root)
    shared_desk.settle()
    assert texts(case, Side.TRIAGE) == []


def test_conversation_crosses_in_the_order_it_was_written(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    ben = shared_desk.actor("ben")
    card = case.card
    for number in range(8):
        ben.post("it-triage", f"step {number}", thread=card)
        shared_desk.sandbox.wait_idle()
    shared_desk.settle()
    assert texts(case, Side.REQUESTER) == [f"step {number}" for number in range(8)]


def test_an_agent_who_writes_in_the_requesters_thread_is_heard_by_both_and_copied_once(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    shared_desk.actor("ben").post("it-help", "I am here", thread=case.root)
    shared_desk.settle()
    assert texts(case, Side.TRIAGE) == ["I am here"]
    assert texts(case, Side.REQUESTER) == []


def texts(case: Case, side: Side) -> list[str]:
    """Return the copies on one side, oldest first."""
    there = case.heard if side is Side.REQUESTER else case.worked[1:]
    return [message.text for message in there if message.bot_id and f"{case.key} opened" not in message.text]


def elements_of(part: object) -> list[dict[str, str]]:
    """Return every element in blocks that has a type."""
    if isinstance(part, list):
        return [element for each in part for element in elements_of(each)]
    if isinstance(part, dict):
        inner = [element for value in part.values() for element in elements_of(value)]
        return [part, *inner] if isinstance(part.get("type"), str) else inner
    return []
