"""Tables of facts."""

from feedback.models.amended import Amended
from feedback.models.batch import ImportBatch
from feedback.models.case import Case, CaseEvent, CaseOrigin, CaseState, RootCause
from feedback.models.case_rule import CaseInflow, CaseRule, CaseScore, CaseSeverity, WorkingHours
from feedback.models.customer import Customer, CustomerIdentity
from feedback.models.fact import Fact, SourcedFact
from feedback.models.identity import CustomerMerge, IdentityPolicy, MergeConflict
from feedback.models.interaction import Interaction
from feedback.models.item import FeedbackItem
from feedback.models.order import Order
from feedback.models.privacy import CompanyKey, Consent, ErasureReceipt, PersonKey, RetentionRule
from feedback.models.superseded import Superseded

__all__ = [
    "Amended",
    "Case",
    "CaseEvent",
    "CaseInflow",
    "CaseOrigin",
    "CaseRule",
    "CaseScore",
    "CaseSeverity",
    "CaseState",
    "CompanyKey",
    "Consent",
    "Customer",
    "CustomerIdentity",
    "CustomerMerge",
    "ErasureReceipt",
    "Fact",
    "FeedbackItem",
    "IdentityPolicy",
    "ImportBatch",
    "Interaction",
    "MergeConflict",
    "Order",
    "PersonKey",
    "RetentionRule",
    "RootCause",
    "SourcedFact",
    "Superseded",
    "WorkingHours",
]
