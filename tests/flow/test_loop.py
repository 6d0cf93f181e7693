"""The loop closes: simulated facts in, scores out, a plan approved and evaluated, each through its command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import analytics.simulation
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company

WORLD = Path(analytics.simulation.__file__).parent / "worlds" / "hotpot.toml"
SLUG = "loop"

pytestmark = pytest.mark.slow


def answer(*words):
    out = StringIO()
    call_command(*words, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A simulated chain of restaurants, smaller than the demonstration."""
    folder = tmp_path_factory.mktemp("loop")
    world = folder / "world.toml"
    world.write_text(
        WORLD.read_text(encoding="utf-8").replace("customers = 4500", "customers = 3000"), encoding="utf-8"
    )
    call_command("simulate", str(world), "--out", str(folder), stdout=StringIO())
    return folder


@pytest.fixture(scope="module")
def looped(companies, folder, django_db_blocker):
    """The company with everything taken in, scored and planned."""
    with django_db_blocker.unblock():
        company = create_company(
            slug=SLUG, name="Loop", industry="dining", currency="CNY", timezone="Asia/Shanghai", locale="zh-hans"
        ).company
        answer("dataset", "--tenant", SLUG, str(folder / "manifest.json"))
        answer("score", "--tenant", SLUG)
        for path in sorted(folder.glob("plan*.json")):
            answer("plan", "import", "--tenant", SLUG, str(path))
        yield company
        delete_company(company=company)


@pytest.fixture
def truth(looped, folder, django_db_blocker):
    """What was planted; the database may be used."""
    with django_db_blocker.unblock():
        yield json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_settings_of_the_dataset_are_in_force(truth):
    found = answer("settings", "show", "--tenant", SLUG)

    assert found["version"] == 1
    assert found["settings"].items() >= truth["settings"].items()


def test_aggregates_are_what_the_facts_say(truth):
    assert answer("verify", "--tenant", SLUG)["differences"] == []


def test_planted_slopes_and_returns_are_mostly_inside_their_intervals(truth):
    period = answer("report", "--tenant", SLUG, "--period", truth["period"])["periods"][0]
    found = {touchpoint["code"]: touchpoint for touchpoint in period["touchpoints"]}
    inside = [
        found[point["code"]][name]["low"] <= point[name] <= found[point["code"]][name]["high"]
        for point in truth["touchpoints"]
        for name in ("slope", "return_per_point")
    ]

    assert period["company"]["customers"] <= truth["customers"]
    assert len(inside) == 16
    assert sum(inside) >= 11
    strongest = min(truth["touchpoints"], key=lambda point: point["importance_rank"])
    assert max(period["touchpoints"], key=lambda t: t["importance"]["value"])["code"] == strongest["code"]


def test_stages_and_journeys_of_the_blueprint_are_scored(truth):
    for kind in ("journey", "stage"):
        scopes = answer("report", "--tenant", SLUG, "--period", truth["period"], "--scope", kind)["periods"][0][
            "scopes"
        ]
        assert any(scope["value"]["value"] is not None for scope in scopes)


def test_the_plan_that_works_is_seen_to_and_the_other_is_not(truth):
    worked, idle = truth["plans"]
    found = answer("evaluate", "--tenant", SLUG, "--plan", worked["code"])
    other = answer("evaluate", "--tenant", SLUG, "--plan", idle["code"])

    assert found["verdict"] == "worked"
    assert found["effect"]["low"] < worked["effect"] < found["effect"]["high"]
    assert found["money"]["low"] < worked["money"] < found["money"]["high"]
    assert found["forecast"]["value"] is not None
    assert other["verdict"] != "worked"
    assert other["effect"]["low"] < 0 < other["effect"]["high"]


def test_scoring_again_prints_the_same_hashes(truth):
    before = answer("score", "--tenant", SLUG)["periods"]
    again = answer("score", "--tenant", SLUG, "--rebuild")["periods"]

    assert [p["run_hash"] for p in again] == [p["run_hash"] for p in before]
    assert len(before) == 15
