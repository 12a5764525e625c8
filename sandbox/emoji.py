"""The emoji people and apps can react with: those the page draws, by Slack's names, and a workspace's own."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

LISTED = Path(__file__).parent / "page" / "static" / "blockkit" / "text" / "emoji_names.js"
SKIN_TONE = re.compile(r"::skin-tone-[2-6]$")


@cache
def standard_emoji() -> frozenset[str]:
    """Return the names, without colons, of the emoji that every workspace of the sandbox has; fewer than Slack's."""
    pairs = LISTED.read_text(encoding="utf-8").split("`")[1].split()
    return frozenset(pairs[::2])


def is_emoji(name: str, custom: Collection[str] = ()) -> bool:
    """Return whether there is an emoji of this name, a skin tone after it allowed.

    Args:
        name: without colons.
        custom: the names a workspace added.
    """
    bare = SKIN_TONE.sub("", name)
    return bare in standard_emoji() or bare in custom
