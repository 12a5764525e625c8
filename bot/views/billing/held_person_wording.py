"""Words about people in a triage channel who are no agents until an admin says so."""

MAKE_AGENT = "Make an agent"
KEEP_OUT = "Keep out"
READING = "In Slack they read what stands in that channel all the same. If they should not, take them out of it there."


def outsider(name: str, team: str, channels: str) -> str:
    """Tell an admin of somebody from another company."""
    return (
        f"{name}, from another company ({team}), is in {channels}. Until you decide they are no agent: they cannot "
        "work tickets, nothing they write goes to a requester, and they take no seat."
    )


def above_ceiling(name: str, channels: str) -> str:
    """Tell an admin of somebody whose seat would lift the next invoice too high."""
    return (
        f"{name} is in {channels}, and a seat for them would lift the next invoice above the ceiling you set. Until "
        "you decide they are no agent: they cannot work tickets, and they take no seat."
    )


def as_agent() -> str:
    """Head what it costs to make them an agent."""
    return "As an agent:"


def admitted(name: str) -> str:
    """Say that somebody is an agent now."""
    return f"{name} is an agent now and takes a seat."


def kept_out(name: str) -> str:
    """Say that somebody is none."""
    return f"{name} is kept out: no agent, no seat. In Slack they are still in the channel until somebody removes them."
