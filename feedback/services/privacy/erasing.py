"""Erase a person: gone from every table, file, image and key of the company; what remains counts and names nobody."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from feedback.models import (
    CaseEvent,
    Consent,
    Customer,
    CustomerIdentity,
    ErasureReceipt,
    FeedbackItem,
    Interaction,
    PersonKey,
)
from feedback.services.changes.files import drop_exports
from feedback.services.contacts.secrets import company_secret
from feedback.services.merge.locks import own_facts
from feedback.services.merge.stage import Cursor
from feedback.services.privacy.anonymous import make_anonymous
from feedback.services.privacy.files import clear_files, forget_cache
from feedback.services.privacy.persons import Person, find_person
from feedback.services.privacy.receipts import write_receipt
from feedback.services.privacy.sweeping import EXCEPTED, Swept, remaining, sweep_texts
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.models import Erasure

WHAT_REMAINS = (
    "Facts without a person (times, scores, amounts, groups, attributes that figures are made of), under a random id, "
    "so that counts and scores stay as they were. Ids of answers and orders in the company's own systems, so that a "
    "report that is sent again is recognised and not stored. Keyed hashes of the identifiers, so that a copy that is "
    "restored is erased again."
)


class UnknownPerson(Refusal):
    """Nothing in the company's data names that person."""


@dataclass
class Erased:
    """What an erasure did, or would do: rows and files by place, what stays, and its proof."""

    dry_run: bool
    customers: int
    counts: dict[str, int]
    remains: dict[str, int]
    not_searched: int
    receipt: str = ""
    hash: str = ""
    needs_rebuild: bool = False
    reasons: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return asdict(self)


def erase_person(
    *,
    actor: Actor,
    identifiers: Collection[str],
    words: Collection[str] = (),
    reason: str = "",
    now: datetime,
    dry_run: bool = False,
) -> Erased:
    """Erase the person whom identifiers of any kind name, also where texts name them, and certify it.

    Facts stay as anonymous counts, so aggregates are as they were. The company's writers wait meanwhile. Files and
    Valkey follow the commit; asking again finds what a crash between the two left. Raises BadIdentifiers, and
    UnknownPerson when nothing names the person.
    """
    person = find_person(identifiers=identifiers, words=words)
    if dry_run:
        return _foreseen(person)
    erased = _erase(person, actor=actor, reason=reason, now=now)
    if erased.needs_rebuild:
        import_string(settings.AFTER_KEYS_CHANGED)(requested_by=actor.name)
    return erased


@transaction.atomic
def _erase(person: Person, *, actor: Actor, reason: str, now: datetime) -> Erased:
    secret = company_secret()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    swept = sweep_texts(person.wording, secret=secret, dry_run=False)
    counts = _by_table(swept) + clear_files(person.wording, dry_run=False)
    if person.customers:
        with connection.cursor() as cursor:  # last, so that batches wait for moments rather than for the sweep
            own_facts(cast("Cursor", cursor))
        counts += make_anonymous(set(person.customers), at=now)
    if not counts:
        raise UnknownPerson(_("Nothing names that person."))
    if dropped := drop_exports():
        counts["files_removed"] += dropped
    forget_cache()  # refuses to go on without Valkey; once more below, for what was kept meanwhile
    remains = dict(remaining(person.wording))
    Erasure.objects.create(lineage=secret.lineage, hashes=sorted(person.hashes), rows=_of_facts(swept), erased_at=now)
    receipt = _certify(person, counts, remains, actor=actor, reason=reason, now=now)
    transaction.on_commit(forget_cache)
    transaction.on_commit(drop_exports)  # once more, for one that read the facts of before and was written meanwhile
    return Erased(
        dry_run=False,
        customers=len(person.customers),
        counts=dict(counts),
        remains=remains,
        not_searched=person.too_short,
        receipt=str(receipt.pk),
        hash=receipt.hash,
        needs_rebuild=swept.changed_keys,
        reasons=_reasons(remains),
    )


def _foreseen(person: Person) -> Erased:
    people = list(person.customers)
    found: dict[str, Any] = {
        "answers": FeedbackItem.objects.filter(respondent__in=people).exclude(text=""),
        "interactions": Interaction.objects.filter(customer__in=people).exclude(attributes={}),
        "keys": PersonKey.objects.filter(customer__in=people),
        "contacts": CustomerIdentity.objects.filter(customer__in=people),
        "consents": Consent.objects.filter(customer__in=people),
        "cases": CaseEvent.objects.filter(case__customer__in=people).exclude(text=""),
        "customers": Customer.objects.filter(pk__in=people),
    }
    counts = Counter({name: rows.count() for name, rows in found.items()})
    swept = sweep_texts(person.wording, secret=company_secret(), dry_run=True)
    counts += _by_table(swept)
    counts += clear_files(person.wording, dry_run=True)
    remains = dict(remaining(person.wording))
    return Erased(
        dry_run=True,
        customers=len(people),
        counts=dict(+counts),
        remains=remains,
        not_searched=person.too_short,
        needs_rebuild=swept.changed_keys,
        reasons=_reasons(remains),
    )


def _certify(
    person: Person, counts: Counter[str], remains: dict[str, int], *, actor: Actor, reason: str, now: datetime
) -> ErasureReceipt:
    document = {
        "erased_at": now.isoformat(),
        "by": {"kind": actor.kind, "id": str(actor.id or ""), "role": actor.role},
        "reason": person.wording.cleared(reason[:500]),
        "customers": sorted(map(str, person.customers)),
        "identifiers": sorted(person.hashes),
        "counts": dict(counts),
        "remains": {"facts": WHAT_REMAINS, "rows": remains, "why": _reasons(remains)},
        "identifiers_too_short_for_texts": person.too_short,
    }
    receipt = write_receipt(document)
    told: dict[str, Any] = {"receipt": receipt.hash, "counts": dict(counts)}
    about = Subject("erasure", id=str(receipt.pk), name=f"receipt {receipt.number}")
    record(actor=actor, action="person.erased", subject=about, after=told)
    emit(event="person.erased", subject=about, data={"receipt": receipt.hash, "rows": sum(counts.values())})
    return receipt


def _by_table(swept: Swept) -> Counter[str]:
    return Counter({f"texts:{table}": count for table, count in swept.counts.items()})


def _of_facts(swept: Swept) -> dict[str, list[str]]:
    return {table: rows for table, rows in swept.rows.items() if table.startswith("feedback_")}


def _reasons(tables: Sequence[str] | dict[str, int]) -> dict[str, str]:
    return {table: EXCEPTED.get(table.partition("_")[0], "") for table in tables}
