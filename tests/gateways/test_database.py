from sqlalchemy import text
from sqlalchemy.orm import Session


def test_a_session_speaks_utc(session: Session) -> None:
    assert session.scalar(text("SHOW timezone")) == "UTC"
