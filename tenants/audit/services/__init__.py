"""Writing down what happened, and chaining it."""

from tenants.audit.access import Subject
from tenants.audit.services.recording import NotInTransaction, record

__all__ = ["NotInTransaction", "Subject", "record"]
