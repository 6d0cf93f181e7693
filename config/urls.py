"""Addresses on a company's host. /livez and /readyz are answered before, on any host."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from config.console.files import console_file
from config.console.pages import ROUTE, console_page
from config.schema import company_schema
from tenants.graphql.explorer.view import explorer_page
from tenants.graphql.view import graphql_endpoint

urlpatterns: list[URLPattern | URLResolver] = [
    path("graphql", graphql_endpoint(company_schema), name="graphql"),
    path("api/explorer", explorer_page(company_schema), name="explorer"),
    path("", include("tenants.urls")),
    path("", include("feedback.urls")),
    path("assets/<str:name>", console_file, name="console-file"),
    re_path(ROUTE, console_page, name="console"),
]
handler400, handler403 = "config.pages.bad_request", "config.pages.forbidden"
handler404, handler500 = "config.pages.not_found", "config.pages.fault"
