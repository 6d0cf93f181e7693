"""Everything that the company holds of one person, as one JSON file: found by any identifier, and in free text."""

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from feedback.models import (
    Case,
    CaseEvent,
    Consent,
    Customer,
    CustomerMerge,
    FeedbackItem,
    Interaction,
    Order,
    Superseded,
)
from feedback.services.contacts.images import contacts_in_images
from feedback.services.contacts.reading import contacts_of
from feedback.services.contacts.secrets import company_secret
from feedback.services.privacy.files import ACCESS_FOLDER
from feedback.services.privacy.persons import Person, find_person
from feedback.services.privacy.sweeping import sweep_texts
from tenants.access import Actor, current_schema
from tenants.audit.services import Subject, record
from tenants.selectors.files import company_folder

FORM = 1
MOST_MENTIONS = 1_000
_INTERNAL = frozenset({"xid", "batch_id", "bucket", "value_hash", "sealed"})


@dataclass(frozen=True, slots=True)
class Granted:
    """An answer to a request for access: where it lies, and how many records it holds by kind."""

    path: Path
    counts: dict[str, int]


def grant_access(
    *,
    actor: Actor,
    identifiers: Collection[str],
    words: Collection[str] = (),
    now: datetime,
    name: str = "",
    target: Path | None = None,
) -> Granted:
    """Write all that is held of a person to one file, readable by its owner only, and say so in the audit.

    Without a target it lies among the company's files. That nothing is held is an answer too. Raises BadIdentifiers.
    """
    person = find_person(identifiers=identifiers, words=words)
    document = _document(person, now)
    counts = {name: len(rows) for name, rows in document.items() if isinstance(rows, list) and rows}
    path = target or access_path(name or f"{now:%Y%m%dT%H%M%S%f}")
    _write(path, document)
    with transaction.atomic():
        about = Subject("access", id=path.stem if target is None else "")
        record(actor=actor, action="person.accessed", subject=about, after={"counts": counts})
    return Granted(path, counts)


def access_path(name: str) -> Path:
    """Return where the answer of that name lies among the current company's files."""
    return company_folder(current_schema()) / ACCESS_FOLDER / f"{name}.json"


def _document(person: Person, now: datetime) -> dict[str, Any]:
    people = list(person.customers)
    images = Superseded.objects.filter(Q(fact_id__in=people) | Q(row__customer_id__in=[str(one) for one in people]))
    former = contacts_in_images(images.filter(kind="customers").values_list("fact_id", "row__identities"))
    return {
        "form": FORM,
        "made_at": now.isoformat(),
        "customers": _rows(Customer.objects.filter(pk__in=people)),
        "contacts": [{"kind": one.kind, "value": one.value} for one in contacts_of(people)],
        "former_contacts": [{"kind": one.kind, "value": one.value} for one in former],
        "merges": _rows(CustomerMerge.objects.filter(Q(customer__in=people) | Q(into__in=people))),
        "consents": _rows(Consent.objects.filter(customer__in=people)),
        "answers": _rows(FeedbackItem.objects.filter(Q(respondent__in=people) | Q(customer__in=people))),
        "orders": _rows(Order.objects.filter(Q(customer__in=people) | Q(referrer__in=people))),
        "interactions": _rows(Interaction.objects.filter(customer__in=people)),
        "cases": _rows(Case.objects.filter(Q(customer__in=people) | Q(respondent__in=people))),
        "case_events": _rows(CaseEvent.objects.filter(Q(case__customer__in=people) | Q(case__respondent__in=people))),
        "former_versions": [_plain(one.row) | {"kind": one.kind} for one in images.iterator()],
        "mentions": _mentions(person),
    }


def _rows(rows: models.QuerySet[Any]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows.order_by("pk").values()]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {*_INTERNAL, "identities"}}


def _mentions(person: Person) -> list[dict[str, Any]]:
    """Return where others' texts name the person: only that place and the text, not whose it is."""
    found = sweep_texts(person.wording, secret=company_secret(), dry_run=True)
    own = set(map(str, person.customers))
    mentions: list[dict[str, Any]] = []
    texts = dict(FeedbackItem.objects.filter(pk__in=_ids(found.rows)).values_list("pk", "text"))
    for table, keys in sorted(found.rows.items()):
        mentions += [{"table": table, "id": key, "text": _text(texts, table, key)} for key in keys if key not in own]
    return mentions[:MOST_MENTIONS]


def _ids(rows: dict[str, list[str]]) -> list[UUID]:
    return [UUID(key) for key in rows.get(FeedbackItem._meta.db_table, ())[:MOST_MENTIONS]]  # noqa: SLF001


def _text(texts: dict[UUID, str], table: str, key: str) -> str | None:
    return texts.get(UUID(key)) if table == "feedback_feedbackitem" else None


def _write(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
