"""Who is bound to a unit reaches what is that unit's and below, in lists, nodes, counts and scores; no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.prediction import CustomerPrediction, PredictionRun
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from config.schema import company_schema
from feedback.models import Case, CaseEvent, Customer, CustomerIdentity, FeedbackItem, Order
from feedback.services.cases.opening import Wish, open_case
from feedback.services.contacts.reading import contacts_of
from feedback.services.intake import ingest_records
from journeys.models import ActionPlan, PlanUnit
from tenants.access import COMMAND, Actor
from tenants.graphql.ids import encode
from tenants.graphql.masks import MASKS
from tenants.graphql.reach import ROOT_FIELDS_AT_UNITS, TYPES_AT_UNITS
from tenants.members.models import Membership, Role, Unit
from tenants.members.selectors import actor_of_user, units_below
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.graphql_api import api_of
from tests.isolation.role_rows import document
from tests.isolation.rows import node_models
from tests.journeys.graphql.rows import add_plans

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PLACES = ("north-1", "south-1")
ROOTS = {
    f"{kind.name}.{name}": (word, field)
    for word, kind in (("query", company_schema.core.query_type), ("mutation", company_schema.core.mutation_type))
    if kind is not None
    for name, field in kind.fields.items()
}
# Every kind of row that lies at a place, with the column of its list that tells the place, for those that have a list.
LISTS = {
    "units": "nodes { code parent { code } children { nodes { code } } }",
    "feedbackItems": "nodes { externalId unit { code } customer { externalId } }",
    "orders": "nodes { externalId referrer { externalId } customer { orders { totalCount } } }",
    "customers": (
        "nodes { externalId feedbackItems { totalCount nodes { externalId } } orders { totalCount }"
        " identities { nodes { kind value } } }"
    ),
    "cases": "nodes { unit { code } feedbackItem { text } customer { externalId } events { nodes { text } } }",
    "actionPlans": "nodes { code units { nodes { unit { code } } } }",
    "planEvaluations": "nodes { plan { code } }",
    'experienceReturnScores(scope: UNIT, period: "2026-03")': "nodes { code run { scores { nodes { code } } } }",
    'customerPredictions(period: "2026-03")': "nodes { customer { externalId } }",
}


def facts(place: str) -> dict[str, dict[str, Any]]:
    who = {"customer": f"c-{place}", "unit": place, "occurred_at": "2026-03-01T10:00:00Z"}
    return {
        "customers": {"external_id": f"c-{place}", "phone": f"138{len(place)}{sum(map(ord, place))}"},
        "feedback": {"external_id": f"f-{place}", **who, "nps": 9, "text": f"said at {place}"},
        "orders": {"external_id": f"o-{place}", **who, "amount": "5", "referred_by": "c-south-1"},
    }


@pytest.fixture
def places(in_acme: Tenant) -> Tenant:
    """Two regions with a store each, and everything that lies at a store; one customer went to both."""
    regions = {name: Unit.objects.create(code=name, name=name) for name in ("north", "south")}
    for place in PLACES:
        Unit.objects.create(code=place, parent=regions[place.split("-")[0]])
    asked: list[tuple[str, dict[str, Any]]] = [(kind, row) for place in PLACES for kind, row in facts(place).items()]
    both = {"external_id": "f-both", "customer": "c-north-1", "unit": "south-1", "occurred_at": "2026-03-02T10:00:00Z"}
    for kind, record in [*asked, ("feedback", {**both, "nps": 1, "text": "said elsewhere"})]:
        ingest_records(kind=kind, records=[record], received_at=NOW, actor=Actor(kind="key", name="test"))
    for place in PLACES:
        wish = Wish(item=FeedbackItem.objects.get(external_id=f"f-{place}").pk, note=f"noted at {place}")
        open_case(actor=COMMAND, wish=wish)
    _derive()
    return in_acme


def _derive() -> None:
    run = ScoreRun.objects.create(
        period="2026-03-01", period_end="2026-04-01", label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="m", seed=1, settings_number=0,
        status="ok", has_figures=True, created_at=NOW, results={},
    )  # fmt: skip
    predicted = PredictionRun.objects.create(
        period="2026-03-01", target="repurchase", horizon_months=3, model_version="1", inputs_hash="i", run_hash="r",
        settings_number=0, status="ok", verdict="better", customers=1, results={}, created_at=NOW,
    )  # fmt: skip
    ScopeScore.objects.create(run=run, kind="company", n=1, status="ok", evidence="observed", figures={})
    add_plans(["p-north-1", "p-south-1", "p-both"])
    PlanUnit.objects.all().delete()
    for place in PLACES:
        unit = Unit.objects.get(code=place)
        ScopeScore.objects.create(run=run, kind="unit", code=place, n=1, status="ok", evidence="observed", figures={})
        CustomerPrediction.objects.create(
            run=predicted, customer=Customer.objects.get(external_id=f"c-{place}"), risk=0.7, probability=0.3, low=0.2,
            high=0.4, reasons=[],
        )  # fmt: skip
        for code in (f"p-{place}", "p-both"):
            PlanUnit.objects.get_or_create(plan=ActionPlan.objects.get(code=code), unit=unit, arm="treated")
    control = Unit.objects.get(code="south")
    PlanUnit.objects.create(plan=ActionPlan.objects.get(code="p-north-1"), unit=control, arm="control")
    for plan in ActionPlan.objects.all():
        PlanEvaluation.objects.create(
            plan=plan, number=1, model_version="1", inputs_hash="i", design="d", verdict="worked", results={},
            created_at=NOW,
        )  # fmt: skip


class Person:
    """Somebody who is signed in at acme."""

    def __init__(self, *roles: tuple[str, str]) -> None:
        self.user = ensure_user(email=f"{uuid4().hex}@acme.example", role="viewer")
        Membership.objects.filter(user=self.user).delete()
        for role, unit in roles:
            place = Unit.objects.get(code=unit) if unit else None
            Membership.objects.create(user=self.user, role=Role.objects.get(code=role), unit=place)
        self.client = Client(headers={"host": "acme.localhost"}, raise_request_exception=False)
        self.client.force_login(self.user)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        answer: dict[str, Any] = self.client.post("/graphql", body, content_type="application/json").json()
        return answer

    def data(self, query: str, **variables: Any) -> Any:
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer
        return answer["data"]


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> Iterator[None]:
    """Count what callers have spent anew in each test."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}
    yield


