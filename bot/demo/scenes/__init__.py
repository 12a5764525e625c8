"""Scenes: walks through the desk that can be watched on the page, read as a transcript, and are tests.

A scene says who does what, with a caption before it, and what must then be seen. It knows nothing of its narrator or
its pace, and opens tickets of its own, so that it can be played again and beside others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.demo.scenes import billing, desk, teams
from bot.demo.stage import Stage


@dataclass(frozen=True)
class Scene:
    """One walk: its name in addresses, a title, what it shows, and how it is played. `play` raises SceneStuck.

    One that `takes_a_month` moves the desk's clock so far that it is played only where somebody watches it.
    """

    name: str
    title: str
    description: str
    play: Callable[[Stage], None]
    takes_a_month: bool = False


SCENES: Sequence[Scene] = (
    Scene(
        "first-ticket",
        "First ticket",
        "Rosa asks in a channel, Ben answers from the card, and she reads it where she asked.",
        desk.first_ticket,
    ),
    Scene(
        "two-agents-race",
        "Two agents race",
        "Ben and Cara press Claim in the same moment: one wins, the other is told who.",
        desk.two_agents_race,
    ),
    Scene(
        "private-note",
        "A private note stays private",
        "What begins with a lock never reaches the requester, whatever is edited later.",
        desk.private_note,
    ),
    Scene(
        "resolve-and-reopen",
        "Resolve and reopen",
        "A resolved ticket comes back when its requester writes, but not for a mere thank-you.",
        desk.resolve_and_reopen,
    ),
    Scene(
        "ask-with-the-form",
        "Ask with the form",
        "Mona types /desk new, forgets a field, and is helped in a direct message.",
        desk.ask_with_the_form,
    ),
    Scene(
        "a-thread-becomes-a-ticket",
        "A thread becomes a ticket",
        "Mona puts :ticket: on a message that was no request, and everything said so far comes along.",
        desk.a_thread_becomes_a_ticket,
    ),
    Scene(
        "private-replies",
        "A private request",
        "Rosa asks HR in public; the answers come where only she reads them.",
        teams.private_replies,
    ),
    Scene(
        "merge-and-split",
        "Merge and split",
        "Two tickets about one outage become one, and a message about something else gets its own.",
        teams.merge_and_split,
    ),
    Scene(
        "snooze-and-wake",
        "Snooze and wake",
        "Ben works a ticket by words in its thread, puts it off, and the time machine brings it back.",
        teams.snooze_and_wake,
    ),
    Scene(
        "settings-in-a-minute",
        "Settings in a minute",
        "Ada gives IT a status of its own, mistypes, and is told where; Ben uses it, and a saved reply.",
        teams.settings_in_a_minute,
    ),
    Scene(
        "the-bill-moves",
        "An agent joins and the bill moves",
        "Ben invites Finn to help; who pays is told, an hour and a month pass, and the bill arrives with its reasons.",
        billing.the_bill_moves,
        takes_a_month=True,
    ),
)
"""Every scene, in the order in which they are best watched."""
