"""The desk wing: workspaces, people, channels, queues, tickets, messages, and the plumbing every wing uses."""

from models.desk.audit import AuditEntry, AuditTag
from models.desk.channel import Channel, ChannelMember, ChannelRole, Intake
from models.desk.delivery import InboundDelivery, KeptDelivery, ParkedEvent, ParkedKind
from models.desk.message import Message, MessageKind, Side
from models.desk.outbox import ChannelPace, OutboxRow, OutboxState
from models.desk.person import Person
from models.desk.queue import Queue
from models.desk.ticket import Priority, Ticket, TicketStatus
from models.desk.workspace import Workspace

__all__ = [
    "AuditEntry",
    "AuditTag",
    "Channel",
    "ChannelMember",
    "ChannelPace",
    "ChannelRole",
    "InboundDelivery",
    "Intake",
    "KeptDelivery",
    "Message",
    "MessageKind",
    "OutboxRow",
    "OutboxState",
    "ParkedEvent",
    "ParkedKind",
    "Person",
    "Priority",
    "Queue",
    "Side",
    "Ticket",
    "TicketStatus",
    "Workspace",
]
