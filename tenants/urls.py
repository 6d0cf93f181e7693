"""Signing in and out, the same on a company's host and on the operator's."""

from django.urls import path

from tenants.views import factors, passkeys, passwords, sessions, sso

urlpatterns = [
    path("auth/session", sessions.session_view, name="auth-session"),
    path("auth/login", sessions.login_view, name="auth-login"),
    path("auth/logout", sessions.logout_view, name="auth-logout"),
    path("auth/invitation", passwords.invitation_view, name="auth-invitation"),
    path("auth/password", passwords.password_view, name="auth-password"),
    path("auth/reset", passwords.ask_reset_view, name="auth-ask-reset"),
    path("auth/reset/confirm", passwords.reset_view, name="auth-reset"),
    path("auth/second-factor", factors.second_factor_view, name="auth-second-factor"),
    path("auth/confirm", factors.confirm_view, name="auth-confirm"),
    path("auth/totp", factors.begin_codes_view, name="auth-totp"),
    path("auth/totp/enable", factors.enable_codes_view, name="auth-totp-enable"),
    path("auth/totp/disable", factors.disable_codes_view, name="auth-totp-disable"),
    path("auth/recovery-codes", factors.recovery_codes_view, name="auth-recovery-codes"),
    path("auth/passkeys", passkeys.passkeys_view, name="auth-passkeys"),
    path("auth/passkeys/make", passkeys.make_passkey_view, name="auth-passkey-make"),
    path("auth/passkeys/add", passkeys.add_passkey_view, name="auth-passkey-add"),
    path("auth/passkeys/remove", passkeys.remove_passkey_view, name="auth-passkey-remove"),
    path("auth/passkeys/ask", passkeys.ask_passkey_view, name="auth-passkey-ask"),
    path("auth/passkeys/sign-in", passkeys.use_passkey_view, name="auth-passkey-sign-in"),
    path("auth/sso", sso.begin_sso_view, name="auth-sso"),
    path("auth/sso/callback", sso.sso_callback_view, name="auth-sso-callback"),
]
