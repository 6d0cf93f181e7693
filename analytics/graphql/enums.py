"""Enums of scores and evaluations."""

from analytics.models.period import PeriodKind
from analytics.models.plan_evaluation import Verdict
from analytics.models.scope_score import Evidence, Figure, ScopeKind
from analytics.models.score_run import RunStatus
from tenants.graphql.enums import choices_enum

VerdictEnum = choices_enum(Verdict, name="PlanVerdict")
EvidenceEnum = choices_enum(Evidence, name="Evidence")
ScopeKindEnum = choices_enum(ScopeKind, name="ScopeKind")
PeriodKindEnum = choices_enum(PeriodKind, name="PeriodKind")
RunStatusEnum = choices_enum(RunStatus, name="ScoreStatus")
FigureEnum = choices_enum(Figure, name="ScoreFigure")
