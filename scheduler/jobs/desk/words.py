"""Gives their searchable words to tickets that have none."""

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.desk import ticket_words


def fill_ticket_words(sessions: Sessions, _clock: Clock) -> int:
    """Gather the words of tickets from before there was a search, or in another language; return how many those were.

    A transaction for each batch; a late, repeated or concurrent run finds what is left.
    """
    total = 0
    while True:
        with sessions.begin() as session:
            filled = ticket_words.fill_missing(session)
        total += filled
        if filled < ticket_words.BATCH:
            return total
