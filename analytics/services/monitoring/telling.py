"""Telling others about alerts."""

from analytics.models.alert import Alert
from tenants.hooks.services import Subject, emit


def tell(alert: Alert, *, happened: str) -> None:
    """Tell whoever listens that an alert was opened, changed, withdrawn, acknowledged or resolved."""
    subject = Subject("alert", str(alert.pk), str(alert.chart))
    data = {
        "touchpoint": str(alert.touchpoint),
        "metric": str(alert.metric),
        "day": alert.day.isoformat(),
        "kind": str(alert.kind),
        "direction": str(alert.direction),
        "value": alert.value,
        "expected": alert.expected,
        "state": str(alert.state),
    }
    emit(event=f"alert.{happened}", subject=subject, data=data)
