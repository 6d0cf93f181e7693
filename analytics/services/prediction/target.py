"""What is predicted: a repurchase, or a label that came with the customers."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.aggregates.customer_attributes import values_of
from tenants.access import Refusal

REPURCHASE = "repurchase"
YES = frozenset({"1", "1.0", "true", "t", "yes", "y", "是", "churn", "churned", "left", "lost"})
LONGEST = 200
_LABEL = re.compile(r"attr[.:](?P<name>[^=]+)(=(?P<value>.+))?", re.DOTALL)


class UnknownTarget(Refusal):
    """A target that cannot be predicted; the message says what can."""


@dataclass(frozen=True, slots=True)
class Target:
    """A repurchase within the horizon, or an attribute that has one of the `positive` values."""

    name: str
    attribute: str = ""
    positive: frozenset[str] = frozenset()

    @property
    def is_label(self) -> bool:
        """Return whether the outcome came with the customers, without a date."""
        return bool(self.attribute)


def read_target(text: str) -> Target:
    """Return the target that a text names: `repurchase`, `attr:NAME` or `attr:NAME=VALUE`. Raises UnknownTarget.

    Without a value the attribute must have two values, one of which says yes (1, true, yes, churned, ...).
    """
    if text == REPURCHASE:
        return Target(REPURCHASE)
    found = _LABEL.fullmatch(text) if len(text) <= LONGEST and "\x00" not in text else None
    if found is None:
        raise UnknownTarget(
            _("unknown target %(text)r; use repurchase, attr:NAME or attr:NAME=VALUE") % {"text": text[:60]}
        )
    name, wanted = found["name"].strip(), (found["value"] or "").strip()
    values = values_of(name, most=1000)
    if wanted and wanted not in values:
        raise UnknownTarget(
            _("no customer has %(name)s = %(wanted)s; values are %(found)s")
            % {"name": name, "wanted": wanted[:60], "found": _listed(values)}
        )
    positive = {wanted} if wanted else {value for value in values if value.lower() in YES}
    if not wanted and (len(values) > 2 or not positive):
        raise UnknownTarget(
            _("attribute %(name)r has the values %(found)s: write attr:%(name)s=VALUE for one of them")
            % {"name": name, "found": _listed(values)}
        )
    shown = f"attr:{name}={wanted}" if wanted else f"attr:{name}"
    return Target(shown, name, frozenset(positive))


def _listed(values: list[str]) -> str:
    shown = ", ".join(value[:30] for value in values[:5])
    return f"{shown}, ..." if len(values) > 5 else shown or "none"
