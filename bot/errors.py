"""Every error Deskbell raises on purpose.

DeskbellError
├── Refusal                     a person asked for what cannot be; str() is safe to show and says what to do next
│   ├── NotUnderstood           the words typed could not be read
│   ├── NotFound                there is no such thing, or none that this person may see
│   │   └── TicketNotFound
│   ├── NotAllowed              the person lacks the role
│   │   ├── AgentsOnly
│   │   └── AdminsOnly
│   ├── TicketAlreadyClaimed    somebody else was first
│   ├── TicketAlreadyClosed     a closed ticket does not change
│   ├── PriorityNotOfCategory   the ticket's category does not know this priority
│   ├── TicketMovedAway         it is worked in another queue now
│   ├── TicketMergedAway        another ticket goes on in its place
│   ├── CannotMerge             the two tickets cannot become one
│   ├── QueueTakesNoTickets     the queue has no triage channel that can be posted to
│   ├── NotAnAgentOfQueue       the chosen assignee cannot work this queue
│   ├── ReplyIsOut              it cannot be taken back any more
│   ├── ChangeRefused           a guard of another wing holds the change back
│   │   ├── DeskReadOnly        the subscription is suspended or has ended
│   │   └── QueueReadOnly       the queue is beyond what the plan gives
│   ├── BeyondPlan              the plan does not give that
│   ├── ChannelUnusable         the channel cannot play that role
│   ├── FieldsRefused           a form holds values that cannot be taken; says which
│   └── SlackSilent             Slack did not answer while somebody waited
├── DeliveryAlreadySeen         a redelivery; not an error to anybody
├── OutsideFailure              an outside system refused or failed; raised by gateways only
│   ├── TransientFailure        trying again later may help
│   └── PermanentFailure        trying again will not help
└── StartRefused                a setting or a part is missing; one line that names it

One place translates them for people: `bot.listeners.errors`.
"""

from collections.abc import Mapping
from datetime import timedelta


class DeskbellError(Exception):
    """Something Deskbell does not do. Without a message of its own, an error says its docstring."""

    def __str__(self) -> str:
        return super().__str__() or (type(self).__doc__ or "").strip()


class Refusal(DeskbellError):
    """That cannot be done."""


class NotUnderstood(Refusal):
    """I did not understand that. `/desk help` lists what I know."""


class NotFound(Refusal):
    """I cannot find that."""


class TicketNotFound(NotFound):
    """There is no such ticket."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"I cannot find a ticket {typed}. `/desk list` shows the ones you can see.")


class NotAllowed(Refusal):
    """That is not yours to do."""


class AgentsOnly(NotAllowed):
    """Only agents of this ticket's queue can do that. Members of its triage channel are its agents."""


class AdminsOnly(NotAllowed):
    """Only desk admins can do that. An admin can add you with `/desk admin add @you`."""


class TicketAlreadyClaimed(Refusal):
    """Somebody else was first."""

    def __init__(self, key: str, assignee_name: str) -> None:
        super().__init__(f"{assignee_name} claimed {key} just before you.")


class TicketAlreadyClosed(Refusal):
    """A closed ticket does not change."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is closed and does not change any more. Open a new ticket with `/desk new`.")


class PriorityNotOfCategory(Refusal):
    """The ticket's category does not know this priority."""

    def __init__(self, category_name: str, priority_names: str) -> None:
        super().__init__(f"{category_name} tickets can be: {priority_names}. Please choose one of these.")


class TicketMovedAway(Refusal):
    """The ticket is worked in another queue now."""

    def __init__(self, former_key: str, key: str, queue_name: str) -> None:
        super().__init__(
            f"{former_key} moved to {queue_name} and is {key} now. What you wrote here reaches neither its requester "
            f"nor the {queue_name} team."
        )


class TicketMergedAway(Refusal):
    """Another ticket goes on in this one's place."""

    def __init__(self, key: str, into_key: str) -> None:
        super().__init__(
            f"{key} goes on as {into_key}. What you wrote here reaches nobody: write in {into_key}'s thread."
        )


class CannotMerge(Refusal):
    """These two tickets cannot become one."""


class QueueTakesNoTickets(Refusal):
    """That queue takes no tickets now: it has no triage channel that can be posted to. Please choose another."""


class NotAnAgentOfQueue(Refusal):
    """The chosen assignee cannot work this queue."""

    def __init__(self, name: str, queue_key: str) -> None:
        super().__init__(
            f"{name} is not an agent of {queue_key}. Invite them to its triage channel, then assign again."
        )


class ReplyIsOut(Refusal):
    """That reply is out already. If you typed it in the thread, edit or delete it there, and its copy follows."""


class ChangeRefused(Refusal):
    """Something else holds this change back."""


class DeskReadOnly(ChangeRefused):
    """This desk is read-only: its subscription is suspended or has ended. `/desk billing` tells admins what to do."""


class QueueReadOnly(ChangeRefused):
    """The queue is beyond what the plan gives."""

    def __init__(self, queue_key: str, plan_name: str, gives: str) -> None:
        super().__init__(
            f"{queue_key} can only be read: the {plan_name} plan gives {gives}. An admin can choose a larger plan, or "
            "make this the default queue, in `/desk settings`."
        )


class BeyondPlan(Refusal):
    """The plan does not give that. `what` says so, without a full stop."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. An admin can choose a larger plan in `/desk settings`, under Subscription.")


class ChannelUnusable(Refusal):
    """This channel cannot play that role."""


class FieldsRefused(Refusal):
    """Some fields need another look."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)
        """What to do about each field, by block id."""


class SlackSilent(Refusal):
    """Slack did not answer in time, and nothing was changed. Please try again."""


class DeliveryAlreadySeen(DeskbellError):
    """This delivery was handled before."""


class OutsideFailure(DeskbellError):
    """An outside system did not do what it was asked."""


class TransientFailure(OutsideFailure):
    """Trying again later may help.

    Args:
        code: what happened, as `ratelimited`, `timeout`, `http_503`.
        retry_after: how long the other side asked us to wait, if it did.
        in_doubt: whether the work may have been done although no answer came.
    """

    def __init__(self, code: str, *, retry_after: timedelta | None = None, in_doubt: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.in_doubt = in_doubt


class PermanentFailure(OutsideFailure):
    """Trying again will not help.

    Args:
        code: the other side's error, as `channel_not_found`.
        messages: what it said about the arguments, if anything.
    """

    def __init__(self, code: str, messages: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages


class StartRefused(DeskbellError):
    """Deskbell cannot start."""
