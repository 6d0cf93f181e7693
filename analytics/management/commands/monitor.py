"""`monitor`: the control charts of a month and the alerts that they raise."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils import timezone

from analytics.management.tables import number, table
from analytics.models.alert import Alert, AlertState
from analytics.services.monitoring.alerts import raise_alerts
from analytics.services.monitoring.charts import charts, default_day, standing_out
from analytics.services.monitoring.printing import printed_alert, printed_charts
from journeys.models import Touchpoint
from tenants.access import Refusal
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class BadDay(Refusal):
    """A day that cannot be read."""


class UnknownTouchpoint(Refusal):
    """A touchpoint that the company does not have."""


class Command(CompanyCommand):
    """Bring the aggregates up to date, raise alerts, and show the charts of the month."""

    help = "Look at the control charts of the month that holds a day, and raise or withdraw alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the touchpoint and the day."""
        super().add_arguments(parser)
        parser.add_argument("--touchpoint", metavar="CODE", help="only charts and alerts of this touchpoint")
        parser.add_argument(
            "--fdr", type=float, metavar="SHARE", help="also name the charts that stand out with this share false"
        )
        parser.add_argument("--as-of", metavar="DATE", help="last day to look at; default: yesterday")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the charts and the alerts that are open or acknowledged."""
        now, code = timezone.now(), options["touchpoint"]
        if code is not None and not Touchpoint.objects.filter(code=code).exists():
            raise UnknownTouchpoint(f"no touchpoint {code!r} in {company.slug}")
        day = _read_day(options["as_of"]) if options["as_of"] else default_day(company=company, now=now)
        changed = raise_alerts(company=company, as_of=day, now=now)
        chosen = None if code is None else [code]
        first = day.replace(day=1)
        shown = charts(company=company, first=first, last=day, touchpoints=chosen)
        alerts = Alert.objects.filter(state__in=[AlertState.OPEN, AlertState.ACKNOWLEDGED]).order_by("-day", "chart")
        if code is not None:
            alerts = alerts.filter(touchpoint=code)
        standing = {} if options["fdr"] is None else {"standing_out": standing_out(shown[-1], share=options["fdr"])}
        return {
            "tenant": company.slug,
            "as_of": day.isoformat(),
            "changed": len(changed),
            **standing,
            "charts": printed_charts(shown, first=first, last=day),
            "alerts": [printed_alert(alert) for alert in alerts],
        }

    def render(self, result: dict[str, Any]) -> str:
        """Return the charts as a table, then the alerts in words."""
        rows = [_row(chart) for chart in result["charts"]]
        head = ["chart", "status", "last day", "n", "value", "expected", "EWMA", "limits", "notes"]
        lines = [f"{result['tenant']} as of {result['as_of']}", *table(head, rows)] if rows else ["No charts yet."]
        if result.get("standing_out"):
            lines.append(f"standing out on the day: {', '.join(result['standing_out'])}")
        return "\n".join([*lines, *map(_line, result["alerts"])])


def _row(chart: dict[str, Any]) -> list[str]:
    points = [point for point in chart["points"] if point["value"] is not None]
    if not points:
        return [chart["key"], chart["status"], *[""] * 6, chart["reason"]]
    last = points[-1]
    figures = [number(last[name]) for name in ("value", "centre", "level")]
    limits = f"{number(last['low'])} to {number(last['high'])}"
    return [chart["key"], chart["status"], last["day"], str(last["n"]), *figures, limits, " ".join(chart["notes"])]


def _line(alert: dict[str, Any]) -> str:
    return f"{alert['day']} {alert['chart']} {alert['state']}: {alert['reasons'][0]['text']}"


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadDay(f"{text!r} is not a day; write it as YYYY-MM-DD") from error
