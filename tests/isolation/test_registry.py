"""Whatever is added to the API is tried from another company too; the other doors count their own rows."""

from __future__ import annotations

import pytest
from graphql import GraphQLSchema, get_named_type

from config.schema import company_schema, operator_schema
from tests.isolation import mutation_rows, test_changes, test_graphql, test_mutations, test_streams

MODULES = (test_graphql, test_changes, test_mutations, test_streams)
# Root fields that are no lists, on either host, with the test that asks them with acme's names.
SINGLE = {
    "viewer": "test_a_session_of_acme_is_nobody_on_globexs_host",
    "rateLimit": "test_what_acme_has_used_up_is_not_taken_from_globex",
    "node": "test_an_id_of_acme_is_answered_by_globex_like_one_that_never_was",
    "nodes": "test_an_id_of_acme_is_answered_by_globex_like_one_that_never_was",
    "customer": "test_a_customer_and_drivers_are_acmes_only",
    "directoryImport": "test_a_file_of_acme_is_no_file_of_globex",
    "case": "test_a_case_of_acme_is_answered_by_globex_like_one_that_never_was",
    "caseRuleBacktest": "test_what_a_rule_would_have_done_is_told_of_the_hosts_answers",
    "caseReturns": "test_what_a_rule_would_have_done_is_told_of_the_hosts_answers",
    "trace": "test_a_trace_of_acmes_score_is_answered_by_globex_like_one_that_never_was",
    "compareScenarios": "test_a_scenario_of_acme_is_unknown_to_globex_and_stays_as_it_was",
    "samePerson": "test_a_customer_and_drivers_are_acmes_only",
    "identityPolicy": "test_how_acme_recognises_customers_is_not_globexs",
    "drivers": "test_a_customer_and_drivers_are_acmes_only",
    "driverMatrix": "test_a_customer_and_drivers_are_acmes_only",
    "scenarioForecast": "test_a_scenario_of_acme_is_unknown_to_globex_and_stays_as_it_was",
    "forecastCalibration": "test_forecasts_and_outcomes_are_acmes_only",
    "customerBase": "test_a_customer_and_drivers_are_acmes_only",
    "ssoProvider": "test_the_sign_in_of_acme_is_not_globexs",
    "demonstration": "test_example_data_of_acme_are_not_globexs",
    "modelSettings": "test_settings_of_acme_are_not_globexs",
    "retentionRules": "test_how_long_acme_keeps_data_is_not_globexs",
    "webhookEventTypes": "test_types_of_events_tell_of_no_company",
}
SCENARIOS = "test_a_scenario_of_acme_is_unknown_to_globex_and_stays_as_it_was"
WEBHOOKS = "test_an_endpoint_of_acme_is_unknown_to_globex_and_stays_as_it_was"
MUTATIONS = {
    "createWebhookEndpoint": WEBHOOKS,
    **dict.fromkeys(("updateWebhookEndpoint", "deleteWebhookEndpoint", "rotateWebhookSecret"), WEBHOOKS),
    **dict.fromkeys(("testWebhookEndpoint", "replayWebhookDeliveries"), WEBHOOKS),
    **dict.fromkeys(mutation_rows.UNKNOWN, "test_a_thing_of_acme_is_unknown_to_globex_and_stays_as_it_was"),
    **dict.fromkeys(mutation_rows.OWN, "test_a_change_of_globex_is_made_there_only"),
    "ingestFeedback": "test_a_mutation_writes_to_the_hosts_company_only",
    **dict.fromkeys(test_changes.INGESTS, "test_records_of_each_kind_go_to_the_hosts_company_only"),
    **dict.fromkeys(test_changes.BY_ID, "test_what_acme_has_is_unknown_to_globex_and_stays_as_it_was"),
    **dict.fromkeys(test_changes.NEW, "test_what_globex_makes_is_globexs"),
    **dict.fromkeys(("saveScenario", "adoptScenario", "deleteScenario"), SCENARIOS),
    **dict.fromkeys(("setSsoProvider", "removeSsoProvider"), "test_the_sign_in_of_acme_is_not_globexs"),
    **dict.fromkeys(("loadDemonstration", "removeDemonstration"), "test_example_data_of_acme_are_not_globexs"),
    **dict.fromkeys(("acknowledgeAlert", "resolveAlert"), "test_an_alert_of_acme_is_unknown_to_globex_and_stays_open"),
}
SUBSCRIPTIONS = dict.fromkeys(
    ("feedbackReceived", "jobProgressed", "scoresPublished", "alertChanged", "caseOpened", "caseChanged"),
    "test_what_happens_at_acme_is_followed_by_acme_alone",
)
OPERATOR = {
    "rateLimit", "tenants", "tenantState", "provisioningRuns", "auditEvents", "viewer", "node", "nodes",
    "createTenant", "suspendTenant", "resumeTenant", "closeTenant", "enterCompany",
    "setSecondFactorRule",
}  # fmt: skip


def roots(schema: GraphQLSchema) -> dict[str, str]:
    """Return the root fields of a schema, with the types they answer with."""
    kinds = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return {name: get_named_type(field.type).name for kind in kinds if kind for name, field in kind.fields.items()}


def test_every_root_field_of_a_companys_host_has_a_row() -> None:
    found = roots(company_schema.core)

    lists = {name for name, kind in found.items() if kind.endswith("Connection")}
    assert lists == set(test_graphql.LISTS)  # each asked by test_a_list_has_acmes_rows_for_acme_and_none_for_globex
    assert set(found) - lists == {*SINGLE, *MUTATIONS, *SUBSCRIPTIONS}, (
        "try the new field as another company, and name the test here"
    )


def test_every_root_field_of_the_operators_host_has_a_row() -> None:
    assert set(roots(operator_schema.core)) == OPERATOR, "try the new field with a company's key, and name it here"


@pytest.mark.parametrize("test", sorted({*SINGLE.values(), *MUTATIONS.values(), *SUBSCRIPTIONS.values()}))
def test_the_test_that_is_named_exists(test: str) -> None:
    assert any(callable(getattr(module, test, None)) for module in MODULES)
