"""What variables leave out of a document takes no right; what they do not, does."""

from __future__ import annotations

import pytest

from tenants.models import Tenant
from tests.graphql_api import api_of

pytestmark = pytest.mark.django_db
ASKED = "query($all: Boolean!) { viewer { kind } "
PEOPLE = "{ members(first: 1) { nodes { id } } }"
FORMS = {
    "a field": ASKED + "members(first: 1) @include(if: $all) { nodes { id } } }",
    "a skipped field": ASKED + "members(first: 1) @skip(if: $all) { nodes { id } } }",
    "a fragment": ASKED + "...People @include(if: $all) } fragment People on Query " + PEOPLE,
    "an inline fragment": ASKED + "... @include(if: $all) " + PEOPLE + " }",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_left_out_takes_no_right(acme: Tenant, form: str) -> None:
    viewer, leaves_out = api_of(acme, "plans:read"), form == "a skipped field"

    assert viewer.data(FORMS[form], all=leaves_out) == {"viewer": {"kind": "key"}}
    assert viewer.code(FORMS[form], all=not leaves_out) == "FORBIDDEN"


@pytest.mark.parametrize(
    "condition",
    [
        "@include(if: true)",
        "@skip(if: false)",
        "@include(if: $yes)",
        "@skip(if: $no)",
    ],
)
def test_a_default_is_not_trusted_to_leave_something_out(acme: Tenant, condition: str) -> None:
    query = """query($yes: Boolean! = true, $no: Boolean! = false) {
        viewer @include(if: $yes) @skip(if: $no) { kind } members(first: 1) COND { nodes { id } } }"""

    assert api_of(acme, "plans:read").code(query.replace("COND", condition)) == "FORBIDDEN"


def test_the_same_fragment_counts_where_it_is_not_left_out(acme: Tenant) -> None:
    query = """query($all: Boolean!) { viewer { kind } ...People @include(if: $all) ...People }
        fragment People on Query { members(first: 1) { nodes { id } } }"""

    assert api_of(acme, "plans:read").code(query, all=False) == "FORBIDDEN"


def test_a_document_that_was_kept_is_looked_at_anew_for_each(acme: Tenant) -> None:
    viewer = api_of(acme, "plans:read")
    query = FORMS["a field"]

    answers = [viewer.post(query, all=all_of_it).status_code for all_of_it in (False, True, False, True)]

    assert answers == [200, 403, 200, 403]
