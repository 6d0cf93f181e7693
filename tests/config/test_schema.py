"""The schemas as a whole: described everywhere, paged everywhere, and equal to the files that clients build against."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_specified_scalar_type,
)

from config.management.commands.graphql_schema import ALLOWED, FILES
from config.schema import company_schema, operator_schema
from tenants.graphql.compatibility import lost_promises, not_allowed

SCHEMAS = pytest.mark.parametrize("schema", [company_schema.core, operator_schema.core], ids=["company", "operator"])
# Lists that are bounded by their nature: by what the caller sent, or by the table of scopes.
# Lists that what they hang on keeps short: as many as the input has, the settings allow, or a score has parts; the
# errors of an input are never many.
BOUNDED_LISTS = {
    "ReturnIndex.contributions",  # one a touchpoint
    "ProvisioningRun.steps", "TenantState.readiness", "TenantState.usage",
    "Alert.reasons", "ApiKey.networks", "ApiKey.scopes", "ApplyBlueprintPayload.journeys", "SsoProvider.domains",
    "ChannelConsistency.channels", "EnterCompanyPayload.scopes",
    "ChannelConsistency.offsets", "ControlChart.notes", "CustomerPrediction.reasons",
    "DriverMatrix.doubts", "DriverMatrix.without", "Drivers.doubts",
    "ScenarioForecast.doubt", "ScenarioForecast.moves", "ScenarioForecast.reaches",
    "ExperienceReturnScore.dimensions",
    "ExperienceReturnScore.momentsOfTruth", "ExperienceReturnScore.touchpointDimensions",
    "ExperienceReturnScore.touchpointValues", "MomentOfTruth.reasons",
    "IngestCustomersPayload.rejected", "IngestFeedbackPayload.rejected",
    "IngestInteractionsPayload.rejected", "IngestOrdersPayload.rejected",
    "ModelSettings.activityAttributes", "ModelSettings.periodKinds",
    "ModelSettings.predictionAttributes", "ModelSettings.valueDimensions", "ModelSettings.valueEvidence",
    "Query.compareScenarios", "Query.nodes", "Scenario.doubt", "Scenario.moves",
    "Scenario.plans", "AdoptScenarioPayload.plans", "ScoreTrace.counters", "ScoreTrace.figures",
    "ScoreTrace.loyaltyLevels", "ScoreTrend.points", "TouchpointDimensions.dimensions", "TracedCounters.histogram",
    "ValueDimension.evidence", "Viewer.capabilities", "Viewer.maskedFields",
    "PlanEvaluation.course", "ActionTask.checklist", "PlanComment.mentions",
    "Query.webhookEventTypes", "WebhookDelivery.log", "WebhookEndpoint.events", "WebhookEventType.fields",
    "Query.retentionRules", "User.masks", "DirectoryImport.refusals", "DirectoryImport.notes",
    "IdentityPolicy.keepApart", "IdentityPolicy.rules", "IdentityRule.kinds", "MergeConflict.kinds",
    "CaseRule.ladder", "CaseRuleBackTest.examples", "CaseRuleBackTest.months", "CasesPayload.cases",
    "WorkingHours.holidays", "SamePerson.because", "SamePerson.words",
}  # fmt: skip
# Numbers that are no statistic and so have no interval.
GIVEN = {
    "ActionPlan.expectedUplift", "CausalPrior.mean", "CausalPrior.sd", "EvidenceSetting.high", "EvidenceSetting.low",
    "EvidenceSetting.weight", "ModelSettings.acquisitionCost", "ModelSettings.chartLambda",
    "ModelSettings.discountRateMonthly", "ModelSettings.falseAlarmsPerMonth", "ModelSettings.marginRate",
    "ModelSettings.referralIncrementalShare", "OwnDimension.weight", "ValueWeights.emotional",
    "ValueWeights.functional", "ValueWeights.social", "CausalDiscount.priorMean", "CausalDiscount.priorSd",
    "Guess.high", "Guess.low",
    "Guess.mode", "ScenarioMove.share", "ScenarioTerms.halfLifeMonths", "ScenarioTerms.discountRateMonthly",
    "ScenarioTerms.causalShare", "ScenarioAssumptions.discountRateMonthly", "ScenarioAssumptions.marginRate",
    "ScenarioAssumptions.referralIncrementalShare", "ScenarioAssumptions.causalShare",
    "ScenarioAssumptions.causalShareSd", "ScenarioReach.lowest", "ScenarioReach.highest", "ValueEvidence.share",
}  # fmt: skip
CHANCES = {
    "CausalDiscount.chanceTooHigh", "CausalDiscount.chanceTooLow", "ChannelConsistency.pValue", "Driver.pTop",
    "Driver.pValue", "ExperienceReturnScore.pBest", "PlanEvaluation.pValue", "PlanEvaluation.placeboP",
    "ScenarioForecast.pNpvPositive", "ScenarioForecast.pPaybackWithinYear",
    "Scenario.pNpvPositive", "Scenario.pPaybackWithinYear", "ScenarioComparison.pFirstBetter",
}  # fmt: skip
ABOUT_THE_DOUBT = {
    "ControlChartBaseline.designEffect", "ControlChartBaseline.lagOne", "DoubtShare.share", "Driver.lmg", "Driver.vif",
    "DriverPoint.vif",
    "PlanEvaluation.smallestDetectable", "PlanEvaluation.smallestDetectableHarm", "PredictionReason.effect",
    "TouchpointResponse.effectiveN",
}  # fmt: skip
LINES_OF_CHARTS = {
    "Alert.expected", "Alert.level", "Alert.limit", "Alert.value", "Alert.z", "ControlChart.limit",
    "ControlChart.runLength", "ControlChartBaseline.level", "ControlChartPoint.centre", "ControlChartPoint.dayHigh",
    "ControlChartPoint.dayLow", "ControlChartPoint.high", "ControlChartPoint.level", "ControlChartPoint.low",
    "ControlChartPoint.value", "ControlChartPoint.z", "LevelChange.after", "LevelChange.before",
}  # fmt: skip


def own_types(schema: GraphQLSchema) -> list[object]:
    return [kind for name, kind in sorted(schema.type_map.items()) if not name.startswith("__")]


def described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Everything that a client reads, with its description."""
    for kind in own_types(schema):
        if not is_specified_scalar_type(kind):
            yield kind.name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in kind.fields.items():
                yield f"{kind.name}.{name}", field.description
                yield from ((f"{kind.name}.{name}({arg})", it.description) for arg, it in field.args.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{kind.name}.{name}", field.description) for name, field in kind.fields.items())
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{kind.name}.{name}", value.description) for name, value in kind.values.items())


@SCHEMAS
def test_every_type_field_argument_and_value_is_described(schema: GraphQLSchema) -> None:
    bare = [
        name
        for name, text in described(schema)
        if not (text or "").strip() and not name.endswith(("(filter)", "(input)", "(order)"))
    ]

    assert bare == []


@SCHEMAS
def test_descriptions_are_sentences_not_python(schema: GraphQLSchema) -> None:
    for name, text in described(schema):
        assert not any(word in (text or "") for word in ("Args:", "Returns:", "Raises", "<class", "TODO")), name
        if "." not in name and "(" not in name and text:
            assert not text.startswith(f"{name}("), f"{name} has no docstring"


@SCHEMAS
def test_every_list_is_a_connection_or_bounded_by_nature(schema: GraphQLSchema) -> None:
    plain = set()
    for kind in own_types(schema):
        if isinstance(kind, GraphQLObjectType) and not kind.name.endswith("Connection"):
            for name, field in kind.fields.items():
                wrapped = field.type.of_type if is_non_null_type(field.type) else field.type
                if is_list_type(wrapped) and name != "userErrors":
                    plain.add(f"{kind.name}.{name}")

    assert plain <= BOUNDED_LISTS


@SCHEMAS
def test_every_connection_has_the_same_form(schema: GraphQLSchema) -> None:
    connections = [kind for kind in own_types(schema) if getattr(kind, "name", "").endswith("Connection")]
    assert connections
    for connection in connections:
        assert sorted(connection.fields) == ["edges", "nodes", "pageInfo", "totalCount"], connection.name
    for kind in own_types(schema):
        for name, field in getattr(kind, "fields", {}).items():
            if get_named_type(field.type) in connections:
                assert {"first", "after", "last", "before"} <= set(field.args), f"{kind.name}.{name}"


@SCHEMAS
def test_no_filter_takes_a_pattern(schema: GraphQLSchema) -> None:
    inputs = [kind for kind in own_types(schema) if isinstance(kind, GraphQLInputObjectType)]

    assert not [f"{kind.name}.{name}" for kind in inputs for name in kind.fields if "regex" in name.lower()]


@SCHEMAS
def test_every_statistic_is_an_estimate(schema: GraphQLSchema) -> None:
    """A float stands alone only where it is no statistic: what somebody gave, a chance, the doubt itself, a line."""
    floats = {
        f"{kind.name}.{name}"
        for kind in own_types(schema)
        if isinstance(kind, GraphQLObjectType) and kind.name != "Estimate"
        for name, field in kind.fields.items()
        if get_named_type(field.type).name == "Float"
    }

    assert floats <= GIVEN | CHANCES | ABOUT_THE_DOUBT | LINES_OF_CHARTS


def test_the_files_are_up_to_date() -> None:
    call_command("graphql_schema", check=True)


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_was_committed_is_taken_away_unlisted(name: str) -> None:
    shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=settings.BASE_DIR, capture_output=True, check=False)
    if shown.returncode != 0:
        pytest.skip("not a checkout with history")
    allowed = (settings.BASE_DIR / ALLOWED).read_text()

    assert not_allowed(lost_promises(shown.stdout.decode(), f"{FILES[name].as_str()}\n"), allowed) == []


class TestCommand:
    """`graphql_schema` writes what is new and refuses what breaks."""

    def test_it_writes_both_files_once(self, tmp_path: Path) -> None:
        call_command("graphql_schema", dir=tmp_path)

        assert {path.name for path in tmp_path.iterdir()} == set(FILES)
        call_command("graphql_schema", dir=tmp_path, check=True)

    def test_a_missing_or_stale_file_fails_the_check(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"schema\.graphql is out of date"):
            call_command("graphql_schema", dir=tmp_path, check=True)

    def test_a_field_that_clients_use_is_not_taken_away(self, tmp_path: Path) -> None:
        call_command("graphql_schema", dir=tmp_path)
        path = tmp_path / "schema.graphql"
        promised = path.read_text().replace("type Viewer {", "type Viewer {\n  shoeSize: Int!\n")
        path.write_text(promised)

        with pytest.raises(CommandError, match=r"FIELD_REMOVED: Field Viewer\.shoeSize was removed"):
            call_command("graphql_schema", dir=tmp_path)

        assert path.read_text() == promised
