import pytest

from bot.domain.desk.concerns import Concern, is_told_of_end, is_told_of_note, is_told_of_reopening, is_told_of_reply
from models.desk import Side

AGENT = Concern(is_agent=True)
ASSIGNEE = Concern(is_assignee=True, is_agent=True)
REQUESTER = Concern(is_requester=True)
FOLLOWER = Concern(is_follower=True)
PASSER_BY = Concern()
BOTH = frozenset(Side)
NOWHERE: frozenset[Side] = frozenset()


def hearing(concern: Concern, *sides: Side) -> Concern:
    """Return the same person as one whom Slack tells of these threads."""
    return Concern(concern.is_assignee, concern.is_requester, concern.is_follower, concern.is_agent, frozenset(sides))


@pytest.mark.parametrize("author", [AGENT, FOLLOWER, REQUESTER, PASSER_BY])
def test_the_assignee_is_told_whoever_writes(author: Concern) -> None:
    assert is_told_of_reply(ASSIGNEE, author=author)


@pytest.mark.parametrize("concern", [REQUESTER, FOLLOWER])
def test_requester_and_followers_are_told_what_agents_and_followers_write(concern: Concern) -> None:
    told = [is_told_of_reply(concern, author=author) for author in (AGENT, FOLLOWER, REQUESTER, PASSER_BY)]

    assert told == [True, True, False, False]


@pytest.mark.parametrize("concern", [AGENT, PASSER_BY])
def test_nobody_else_is_told(concern: Concern) -> None:
    assert not is_told_of_reply(concern, author=AGENT)
    assert not is_told_of_end(concern, said_on=BOTH)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("concern", [ASSIGNEE, REQUESTER, FOLLOWER])
def test_nobody_is_told_twice_of_what_slack_tells_them(concern: Concern, side: Side) -> None:
    assert not is_told_of_reply(hearing(concern, side), author=AGENT)
    assert not is_told_of_end(hearing(concern, side), said_on={side})


def test_a_note_is_told_the_assignee_alone_and_only_while_an_agent() -> None:
    told = [is_told_of_note(concern) for concern in (ASSIGNEE, Concern(is_assignee=True), AGENT, REQUESTER, FOLLOWER)]

    assert told == [True, False, False, False, False]


def test_who_is_in_the_requesters_thread_alone_does_not_hear_of_notes_there() -> None:
    assert is_told_of_note(hearing(ASSIGNEE, Side.REQUESTER))
    assert not is_told_of_note(hearing(ASSIGNEE, Side.TRIAGE))


def test_an_end_is_told_assignee_requester_and_followers() -> None:
    told = [is_told_of_end(concern, said_on={Side.REQUESTER}) for concern in (ASSIGNEE, REQUESTER, FOLLOWER)]

    assert told == [True, True, True]


def test_closing_what_was_resolved_leaves_the_requester_in_peace() -> None:
    told = [is_told_of_end(concern, said_on=NOWHERE) for concern in (ASSIGNEE, REQUESTER, FOLLOWER)]

    assert told == [True, False, True]


def test_a_reopening_is_told_the_assignee_unless_they_read_it() -> None:
    everybody = (ASSIGNEE, REQUESTER, FOLLOWER, AGENT)

    assert [is_told_of_reopening(concern, said_on=BOTH) for concern in everybody] == [True, False, False, False]
    assert not is_told_of_reopening(hearing(ASSIGNEE, Side.TRIAGE), said_on=BOTH)
    assert is_told_of_reopening(hearing(ASSIGNEE, Side.TRIAGE), said_on=NOWHERE)
