"""A small language that describes JSON values: what a value must look like, and in which words Slack would refuse it.

A `Rule` is a function of a value and of the JSON pointer to it, and yields one line per problem. The functions of this
module make rules; rules combine into larger ones, so that a description of Block Kit reads as a table:

    HEADER = Kind("header", needs={"text": plain_text(150)}, may={"block_id": string(255, least=1)})

Rules are pure and keep nothing, and a rule never raises, whatever the value.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

Rule: TypeAlias = Callable[[object, str], Iterator[str]]
"""Takes a value and the JSON pointer to it; yields one line per problem."""

Check: TypeAlias = Callable[[Mapping[str, Any], str], Iterator[str]]
"""A rule across the fields of an object; it runs only on an object whose fields are all in order."""


def problem(words: str, pointer: str) -> str:
    """Return one line as Slack writes it in `response_metadata.messages`; an empty pointer is left out."""
    return f"[ERROR] {words} [json-pointer:{pointer}]" if pointer else f"[ERROR] {words}"


def json_size(value: object) -> int:
    """Return the size of a JSON value in bytes, as UTF-8 without escapes."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def step(pointer: str, key: str | int) -> str:
    """Return the pointer to what lies under `key` (RFC 6901)."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def string(most: int | None = None, *, least: int = 0, like: str | None = None, called: str = "a valid value") -> Rule:
    """Describe a string.

    Args:
        most: The longest it may be, in characters; no limit when None.
        least: The shortest it may be, in characters.
        like: A regular expression that the whole string must match.
        called: What such a string is, in the words of the problem.
    """
    pattern = None if like is None else re.compile(like)

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", pointer)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)
        elif most is not None and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)
        elif pattern is not None and not pattern.fullmatch(value):
            yield problem(f"must be {called}", pointer)

    return rule


def flag(value: object, pointer: str) -> Iterator[str]:
    """Describe a boolean."""
    if not isinstance(value, bool):
        yield problem("must provide a boolean", pointer)


def number(value: object, pointer: str) -> Iterator[str]:
    """Describe a number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem("must provide a number", pointer)


def whole(least: int | None = None, most: int | None = None) -> Rule:
    """Describe an integer between `least` and `most`, both allowed; None leaves that end open."""

    def rule(value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", pointer)
        elif least is not None and value < least:
            yield problem(f"must be greater than {least - 1}", pointer)
        elif most is not None and value > most:
            yield problem(f"must be less than {most + 1}", pointer)

    return rule


def choice(*values: str | int) -> Rule:
    """Describe a value that is one of `values`; `True` is not 1."""

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not any(type(value) is type(allowed) and value == allowed for allowed in values):
            yield problem(f"must be one of: {', '.join(map(str, values))}", pointer)

    return rule


def array(item: Rule, *, least: int = 0, most: int | None = None) -> Rule:
    """Describe an array of `least` to `most` items, each of which obeys `item`."""

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", pointer)
            return
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", pointer)
        if most is not None and len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
        for index, element in enumerate(value):
            yield from item(element, step(pointer, index))

    return rule


def record(needs: Mapping[str, Rule], may: Mapping[str, Rule] | None = None, *, also: Sequence[Check] = ()) -> Rule:
    """Describe an object that has every field of `needs`, any of `may`, and no other.

    Args:
        needs: The required fields and their rules.
        may: The optional fields and their rules.
        also: Checks across fields, run when the fields themselves are in order.
    """
    known = {**needs, **(may or {})}

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield problem("must provide an object", pointer)
            return
        found = [problem(f"missing required field: {name}", pointer) for name in needs if name not in value]
        for name, content in value.items():
            if name in known:
                found.extend(known[name](content, step(pointer, name)))
            else:
                found.append(problem(f"invalid additional property: {name}", pointer))
        yield from found or [line for check in also for line in check(value, pointer)]

    return rule


def mapping(item: Rule) -> Rule:
    """Describe an object with any field names, the value of each of which obeys `item`."""

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield problem("must provide an object", pointer)
            return
        for name, content in value.items():
            yield from item(content, step(pointer, name))

    return rule


@dataclass(frozen=True)
class Kind:
    """The rule of an object that its `type` field tells apart from others, such as a header or a button.

    Attributes:
        name: The value of `type`.
        needs: The other required fields and their rules.
        may: The optional fields and their rules.
        also: Checks across fields, run when the fields themselves are in order.
    """

    name: str
    needs: Mapping[str, Rule]
    may: Mapping[str, Rule] | None = None
    also: Sequence[Check] = ()

    def __call__(self, value: object, pointer: str) -> Iterator[str]:
        """Yield the problems of `value` as an object of this kind."""
        yield from self._fields(value, pointer)

    @cached_property
    def _fields(self) -> Rule:
        return record({"type": choice(self.name), **self.needs}, self.may, also=self.also)


def one_of(*kinds: Kind) -> Rule:
    """Describe an object that is of one of `kinds`, as its `type` says."""
    by_name = {kind.name: kind for kind in kinds}

    def rule(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield problem("must provide an object", pointer)
        elif "type" not in value:
            yield problem("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in by_name:
            yield problem(f"unsupported type: {value['type']}", step(pointer, "type"))
        else:
            yield from by_name[value["type"]](value, pointer)

    return rule


def at_least_one(*names: str) -> Check:
    """Require one or more of the fields `names`."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield problem(f"must define at least one of: {', '.join(names)}", pointer)

    return check


def exactly_one(*names: str) -> Check:
    """Require one of the fields `names`, and not two."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield problem(f"must define exactly one of: {', '.join(names)}", pointer)

    return check


def ordered(lower: str, upper: str) -> Check:
    """Require of two numbers (or numerals) that `lower` is no greater than `upper`, when both are there."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if lower in value and upper in value and float(value[lower]) > float(value[upper]):
            yield problem(f"{lower} must not be greater than {upper}", pointer)

    return check