@pytest.mark.parametrize("asked", LISTS)
def test_a_list_holds_what_is_the_units_and_below(places: Tenant, asked: str) -> None:
    manager, owner = Person(("manager", "north")), api_of(places)
    query = f"{{ {asked} {{ totalCount {LISTS[asked]} }} }}"
    name = asked.split("(")[0]

    whole = str(owner.data(query)[name])
    found = manager.data(query)[name]

    assert "north-1" in whole
    assert "south-1" in whole
    assert "north-1" in str(found)
    assert "south" not in str(found)
    assert "both" not in str(found)
    assert found["totalCount"] == len(found["nodes"]) == (2 if name == "units" else 1)


def test_a_score_of_the_company_is_not_among_the_units(places: Tenant) -> None:
    query = '{ experienceReturnScores(scope: COMPANY, period: "2026-03") { totalCount } scoreTrends(scope: UNIT, '
    query += 'from: "2026-03", to: "2026-03") { totalCount nodes { code } } }'

    found = Person(("manager", "north")).data(query)

    assert found["experienceReturnScores"] == {"totalCount": 0}
    assert found["scoreTrends"] == {"totalCount": 1, "nodes": [{"code": "north-1"}]}


def rows_at(place: str) -> dict[str, Any]:
    """One row of each kind that lies at a place, by the type's name."""
    customer = Customer.objects.get(external_id=f"c-{place}")
    plan = ActionPlan.objects.get(code=f"p-{place}")
    return {
        "Unit": Unit.objects.get(code=place),
        "FeedbackItem": FeedbackItem.objects.get(external_id=f"f-{place}"),
        "Order": Order.objects.get(external_id=f"o-{place}"),
        "Case": Case.objects.get(unit__code=place),
        "CaseEvent": CaseEvent.objects.get(case__unit__code=place),
        "Customer": customer,
        "CustomerIdentity": CustomerIdentity.objects.get(customer=customer),
        "ActionPlan": plan,
        "PlanUnit": PlanUnit.objects.get(plan=plan, arm="treated"),
        "PlanEvaluation": PlanEvaluation.objects.get(plan=plan),
        "ExperienceReturnScore": ScopeScore.objects.get(code=place),
        "CustomerPrediction": CustomerPrediction.objects.get(customer=customer),
    }


def test_an_id_from_elsewhere_is_answered_like_one_that_never_was(places: Tenant) -> None:
    manager = Person(("manager", "north"))
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    mine = [encode(name, row.pk) for name, row in rows_at("north-1").items()]
    theirs = [encode(name, row.pk) for name, row in rows_at("south-1").items()]

    assert [node["id"] for node in manager.data(query, ids=mine)["nodes"]] == mine
    assert manager.data(query, ids=theirs)["nodes"] == [None] * len(theirs)


