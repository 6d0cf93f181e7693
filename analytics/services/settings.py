"""Versions of a company's model settings: read, check, change, fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models.settings import ModelSettings, Settings
from analytics.services.settings_fields import changed, printed, restored
from journeys.services.changing import inserted
from tenants.access import COMMAND, Actor, Conflict
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.models.tenant import Tenant
from tenants.selectors import current_company

SETTINGS = Subject("settings", "model", "model settings")
AGGREGATED_FIELDS = (
    "loyalty_outcome",
    "touchpoint_score",
    "value_weights",
    "value_dimensions",
    "value_evidence",
    "segment_attribute",
    "follow_up_months",
    "timezone",
)


def current_settings() -> Settings:
    """Return the settings in force in the current company: the newest version, or the defaults."""
    return settings_of(company=current_company())


def settings_of(*, company: Tenant) -> Settings:
    """Return the settings in force, with the company's currency and time zone. Call inside the company's context."""
    newest = ModelSettings.objects.order_by("-number").first()
    stored = newest.values if newest is not None else {}
    return restored(stored, currency=company.currency, timezone=company.timezone)


def settings_at(number: int, *, company: Tenant) -> Settings:
    """Return the settings of a version, 0 for the defaults; its number must have been in force once."""
    stored = ModelSettings.objects.get(number=number).values if number else {}
    return restored(stored, currency=company.currency, timezone=company.timezone)


def settings_number() -> int:
    """Return the number of the version in force, 0 while the company lives on the defaults."""
    newest = ModelSettings.objects.order_by("-number").first()
    return newest.number if newest is not None else 0


@transaction.atomic
def change_settings(
    *,
    company: Tenant,
    changes: Mapping[str, object],
    by: str = "",
    at: datetime | None = None,
    actor: Actor = COMMAND,
    version: int | None = None,
) -> int:
    """Add a version with the changes on top of the settings in force; return its number.

    Nothing is added when nothing changes. Raises BadSetting, which names the key, for a value that cannot be used, and
    Conflict when `version`, the number that the caller saw, is in force no longer.
    """
    with_lock = ModelSettings.objects.select_for_update().order_by("-number").first()
    before = settings_of(company=company)
    after = changed(before, changes)
    number = with_lock.number if with_lock is not None else 0
    if version is not None and version != number:
        raise Conflict(
            _("Somebody else changed the settings since you read them; version %(number)s is in force.")
            % {"number": number},
            field="version",
        )
    if after == before:
        return number
    values, now = printed(after), at or timezone.now()
    inserted(ModelSettings(number=number + 1, values=values, created_at=now, created_by=(by or actor.name)[:255]))
    about = Subject("settings", id=str(number + 1), name=f"version {number + 1}")
    record(actor=actor, action="settings.updated", subject=about, before=printed(before), after=values)
    emit(event="settings.updated", subject=SETTINGS, data={"number": number + 1, "fields": sorted(changes)})
    return number + 1


def apply_dataset_settings(company: Tenant, changes: dict[str, object]) -> int:
    """Apply the settings that a dataset brings along; return the number of the version in force."""
    return change_settings(company=company, changes=changes, by="dataset")


def aggregation_fingerprint(settings: Settings, company: Tenant) -> str:
    """Return a hash of the settings that the aggregates were built with: when it changes, they must be rebuilt.

    The company's name and schema are not part of it, so equal companies have equal fingerprints.
    """
    values = asdict(settings)
    chosen = {name: values[name] for name in AGGREGATED_FIELDS if name != "timezone"}
    chosen["timezone"] = company.timezone
    return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()
