"""Enums of marks on trends."""

from analytics.services.annotations import AnnotationKind
from tenants.graphql.enums import choices_enum

AnnotationKindEnum = choices_enum(AnnotationKind, name="AnnotationKind")