@pytest.mark.parametrize("name", sorted(set(ROOTS) - ROOT_FIELDS_AT_UNITS))
def test_what_is_the_whole_companys_is_refused(in_acme: Tenant, name: str) -> None:
    Unit.objects.create(code="north")
    word, field = ROOTS[name]

    answer = Person(("manager", "north")).ask(document(word, name.split(".")[1], field))

    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "data" not in answer


def test_a_node_of_what_is_the_whole_companys_is_refused(places: Tenant) -> None:
    manager = Person(("manager", "north"))
    ids = [encode(name, uuid4()) for name in node_models() if name not in TYPES_AT_UNITS]
    assert ids

    for one in ids:
        answer = manager.ask("query($id: ID!) { node(id: $id) { id } }", id=one)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_every_row_that_is_within_reach_says_how(in_acme: Tenant) -> None:
    labels = {model._meta.label for name, model in node_models().items() if name in TYPES_AT_UNITS}

    assert labels <= set(settings.UNIT_REACH)
    assert all(apps.get_model(label) for label in settings.UNIT_REACH)
    followed = {f"Subscription.{name}" for name in company_schema.core.subscription_type.fields}  # see test_streams.py
    assert {*ROOTS, *followed} >= ROOT_FIELDS_AT_UNITS
    assert set(company_schema.core.type_map) >= TYPES_AT_UNITS


class TestWhoIsBound:
    def test_a_role_in_the_company_goes_before_one_in_a_unit(self, places: Tenant) -> None:
        actor = actor_of_user(Person(("viewer", ""), ("manager", "north")).user)

        assert actor.units is None
        assert not actor.may("feedback:write")

    def test_several_units_with_what_all_their_roles_allow(self, places: Tenant) -> None:
        actor = actor_of_user(Person(("viewer", "south-1"), ("manager", "north")).user)

        assert actor.units == units_below([Unit.objects.get(code=code).pk for code in ("north", "south-1")])
        assert len(actor.units) == 3
        assert actor.may("feedback:read")
        assert not actor.may("feedback:write")

    def test_somebody_without_a_role_may_nothing(self, in_acme: Tenant) -> None:
        assert actor_of_user(Person().user).capabilities == frozenset()

    def test_the_viewer_is_told(self, places: Tenant) -> None:
        query = "{ viewer { isBoundToUnits maskedFields } }"

        assert Person(("manager", "north")).data(query)["viewer"] == {"isBoundToUnits": True, "maskedFields": []}
        assert Person(("viewer", "")).data(query)["viewer"] == {"isBoundToUnits": False, "maskedFields": sorted(MASKS)}


SEEN = {
    "viewer": (False, False), "analyst": (True, False), "operator": (True, True), "manager": (True, True),
    "owner": (True, True),
}  # fmt: skip
PERSONAL = """query($ids: [ID!]!) {
  feedbackItems { nodes { text } }
  customers { nodes { feedbackItems { nodes { text } } identities { nodes { kind value } } } }
  nodes(ids: $ids) { ... on FeedbackItem { text } ... on CustomerIdentity { value } }
}"""


@pytest.mark.parametrize("unit", ["", "north"])
@pytest.mark.parametrize("role", list(SEEN))
def test_texts_and_contact_data_are_null_for_roles_that_may_not_see_them(places: Tenant, role: str, unit: str) -> None:
    rows = rows_at("north-1")
    ids = [encode(name, rows[name].pk) for name in ("FeedbackItem", "CustomerIdentity")]
    reads_texts, reads_contacts = SEEN[role]
    if role == "owner" and unit:
        pytest.skip("owners own the whole company")

    answer = Person((role, unit)).data(PERSONAL, ids=ids)

    assert ("said at north-1" in str(answer)) is reads_texts
    (contact,) = contacts_of([rows["Customer"].pk])
    assert (contact.value in str(answer)) is reads_contacts
    assert [bool(node.get("text") or node.get("value")) for node in answer["nodes"]] == [reads_texts, reads_contacts]
    assert "PHONE" in str(answer)


def test_a_key_sees_texts_and_contact_data_with_their_scopes_only(places: Tenant) -> None:
    query = "{ feedbackItems { nodes { text } } customers { nodes { identities { nodes { value } } } } }"

    assert "said" not in str(api_of(places, "feedback:read").data(query))
    assert "said" in str(api_of(places, "feedback:read", "texts:read").data(query))
    assert "138" in str(api_of(places, "feedback:read", "contacts:read").data(query))
