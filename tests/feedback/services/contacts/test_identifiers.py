"""One phone number however it is typed; what cannot be told apart is not made one."""

from __future__ import annotations

import pytest

from feedback.services.contacts.identifiers import looks_dialled, normal_forms, normalised
from feedback.services.privacy.wording import Wording


@pytest.mark.parametrize(
    "typed",
    [
        *("13800138000", "138 0013 8000", "138-0013-8000", "138.0013.8000", "138–0013–8000", "１３８００１３８０００"),
        *("+8613800138000", "+86-138-0013-8000", "0086 138 0013 8000", "86 13800138000", "(+86)138 0013 8000"),
        *("（+86）138-0013-8000", "+(86) 138 0013 8000", " 13800138000 "),
    ],
)
def test_a_mobile_number_of_china_is_one(typed: str) -> None:
    assert normalised("phone", typed) == "13800138000"


@pytest.mark.parametrize(
    "typed",
    ["+44 20 7946 0958", "0044 20 7946 0958", "+44 (0)20 7946 0958", "00 44 (0)20-7946-0958", "(+44) 2079460958"],
)
def test_a_number_abroad_is_one(typed: str) -> None:
    assert normalised("phone", typed) == "+442079460958"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("020 7946 0958", "02079460958"),
        ("(415) 555-2671", "4155552671"),
        ("010-12345678", "01012345678"),
        ("0012345", "0012345"),
        ("+1 380 013 8000", "+13800138000"),  # not the 138... of China
        ("8613800138", "8613800138"),
        ("ext. 7", "ext.7"),
        ("13800138000x5", "13800138000x5"),
    ],
)
def test_what_cannot_be_told_stays_as_it_was_sent(typed: str, kept: str) -> None:
    assert normalised("phone", typed) == kept


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("0044 20 7946 0958", "00442079460958"),
        ("+44 (0)20 7946 0958", "+4402079460958"),
        ("(+86) 138 0013 8000", "(+86)13800138000"),
    ],
)
def test_requests_of_persons_find_what_was_stored_before_these_rules(typed: str, before: str) -> None:
    assert {before, normalised("phone", typed)} <= normal_forms(typed)


@pytest.mark.parametrize("text", ["call 0044 20 7946 0958", "call +44-20-7946-0958.", "+44 (20) 79460958"])
def test_a_number_abroad_is_found_in_texts_however_it_was_written(text: str) -> None:
    wording = Wording(["+44 20 7946 0958"])

    assert wording.occurs_in(text)
    assert "7946" not in wording.cleared(text)
    assert not wording.occurs_in("1+442079460958")


@pytest.mark.parametrize(
    ("text", "found"), [("(+86)138", True), ("+(86)138", True), ("++86138", False), ("12a45", False)]
)
def test_a_number_is_known_by_its_looks(text: str, found: bool) -> None:
    assert looks_dialled(text) is found
