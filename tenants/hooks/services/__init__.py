"""Telling other systems what happens: the outbox, who is told, and how it is delivered."""

from tenants.audit.services import Subject
from tenants.hooks.services.delivering import deliver_due
from tenants.hooks.services.dispatch import dispatch_events
from tenants.hooks.services.live_stream import ring
from tenants.hooks.services.outbox import OutsideTransaction, UnknownEvent, emit
from tenants.hooks.services.relay import keep_for_streams, relay_events
from tenants.hooks.services.retention import forget_old

__all__ = [
    "OutsideTransaction",
    "Subject",
    "UnknownEvent",
    "deliver_due",
    "dispatch_events",
    "emit",
    "forget_old",
    "keep_for_streams",
    "relay_events",
    "ring",
]
