"""The fields of each kind of record: the one table that every way in is checked against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Enum
from functools import partial

from feedback.channels import texts, values
from feedback.channels.values import Converter


class Form(Enum):
    """How a field's values are checked: ids and texts all at once, values one distinct value at a time."""

    ID = "id"
    TEXT = "text"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    form: Form
    convert: Converter
    limit: int = 0
    required: bool = False
    # Converts a whole column of texts when nothing in it is unusual, else returns None.
    at_once: Callable[[Sequence[str]], Sequence[object] | None] | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """A family of fields that share a beginning, such as `attr.`; the rest of the name is the key."""

    prefix: str
    convert: Converter


@dataclass(frozen=True, slots=True)
class Format:
    """All fields of one kind of record."""

    kind: str
    fields: Mapping[str, Field]
    family: Prefix | None = None
    one_of: frozenset[str] = frozenset()

    def knows(self, name: str) -> bool:
        """Tell whether a name is a field, or one of the family."""
        return name in self.fields or self.key_of(name) is not None

    def key_of(self, name: str) -> str | None:
        """Return the key of a field of the family, or None when it is none."""
        if self.family is None or not name.startswith(self.family.prefix):
            return None
        key = name[len(self.family.prefix) :]
        return key if 0 < len(key) <= LONGEST_KEY and key.isprintable() else None

    def names(self) -> list[str]:
        """Return the names of the fields as a message would list them."""
        return [*self.fields, *([f"{self.family.prefix}<name>"] if self.family else [])]


LONGEST_KEY = 100
CODE_LENGTH = 120
UNIT_LENGTH = 128
LEEWAY = timedelta(days=1)
IDENTIFIERS = ("phone", "email", "member_no", "wechat_unionid", "wechat_openid", "device")
SCORES: Mapping[str, tuple[int, int]] = {
    "nps": (0, 10),
    "csat": (1, 5),
    "ces": (1, 7),
    "rating": (1, 11),
    "rating_max": (2, 11),
    "loyalty": (0, 10),
    "emotional": (0, 10),
    "functional": (0, 10),
    "social": (0, 10),
    "expectation": (0, 10),
}


def _id(name: str, *, limit: int = texts.LONGEST_ID, required: bool = False) -> Field:
    return Field(name, Form.ID, partial(texts.identifier, limit=limit), limit, required)


def _code(name: str, *, limit: int, required: bool = False) -> Field:
    return Field(name, Form.VALUE, partial(texts.code, limit=limit), limit, required)


def _text(name: str, *, limit: int = texts.LONGEST_TEXT) -> Field:
    return Field(name, Form.TEXT, partial(texts.free_text, limit=limit), limit)


def _value(name: str, convert: Converter, *, required: bool = False) -> Field:
    return Field(name, Form.VALUE, convert, required=required)


def _time(name: str, *, zone: tzinfo, latest: datetime, required: bool = False) -> Field:
    usual = partial(values.usual_moments, latest=latest)
    return Field(name, Form.VALUE, values.moment(zone=zone, latest=latest), required=required, at_once=usual)


def _named(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


def format_of(kind: str, *, zone: tzinfo, as_of: datetime) -> Format:
    """Return the format of a kind for a company in `zone`; times after `as_of` and a day are refused."""
    return _FORMATS[kind](zone, as_of + LEEWAY)


def _sourced(zone: tzinfo, latest: datetime) -> tuple[Field, ...]:
    occurred = _time("occurred_at", zone=zone, latest=latest, required=True)
    return _EXTERNAL, _id("customer"), occurred, _code("unit", limit=UNIT_LENGTH), _id("source", limit=100)


def _feedback(zone: tzinfo, latest: datetime) -> Format:
    fields = _named(*_sourced(zone, latest), *_MET, *_SCORED, *_TOLD)
    return Format("feedback", fields, _FREE_SCORES, _ANSWERS)


def _orders(zone: tzinfo, latest: datetime) -> Format:
    amount, margin = _value("amount", values.number, required=True), _value("margin", values.number)
    more = (amount, margin, _value("currency", values.currency), _id("refund_of"), _id("referred_by"))
    return Format("orders", _named(*_sourced(zone, latest), *more))


def _interactions(zone: tzinfo, latest: datetime) -> Format:
    fields = _named(*_sourced(zone, latest), *_MET, _id("kind", limit=100))
    return Format("interactions", fields, _ATTRIBUTES)


def _customers(zone: tzinfo, latest: datetime) -> Format:
    people = [_id(name) for name in IDENTIFIERS]
    joined = _time("created_at", zone=zone, latest=latest)
    return Format("customers", _named(_EXTERNAL, joined, *people, _text("consent", limit=200)), _ATTRIBUTES)


def _units(zone: tzinfo, latest: datetime) -> Format:
    code, parent = (_code(name, limit=UNIT_LENGTH, required=name == "code") for name in ("code", "parent"))
    return Format("units", _named(code, parent, _text("name", limit=200), _id("kind", limit=40)))


# What depends on no company and no day is made once: every batch asks for a format.
_EXTERNAL = _id("external_id", required=True)
_MET = (_code("touchpoint", limit=CODE_LENGTH), _code("channel", limit=CODE_LENGTH))
_SCORED = tuple(_value(name, values.whole(low, high)) for name, (low, high) in SCORES.items())
_TOLD = (
    *(_id("response"), _id("order")),
    *(_text("text"), _id("language", limit=35), _value("weight", values.weight)),
)
_FREE_SCORES = Prefix("score.", values.answer_number)
_ATTRIBUTES = Prefix("attr.", partial(texts.label, limit=500))
_ANSWERS = frozenset({*SCORES, "text"} - {"rating_max"})
_FORMATS: Mapping[str, Callable[[tzinfo, datetime], Format]] = {
    "feedback": _feedback,
    "orders": _orders,
    "interactions": _interactions,
    "customers": _customers,
    "units": _units,
}
