"""Who issues documents: the operator, as a small file of theirs says. Nobody can change it in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.domain.billing.papers import Party

TEXTS: Final = ("name", "email", "vat_id")
LISTS: Final = ("address", "pay_to")


@dataclass(frozen=True)
class Issuer:
    """Who issues documents, and how to pay them: lines of an account, or whatever else is printed."""

    party: Party
    pay_to: tuple[str, ...] = ()


def read_issuer(text: str) -> Issuer:
    """Return the issuer that a file describes: `name`, and if wanted `address`, `email`, `vat_id` and `pay_to`.

    Raises:
        ValueError: the file is no YAML, a key is unknown or missing, or a value is no text; says which in one line.
    """
    values = _read(text)
    if unknown := sorted(set(values) - {*TEXTS, *LISTS}):
        raise ValueError(f"knows {', '.join((*TEXTS, *LISTS))}, but not {unknown[0]}")
    for name in TEXTS:
        if not isinstance(values.get(name, ""), str):
            raise ValueError(f"needs text for {name}")  # noqa: TRY004 - a file's mistake, not a caller's
    for name in LISTS:
        if not _is_lines(values.get(name, [])):
            raise ValueError(f"needs a list of lines for {name}")
    if not values.get("name"):
        raise ValueError("needs a name")
    party = Party(values["name"], tuple(values.get("address", [])), values.get("email", ""), values.get("vat_id", ""))
    return Issuer(party, tuple(values.get("pay_to", [])))


def _read(text: str) -> Mapping[str, Any]:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(values, dict):
        raise ValueError("needs keys with values")  # noqa: TRY004 - a file's mistake, not a caller's
    return values


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)
