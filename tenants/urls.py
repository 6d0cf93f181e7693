"""Signing in and out, the same on a company's host and on the operator's."""

from django.urls import path

from tenants.views import login_view, logout_view, session_view

urlpatterns = [
    path("auth/session", session_view, name="auth-session"),
    path("auth/login", login_view, name="auth-login"),
    path("auth/logout", logout_view, name="auth-logout"),
]
