"""Addresses of the facts on a company's host."""

from django.urls import path

from feedback.views import answer_to_access, collect, exported_file

urlpatterns = [
    path("collect/v1/<slug:kind>", collect, name="collect"),
    path("privacy/access/<uuid:job>", answer_to_access, name="privacy-access"),
    path("exports/<uuid:job>", exported_file, name="export"),
]
