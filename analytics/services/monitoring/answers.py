"""What people do with alerts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.models.alert import Alert, AlertState
from analytics.services.monitoring.telling import tell
from tenants.access import COMMAND, Actor, Refusal
from tenants.audit.services import Subject, record


class UnknownAlert(Refusal):
    """No alert has that id."""


class AlertClosed(Refusal):
    """An alert that is resolved or withdrawn is not changed any more."""


@transaction.atomic
def acknowledge_alert(*, alert_id: UUID, by: str, at: datetime, note: str = "", actor: Actor = COMMAND) -> Alert:
    """Say that somebody looks after an alert. Raises UnknownAlert, or AlertClosed when it is no longer open."""
    return _answered(alert_id, AlertState.ACKNOWLEDGED, by, at, note, actor)


@transaction.atomic
def resolve_alert(*, alert_id: UUID, by: str, at: datetime, note: str = "", actor: Actor = COMMAND) -> Alert:
    """Say that an alert is dealt with. Raises UnknownAlert, or AlertClosed when it is resolved or withdrawn."""
    return _answered(alert_id, AlertState.RESOLVED, by, at, note, actor)


def _answered(alert_id: UUID, state: AlertState, by: str, at: datetime, note: str, actor: Actor) -> Alert:
    alert: Alert | None = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise UnknownAlert(_("No alert has that id."))
    if alert.state == state:
        return alert
    if alert.state in (AlertState.RESOLVED, AlertState.WITHDRAWN):
        raise AlertClosed(_("The alert is %(state)s: it is not changed any more.") % {"state": alert.state})
    before = {"state": alert.state}
    alert.state, alert.changed_by, alert.changed_at = state, by, at
    alert.note = note or alert.note
    alert.save(update_fields=["state", "changed_by", "changed_at", "note"])
    about = Subject("alert", id=str(alert.pk), name=alert.chart)
    record(actor=actor, action=f"alert.{state.value}", subject=about, before=before, after={"state": state.value})
    tell(alert, happened=state.value)
    return alert
