"""Writing down what happened, chaining it, giving it out and letting go of what is old."""

from tenants.audit.access import Subject
from tenants.audit.services.export import BadExport, read_export, write_export
from tenants.audit.services.recording import NotInTransaction, record
from tenants.audit.services.retention import Pruned, TooYoung, prune
from tenants.audit.services.sealing import seal

__all__ = [
    "BadExport",
    "NotInTransaction",
    "Pruned",
    "Subject",
    "TooYoung",
    "prune",
    "read_export",
    "record",
    "seal",
    "write_export",
]
