"""The values that stand in a configuration file: channels, people, keys, emoji, lengths of time."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from bot.domain.desk.durations import read_duration

CHANNEL = re.compile(r"#[^\s#@,:]{1,80}|[CG][A-Z0-9]{2,}")
PERSON = re.compile(r"@\S(.{0,78}\S)?|[UW][A-Z0-9]{2,}")
QUEUE_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}")
SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
MARK = re.compile(r":[a-z0-9_+'-]{1,100}:")
EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")
NEVER = "never"


def refused(reason: str, remedy: str, *, kind: str = "wrong") -> PydanticCustomError:
    """Return the error that makes pydantic report this reason and this remedy."""
    return PydanticCustomError("desk_file", "{reason}", {"reason": reason, "remedy": remedy, "kind": kind})


def one_of(*allowed: str, later: tuple[str, ...] = ()) -> BeforeValidator:
    """Return the check that a value is one of `allowed`; the words of `later` are known, but not built yet."""

    def check(value: Any) -> Any:
        if value in later:
            raise refused(f"{value} is not built yet", f"Write {' or '.join(allowed)} for now", kind="not_built")
        if value not in allowed:
            raise refused(f"should be {', '.join(allowed[:-1])} or {allowed[-1]}", "Write one of those")
        return value

    return BeforeValidator(check)


def _channel(value: str) -> str:
    if not CHANNEL.fullmatch(value):
        raise refused(f'"{value}" is no channel', 'Write its name as "#it-help", in quotes, or its id as C0123456789')
    return value


def _person(value: str) -> str:
    if not PERSON.fullmatch(value):
        raise refused(f'"{value}" is no person', 'Write their name as "@ada", in quotes, or their id as U0123456789')
    return value


def _queue_key(value: str) -> str:
    if not QUEUE_KEY.fullmatch(value):
        raise refused(f'"{value}" is no key', "A key is one to ten capital letters and digits, a letter first, as IT")
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise refused(f'"{value}" is no key', "A key here is small letters, digits and dashes, as waiting-vendor")
    return value


def _mark(value: str) -> str:
    if not MARK.fullmatch(value):
        raise refused(f'"{value}" is no emoji', 'Write its name between colons, in quotes, as ":lock:"')
    return value


def _emoji(value: str) -> str:
    if not EMOJI.fullmatch(value):
        raise refused(f'"{value}" is no emoji', "Write its name without colons, as ticket")
    return value


def _duration(value: Any) -> Any:
    length = read_duration(value) if isinstance(value, str) else None
    if length is None:
        raise refused(f'"{value}" is no length of time', "Write a number and s, m, h, d or w, as 48h")
    return length


def _duration_or_never(value: Any) -> Any:
    if value is None or value == NEVER:
        return None
    length = _duration(value)
    if not length:
        raise refused("is no time at all", f"Write a length of time as 48h, or {NEVER}")
    return length


ChannelName = Annotated[str, AfterValidator(_channel)]
PersonName = Annotated[str, AfterValidator(_person)]
QueueKey = Annotated[str, AfterValidator(_queue_key)]
Slug = Annotated[str, AfterValidator(_slug)]
Mark = Annotated[str, AfterValidator(_mark)]
EmojiName = Annotated[str, AfterValidator(_emoji)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
DurationOrNever = Annotated[timedelta | None, BeforeValidator(_duration_or_never)]
