"""Compose comments that fit the score, the touchpoint and the loyalty of the sheet they stand on."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng

from analytics.simulation.company import Company
from analytics.simulation.errors import WorldError

FOLDER = Path(__file__).with_name("phrases")
SLOT = re.compile(r"\{(\w+)\}")
EXTREME_FIRST = 0.75
SECOND_CLAUSE = 0.3
WISH = 0.35
ENDING = 0.5
Comments = dict[tuple[int, int], str]
Bank = dict[str, Any]


def write_comments(company: Company) -> Comments:
    """Return texts by (visit, touchpoint column; -1 for the company): one for a share of the answered sheets.

    A comment speaks about the touchpoint that stood out most, sometimes about the whole. Straight-liners write a word
    or nothing.
    """
    share = company.world.output.comments
    if not share:
        return {}
    bank = phrase_bank(company.world.output.phrases)
    rng = default_rng(SeedSequence([company.world.seed, 4]))
    visits, told, loyalty = company.visits, company.answered_scores(), company.answered_loyalty()
    sheets = np.flatnonzero(visits.answered & (rng.random(len(visits)) < share))
    spoken = np.array([point.code in bank["touchpoints"] for point in company.world.touchpoints])
    outstanding = np.where(visits.seen & spoken, np.abs(told - 6.5), -1.0)
    texts: Comments = {}
    for visit in sheets.tolist():
        column = int(outstanding[visit].argmax())
        if visits.careless[visit] >= 0:
            texts[visit, -1] = _one(rng, bank["careless"])
        elif outstanding[visit, column] < 0 or rng.random() >= EXTREME_FIRST:
            texts[visit, -1] = compose(bank, rng, about=None, score=float(loyalty[visit]), loyalty=int(loyalty[visit]))
        else:
            code = company.world.touchpoints[column].code
            score = float(told[visit, column])
            texts[visit, column] = compose(bank, rng, about=code, score=score, loyalty=int(loyalty[visit]))
    return texts


@cache
def phrase_bank(name: str) -> Bank:
    """Return the phrases of a bundled bank, such as `dining_zh`. Raises WorldError when there is none."""
    path = FOLDER / f"{name}.toml"
    if not name or not path.exists():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
        raise WorldError(f"world.output.phrases: no phrase bank {name!r}; known are {known}")
    return tomllib.loads(path.read_text("utf-8"))


def compose(bank: Bank, rng: Generator, *, about: str | None, score: float, loyalty: int) -> str:
    """Return one comment. `score` (0-10) sets mood and clauses, `loyalty` (0-10) the ending."""
    clauses = bank["whole"] if about is None else bank["touchpoints"][about]
    tone = "bad" if score < 5 else "mixed" if score < 7 else "good"
    body = [_one(rng, clauses[tone])]
    if rng.random() < SECOND_CLAUSE and len(clauses[tone]) > 1:
        body.append(_one(rng, [clause for clause in clauses[tone] if clause != body[0]]))
    text = _one(rng, bank["opening"][_mood(score)]) + "；".join(body) + "。"
    if tone != "good" and "wish" in clauses and rng.random() < WISH:
        text += _one(rng, clauses["wish"]) + "。"
    ending = _ending(tone, loyalty)
    if ending and rng.random() < ENDING:
        text += _one(rng, bank["closing"][ending])
    return _filled(bank, rng, text)


def _mood(score: float) -> str:
    for limit, mood in ((3, "angry"), (5, "disappointed"), (7, "neutral"), (9, "pleased")):
        if score < limit:
            return mood
    return "delighted"


def _ending(tone: str, loyalty: int) -> str:
    if tone == "bad" and loyalty >= 8:
        return "despite"
    if tone == "good" and loyalty <= 5:
        return "although"
    if tone == "good" and loyalty <= 7:
        return ""
    return "leaving" if loyalty <= 4 else "unsure" if loyalty <= 7 else "returning"


def _filled(bank: Bank, rng: Generator, text: str) -> str:
    """Put a word into every slot; the same slot twice gets two different words."""
    used: set[str] = set()

    def word(slot: re.Match[str]) -> str:
        fresh = [choice for choice in bank["fill"][slot[1]] if choice not in used]
        chosen = _one(rng, fresh or bank["fill"][slot[1]])
        used.add(chosen)
        return chosen

    return SLOT.sub(word, text)


def _one(rng: Generator, choices: list[str]) -> str:
    return choices[int(rng.integers(len(choices)))]
