"""Enums of facts."""

from feedback.models import CustomerIdentity, ImportBatch, RetentionRule
from tenants.graphql.enums import choices_enum

IdentityKind = choices_enum(CustomerIdentity.Kind, name="IdentityKind")
ImportKind = choices_enum(ImportBatch.Kind, name="ImportKind")
RetentionKind = choices_enum(RetentionRule.Kind, name="RetentionKind")
ImportState = choices_enum(ImportBatch.State, name="ImportState")
