"""Enums of facts."""

from feedback.models import CustomerIdentity, IdentityPolicy, ImportBatch, MergeConflict, RetentionRule
from tenants.graphql.enums import choices_enum

ConflictDecision = choices_enum(MergeConflict.Decision, name="ConflictDecision")
IdentityAction = choices_enum(IdentityPolicy.Action, name="IdentityAction")
ConflictReason = choices_enum(MergeConflict.Reason, name="ConflictReason")
ConflictState = choices_enum(MergeConflict.State, name="ConflictState")
IdentityKind = choices_enum(CustomerIdentity.Kind, name="IdentityKind")
ImportKind = choices_enum(ImportBatch.Kind, name="ImportKind")
RetentionKind = choices_enum(RetentionRule.Kind, name="RetentionKind")
ImportState = choices_enum(ImportBatch.State, name="ImportState")
