"""A company that came back from an archive: contacts stay readable, and whoever was erased since is erased again."""

from datetime import datetime

import msgspec
from django.db import transaction
from django.utils.dateparse import parse_datetime

from feedback.models import Customer
from feedback.services.changes.files import drop_exports
from feedback.services.contacts.plain import seal_plain
from feedback.services.contacts.secrets import CompanySecret, company_secret, reseal_secret
from feedback.services.identity.merging import hold_facts
from feedback.services.identity.parting import separate
from feedback.services.privacy.anonymous import make_anonymous
from feedback.services.privacy.persons import customers_by_hash, describe
from feedback.services.privacy.redoing import blank_rows
from feedback.services.privacy.sweeping import sweep_texts
from tenants.access import COMMAND, Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.models import Erasure
from tenants.selectors import current_company


class BadList(Refusal):
    """A file is not a list of erasures, or of another company's."""


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One erasure as a list of them keeps it."""

    lineage: str
    erased_at: datetime
    hashes: list[str]
    rows: dict[str, list[str]]


def after_restore(*, made_at: str) -> None:
    """Put a restored company in order: the secret under the present key, later erasures done again."""
    if not reseal_secret():
        seal_plain()
        return
    seal_plain()
    since = parse_datetime(made_at)
    erasures = Erasure.objects.filter(lineage=company_secret().lineage)
    reapply([_listed(one) for one in (erasures.filter(erased_at__gte=since) if since else erasures)], actor=COMMAND)


def erasures_here() -> list[Listed]:
    """Return the erasures of the current company, to be kept beside its backups."""
    return [_listed(one) for one in Erasure.objects.filter(lineage=company_secret().lineage)]


@transaction.atomic
def reapply(erasures: list[Listed], *, actor: Actor) -> dict[str, int]:
    """Do erasures again in the current company: whoever has one of their hashes, and texts of the rows they name.

    Others' texts that named somebody are emptied whole, since the words themselves are kept nowhere. Raises BadList.
    """
    secret = company_secret()
    if any(one.lineage != secret.lineage for one in erasures):
        raise BadList("the list is of another company: its hashes mean nothing here")
    done = {"erasures": len(erasures), "customers": 0, "texts": 0}
    for one in erasures:
        done["texts"] += blank_rows(one.rows)
        done["customers"] += _erase_again(one, secret)
    _remember(erasures)
    transaction.on_commit(drop_exports)
    if done["customers"] or done["texts"]:
        about = Subject("tenant", id=str(current_company().pk), name=current_company().slug)
        record(actor=actor, action="erasures.reapplied", subject=about, after=done)
    return done


def _erase_again(one: Listed, secret: CompanySecret) -> int:
    hashes = set(one.hashes)
    people = customers_by_hash(hashes) | {
        key
        for key, code in Customer.objects.filter(erased_at=None).values_list("pk", "external_id").iterator()
        if secret.hashes(code) & hashes
    }
    if people:
        person = describe(people, secret=secret, asked=hashes, words=())
        sweep_texts(person.wording, secret=secret, dry_run=False)
        separate(hold_facts(), people)
        make_anonymous(people, at=one.erased_at)
    return len(people)


def _remember(erasures: list[Listed]) -> None:
    known = set(Erasure.objects.values_list("lineage", "erased_at"))
    fresh = [one for one in erasures if (one.lineage, one.erased_at) not in known]
    Erasure.objects.bulk_create(
        Erasure(lineage=one.lineage, hashes=one.hashes, rows=one.rows, erased_at=one.erased_at) for one in fresh
    )


def _listed(one: Erasure) -> Listed:
    return Listed(lineage=one.lineage, erased_at=one.erased_at, hashes=one.hashes, rows=one.rows)


def read_list(text: bytes) -> list[Listed]:
    """Return the erasures that a file lists. Raises BadList."""
    try:
        return msgspec.json.decode(text, type=list[Listed])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadList(f"not a list of erasures: {error}") from error


def write_list(erasures: list[Listed]) -> bytes:
    """Return the file that lists erasures: hashes and ids of rows, no words."""
    return msgspec.json.format(msgspec.json.encode(erasures), indent=1) + b"\n"
