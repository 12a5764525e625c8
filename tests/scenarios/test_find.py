"""`/desk find` and the lists: found, turned, changed together, whole from the command to the card."""

import pytest

from bot.views.desk.action_ids import ActionId
from bot.views.desk.find_page import FindField
from models.desk import Priority, TicketStatus
from sandbox.seen import View
from tests.support.cases import Case, open_case
from tests.support.desk import Desk, expect
from tests.support.handmade import last_sent, send_interaction


def find(desk: Desk, name: str, typed: str) -> View:
    """Have somebody type `/desk find`, and return the page it opens."""
    actor = desk.actor(name)
    assert actor.command("/desk", f"find {typed}").status == 200
    page = actor.modal
    assert page is not None
    return page


def test_find_shows_what_matches_and_only_to_whom_it_may_be_shown(shared_desk: Desk) -> None:
    open_case(shared_desk, "The plotter in the cellar squeaks").answer(":lock: a gremlin, most likely")

    found = {name: find(shared_desk, name, "plotters status:open").words for name in ("rosa", "ben", "mona")}
    noted = {name: find(shared_desk, name, "gremlin").words for name in ("rosa", "ben")}

    assert "cellar squeaks" in found["rosa"]
    assert "cellar squeaks" in found["ben"]
    assert "cellar squeaks" not in found["mona"]
    assert "Nothing found" in found["mona"]
    assert "cellar squeaks" in noted["ben"]
    assert "cellar squeaks" not in noted["rosa"]


def test_what_was_mistyped_stays_and_is_put_right_on_the_page(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The shredder eats folders")
    rosa = shared_desk.actor("rosa")

    assert "Did you mean `status:`" in find(shared_desk, "rosa", "shredder staus:open").words
    refused = rosa.submit({FindField.QUERY: "shredder status:opne"})
    sent = rosa.submit({FindField.QUERY: "shredder status:open"})

    assert list(refused.errors) == [FindField.QUERY]
    assert "`status:open`" in refused.errors[FindField.QUERY]
    assert sent.outcome == "updated"
    assert sent.view is not None
    assert case.key in sent.view.words


def test_signs_that_slack_escapes_are_looked_for_as_they_were_typed(shared_desk: Desk) -> None:
    page = find(shared_desk, "rosa", '"R&D" <fast>')

    [typed] = [block["element"]["initial_value"] for block in page.blocks if block["block_id"] == FindField.QUERY]
    assert typed == '"R&D" <fast>'


@pytest.mark.parametrize("typed", ["", "   "])
def test_find_without_words_teaches(shared_desk: Desk, typed: str) -> None:
    assert "status:open assignee:@me" in find(shared_desk, "rosa", typed).words


def test_what_was_found_is_turned_sorted_and_changed_together(shared_desk: Desk) -> None:
    cases = [open_case(shared_desk, f"Kiosk {number} is dark", by="mona") for number in range(11)]
    ben = shared_desk.actor("ben")
    assert "11 tickets, 1 to 10 shown" in find(shared_desk, "ben", "kiosk").words

    ben.choose_in_modal(ActionId.SORT_FOUND, "oldest")
    assert cases[0].key in page_of(shared_desk).words
    ben.click_in_modal(ActionId.FOUND_NEXT)
    assert "11 to 11 shown" in page_of(shared_desk).words
    ben.click_in_modal(ActionId.FOUND_PREVIOUS)
    ben.click_in_modal(ActionId.CHOOSE_SEVERAL)
    cases[1].click(ActionId.CLOSE_TICKET)
    tick(shared_desk, cases[:3])
    ben.choose_in_modal(ActionId.PRIORITIZE_SEVERAL, Priority.P1)
    said = page_of(shared_desk).words
    shared_desk.settle()

    assert f"Done: {cases[0].key}, {cases[2].key}" in said
    assert f"{cases[1].key} was not changed: {cases[1].key} is closed" in said
    assert [case.stored.priority for case in cases[:4]] == [Priority.P1, Priority.P3, Priority.P1, Priority.P3]
    assert "Urgent" in cases[0].card.words

    tick(shared_desk, [cases[0]])
    ben.click_in_modal(ActionId.ASSIGN_SEVERAL, confirm=False)
    assert cases[0].stored.assignee_id is None
    ben.click_in_modal(ActionId.ASSIGN_SEVERAL)
    ben.click_in_modal(ActionId.RESOLVE_SEVERAL)
    shared_desk.settle()
    assert cases[0].status() is TicketStatus.RESOLVED
    assert cases[0].stored.assignee_id is not None


def page_of(desk: Desk) -> View:
    """Return the page in front of Ben."""
    page = desk.actor("ben").modal
    assert page is not None
    return page


def tick(desk: Desk, cases: list[Case]) -> None:
    """Have Ben tick tickets, and no others."""
    desk.actor("ben").choose_in_modal(FindField.TICKETS, [str(case.ticket_id) for case in cases])


def test_a_forged_choice_changes_nothing_that_is_not_the_agents(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The badge printer is out of ink")
    find(shared_desk, "ben", "badge printer ink")
    shared_desk.actor("ben").click_in_modal(ActionId.CHOOSE_SEVERAL)
    tick(shared_desk, [case])
    shared_desk.actor("ben").choose_in_modal(ActionId.PRIORITIZE_SEVERAL, Priority.P2)
    forged = last_sent(shared_desk, "block_actions")
    forged["trigger_id"] = "forged.1"
    mona = shared_desk.actor("mona").id
    forged["user"]["id"] = mona
    forged["actions"][0]["selected_option"]["value"] = Priority.P1

    assert send_interaction(shared_desk, forged).status_code == 200

    shared_desk.settle()
    assert case.stored.priority is Priority.P2


def test_a_named_list_opens_in_pages_and_an_unknown_one_says_which_there_are(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The projector hums", by="finn")
    ben = shared_desk.actor("ben")

    assert ben.command("/desk", "list unassigned").status == 200
    assert case.key in page_of(shared_desk).words
    ben.close_modal()

    expect(ben.command("/desk", "list everything"), "/desk list mine")
