"""Addresses on the operator's host. /livez and /readyz are answered before, on any host."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from config.console.entrance import entrance_page
from config.schema import operator_schema
from tenants.admin.pages import SITE
from tenants.graphql.explorer.view import explorer_page
from tenants.graphql.view import graphql_endpoint

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entrance_page, name="entrance"),
    path("graphql", graphql_endpoint(operator_schema), name="graphql"),
    path("api/explorer", explorer_page(operator_schema), name="explorer"),
    path("admin/", SITE.urls),
    path("", include("tenants.urls")),
]
handler400, handler403 = "config.pages.bad_request", "config.pages.forbidden"
handler404, handler500 = "config.pages.not_found", "config.pages.fault"
