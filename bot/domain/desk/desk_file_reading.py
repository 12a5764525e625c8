"""Reading a configuration file: the schema's errors in words, and what the parts say of each other."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from bot.domain.desk.desk_file import NOT_BUILT_KEYS, SECTIONS, DeskFile, Section, scale_named
from bot.domain.desk.priorities import what_is_wrong
from bot.domain.desk.problems import DeskFileRefused, Path, Problem, ProblemKind
from bot.domain.desk.yaml_document import YamlDocument, read_yaml

AnySection = TypeVar("AnySection", bound=Section)

NEAR_ENOUGH = 60.0
"""How alike two names must be, of 100, for one to be suggested for the other."""

_WRONG_TYPES = {
    "string_type": ("should be text", "Put the value in quotes"),
    "bool_type": ("should be true or false", "Write true or false, without quotes"),
    "tuple_type": ("should be a list", "Write each item on a line of its own that begins with a dash"),
    "model_type": ("should be a block of keys", "Write `key: value` lines below it"),
    "model_attributes_type": ("should be a block of keys", "Write `key: value` lines below it"),
    "missing": ("is missing", "Add it"),
    "string_too_short": ("is empty", "Write something, or leave the key out"),
}


@dataclass(frozen=True)
class ReadDeskFile:
    """A configuration file that is right as far as the file itself can tell, and the lines it was read from.

    Attributes:
        file: the desk's sections.
        document: for the lines of problems found later.
        parts: the sections of other wings that are present, by name.
    """

    file: DeskFile
    document: YamlDocument
    parts: Mapping[str, Section] = field(default_factory=dict)


def read_desk_file(text: str, further: Mapping[str, type[Section]] = MappingProxyType({})) -> ReadDeskFile:
    """Return the configuration that `text` holds.

    Args:
        text: YAML.
        further: the schemas of other wings' sections, by the names that lead there, as those of `SECTIONS`.

    Raises:
        DeskFileRefused: with every problem that can be found without Slack or the database.
    """
    document = read_yaml(text)
    schemas = {**SECTIONS, **further}
    data = {} if document.data is None else document.data
    own, others = _told_apart(data, {name for name in further if "." not in name})
    problems: list[Problem] = []
    file = _validated(DeskFile, own, (), problems, document, schemas)
    parts = {
        name: _validated(further[name], section, (name,), problems, document, schemas)
        for name, section in others.items()
    }
    if file is not None:
        problems += _contradictions(file, document)
    if problems or file is None:
        raise DeskFileRefused(problems)
    return ReadDeskFile(file, document, {name: part for name, part in parts.items() if part is not None})


def nearest(name: str, known: list[str]) -> str | None:
    """Return which of `known` is so like `name` that it may be what was meant, or None."""
    match = process.extractOne(name.casefold(), known, score_cutoff=NEAR_ENOUGH, processor=str.casefold)
    return None if match is None else str(match[0])


def _told_apart(data: Any, others: Set[str]) -> tuple[Any, dict[str, Any]]:
    """Return the desk's own sections, and those of other wings; an empty section is as good as absent."""
    if not isinstance(data, dict):
        return data, {}
    own = {name: section for name, section in data.items() if name not in others}
    return own, {name: data[name] for name in data if name in others and data[name] is not None}


