"""Addresses of the facts on a company's host."""

from django.urls import path

from feedback.views import collect

urlpatterns = [path("collect/v1/<slug:kind>", collect, name="collect")]
