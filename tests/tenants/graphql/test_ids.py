"""Global ids are opaque, and only what was made here is read."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenants.graphql.errors import ApiError
from tenants.graphql.ids import GlobalKey, decode, decode_as, encode

KEY = UUID("01a2010c-500b-77a7-b6b6-e53601c6008c")


@given(some.uuids(), some.from_regex(r"[A-Z][A-Za-z]{0,39}", fullmatch=True))
def test_an_id_gives_back_what_it_was_made_of(key: UUID, name: str) -> None:
    assert decode(encode(name, key)) == GlobalKey(type_name=name, key=key)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "=", "等位", "a" * 121, encode("Unit", KEY) + "=", encode("Unit", KEY)[:-1], encode("", KEY),
        encode("Unit-1", KEY), b64encode(b"Touchpoint:1").decode(),
        urlsafe_b64encode(b"Touchpoint:" + KEY.bytes).decode(),
        "\ud800", "\0", " " + encode("Unit", KEY), encode("Unit", KEY) + "\n",
    ],
)  # fmt: skip
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="not an id of this API"):
        decode(text)


@given(some.text(max_size=60))
def test_no_text_is_a_fault(text: str) -> None:
    try:
        decode(text)
    except ApiError:
        pass


def test_an_id_of_another_type_is_refused() -> None:
    assert decode_as(encode("Unit", KEY), "Unit") == KEY
    with pytest.raises(ApiError, match="That id is of Unit; an id of Touchpoint is needed"):
        decode_as(encode("Unit", KEY), "Touchpoint")
