"""The life of a case: which state may follow which. The one table."""

from collections.abc import Mapping
from typing import Final

from feedback.models import CaseState as S

NEXT: Final[Mapping[S, frozenset[S]]] = {
    S.NEW: frozenset({S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CLOSED}),
    S.ASSIGNED: frozenset({S.NEW, S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CLOSED}),
    S.IN_PROGRESS: frozenset({S.ASSIGNED, S.WAITING, S.RESOLVED, S.CLOSED}),
    S.WAITING: frozenset({S.IN_PROGRESS, S.RESOLVED, S.CLOSED}),
    S.RESOLVED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CLOSED}),
}
OVER: Final = frozenset({S.RESOLVED, S.CLOSED})
# Nobody has begun: giving such a case to somebody makes it theirs to begin.
UNBEGUN: Final = frozenset({S.NEW, S.ASSIGNED, S.REOPENED})
# Whoever brings a case into one of these has begun to answer the customer.
ANSWERED: Final = frozenset({S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CLOSED})


def may_follow(state: str, then: str) -> bool:
    """Return whether a case in one state may come into another.

    >>> may_follow("resolved", "in_progress"), may_follow("resolved", "reopened")
    (False, True)
    """
    return S(then) in NEXT[S(state)]
