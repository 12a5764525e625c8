"""The desk wing: workspaces, people, channels, queues, tickets, messages, and the plumbing every wing uses."""

from models.desk.audit import AuditEntry, AuditTag
from models.desk.channel import Channel, ChannelMember, ChannelRole, Intake
from models.desk.delivery import InboundDelivery, KeptDelivery, ParkedEvent, ParkedKind
from models.desk.held_read import HeldRead
from models.desk.intake_decision import IntakeDecision
from models.desk.member_news import MemberNews
from models.desk.message import Message, MessageCopy, MessageKind, MessageVersion, Side
from models.desk.notification import Notification
from models.desk.outbox import ChannelPace, OutboxRow, OutboxState
from models.desk.person import Admission, Person
from models.desk.plan_limits import PlanLimits
from models.desk.queue import AssignRule, CannedReply, Queue, QueueStatus, TriageReplies
from models.desk.rating import Rating, RatingState
from models.desk.ticket import Priority, Ticket, TicketSource, TicketStatus
from models.desk.ticket_details import Category, Follower, FormerPlace, TicketLink, TicketTag, TicketWords
from models.desk.workspace import Workspace

__all__ = [
    "Admission",
    "AssignRule",
    "AuditEntry",
    "AuditTag",
    "CannedReply",
    "Category",
    "Channel",
    "ChannelMember",
    "ChannelPace",
    "ChannelRole",
    "Follower",
    "FormerPlace",
    "HeldRead",
    "InboundDelivery",
    "Intake",
    "IntakeDecision",
    "KeptDelivery",
    "MemberNews",
    "Message",
    "MessageCopy",
    "MessageKind",
    "MessageVersion",
    "Notification",
    "OutboxRow",
    "OutboxState",
    "ParkedEvent",
    "ParkedKind",
    "Person",
    "PlanLimits",
    "Priority",
    "Queue",
    "QueueStatus",
    "Rating",
    "RatingState",
    "Side",
    "Ticket",
    "TicketLink",
    "TicketSource",
    "TicketStatus",
    "TicketTag",
    "TicketWords",
    "TriageReplies",
    "Workspace",
]
