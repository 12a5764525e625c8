"""`python -m bot demo`: the whole scene over the real wires, twice on the same data."""

import re
from pathlib import Path

from tests.commands.command_line import Ended, environment, run


def keys_in(ended: Ended) -> list[str]:
    return sorted(set(re.findall(r"IT-\d+", ended.out)), key=lambda key: int(key[3:]))


def test_the_scene_is_played_measured_and_played_again_on_the_same_data(tmp_path: Path) -> None:
    first = run("demo", "--once", env=environment(), folder=tmp_path)
    second = run("demo", "--once", env=environment(), folder=tmp_path)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    for sentence in (
        "ada is now a desk admin",
        "#it-triage is now the triage channel of IT",
        "Deskbell says “IT-1 opened.",
        "claimed IT-1 just before you",
        "ben says “Please hold the power button for ten seconds.”",
        "nothing: still 4 messages, none of them the note",
        "IT-1 is resolved. ben marked it as done.",
    ):
        assert sentence in first.out
    assert re.search(r"Median of 7 requests: \d+ ms to the card, \d+ ms to the confirmation\.", first.out)
    assert keys_in(first) == [f"IT-{number}" for number in range(1, 8)]
    assert keys_in(second) == [f"IT-{number}" for number in range(8, 15)]
