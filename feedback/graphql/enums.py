"""Enums of facts."""

from feedback.models import CustomerIdentity, ImportBatch
from tenants.graphql.enums import choices_enum

IdentityKind = choices_enum(CustomerIdentity.Kind, name="IdentityKind")
ImportKind = choices_enum(ImportBatch.Kind, name="ImportKind")
ImportState = choices_enum(ImportBatch.State, name="ImportState")
