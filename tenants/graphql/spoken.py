"""Fields that hold words of ours for people: said in the caller's language, wherever they are reached. The one table.

What is stored stays English, so that hashes, exports and other readers find the same text. Resolvers know nothing of
it: the table is laid over the schema when it is built.
"""

from collections.abc import Callable
from typing import Any, Final

from graphql import GraphQLObjectType, GraphQLSchema, default_field_resolver

from tenants.wording import say

SPOKEN: Final = frozenset(
    {
        "AlertReason.text", "ControlChart.reason", "DirectoryLine.reason", "DriverMatrix.doubts",
        "Drivers.doubts", "Estimate.reason", "ForecastOutcome.reason", "Job.error", "KanoKind.reason",
        "PlanEvaluation.reason", "PredictionReason.text", "PredictionRun.design",
        "PredictionRun.reason", "PredictionWarning.text", "ProvisioningRun.error", "ReadinessCheck.detail",
        "RejectedRecord.message", "Scenario.reason", "ScenarioForecast.reason", "ScenarioReach.reason",
        "ScenarioComparison.reason", "ScoreRun.reason",
        "TouchpointResponse.reason", "TracedFigure.reads", "UserError.message", "WebhookAttempt.error",
        "WebhookDelivery.error", "WebhookEndpoint.reason",
    }
)  # fmt: skip
# Names that sound like words of ours, of fields that somebody else wrote, or that hold a code.
WRITTEN_BY_OTHERS: Final = frozenset(
    {
        # the operator, whoever asked, whoever merged, a customer, colleagues
        *("ApiKey.reason", "AuditEvent.reason", "CustomerMerge.reason", "FeedbackItem.text", "PlanComment.text"),
        "CaseEvent.text",
        "Annotation.detail",  # a verdict, a version's number, a metric and its direction
    }
)


def lay_words(schema: GraphQLSchema) -> None:
    """Make the listed fields of a schema speak the language of whoever asks."""
    for place in SPOKEN:
        type_name, _, field_name = place.partition(".")
        kind = schema.type_map.get(type_name)
        if isinstance(kind, GraphQLObjectType) and field_name in kind.fields:
            field = kind.fields[field_name]
            field.resolve = _said(field.resolve or default_field_resolver)


def _said(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def said(root: Any, info: Any, **arguments: Any) -> Any:
        found = resolve(root, info, **arguments)
        if not found:
            return found
        return [say(one) for one in found] if isinstance(found, list) else say(found)

    return said
