"""Enums of facts."""

from feedback.models import ImportBatch
from tenants.graphql.enums import choices_enum

ImportKind = choices_enum(ImportBatch.Kind, name="ImportKind")
ImportState = choices_enum(ImportBatch.State, name="ImportState")
