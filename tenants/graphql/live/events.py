"""What an event is to a subscription, and which events each root field is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tenants.hooks.catalogue import LIVE


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a company's stream. `place` is its id there, which a client gives back to go on behind it."""

    place: str
    type: str
    entity_kind: str
    entity_id: str
    at: datetime
    data: Mapping[str, Any]


EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "feedbackReceived": frozenset({"feedback_batch.stored"}),
    "jobProgressed": frozenset(name for name in LIVE if name.startswith("job.")),
    "scoresPublished": frozenset({"score.computed", "period.closed"}),
    "caseOpened": frozenset({"case.opened"}),
    "caseChanged": frozenset(name for name in LIVE if name.startswith("case.")),
    "alertChanged": frozenset(name for name in LIVE if name.startswith("alert.")),
}
