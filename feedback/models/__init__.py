"""Tables of facts."""

from feedback.models.batch import ImportBatch
from feedback.models.customer import Customer, CustomerIdentity
from feedback.models.fact import Fact, SourcedFact
from feedback.models.interaction import Interaction
from feedback.models.item import FeedbackItem
from feedback.models.order import Order
from feedback.models.superseded import Superseded

__all__ = [
    "Customer",
    "CustomerIdentity",
    "Fact",
    "FeedbackItem",
    "ImportBatch",
    "Interaction",
    "Order",
    "SourcedFact",
    "Superseded",
]
