"""Enums of cases."""

from django.db import models

from feedback.models import CaseEvent, CaseOrigin, CaseScore, CaseSeverity, CaseState, RootCause
from tenants.graphql.enums import choices_enum


class CaseSort(models.TextChoices):
    """In which order cases are listed."""

    NEWEST = "newest", "The last opened first"
    DUE = "due", "What has to be resolved next first"
    CHANGED = "changed", "The last changed first"


CaseStateEnum = choices_enum(CaseState, name="CaseState")
CaseSeverityEnum = choices_enum(CaseSeverity, name="CaseSeverity")
CaseOriginEnum = choices_enum(CaseOrigin, name="CaseOrigin")
CaseEventKind = choices_enum(CaseEvent.Kind, name="CaseEventKind")
CaseScoreEnum = choices_enum(CaseScore, name="CaseScore")
RootCauseEnum = choices_enum(RootCause, name="RootCause")
CaseSortEnum = choices_enum(CaseSort, name="CaseSort")
