"""From checked columns to the columns of the staging table: keys, groups, money, JSON."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import md5
from typing import cast

import msgspec
import uuid_utils

from feedback.channels.columns import Columns
from feedback.channels.currencies import to_minor
from feedback.channels.fields import IDENTIFIERS
from feedback.channels.problems import BadValue, Problem, shown
from feedback.services.buckets import bucket_of
from feedback.services.contacts.staging import sealed_contacts, staged_consents

_JSONB_VERSION = b"\x01"
DEFAULT_RATING_MAX = 5


@lru_cache(maxsize=2**15)
def _stranger(key: str) -> tuple[int, bytes | None]:
    """Return the group and the id of a respondent who is no known customer; the rows of a sheet ask one by one."""
    return bucket_of(key), md5(key.encode(), usedforsecurity=False).digest()


def cross_check(kind: str, columns: Columns, count: int, *, currency: str) -> list[Problem]:
    """Complete and check what depends on two fields of a row; the columns are changed in place."""
    if kind == "feedback" and "rating" in columns:
        return _check_ratings(columns, count)
    if kind == "orders":
        return _convert_money(columns, count, currency=currency)
    return []


def _check_ratings(columns: Columns, count: int) -> list[Problem]:
    ratings = cast("list[int | None]", columns["rating"])
    given = cast("list[int | None]", columns.get("rating_max") or [None] * count)
    best = [None if rating is None else top or DEFAULT_RATING_MAX for rating, top in zip(ratings, given, strict=True)]
    columns["rating_max"] = cast("list[object]", best)
    return [
        Problem(at, "rating", shown(rating), "out_of_range", f"must be from 1 to {top}; give rating_max for more")
        for at, (rating, top) in enumerate(zip(ratings, best, strict=True))
        if rating is not None and top is not None and rating > top
    ]


def _convert_money(columns: Columns, count: int, *, currency: str) -> list[Problem]:
    problems: list[Problem] = []
    given = columns.get("currency") or [None] * count
    currencies = [cast("str", one) or currency for one in given]
    columns["currency"] = cast("list[object]", currencies)
    for name in ("amount", "margin"):
        if name in columns:
            columns[f"{name}_minor"] = _minor(name, columns.pop(name), currencies, problems)
    return problems


def _minor(name: str, amounts: list[object], currencies: list[str], problems: list[Problem]) -> list[object]:
    known: dict[tuple[object, str], int] = {}
    result: list[object] = []
    for at, pair in enumerate(zip(amounts, currencies, strict=True)):
        amount, currency = pair
        if amount is None:
            result.append(None)
            continue
        if pair not in known:
            try:
                known[pair] = to_minor(cast("Decimal", amount), currency=currency)
            except BadValue as problem:
                problems.append(Problem(at, name, shown(str(amount)), problem.code, problem.message))
                known[pair] = 0
        result.append(known[pair])
    return result


def _ids(count: int) -> list[object]:
    make = uuid_utils.uuid7
    return [make().bytes for _ in range(count)]


def _json(families: dict[str, list[object]], count: int, *, blank: bytes | None) -> list[object]:
    encode = msgspec.json.Encoder(order="sorted").encode
    keys = list(families)
    rows: Iterable[Sequence[object]] = zip(*families.values(), strict=True)
    documents: list[object] = []
    known: dict[Sequence[object], bytes] = {}
    for row in rows:
        document = known.get(row)
        if document is None:
            held = {key: value for key, value in zip(keys, row, strict=True) if value is not None and value != ""}
            document = known[row] = _JSONB_VERSION + encode(held) if held else b""
        documents.append(document or blank)
    return documents if families else [blank] * count


def stage_columns(kind: str, columns: Columns, count: int, *, source: str, prefix: str) -> Columns:
    """Return the columns of the staging table for checked rows whose codes are ids already.

    `prefix` is the beginning of the family of free fields of this kind, `attr.` or `score.`.
    """
    families = {name[len(prefix) :]: columns.pop(name) for name in list(columns) if prefix and name.startswith(prefix)}
    complete = _COMPLETE[kind]
    staged = complete(columns, families, count, source)
    staged["id"] = _ids(count)
    return {name: column for name, column in staged.items() if any(value is not None for value in column)}


def _sourced(columns: Columns, count: int, source: str) -> list[str]:
    given = columns.get("source")
    sources = [cast("str", one) or source for one in given] if given else [source] * count
    columns["source"] = cast("list[object]", sources)
    return sources


def _buckets(people: list[object] | None) -> list[object]:
    return [None if one is None else bucket_of(cast("str", one)) for one in people or ()]


def _feedback(columns: Columns, families: Columns, count: int, source: str) -> Columns:
    sources = _sourced(columns, count, source)
    nobody = cast("list[str | None]", [None] * count)
    customers = cast("list[str | None]", columns.get("customer")) or nobody
    responses = cast("list[str | None]", columns.get("response")) or nobody
    found = [
        (bucket_of(customer), None) if customer else _stranger(f"response:{origin}:{response or external}")
        for customer, origin, response, external in zip(
            customers, sources, responses, columns["external_id"], strict=True
        )
    ]
    columns["bucket"] = [bucket for bucket, _ in found]
    columns["respondent"] = [respondent for _, respondent in found]
    if families:
        columns["scores"] = _json(families, count, blank=None)
    for ours, theirs in (("order_ref", "order"), ("weight_nano", "weight")):
        if theirs in columns:
            columns[ours] = columns.pop(theirs)
    return columns


def _orders(columns: Columns, families: Columns, count: int, source: str) -> Columns:
    _sourced(columns, count, source)
    refunded = columns.get("refund_of") or [None] * count
    amounts = cast("list[int]", columns["amount_minor"])
    columns["is_refund"] = [bool(of) or amount < 0 for of, amount in zip(refunded, amounts, strict=True)]
    if "customer" in columns:
        columns["bucket"] = _buckets(columns["customer"])
    if "referred_by" in columns:
        columns["referrer_bucket"] = _buckets(columns["referred_by"])
    return columns


def _interactions(columns: Columns, families: Columns, count: int, source: str) -> Columns:
    _sourced(columns, count, source)
    columns["attributes"] = _json(families, count, blank=None)
    if "customer" in columns:
        columns["bucket"] = _buckets(columns["customer"])
    return columns


def _customers(columns: Columns, families: Columns, count: int, source: str) -> Columns:
    columns["attributes"] = _json(families, count, blank=None)
    identities = {name: columns.pop(name) for name in IDENTIFIERS if name in columns}
    if identities:
        columns |= sealed_contacts(identities, count)
    columns["consents"] = staged_consents(columns.get("consent"), count)
    columns["bucket"] = _buckets(columns["external_id"])
    return columns


_COMPLETE: dict[str, Callable[[Columns, Columns, int, str], Columns]] = {
    "feedback": _feedback,
    "orders": _orders,
    "interactions": _interactions,
    "customers": _customers,
}
