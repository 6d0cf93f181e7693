"""What an answer must be like to open a case: a tree, read from JSON and checked before anything is asked with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from feedback.models import CaseScore
from tenants.access import Refusal

DEEPEST, MOST_PARTS, MOST_VALUES, LONGEST_WORD, MOST_DAYS = 6, 50, 100, 100, 3660
SCORES: Final = frozenset(CaseScore.values)
AMONG: Final = frozenset({"touchpoints", "channels", "units", "sources"})


class BadCondition(Refusal):
    """A part of the conditions says nothing that can be asked."""


@dataclass(frozen=True, slots=True)
class Group:
    """All of its parts hold, or any."""

    is_all: bool
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Its part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Score:
    """A score lies between two values, both included; a rating is taken on the scale 0 to 10."""

    name: str
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, slots=True)
class Among:
    """Touchpoint, channel, unit or source is one of these codes; units with those below them."""

    what: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The comment has one of these words, whatever the case of its letters."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasText:
    """There is a comment, or there is none."""

    value: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The customer is known, or is not."""

    value: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """The customer has one of these values of an attribute, such as a tier."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """The customer spent so much, in the company's currency, in so many days before the answer."""

    amount: Decimal
    days: int


type Condition = Group | Not | Score | Among | Mentions | HasText | Known | Attribute | Spent


def read_conditions(document: object) -> Condition:
    """Return the tree that a document writes down. Raises BadCondition with the path of what is wrong.

    >>> read_conditions({"all": [{"score": "nps", "at_most": 6}, {"mentions": ["等位"]}]}).parts[0]
    Score(name='nps', at_least=None, at_most=6.0)
    """
    left = [MOST_PARTS]
    return _read(document, "conditions", 0, left)


def _read(document: object, path: str, depth: int, left: list[int]) -> Condition:
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        raise BadCondition(
            _("Conditions have %(parts)s parts at most, %(deep)s deep.") % {"parts": MOST_PARTS, "deep": DEEPEST},
            field="conditions",
        )
    known: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
    given = {name: value for name, value in known.items() if value is not None}
    kinds = [name for name in (*_TREES, *_READERS) if name in given]
    if len(kinds) != 1 or set(given) - {kinds[0], *_BESIDE.get(kinds[0], ())}:
        raise BadCondition(_("Each part says exactly one thing."), field=path)
    kind = kinds[0]
    if kind in ("all", "any"):
        parts = given[kind]
        if not isinstance(parts, list) or not parts:
            raise BadCondition(_("Name at least one part."), field=f"{path}.{kind}")
        found = (_read(part, f"{path}.{kind}.{at}", depth + 1, left) for at, part in enumerate(parts))
        return Group(kind == "all", tuple(found))
    if kind == "not":
        return Not(_read(given[kind], f"{path}.not", depth + 1, left))
    return _READERS[kind](given, path)


def _score(given: Mapping[str, Any], path: str) -> Condition:
    if not isinstance(given["score"], str) or given["score"] not in SCORES:
        raise BadCondition(_("There is no such score."), field=f"{path}.score")
    bounds = [given.get(name) for name in _BESIDE["score"]]
    if bounds == [None, None] or not all(one is None or _is_number(one) for one in bounds):
        raise BadCondition(_("Give at least one bound, as a number."), field=path)
    low, high = (None if one is None else float(one) for one in bounds)
    if low is not None and high is not None and low > high:
        raise BadCondition(_("The lower bound is above the upper one."), field=path)
    return Score(str(given["score"]), low, high)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def _texts(value: object, path: str) -> tuple[str, ...]:
    """Return a list of texts, each once. Raises BadCondition."""
    texts: list[Any] = value if isinstance(value, list) else []
    good = (isinstance(one, str) and len(one) <= 2 * LONGEST_WORD and "\0" not in one for one in texts)
    if not 0 < len(texts) <= MOST_VALUES or not all(good):
        raise BadCondition(_("Give 1 to %(most)s texts, not longer than is usual.") % {"most": MOST_VALUES}, field=path)
    return tuple(dict.fromkeys(texts))


def _mentions(given: Mapping[str, Any], path: str) -> Condition:
    words = tuple(word.strip() for word in _texts(given["mentions"], f"{path}.mentions"))
    if not all(0 < len(word) <= LONGEST_WORD for word in words):
        raise BadCondition(_("A word has 1 to %(most)s characters.") % {"most": LONGEST_WORD}, field=f"{path}.mentions")
    return Mentions(words)


def _yes_or_no(kind: str, make: Callable[[bool], Condition]) -> Callable[[Mapping[str, Any], str], Condition]:
    def read(given: Mapping[str, Any], path: str) -> Condition:
        if not isinstance(given[kind], bool):
            raise BadCondition(_("Say true or false."), field=f"{path}.{kind}")
        return make(given[kind])

    return read


def _attribute(given: Mapping[str, Any], path: str) -> Condition:
    (name,) = _texts([given["attribute"]], f"{path}.attribute")
    return Attribute(name, _texts(given.get("values"), f"{path}.values"))


def _spent(given: Mapping[str, Any], path: str) -> Condition:
    days = given.get("days", 365)
    try:
        amount = Decimal(str(given["spent_at_least"]))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12:
        raise BadCondition(_("money must be 0 or more, and payable"), field=f"{path}.spent_at_least")
    if type(days) is not int or not 1 <= days <= MOST_DAYS:
        raise BadCondition(_("Give 1 to %(most)s days.") % {"most": MOST_DAYS}, field=f"{path}.days")
    return Spent(amount, days)


def _among(kind: str) -> Callable[[Mapping[str, Any], str], Condition]:
    return lambda given, path: Among(kind, _texts(given[kind], f"{path}.{kind}"))


_TREES: Final = ("all", "any", "not")
# What may stand beside the thing that a part says.
_BESIDE: Final = {"score": ("at_least", "at_most"), "attribute": ("values",), "spent_at_least": ("days",)}
_READERS: Final[dict[str, Callable[[Mapping[str, Any], str], Condition]]] = {
    "score": _score,
    **{kind: _among(kind) for kind in sorted(AMONG)},
    "mentions": _mentions,
    "has_text": _yes_or_no("has_text", HasText),
    "is_known": _yes_or_no("is_known", Known),
    "attribute": _attribute,
    "spent_at_least": _spent,
}
