"""Who is meant by an identifier: an external id, a phone number, an e-mail address, a member number, a WeChat id."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from feedback.models import Customer, CustomerIdentity, Superseded
from feedback.services.contacts.images import contacts_in_images
from feedback.services.contacts.plain import seal_plain
from feedback.services.contacts.reading import contacts_of
from feedback.services.contacts.secrets import CompanySecret, company_secret
from feedback.services.identity.groups import accounts_of, persons_of
from feedback.services.privacy.wording import Wording, usable_code, usable_name
from tenants.access import Refusal

MOST_IDENTIFIERS, LONGEST = 20, 255
# An attribute whose name has one of these words holds what a person is called or reached by.
_TELLING = re.compile(
    r"(^|[^a-z])(name|firstname|lastname|fullname|nickname|phone|mobile|tel|e?-?mail|wechat|unionid|openid|address|"
    r"id_?card|passport|plate)([^a-z]|$)|姓名|名字|昵称|称呼|手机|电话|邮箱|微信|地址|身份证|车牌",
    re.IGNORECASE,
)


class BadIdentifiers(Refusal):
    """What was given names nobody, or cannot be looked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the company knows them: customers with ids, contacts and names, now and in former versions."""

    customers: dict[UUID, str] = field(default_factory=dict)
    hashes: frozenset[str] = frozenset()
    wording: Wording = field(default_factory=lambda: Wording(()))
    too_short: int = 0


def find_person(*, identifiers: Collection[str], words: Collection[str] = ()) -> Person:
    """Return the person that identifiers name, each of any kind, with everything they are known by.

    `words` are further names to look for in texts. A person whom no record knows may still stand in texts. Raises
    BadIdentifiers.
    """
    require_usable(identifiers, words)
    given = [one.strip() for one in identifiers if one.strip()]
    seal_plain()
    secret = company_secret()
    asked = set().union(*(secret.hashes(one) for one in given)) if given else set()
    customers = whole_persons(customers_by(given, asked))
    return describe(customers, secret=secret, asked=asked, words=[*filter(_is_told_apart, given), *words])


def _is_told_apart(identifier: str) -> bool:
    return usable_code(identifier) or not identifier.isascii()


def customers_by(identifiers: Iterable[str], hashes: Collection[str]) -> set[UUID]:
    """Return the customers with one of these external ids, or of an identifier with one of these hashes, ever."""
    found: set[UUID] = set(
        Customer.objects.filter(external_id__in=list(identifiers), erased_at=None).values_list("pk", flat=True)
    )
    return found | customers_by_hash(hashes)


def whole_persons(customers: Collection[UUID]) -> set[UUID]:
    """Return some customers with all whom they were merged with."""
    return {account.id for account in accounts_of(persons_of(customers))} | set(customers)


def customers_by_hash(hashes: Collection[str]) -> set[UUID]:
    """Return the customers with an identifier that has one of these hashes, now or in a former version."""
    found: set[UUID] = set(
        CustomerIdentity.objects.filter(value_hash__in=list(hashes)).values_list("customer_id", flat=True)
    )
    images = Superseded.objects.filter(kind="customers", row__has_key="identities")
    for customer, identities in images.values_list("fact_id", "row__identities").iterator(chunk_size=5000):
        if any(held.get("hash") in hashes for held in (identities or {}).values()):
            found.add(customer)
    return found


def describe(customers: set[UUID], *, secret: CompanySecret, asked: Iterable[str], words: Iterable[str]) -> Person:
    """Return all that is known of some customers: hashes of their identifiers and the words that name them."""
    rows = list(Customer.objects.filter(pk__in=customers).order_by("external_id"))
    images = list(Superseded.objects.filter(kind="customers", fact_id__in=customers).values_list("fact_id", "row"))
    contacts = {*contacts_of(customers), *contacts_in_images((one, row.get("identities")) for one, row in images)}
    codes = {row.external_id for row in rows} | {str(row.get("external_id", "")) for _, row in images}
    codes = {code for code in codes if code and not code.startswith("erased:")}
    names = _names(row.attributes for row in rows) | _names(row.get("attributes") for _, row in images)
    hashes = {secret.hash(contact.kind, contact.value) for contact in contacts}
    hashes |= {found for code in codes for found in secret.hashes(code)} | set(asked)
    numbered = {contact.value for contact in contacts} | codes
    named = {word for word in names if usable_name(word)} | {word for word in words if usable_name(word)}
    searched = {word for word in numbered if usable_code(word)} | named
    return Person(
        customers={row.pk: row.external_id for row in rows} | dict.fromkeys(customers - {row.pk for row in rows}, ""),
        hashes=frozenset(hashes),
        wording=Wording(searched),
        too_short=len((numbered | names) - searched),
    )


def _names(documents: Iterable[object]) -> set[str]:
    return {
        str(value).strip()
        for document in documents
        for name, value in (document.items() if isinstance(document, dict) else ())
        if value and _TELLING.search(name)
    }


def require_usable(identifiers: Collection[str], words: Collection[str]) -> None:
    """Raise BadIdentifiers unless these can be looked for."""
    given = [one.strip() for one in identifiers if one.strip()]
    if not given and not any(word.strip() for word in words):
        raise BadIdentifiers(_("Give at least one identifier or name."), field="identifiers")
    if len(given) + len(words) > MOST_IDENTIFIERS or any(len(one) > LONGEST for one in (*given, *words)):
        raise BadIdentifiers(
            _("Give at most 20 identifiers and names, of at most 255 characters each."), field="identifiers"
        )
    short = [word for word in words if word.strip() and not usable_name(word)]
    if short:
        raise BadIdentifiers(
            _("A name to look for in texts has two Chinese or three other characters at least."), field="words"
        )
