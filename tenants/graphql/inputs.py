"""What lists of tenants can be narrowed by."""

from typing import Any

import strawberry
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenants.graphql.enums import JobState
from tenants.graphql.errors import ApiError

LONGEST_LIST = 100


def narrowed(rows: QuerySet[Any], **conditions: Any) -> QuerySet[Any]:
    """Return the rows that meet every condition that is not None. Keys are Django lookups, written by us, never sent.

    Raises ApiError when a list is longer than anybody would type.
    """
    if any(isinstance(value, list) and len(value) > LONGEST_LIST for value in conditions.values()):
        raise ApiError(_("A list of values to filter by may have %(most)s entries at most.") % {"most": LONGEST_LIST})
    return rows.filter(**{lookup: value for lookup, value in conditions.items() if value is not None})


@strawberry.input(description="Which units to list; all conditions must hold.")
class UnitFilter:
    """Which units to list."""

    codes: list[str] | None = strawberry.field(default=None, description="Only units with one of these codes.")
    kind: str | None = strawberry.field(default=None, description="Only units of this kind.")
    is_mapped: bool | None = strawberry.field(default=None, description="Only described units, or only bare codes.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, code__in=self.codes, kind=self.kind, is_mapped=self.is_mapped)


@strawberry.input(description="Which jobs to list; all conditions must hold.")
class JobFilter:
    """Which jobs to list."""

    state: JobState | None = strawberry.field(default=None, description="Only jobs in this state.")
    kind: str | None = strawberry.field(default=None, description="Only jobs of this kind.")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for."""
        return narrowed(rows, state=self.state, kind=self.kind)
