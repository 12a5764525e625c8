"""The cases of `simulate billing`: what the file may hold, checked field by field."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from bot.domain.billing.currencies import EXPONENTS
from bot.domain.billing.facts import FactKind
from bot.domain.billing.proration import Granularity
from bot.domain.billing.tax import TaxMode
from bot.domain.billing.terms import SeatReuse

Minor = Annotated[int, Field(ge=0, le=10**15, strict=True)]
Count = Annotated[int, Field(ge=0, le=10**9, strict=True)]


class _Case(BaseModel):
    """What every case has. Beside its own fields it may say where it comes from and what is expected."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProrationCase(_Case):
    """What a part of a period costs."""

    kind: Literal["proration"]
    unit_amount_minor: Minor
    quantity: Count
    numerator: Count | None = None
    denominator: Annotated[int, Field(gt=0, strict=True)] | None = None
    sign: Literal[1, -1] = 1
    rounding: Literal["half_up"] = "half_up"
    granularity: Granularity = Granularity.DAY
    start: datetime | None = None
    end: datetime | None = None
    at: datetime | None = None

    @model_validator(mode="after")
    def _has_a_part(self) -> "ProrationCase":
        if None in {self.numerator, self.denominator} and None in {self.start, self.end, self.at}:
            raise ValueError("give numerator and denominator, or start, end and at")
        return self


class BoundariesCase(_Case):
    """Where periods begin."""

    kind: Literal["boundaries"]
    anchor: date
    interval: Literal["month", "year"]
    count: Annotated[int, Field(ge=0, le=10_000, strict=True)]


class TaxCase(_Case):
    """What tax comes to."""

    kind: Literal["tax"]
    lines_minor: list[Annotated[int, Field(strict=True)]]
    rate_basis_points: Annotated[list[Count], Field(min_length=1)]
    mode: TaxMode = TaxMode.INVOICE

    @model_validator(mode="after")
    def _has_rates(self) -> "TaxCase":
        if len(self.rate_basis_points) not in {1, len(self.lines_minor)}:
            raise ValueError("rate_basis_points: give one rate, or one for each of lines_minor")
        return self


class SlackUser(BaseModel):
    """A user object as Slack gives it; what else it holds goes through."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str


class EligibilityCase(_Case):
    """Whether a person in a triage channel is billed."""

    kind: Literal["eligibility"]
    user: SlackUser | None
    home_team: str
    home_enterprise: str | None = None
    bot_user: str | None = None


class PercentArguments(_Part):
    """A percentage of a licence."""

    licence_minor: Minor
    percent: Annotated[float, Field(ge=0, le=1000)]


class AdditiveArguments(_Part):
    """The four terms of a sum."""

    factor_minor: Minor
    months: Count
    per_month_minor: Minor
    custom_developments: Count
    per_development_minor: Minor
    active_users: Count
    per_user_minor: Minor


class PercentCase(_Case):
    """What support costs as a percentage."""

    kind: Literal["support_price"]
    model: Literal["percent_of_licence"]
    args: PercentArguments


class AdditiveCase(_Case):
    """What support costs as a sum."""

    kind: Literal["support_price"]
    model: Literal["additive"]
    args: AdditiveArguments


class LedgerConfig(_Part):
    """The subscription of a ledger case. Windows are shut unless they are given."""

    anchor: AwareDatetime | None = None
    interval: Literal["month", "year"]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    price_minor: Minor
    prepaid: Count = 0
    minimum_seats: Count = 0
    settle_minutes: Annotated[int, Field(ge=0, le=100_000, strict=True)] = 0
    untriage_grace_hours: Annotated[int, Field(ge=0, le=100_000, strict=True)] = 0
    reuse: SeatReuse = SeatReuse.POOL
    tax: Literal["none"] = "none"
    tax_rate_basis_points: Annotated[int, Field(ge=0, le=100_000, strict=True)] = 0
    min_charge_minor: Minor | None = None
    trial_start: AwareDatetime | None = None
    trial_days: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 14
    has_payment_method: bool | None = None
    bots: list[str] = []
    non_triage: list[str] = []

    @model_validator(mode="after")
    def _begins(self) -> "LedgerConfig":
        if (self.anchor is None) is (self.trial_start is None):
            raise ValueError("give one of anchor and trial_start")
        if self.currency not in EXPONENTS:
            raise ValueError(f"currency: {self.currency} is no currency of ISO 4217")
        return self

    @property
    def begins_at(self) -> datetime:
        """When the subscription begins."""
        begins_at = self.anchor or self.trial_start
        if begins_at is None:
            raise ValueError("a subscription begins at its anchor or with its trial")
        return begins_at.astimezone(UTC)


class _Event(_Part):
    at: AwareDatetime
    event_id: str | None = None
    received_at: AwareDatetime | None = None


class MembershipEvent(_Event):
    """Somebody joined or left a channel."""

    type: Literal["join", "leave"]
    channel: str
    user: str


class PersonEvent(_Event):
    """Somebody's account was closed, or opened again."""

    type: Literal["deactivate", "reactivate"]
    user: str


class TriageEvent(_Event):
    """A channel became a triage channel, or is none any more."""

    type: Literal["triage_on", "triage_off"]
    channel: str


class SnapshotEvent(_Event):
    """A read of a channel's members."""

    type: Literal["snapshot"]
    channel: str
    members: list[str]
    complete: bool


class PriceEvent(_Event):
    """Another plan, or another price of the same."""

    type: Literal["plan_change", "price_list"]
    price_minor: Minor


class IntervalEvent(_Event):
    """Another interval, at its own price."""

    type: Literal["interval_change"]
    interval: Literal["month", "year"]
    price_minor: Minor


class PrepaidEvent(_Event):
    """So many seats are bought in advance from now on."""

    type: Literal["prepaid"]
    quantity: Count


SUBSCRIPTION_EVENTS: Final = {
    "cancel": FactKind.CANCELLED,
    "cancel_undone": FactKind.CANCEL_UNDONE,
    "payment_method_set": FactKind.PAYMENT_METHOD_SET,
    "payment_method_removed": FactKind.PAYMENT_METHOD_REMOVED,
    "suspend": FactKind.SUSPENDED,
    "reinstate": FactKind.REINSTATED,
}
"""Events of the subscription itself that say no more than that they happened."""


class SubscriptionEvent(_Event):
    """Something happened to the subscription itself."""

    type: Literal["cancel", "cancel_undone", "payment_method_set", "payment_method_removed", "suspend", "reinstate"]


LedgerEvent = Annotated[
    MembershipEvent
    | PersonEvent
    | TriageEvent
    | SnapshotEvent
    | PriceEvent
    | IntervalEvent
    | PrepaidEvent
    | SubscriptionEvent,
    Field(discriminator="type"),
]


class LedgerCase(_Case):
    """What documents a subscription gets until an instant."""

    kind: Literal["ledger"]
    config: LedgerConfig
    opening: dict[str, list[str]]
    events: list[LedgerEvent] = []
    until: AwareDatetime


SupportCase = Annotated[PercentCase | AdditiveCase, Field(discriminator="model")]
Case = ProrationCase | BoundariesCase | TaxCase | EligibilityCase | PercentCase | AdditiveCase | LedgerCase
"""One case, of any kind."""

CASES: Final[TypeAdapter[Case]] = TypeAdapter(
    Annotated[
        ProrationCase | BoundariesCase | TaxCase | EligibilityCase | SupportCase | LedgerCase,
        Field(discriminator="kind"),
    ]
)
"""Reads one case."""

Result = Any
"""What a case gives, as JSON."""
