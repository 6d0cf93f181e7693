"""Go through all texts of a company for the words of one person.

The tables come from the models, so a table that is added later is gone through too. What is excepted is written here,
with its reason, and is counted for the receipt.
"""
# ruff: noqa: S608, SLF001  names of tables and columns come from the models, quoted; `_meta` is Django's way to ask

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from feedback.services.contacts.secrets import CompanySecret
from feedback.services.privacy.wording import Wording

ERASED_KEY = "erased:"
# Columns that say which fact it is: a word in one is not cut out, the whole is replaced, always alike.
KEYS = frozenset({"external_id", "response", "order_ref", "refund_of", "idempotency_key", "key"})
# Facts of one moment are read in the order of their keys, so aggregates are built anew when one of these changes.
_ORDERED = frozenset({"feedback_feedbackitem", "feedback_order", "feedback_interaction"})
# Texts that the product or the company's design gives: never a person's.
_DESIGNED = frozenset({"source", "code", "language", "currency", "event", "type", "request_digest", "hash", "digest"})
EXCEPTED: dict[str, str] = {
    "audit": "the audit is append-only and chained; it is pruned by age",
    "members": "accounts of the company's staff are data of other people",
    "analytics": "scores are proven by their hashes; they hold codes and figures",
    "sessions": "sessions of the company's staff end by themselves",
    "feedback.CompanyKey": "",
    "feedback.PersonKey": "",
    "feedback.CustomerIdentity": "",
    "feedback.ErasureReceipt": "",
}
type Column = models.Field[Any, Any]
_SEARCHED_NEVERTHELESS = frozenset({"analytics.Scenario", "analytics.Alert"})


@dataclass
class Swept:
    """Rows that named the person, by table: how many, which, and whether a key among them changed."""

    counts: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[str]] = field(default_factory=dict)
    changed_keys: bool = False


def sweep_texts(wording: Wording, *, secret: CompanySecret, dry_run: bool) -> Swept:
    """Cut the words out of every text of the current company; with `dry_run`, only count the rows."""
    swept = Swept()
    for model in _models(excepted=False):
        for key, changes in _found(model, wording, secret):
            table = model._meta.db_table
            swept.counts[table] += 1
            swept.rows.setdefault(table, []).append(str(key))
            swept.changed_keys |= table in _ORDERED and bool(KEYS & changes.keys())
            if not dry_run:
                _write(model, key, changes)
    return swept


def remaining(wording: Wording) -> Counter[str]:
    """Return how many rows of the excepted tables hold the words."""
    left: Counter[str] = Counter()
    for model in _models(excepted=True) if wording else ():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {_from(model)}", [wording.pattern])
            left[model._meta.db_table] = cursor.fetchone()[0]
    return +left


def replaced_key(value: str, *, secret: CompanySecret) -> str:
    """Return what stands in the place of a key that named the person: always the same for the same key."""
    return f"{ERASED_KEY}{secret.hash('key', value)[:32]}"


def _models(*, excepted: bool) -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        for model in config.get_models() if config.name in settings.TENANT_APPS else ():
            label, own = config.label, model._meta.label
            is_excepted = own not in _SEARCHED_NEVERTHELESS and (own in EXCEPTED or label in EXCEPTED)
            told = not is_excepted or label in EXCEPTED
            if is_excepted is excepted and told and _columns(model):
                yield model


def _columns(model: type[models.Model]) -> list[Column]:
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField | models.JSONField)
        and not one.choices
        and not one.primary_key
        and _name(one) not in _DESIGNED
        and not _name(one).startswith("sealed")
    ]


def _name(column: Column) -> str:
    return str(column.column)


def _from(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    texts = ", ".join(f"{quote(_name(one))}::text" for one in _columns(model))
    return f"FROM {quote(model._meta.db_table)} WHERE concat_ws(E'\\x1f', {texts}) ~* %s"


def _found(model: type[models.Model], wording: Wording, secret: CompanySecret) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the rows that name the person: their keys, and what their columns become."""
    if not wording:
        return
    quote, columns = connection.ops.quote_name, _columns(model)
    names = ", ".join(quote(_name(one)) for one in (model._meta.pk, *columns))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} {_from(model)}", [wording.pattern])
        rows = cursor.fetchall()
    for key, *values in rows:
        changes = {}
        for column, stored in zip(columns, values, strict=True):
            value = _read(column, stored)
            fresh = _cleared(_name(column), value, wording, secret)
            if fresh != value:
                changes[_name(column)] = fresh
        if changes:
            yield key, changes


def _read(column: Column, stored: Any) -> Any:
    is_document = isinstance(column, models.JSONField) and isinstance(stored, str)
    return msgspec.json.decode(stored) if is_document else stored


def _cleared(name: str, value: Any, wording: Wording, secret: CompanySecret) -> Any:
    if isinstance(value, str) and name in KEYS:
        return replaced_key(value, secret=secret) if wording.occurs_in(value) else value
    if isinstance(value, dict):
        return {str(wording.cleared(str(key))): _cleared(key, one, wording, secret) for key, one in value.items()}
    return wording.cleared(value)


def _write(model: type[models.Model], key: Any, changes: dict[str, Any]) -> None:
    quote = connection.ops.quote_name
    limits = {_name(one): getattr(one, "max_length", None) for one in _columns(model)}
    documents = {_name(one) for one in _columns(model) if isinstance(one, models.JSONField)}
    values = [
        msgspec.json.encode(value).decode() if name in documents else str(value)[: limits[name]]
        for name, value in changes.items()
    ]
    sets = ", ".join(f"{quote(name)} = %s{'::jsonb' if name in documents else ''}" for name in changes)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(_name(model._meta.pk))} = %s", [*values, key]
        )
