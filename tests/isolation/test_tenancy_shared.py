"""What all companies share: caches, content types, the split of apps, and the rules of the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from tenants.access import company_context
from tenants.members.models import Unit
from tenants.models import Tenant
from tenants.models.company_model import CompanyManager, GuardedModel

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
APPS = ("config", "tenants", "journeys", "feedback", "analytics")


def test_content_types_are_the_same_everywhere(acme: Tenant, globex: Tenant) -> None:
    seen = set()
    for tenant in (acme, globex):
        with company_context(tenant):
            seen.add(ContentType.objects.get_for_model(Unit).pk)
            ContentType.objects.clear_cache()
            seen.add(ContentType.objects.get_for_model(Unit).pk)

    assert len(seen) == 1


def test_each_app_is_shared_or_of_companies_and_never_both(settings) -> None:  # type: ignore[no-untyped-def]
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    assert "django.contrib.contenttypes" in settings.SHARED_APPS
    assert "django.contrib.sessions" in settings.TENANT_APPS


def test_no_table_of_a_company_points_into_the_shared_tables(acme: Tenant) -> None:
    with company_context(acme), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'acme'::regnamespace"
            " AND (SELECT relnamespace FROM pg_class WHERE oid = confrelid) <> 'acme'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_the_cache_of_one_company_is_not_read_in_another(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        cache.set("answer", "of acme", 5)
        assert cache.get("answer") == "of acme"

    with company_context(globex):
        assert cache.get("answer") is None
    assert cache.get("answer") is None


def test_every_model_of_a_company_is_guarded(settings) -> None:  # type: ignore[no-untyped-def]
    configs = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    found = [model for config in configs for model in config.get_models(include_auto_created=True)]
    ours = [model for model in found if not model.__module__.startswith("django.")]

    assert len(ours) > 20
    for model in ours:
        assert issubclass(model, GuardedModel), model
        assert isinstance(model._default_manager, CompanyManager), model
        assert isinstance(model._base_manager, CompanyManager), model


def test_the_contexts_of_the_stock_library_are_not_used() -> None:
    for path in [path for app in APPS for path in (ROOT / app).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            imported = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom | ast.Import) else set()
            assert not imported & {"schema_context", "tenant_context"}, path
