"""The rules by which a company recognises one person: which identifiers, in which order, and what keeps two apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import CustomerIdentity, IdentityPolicy
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

NAME = "customers"
# Rows of before there were rules have no transaction: they are looked at when somebody asks for all.
FROM_THE_FIRST = 1
MOST_SHARING, MOST_RULES = 10, 20
MERGE, REVIEW = IdentityPolicy.Action.MERGE.value, IdentityPolicy.Action.REVIEW.value
_KINDS = frozenset(CustomerIdentity.Kind.values)


class BadPolicy(Refusal):
    """The rules cannot be kept: an unknown kind, an empty rule, too many."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Customers who have all these kinds of identifier alike are one person, or are put before a person to decide.

    An identifier that more than `most` customers share tells nobody apart, such as a shop's own number.
    """

    kinds: tuple[str, ...]
    action: str = MERGE
    most: int = MOST_SHARING

    @property
    def name(self) -> str:
        """The kinds as one text, as the history of merges keeps it."""
        return "+".join(self.kinds)


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules in the order in which they are tried, and the kinds that one person has only one of."""

    rules: tuple[Rule, ...]
    keep_apart: frozenset[str]
    changed_at: datetime | None = None

    def document(self) -> dict[str, Any]:
        """Return it as it is stored."""
        rules = [{"kinds": list(one.kinds), "action": one.action, "most": one.most} for one in self.rules]
        return {"rules": rules, "keep_apart": sorted(self.keep_apart)}


USUAL = Policy(
    rules=tuple(Rule((kind,)) for kind in ("member_no", "wechat_unionid", "wechat_openid", "phone", "email")),
    keep_apart=frozenset({"member_no", "wechat_unionid"}),
)


def current_policy() -> Policy:
    """Return the company's rules, or the usual ones where it has none of its own."""
    kept = IdentityPolicy.objects.filter(name=NAME).first()
    return USUAL if kept is None or kept.document is None else _read(kept.document, kept.changed_at)


def _read(document: Mapping[str, Any], changed_at: datetime | None) -> Policy:
    rules = tuple(Rule(tuple(one["kinds"]), one["action"], one["most"]) for one in document["rules"])
    return Policy(rules, frozenset(document["keep_apart"]), changed_at)


def usable_policy(*, rules: Sequence[Mapping[str, Any]], keep_apart: Sequence[str]) -> Policy:
    """Return rules as they were given: `kinds`, and perhaps `action` and `most` of each. Raises BadPolicy."""
    if len(rules) > MOST_RULES:
        raise BadPolicy(_("Give at most 20 rules."), field="rules")
    made = tuple(_usable(one) for one in rules)
    if len({frozenset(one.kinds) for one in made}) < len(made):
        raise BadPolicy(_("Two rules ask for the same identifiers."), field="rules")
    if not set(keep_apart) <= _KINDS:
        raise BadPolicy(_("There is no such kind of identifier."), field="keepApart")
    return Policy(made, frozenset(keep_apart))


def _usable(given: Mapping[str, Any]) -> Rule:
    kinds, most = tuple(dict.fromkeys(given.get("kinds") or ())), int(given.get("most") or MOST_SHARING)
    if not kinds or not set(kinds) <= _KINDS:
        raise BadPolicy(_("A rule names one or more kinds of identifier."), field="rules")
    if given.get("action", MERGE) not in IdentityPolicy.Action.values:
        raise BadPolicy(_("A rule merges, or asks for a review."), field="rules")
    if not 2 <= most <= 1000:
        raise BadPolicy(_("An identifier may be shared by 2 to 1000 customers."), field="rules")
    return Rule(kinds, given.get("action", MERGE), most)


@transaction.atomic
def set_policy(*, actor: Actor, policy: Policy | None) -> Policy:
    """Keep rules from now on, or return to the usual ones with None, and return those that hold.

    What is merged stays merged; customers whom the new rules would merge are found when all are looked at again.
    """
    row = locked_policy()
    before = USUAL if row.document is None else _read(row.document, row.changed_at)
    row.document, row.changed_at = (None if policy is None else policy.document()), timezone.now()
    row.save(update_fields=["document", "changed_at"])
    after = policy or USUAL
    about = Subject("identity_policy", id=str(row.pk), name=NAME)
    record(
        actor=actor, action="identity_policy.updated", subject=about, before=before.document(), after=after.document()
    )
    emit(event="identity_policy.updated", subject=about, data={"rules": [one.name for one in after.rules]})
    return Policy(after.rules, after.keep_apart, row.changed_at)


def locked_policy() -> IdentityPolicy:
    """Return the company's row, made on first use, held until the transaction ends."""
    IdentityPolicy.objects.bulk_create([IdentityPolicy(name=NAME, xid=FROM_THE_FIRST)], ignore_conflicts=True)
    row: IdentityPolicy = IdentityPolicy.objects.select_for_update().get(name=NAME)
    return row
