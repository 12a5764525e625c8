"""The plans Deskbell is sold by, and what one may give: counted limits, gates, a promise of support."""

from enum import StrEnum


class Plan(StrEnum):
    """What a subscription buys. They are listed from the smallest to the largest."""

    TEAM = "team"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"

    @property
    def rank(self) -> int:
        """How large the plan is, from 0: going up happens now, going down at the next renewal."""
        return list(Plan).index(self)


class Limit(StrEnum):
    """What a plan gives a number of."""

    QUEUES = "queues"
    INBOUND_ADDRESSES = "inbound_addresses"
    REQUEST_SYSTEMS = "request_systems"
    WORKSPACES = "workspaces"


class Gate(StrEnum):
    """What a plan gives or does not give."""

    WHITE_LABEL = "white_label"


class SupportPromise(StrEnum):
    """When the people behind Deskbell answer a customer."""

    MAIL_WITHIN_TWO_DAYS = "mail_within_two_days"
    SAME_DAY = "same_day"
    AS_AGREED = "as_agreed"
