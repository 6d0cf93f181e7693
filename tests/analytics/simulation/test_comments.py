"""Comments vary and never contradict the sheet they stand on."""

import re
from collections.abc import Callable

import numpy as np
import pytest

from analytics.simulation.comments import SLOT, compose, phrase_bank, write_comments
from analytics.simulation.errors import WorldError
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from analytics.simulation.world import World

BANKS = ("dining_zh", "ecommerce_zh")


@pytest.mark.parametrize("name", BANKS)
def test_every_slot_has_words(name: str) -> None:
    bank = phrase_bank(name)
    texts = [
        text for point in [bank["whole"], *bank["touchpoints"].values()] for tone in point.values() for text in tone
    ]

    assert {slot for text in texts for slot in SLOT.findall(text)} == set(bank["fill"])


@pytest.mark.parametrize("name", BANKS)
def test_no_slot_is_left_and_no_phrase_stands_twice(name: str) -> None:
    bank, rng = phrase_bank(name), np.random.default_rng(1)

    for _ in range(300):
        about = str(rng.choice([*bank["touchpoints"]]))
        text = compose(bank, rng, about=about, score=float(rng.integers(11)), loyalty=int(rng.integers(11)))
        assert not re.search(r"[{}]", text)
        assert not re.search(r"[，。；][，。；]", text)
        assert len(text) == len(text.strip()) > 3


def test_praise_does_not_end_in_a_threat_nor_a_complaint_in_cheers() -> None:
    bank, rng = phrase_bank("dining_zh"), np.random.default_rng(2)

    for _ in range(200):
        happy = compose(bank, rng, about="care", score=9.5, loyalty=9)
        angry = compose(bank, rng, about="care", score=1.0, loyalty=1)
        assert not any(happy.endswith(text) for text in bank["closing"]["leaving"])
        assert not any(angry.endswith(text) for text in bank["closing"]["returning"] + bank["closing"]["despite"])


@pytest.mark.parametrize("name", ["hotpot", "shop"])
def test_demo_companies_get_hundreds_of_different_comments(name: str) -> None:
    texts = write_comments(generate(read_world(name)))

    assert len(set(texts.values())) >= 500
    assert len(set(texts.values())) > 0.7 * len(texts)


def test_an_unknown_bank_is_refused(make_world: Callable[..., World]) -> None:
    with pytest.raises(WorldError, match="no phrase bank 'opera'"):
        write_comments(generate(make_world(customers=10, output={"comments": 1.0, "phrases": "opera"})))
