"""What counts as breaking a client, and how it is allowed."""

from __future__ import annotations

import pytest

from tenants.graphql.compatibility import lost_promises, not_allowed

OLD = "type Query { a(x: Int): Int, b: String } enum E { ONE TWO } input I { x: Int } type T { e(i: I): E }"


@pytest.mark.parametrize(
    ("new", "lost"),
    [
        (OLD, []),
        (OLD.replace(", b: String", ", b: String, c: Int"), []),
        (OLD.replace("ONE TWO", "ONE TWO THREE"), []),
        (OLD.replace("x: Int }", "x: Int, y: Int }"), []),
        (OLD.replace(", b: String", ""), ["Query.b"]),
        (OLD.replace("b: String", "b: Int"), ["Query.b"]),
        (OLD.replace("ONE TWO", "ONE"), ["TWO"]),
        (OLD.replace("x: Int }", "x: Int, y: Int! }"), ["I.y"]),
        (OLD.replace("a(x: Int)", "a"), ["Query.a"]),
        (OLD.replace("a(x: Int)", "a(x: Int!)"), ["Query.a"]),
    ],
)
def test_only_what_breaks_a_client_is_a_loss(new: str, lost: list[str]) -> None:
    found = lost_promises(OLD, new)

    assert len(found) == len(lost)
    assert all(name in line for name, line in zip(lost, found, strict=True))


def test_a_listed_loss_is_allowed_and_a_comment_lists_nothing() -> None:
    lost = ["FIELD_REMOVED: Field Query.b was removed."]

    assert not_allowed(lost, f"# why\n  {lost[0]}  \n") == []
    assert not_allowed(lost, f"# {lost[0]}\n") == lost
    assert not_allowed(lost, "") == lost
