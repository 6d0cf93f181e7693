"""Settings through the API: shown, changed in versions, every wrong value named."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from analytics.graphql.settings_types import TEXTS, ModelSettings, ModelSettingsChanges
from analytics.models.settings import ModelSettings as Stored
from analytics.services.settings_fields import READERS
from tenants.audit.models import AuditEvent
from tenants.models import Tenant, TenantSchedule
from tests.graphql_api import Api, api_of
from tests.mutating import done, refusals

SETTINGS = """modelSettings { version currency minimumN chartLambda falseAlarmsPerMonth referencePeriod periodKinds
  causalDiscount { mean sd } valueWeights { emotional functional social } valueDimensions { code weight }
  valueEvidence { code source dimension low high weight } scoringCadence nextScoringAt }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "settings:write")


def test_the_api_has_every_setting() -> None:
    assert set(TEXTS) == set(READERS)
    assert set(READERS) <= {field.name for field in fields(ModelSettings)}
    assert set(READERS) == {field.name for field in fields(ModelSettingsChanges)}


def test_settings_are_shown_and_changed_in_versions(api: Api) -> None:
    assert api.data(f"{{ {SETTINGS} }}")["modelSettings"]["version"] == 0

    changed = done(
        api, "updateModelSettings", SETTINGS, version=0,
        changes={
            "minimumN": 5, "chartLambda": 0.1, "referencePeriod": "2026-01", "periodKinds": ["week"],
            "causalDiscount": {"mean": 0.4, "sd": 0.2}, "valueDimensions": [{"code": "price", "weight": 2}],
            "valueEvidence": [{"code": "q1", "source": "answer", "dimension": "price", "low": 1, "high": 5}],
        },
    )  # fmt: skip

    assert (changed["version"], changed["minimumN"], changed["chartLambda"]) == (1, 5, 0.1)
    assert (changed["referencePeriod"], changed["periodKinds"]) == ("2026-01", ["week", "month"])
    assert changed["causalDiscount"] == {"mean": 0.4, "sd": 0.2}
    assert changed["valueEvidence"][0]["weight"] == 1.0
    again = done(api, "updateModelSettings", SETTINGS, changes={"minimumN": 5})
    assert again["version"] == 1
    told = AuditEvent.objects.get(action="settings.updated")
    assert (told.before["minimum_n"], told.after["minimum_n"]) == (30, 5)


def test_every_value_that_cannot_be_used_is_named_and_nothing_changes(api: Api) -> None:
    wrong: dict[str, Any] = {
        "windowMonths": 0, "business": "none", "chartLambda": 5.0, "valueWeights": {
            "emotional": 0, "functional": 0, "social": 0,
        }, "referencePeriod": "soon", "minimumN": 7,
    }  # fmt: skip

    found = refusals(api, "updateModelSettings", changes=wrong)

    assert {code for code, _ in found} == {"BAD_SETTING"}
    assert {field for _, field in found} == {
        f"input.{name}" for name in ("windowMonths", "business", "chartLambda", "valueWeights", "referencePeriod")
    }
    assert not Stored.objects.exists()


def test_settings_that_somebody_changed_meanwhile_are_left_alone(api: Api) -> None:
    done(api, "updateModelSettings", SETTINGS, changes={"minimumN": 5})

    assert refusals(api, "updateModelSettings", changes={"minimumN": 6}, version=0) == [("CONFLICT", "input.version")]
    assert Stored.objects.count() == 1


def test_the_cadence_is_the_companys_own(api: Api, in_acme: Tenant) -> None:
    changed = done(api, "setScoringCadence", SETTINGS, cadence="WEEKLY")

    assert changed["scoringCadence"] == "WEEKLY"
    assert changed["nextScoringAt"] is not None
    assert TenantSchedule.objects.get(tenant=in_acme, task="score").cadence == "weekly"


def test_an_analyst_reads_settings_and_does_not_change_them(in_acme: Tenant) -> None:
    reader = api_of(in_acme, "metrics:read", "metrics:write")
    query = "mutation($i: UpdateModelSettingsInput!) { updateModelSettings(input: $i) { userErrors { code } } }"

    assert reader.data("{ modelSettings { minimumN } }") == {"modelSettings": {"minimumN": 30}}
    assert reader.code(query, i={"changes": {}}) == "FORBIDDEN"
