"""Plain JSON views of the same data, as a careful hand would write them: one query each, no objects."""

import os
from datetime import date
from uuid import UUID

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
application = get_wsgi_application()

# Behind the application: models can be imported only when Django is ready.
from django.conf import settings  # noqa: E402

from analytics.models.scope_score import ScopeScore  # noqa: E402
from feedback.models import FeedbackItem  # noqa: E402

settings.ROOT_URLCONF = __name__
_ITEM = ("id", "external_id", "occurred_at", "rating", "text", "customer_id", "customer__external_id")


def list_view(request: HttpRequest) -> JsonResponse:
    """Return 100 answers with customer and touchpoint."""
    places = ("touchpoint_id", "touchpoint__code", "touchpoint__name_en")
    return JsonResponse({"nodes": list(FeedbackItem.objects.order_by("-id").values(*_ITEM, *places)[:100])})


def dashboard_view(request: HttpRequest) -> JsonResponse:
    """Return the experience value of 40 touchpoints over 24 months."""
    rows = ScopeScore.objects.filter(
        kind="touchpoint", run__is_current=True, run__period_kind="month", run__period__gte=date(2024, 1, 1)
    )
    wanted = ("code", "run__label", "n", "status", "value", "value_low", "value_high")
    return JsonResponse({"nodes": list(rows.order_by("code", "run__period").values(*wanted))})


def node_view(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Return one answer."""
    return JsonResponse(FeedbackItem.objects.values(*_ITEM).get(pk=pk))


urlpatterns = [
    path("list", list_view),
    path("dashboard", dashboard_view),
    path("node/<uuid:pk>", node_view),
]
