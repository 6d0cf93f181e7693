"""The base of every table in a company's schema, and the guards that keep companies apart in Python.

PostgreSQL keeps schemas apart once a statement is sent. These guards cover what happens before: an object or a lazy
query made in one company must not take effect in another. `save_base` is overridden here, once, for that alone.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, cast

from django.db import models
from django.db.models.query import RawQuerySet

from tenants.access import PUBLIC, CrossCompanyUse, NotInCompany, current_schema
from tenants.models.ids import uuid7


def _name(thing: object) -> str:
    return thing.__name__ if isinstance(thing, type) else type(thing).__name__


def require_here(stamp: str, thing: object) -> None:
    """Raise unless `stamp`, the schema something was made in, is the current one and a company's.

    Raises NotInCompany in public, CrossCompanyUse elsewhere.
    """
    here = current_schema()
    if here == PUBLIC:
        raise NotInCompany(f"{_name(thing)} belongs to a company: enter one with company_context()")
    if stamp != here:
        raise CrossCompanyUse(f"{_name(thing)} made in schema {stamp} was used in {here}")


class CompanyRawQuerySet(RawQuerySet):  # type: ignore[type-arg]  # generic only in the stubs
    """A query in hand-written SQL that runs only in the schema it was made in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.made_in = current_schema()
        super().__init__(*args, **kwargs)

    @property
    def db(self) -> str:
        """Return the alias of the database, once the query is known to be at home."""
        require_here(self.made_in, self.model or self)
        return super().db


class CompanyQuerySet[M: models.Model](models.QuerySet[M, M]):
    """A query that runs only in the schema it was made in.

    Every way of running a query asks for `db`, so that is where the stamp is checked. A query made in public, such as
    one at module level, cannot run; its clones belong to the company in which they were made.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_in = current_schema()

    def _clone(self) -> Self:
        clone = cast("Self", super()._clone())  # type: ignore[misc]  # private in Django, not in the stubs
        if self.made_in != PUBLIC:
            clone.made_in = self.made_in
        return clone

    def _require_here(self) -> None:
        require_here(self.made_in, self.model)
        origin = self._hints.get("instance")  # type: ignore[attr-defined]  # private in Django
        if isinstance(origin, GuardedModel):
            require_here(origin.made_in, origin)

    @property
    def db(self) -> str:
        """Return the alias of the database, once the query is known to be at home."""
        self._require_here()
        return super().db

    def _fetch_all(self) -> None:
        self._require_here()
        super()._fetch_all()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Become part of another query, of the same company."""
        if self.made_in != PUBLIC:
            require_here(self.made_in, self.model)
        return super().resolve_expression(*args, **kwargs)

    def raw(
        self, raw_query: Any, params: Any = (), translations: dict[str, str] | None = None, using: str | None = None
    ) -> CompanyRawQuerySet:
        """Return a query in hand-written SQL, bound to this schema too."""
        alias = using or self.db
        return CompanyRawQuerySet(raw_query, model=self.model, params=params, translations=translations, using=alias)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert many rows, all made in this company."""
        return super().bulk_create(_at_home(objs), *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        """Update many rows, all made in this company."""
        return super().bulk_update(_at_home(objs), *args, **kwargs)


def _at_home[M: models.Model](objs: Iterable[M]) -> list[M]:
    found = list(objs)
    for row in found:
        if isinstance(row, GuardedModel):
            row.require_here()
    return found


class CompanyManager[M: models.Model](models.Manager.from_queryset(CompanyQuerySet)):  # type: ignore[misc]
    """The manager of company tables: its queries are bound to the schema they are made in."""


class GuardedModel(models.Model):
    """The guards of a table in a company's schema, for the few that choose their own primary key."""

    objects: ClassVar[CompanyManager[Any]] = CompanyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_in = current_schema()

    def require_here(self) -> None:
        """Raise unless this object, and the related ones it holds, were made in the current company.

        A new object made in public belongs to no company yet and is adopted by the current one.
        """
        if self._state.adding and self.made_in == PUBLIC:
            self.made_in = current_schema()
        require_here(self.made_in, self)
        for related in self._state.fields_cache.values():
            if isinstance(related, GuardedModel):
                require_here(related.made_in, related)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, in the company the object was made in and nowhere else."""
        self.require_here()
        super().save_base(*args, **kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Delete the row, in the company the object was made in and nowhere else."""
        self.require_here()
        return super().delete(using=using, keep_parents=keep_parents)

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Read the row again, in the company the object was made in and nowhere else."""
        require_here(self.made_in, self)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


class CompanyModel(GuardedModel):
    """Base of every table that lives in a company's schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="UUIDv7.")

    class Meta(GuardedModel.Meta):
        abstract = True
