"""Turns the codes that data arrive with into rows, so that nothing is dropped for being unknown."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from journeys.models.touchpoint import CODE_LENGTH, Channel, Touchpoint
from tenants.access import Refusal

BATCH = 1000
UNSTORABLE = {"Cc", "Cs"}  # control characters (NUL among them) and lone surrogates


class UnusableCode(Refusal):
    """Raised when a code is empty, too long, padded with blanks or not storable as text."""


@dataclass(frozen=True, slots=True)
class EnsuredCodes:
    """The ids of all codes asked for, and the codes that this call created, as unmapped rows, in order."""

    ids: dict[str, UUID]
    created: list[str]


def code_problem(code: str) -> str | None:
    """Return why a text cannot be a code, as the end of a sentence; None when it can."""
    if not code or code != code.strip():
        return _("is empty or padded with blanks")
    if len(code) > CODE_LENGTH:
        return _("is longer than %(most)s characters") % {"most": CODE_LENGTH}
    if any(unicodedata.category(character) in UNSTORABLE for character in code):
        return _("holds control characters")
    return None


def ensure_touchpoints(codes: Iterable[str]) -> EnsuredCodes:
    """Return the id of each touchpoint code, or of what it stands for, creating unknown ones as unmapped.

    Safe when several writers meet the same new code at once: one creates it, all get the same id.
    Raises UnusableCode and creates nothing when any code cannot be one.
    """
    return _ensure(Touchpoint, codes)


def ensure_channels(codes: Iterable[str]) -> EnsuredCodes:
    """Return the id of each channel code, creating unknown ones as unmapped; as safe as ensure_touchpoints."""
    return _ensure(Channel, codes)


@transaction.atomic
def _ensure(model: type[Touchpoint] | type[Channel], codes: Iterable[str]) -> EnsuredCodes:
    wanted = sorted(set(codes))
    for code in wanted:
        if problem := code_problem(code):
            raise UnusableCode(f"{code[:40]!r} {problem}")
    ids = _known(model, wanted)
    # Sorted, so that two writers with the same new codes wait for each other instead of deadlocking.
    missing = [model(code=code, is_mapped=False) for code in wanted if code not in ids]
    if not missing:
        return EnsuredCodes(ids=ids, created=[])
    model.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    settled = _known(model, [row.code for row in missing])
    created = [row.code for row in missing if settled[row.code] == row.id]
    return EnsuredCodes(ids=ids | settled, created=created)


def _known(model: type[Touchpoint] | type[Channel], codes: list[str]) -> dict[str, UUID]:
    rows = model.objects.filter(code__in=codes)
    if model is Touchpoint:
        return dict(rows.values_list("code", Coalesce("merged_into_id", "id")))
    return dict(rows.values_list("code", "id"))
