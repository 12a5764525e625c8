"""What one Web API method takes: its arguments, how each is read off the wire, and what each must be.

A form carries only strings, a JSON body carries the values themselves; an argument accepts either, as Slack does:
`limit=100` or `{"limit": 100}`, `blocks=%5B…%5D` or `{"blocks": […]}`, `users=U1,U2` or `{"users": ["U1", "U2"]}`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.blockkit.shapes import Check, Rule, array, flag, problem, step, string, whole

_FLAGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Argument:
    """One argument of a method.

    Attributes:
        read: Turns what the wire carries into the value meant, or returns it as it is when it cannot.
        rule: What the value must be.
    """

    read: Callable[[object], object]
    rule: Rule


def text(
    most: int | None = None, *, least: int = 0, like: str | None = None, called: str = "a valid value"
) -> Argument:
    """Return an argument that is a string; the parameters are those of `shapes.string`."""
    return Argument(_as_it_is, string(most, least=least, like=like, called=called))


def word(rule: Rule) -> Argument:
    """Return an argument that is a string with a rule of its own, such as an id or a choice."""
    return Argument(_as_it_is, rule)


def switch() -> Argument:
    """Return an argument that is a boolean; in a form `true`, `false`, `1` or `0`."""
    return Argument(lambda raw: _FLAGS.get(raw.lower(), raw) if isinstance(raw, str) else raw, flag)


def integer(least: int | None = None, most: int | None = None) -> Argument:
    """Return an argument that is an integer between `least` and `most`, both allowed; in a form its digits."""
    return Argument(_digits, whole(least, most))


def listing(item: Rule, *, least: int = 1, most: int | None = None) -> Argument:
    """Return an argument that is a list of strings; in a form separated by commas, or a JSON array."""
    return Argument(_separated, array(item, least=least, most=most))


def structured(rule: Rule) -> Argument:
    """Return an argument that is an array or an object; in a form the JSON of it."""
    return Argument(_decoded, rule)


@dataclass(frozen=True)
class Signature:
    """The arguments of one method.

    Attributes:
        needs: The required arguments.
        may: The optional ones; every method takes a `token` besides, and the `team_id` that Slack's own clients add.
        also: Checks across arguments, run when each of them is in order.
    """

    needs: Mapping[str, Argument] = field(default_factory=dict)
    may: Mapping[str, Argument] = field(default_factory=dict)
    also: Sequence[Check] = ()

    @property
    def arguments(self) -> Mapping[str, Argument]:
        """Return every argument that the method takes, by name."""
        team_id = text(like=r"[TE][A-Z0-9]+", called="the id of a workspace")
        return {"token": text(), "team_id": team_id, **self.needs, **self.may}

    def read(self, args: Mapping[str, object]) -> dict[str, object]:
        """Return the known arguments of a call as the values they mean, whether or not they are valid."""
        known = self.arguments
        return {name: known[name].read(raw) for name, raw in args.items() if name in known}

    def check(self, args: Mapping[str, object]) -> list[str]:
        """Return what is wrong with the arguments of a call, one line per problem."""
        known, values = self.arguments, self.read(args)
        found = [problem(f"missing required field: {name}", "") for name in self.needs if name not in args]
        found += [problem(f"unknown argument: {name}", "") for name in args if name not in known]
        found += [line for name, value in values.items() for line in known[name].rule(value, step("", name))]
        return found or [line for check in self.also for line in check(values, "")]


def _as_it_is(raw: object) -> object:
    return raw


def _digits(raw: object) -> object:
    return int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,19}", raw) else raw


def _decoded(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw


def _separated(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    decoded = _decoded(raw)
    return decoded if isinstance(decoded, list) else raw.split(",")
