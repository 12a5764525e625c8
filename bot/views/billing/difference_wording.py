"""Words for admins about documents that are not what the facts give."""


def differs(what: str, reference: str) -> str:
    """Say that something was changed behind Deskbell's back, and what to do."""
    return (
        f"{what} is not what its facts give any more: somebody or something changed the database. Deskbell issues "
        "nothing more until that is put right, and nobody is charged meanwhile. "
        f"`python -m bot billing audit` says what differs. Reference: {reference}"
    )
