"""A row of every type that a node of the API can be, planted in a company."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone

from analytics.models.alert import Alert
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.prediction import CustomerPrediction, PredictionRun
from analytics.models.scenario import Scenario
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from config.schema import company_schema
from feedback.models import Consent, Customer, CustomerMerge, ErasureReceipt, MergeConflict
from feedback.models.case import Case, CaseEvent
from feedback.models.case_rule import CaseRule, WorkingHours
from feedback.services.intake import ingest_records
from journeys.models import ActionPlan, Persona
from journeys.services.plan_comments import comment_on_plan
from tenants.access import Actor
from tenants.audit.services import Subject
from tenants.audit.services import record as write_down
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.jobs.models import Job
from tenants.members.models import SignIn
from tenants.members.services import ensure_user
from tenants.models import CompanyModel, Tenant
from tests.analytics.day_cells import add_cells, add_layout, answers
from tests.graphql_api import key_of
from tests.journeys.graphql.rows import add_journeys, add_plans

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def acme_rows(in_acme: Tenant) -> dict[str, Any]:
    """A row of every type that a node can be, by the type's name."""
    add_plans(["p1"])
    add_journeys(["j1"])
    Persona.objects.create(code="family")
    Job.objects.create(kind="export")
    someone = Actor(kind="key", name="test")
    write_down(actor=someone, action="journey.changed", subject=Subject("journey", "j1"))
    plan = ActionPlan.objects.get()
    comment_on_plan(actor=someone, plan_id=plan.pk, text="acme's", at=NOW)
    key_of(in_acme)
    ann = ensure_user(email="ann@acme.example", role="viewer")
    Session.objects.create(session_key="acmes", session_data="", expire_date=timezone.now() + timedelta(days=1))
    SignIn.objects.create(user=ann, session_key="acmes", started_at=NOW)
    records = {
        "customers": {"external_id": "c1", "attr.segment": "vip", "phone": "13800000000"},
        "feedback": {"external_id": "f1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9},
        "orders": {"external_id": "o1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "amount": "5"},
    }
    for kind, record in records.items():
        ingest_records(kind=kind, records=[record], received_at=NOW, actor=Actor(kind="key", name="test"))
    run = ScoreRun.objects.create(
        period="2026-03-01", period_end="2026-04-01", label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="m", seed=1, settings_number=0,
        status="ok", has_figures=True, created_at=NOW,
        results={"drivers": {"outcome": "loyalty", "method": "johnson", "n": 1, "r2": None}, "touchpoints": []},
    )  # fmt: skip
    ScopeScore.objects.create(run=run, kind="company", n=1, status="ok", evidence="observed", figures={})
    PlanEvaluation.objects.create(
        plan=ActionPlan.objects.get(), number=1, model_version="1", inputs_hash="i", design="d", verdict="worked",
        results={}, created_at=NOW,
    )  # fmt: skip
    predicted = PredictionRun.objects.create(
        period="2026-03-01", target="repurchase", horizon_months=3, model_version="1", inputs_hash="i", run_hash="r",
        settings_number=0, status="ok", verdict="better", customers=1, results={}, created_at=NOW,
    )  # fmt: skip
    CustomerPrediction.objects.create(
        run=predicted, customer=Customer.objects.get(), risk=0.7, probability=0.3, low=0.2, high=0.4, reasons=[]
    )
    for code in ("idea", "other"):
        Scenario.objects.create(
            code=code, title=code, asked={"moves": []}, period="2026-03-01", run_hash="r", model_version="1",
            settings_number=0, seed=1, status="ok", results={}, draws=[1.0, 2.0], created_at=NOW, answered_at=NOW,
        )  # fmt: skip
    add_layout()
    add_cells(-1, "nps", answers(60))
    Alert.objects.create(
        chart="/nps", metric="nps", day="2026-03-01", last_day="2026-03-01", kind="shift", direction="down", n=1,
        value=1.0, expected=2.0, z=-3.0, level=-1.0, limit=-0.8, reasons=[], inputs_hash="i", settings_number=0,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    endpoint = WebhookEndpoint.objects.create(name="esb", shown_url="https://esb.example", sealed_url="x")
    told = WebhookEvent.objects.create(type="alert.opened", entity_kind="alert", entity_id="a1")
    WebhookDelivery.objects.create(endpoint=endpoint, event=told, entity="alert:a1")
    Consent.objects.create(customer=Customer.objects.get(), purpose="newsletter", is_given=True, at=NOW)
    rule = CaseRule.objects.create(name="r1", conditions={"has_text": True})
    WorkingHours.objects.create(week={"mon": ["09:00-18:00"]})
    case = Case.objects.create(
        number=1, origin="rule", severity="low", customer=Customer.objects.get(), rule=rule, opened_at=NOW, due_at=NOW,
        changed_at=NOW,
    )  # fmt: skip
    CaseEvent.objects.create(case=case, kind="opened", by_kind="system", by="test", at=NOW)
    pair: dict[str, Any] = {"rule": "phone", "value_hash": "h"}
    CustomerMerge.objects.create(customer=Customer.objects.get(), into=Customer.objects.get(), by="rule", **pair)
    MergeConflict.objects.create(one=Customer.objects.get(), other=Customer.objects.get(), reason="review", **pair)
    ErasureReceipt.objects.create(number=1, document={"counts": {}}, hash="h", signature="s")
    rows = {name: model.objects.first() for name, model in node_models().items()}
    assert [name for name, row in rows.items() if row is None] == [], "plant a row of the new type here"
    return rows


def node_models() -> dict[str, type[CompanyModel]]:
    """The table behind each type of node, by the type's name."""
    models = {model.__name__: model for model in apps.get_models() if issubclass(model, CompanyModel)}
    models["ExperienceReturnScore"] = ScopeScore
    interface = company_schema.core.type_map["Node"]
    return {kind.name: models[kind.name] for kind in company_schema.core.get_possible_types(interface)}
