"""Signing in and out, and passwords, the same on a company's host and on the operator's."""

from django.urls import path

from tenants.views import (
    ask_reset_view,
    invitation_view,
    login_view,
    logout_view,
    password_view,
    reset_view,
    session_view,
)

urlpatterns = [
    path("auth/session", session_view, name="auth-session"),
    path("auth/login", login_view, name="auth-login"),
    path("auth/logout", logout_view, name="auth-logout"),
    path("auth/invitation", invitation_view, name="auth-invitation"),
    path("auth/password", password_view, name="auth-password"),
    path("auth/reset", ask_reset_view, name="auth-ask-reset"),
    path("auth/reset/confirm", reset_view, name="auth-reset"),
]
