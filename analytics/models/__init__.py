"""What is derived: it can be dropped and rebuilt from the facts."""

from analytics.models.alert import Alert
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.prediction import CustomerPrediction, PredictionRun
from analytics.models.scenario import Scenario
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from analytics.models.settings import ModelSettings
from analytics.models.watermark import Watermark

__all__ = [
    "Alert",
    "Cell",
    "CustomerPrediction",
    "LayoutEntry",
    "ModelSettings",
    "PlanEvaluation",
    "PredictionRun",
    "Scenario",
    "ScopeScore",
    "ScoreRun",
    "Watermark",
]