def _validated(
    schema: type[AnySection],
    data: Any,
    path: Path,
    problems: list[Problem],
    document: YamlDocument,
    schemas: Mapping[str, type[Section]],
) -> AnySection | None:
    """Return a section as its schema reads it; None, with what is wrong added to `problems`."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            place = (*path, *detail["loc"])
            reason, remedy, kind = _worded(detail, place, schemas)
            problems.append(Problem(place, document.line_of(place), reason, remedy, kind))
        return None


def _worded(detail: ErrorDetails, path: Path, schemas: Mapping[str, type[Section]]) -> tuple[str, str, ProblemKind]:
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == "desk_file":
        return context["reason"], context["remedy"], ProblemKind(context["kind"])
    if detail["type"] == "extra_forbidden":
        return _unknown_key(path, schemas)
    if detail["type"] == "literal_error":
        return f"should be {context['expected']}", "Write that", ProblemKind.WRONG
    if detail["type"] == "string_too_long":
        return "is too long", f"Shorten it to {context['max_length']} characters", ProblemKind.WRONG
    reason, remedy = _WRONG_TYPES.get(detail["type"], (detail["msg"], "See docs/configuration.md"))
    return reason, remedy, ProblemKind.WRONG


def _unknown_key(path: Path, schemas: Mapping[str, type[Section]]) -> tuple[str, str, ProblemKind]:
    section = ".".join(step for step in path[:-1] if isinstance(step, str))
    key = str(path[-1])
    later = NOT_BUILT_KEYS.get(section, frozenset())
    if key in later:
        return "not built yet", "Remove it for now", ProblemKind.NOT_BUILT
    known = sorted(schemas[section].model_fields)
    if not section:
        known = sorted({*known, *(name for name in schemas if name and "." not in name)})
    meant = nearest(key, [*known, *later])
    remedy = f"Did you mean {meant}?" if meant else f"The keys here are {', '.join(known)}"
    return "there is no such key", remedy, ProblemKind.WRONG


def _contradictions(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    yield from _repeated_keys(file, document)
    yield from _unfit_priorities(file, document)
    yield from _second_defaults(file, document)
    yield from _repeated_channels(file, document)
    yield from _unusable_queues(file, document)


def _repeated_keys(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    keys: list[tuple[Path, str, str]] = [
        (("queues", index, "key"), queue.key, "queues") for index, queue in enumerate(file.queues or ())
    ]
    keys += [(("categories", index, "key"), kind.key, "categories") for index, kind in enumerate(file.categories or ())]
    keys += [
        (("priorities", index, "key"), entry.key, "priorities") for index, entry in enumerate(file.priorities or ())
    ]
    for index, queue in enumerate(file.queues or ()):
        keys += [
            (("queues", index, "statuses", place, "key"), status.key, f"statuses of {queue.key}")
            for place, status in enumerate(queue.statuses)
        ]
    keys += [
        (("saved_replies", index, "key"), reply.key, f"saved replies of {reply.queue or 'every queue'}")
        for index, reply in enumerate(file.saved_replies or ())
    ]
    seen: set[tuple[str, str]] = set()
    for path, key, what in keys:
        if (key, what) in seen:
            yield document.problem(path, f"{key} is the key of two {what}", "Change one")
        seen.add((key, what))


def _unfit_priorities(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    entries = file.priorities or ()
    wrong = {str(priority): complaint for priority, complaint in what_is_wrong(scale_named(entries)).items()}
    for index, entry in enumerate(entries):
        if entry.key in wrong:
            reason, _, remedy = wrong[entry.key].removesuffix(".").partition(". ")
            yield document.problem(("priorities", index, "name"), reason, remedy or "Choose another name")


def _second_defaults(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    defaults = [index for index, queue in enumerate(file.queues or ()) if queue.default]
    for index in defaults[1:]:
        reason = "another queue is the default already"
        yield document.problem(("queues", index, "default"), reason, "Keep `default: true` on one queue")


def _repeated_channels(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    """A channel plays one role, for one queue. Names are compared here, ids once Slack was asked."""
    seen: dict[str, str] = {}
    for path, channel, role in channels_named(file):
        if channel in seen:
            yield document.problem(path, f"{channel} is {seen[channel]} already", "Give each channel one role")
        seen.setdefault(channel, role)


def channels_named(file: DeskFile) -> Iterator[tuple[Path, str, str]]:
    """Yield each channel the file names: its path, the name as written, and the role it plays, in words."""
    for index, queue in enumerate(file.queues or ()):
        if queue.triage_channel is not None:
            yield ("queues", index, "triage_channel"), queue.triage_channel, f"the triage channel of {queue.key}"
    for index, entry in enumerate(file.request_channels or ()):
        yield ("request_channels", index, "channel"), entry.channel, f"a request channel of {entry.queue}"


def _unusable_queues(file: DeskFile, document: YamlDocument) -> Iterator[Problem]:
    """Request channels of a queue the file lacks, or whose cards have nowhere to go."""
    if file.queues is None:
        return
    by_key = {queue.key: queue for queue in file.queues}
    for index, entry in enumerate(file.request_channels or ()):
        path: Path = ("request_channels", index, "queue")
        queue = by_key.get(entry.queue)
        if queue is None:
            meant = nearest(entry.queue, sorted(by_key))
            remedy = f"Did you mean {meant}?" if meant else "Add it to `queues`"
            yield document.problem(path, f"there is no queue {entry.queue}", remedy)
        elif queue.triage_channel is None:
            remedy = f"Give {queue.key} a triage_channel"
            yield document.problem(path, f"{queue.key} has no triage channel for the cards", remedy)
