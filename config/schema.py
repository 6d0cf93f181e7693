"""The GraphQL schemas, one a host, merged from what each app brings."""

import strawberry

from analytics.graphql.cases import CaseFiguresQuery
from analytics.graphql.decisions import DecisionMutation
from analytics.graphql.demonstration import DemonstrationMutation, DemonstrationQuery
from analytics.graphql.live import AnalyticsSubscription
from analytics.graphql.monitoring_fields import MonitoringMutation, MonitoringQuery
from analytics.graphql.prediction_queries import PredictionQuery
from analytics.graphql.queries import AnalyticsQuery
from analytics.graphql.request_fields import RequestMutation
from analytics.graphql.scenario_fields import ScenarioMutation, ScenarioQuery
from analytics.graphql.settings_fields import SettingsMutation, SettingsQuery
from feedback.graphql.cases.live import CaseSubscription
from feedback.graphql.cases.mutations import CaseMutation
from feedback.graphql.cases.queries import CaseQuery
from feedback.graphql.cases.rule_mutations import CaseRuleMutation
from feedback.graphql.directory import DirectoryMutation, DirectoryQuery
from feedback.graphql.exporting import ExportMutation
from feedback.graphql.fact_mutations import FactMutation
from feedback.graphql.identity_mutations import IdentityMutation
from feedback.graphql.identity_queries import IdentityQuery
from feedback.graphql.live import FeedbackSubscription
from feedback.graphql.mapping import MappingMutation
from feedback.graphql.mutations import FeedbackMutation
from feedback.graphql.privacy_mutations import PrivacyMutation
from feedback.graphql.privacy_queries import PrivacyQuery
from feedback.graphql.queries import FeedbackQuery
from feedback.graphql.undoing import UndoMutation
from journeys.graphql.catalogue_mutations import CatalogueMutation
from journeys.graphql.draft_mutations import DraftMutation
from journeys.graphql.journey_mutations import JourneyMutation
from journeys.graphql.plan_mutations import PlanMutation
from journeys.graphql.queries import JourneysQuery
from journeys.graphql.talk_mutations import TalkMutation
from journeys.graphql.task_mutations import TaskMutation
from tenants.graphql.audit import AuditQuery
from tenants.graphql.entering import EntryMutation, OperatorAccessMutation
from tenants.graphql.factor_rule_fields import FactorRuleMutation
from tenants.graphql.job_mutations import JobMutation
from tenants.graphql.live.jobs import JobSubscription
from tenants.graphql.members_fields import ApiKeysMutation, MembersMutation, MembersQuery
from tenants.graphql.operator import LifeMutation, LifeQuery
from tenants.graphql.organisation_fields import OrganisationMutation
from tenants.graphql.queries import CompanyQuery, OperatorQuery
from tenants.graphql.schema import build_schema
from tenants.graphql.sso_fields import SsoMutation, SsoQuery
from tenants.graphql.webhooks.mutations import WebhookMutation
from tenants.graphql.webhooks.queries import WebhookQuery


@strawberry.type(description="Everything that a company's host can be asked.")
class Query(
    CompanyQuery,
    AuditQuery,
    WebhookQuery,
    MembersQuery,
    SsoQuery,
    JourneysQuery,
    FeedbackQuery,
    CaseQuery,
    DirectoryQuery,
    IdentityQuery,
    PrivacyQuery,
    AnalyticsQuery,
    PredictionQuery,
    CaseFiguresQuery,
    ScenarioQuery,
    DemonstrationQuery,
    MonitoringQuery,
    SettingsQuery,
):
    """Everything that a company's host can be asked."""


@strawberry.type(description="Everything that a company's host can be told to change.")
class Mutation(
    WebhookMutation,
    JourneyMutation,
    DraftMutation,
    CatalogueMutation,
    PlanMutation,
    TalkMutation,
    TaskMutation,
    FeedbackMutation,
    PrivacyMutation,
    IdentityMutation,
    CaseMutation,
    CaseRuleMutation,
    FactMutation,
    UndoMutation,
    ExportMutation,
    DirectoryMutation,
    JobMutation,
    MappingMutation,
    DecisionMutation,
    RequestMutation,
    SettingsMutation,
    ScenarioMutation,
    DemonstrationMutation,
    MonitoringMutation,
    MembersMutation,
    ApiKeysMutation,
    SsoMutation,
    OrganisationMutation,
    OperatorAccessMutation,
    FactorRuleMutation,
):
    """Everything that a company's host can be told to change."""


@strawberry.type(description="Everything of a company's host that can be followed, at /graphql/stream.")
class Subscription(FeedbackSubscription, CaseSubscription, JobSubscription, AnalyticsSubscription):
    """Everything of a company's host that can be followed."""


@strawberry.type(name="Query", description="Everything that the operator's host can be asked.")
class PublicQuery(OperatorQuery, LifeQuery, AuditQuery):
    """Everything that the operator's host can be asked."""


@strawberry.type(name="Mutation", description="Everything that the operator's host can be told to change.")
class PublicMutation(LifeMutation, EntryMutation, FactorRuleMutation):
    """Everything that the operator's host can be told to change."""


company_schema = build_schema(query=Query, mutation=Mutation, subscription=Subscription)
operator_schema = build_schema(query=PublicQuery, mutation=PublicMutation)
