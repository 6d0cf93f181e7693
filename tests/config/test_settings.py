"""Production refuses to start without its secrets; no app stands in two lists; the worker's limits fit together."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.embedded.places import PROJECT
from config.settings import base

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "postgresql://h@db/bao",
    "REDIS_URL": "redis://cache:6379/0",
}


COOKIES = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME"
SECURE = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_INCLUDE_SUBDOMAINS"


def load_production(names="DEBUG ALLOWED_HOSTS CELERY_BROKER_URL", **variables):
    code = f"import django.conf as c; s = c.settings; print(*(getattr(s, name) for name in {names.split()}))"
    environment = {"PATH": os.environ["PATH"]} | {name: value for name, value in variables.items() if value}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_production_loads_with_what_it_needs():
    assert load_production(**COMPLETE).stdout.strip() == "False ['example.org'] redis://cache:6379/0"


def test_production_s_cookies_come_from_this_host_over_https_only():
    found = load_production(f"{COOKIES} {SECURE} SECURE_HSTS_SECONDS", **COMPLETE).stdout.split()

    assert found[:2] == ["__Host-sessionid", "__Host-csrftoken"]
    assert found[2:] == ["True"] * 4 + ["31536000"]
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN) == (
        True, None, None,
    )  # fmt: skip
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert (settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH) == ("/", "/")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_what_is_missing(missing):
    result = load_production(**(COMPLETE | {missing: ""}))

    assert result.returncode != 0
    assert missing in result.stderr.splitlines()[-1]


def test_each_app_is_either_shared_or_a_company_s():
    assert not set(base.SHARED_APPS) & set(base.TENANT_APPS)


def test_a_task_is_ended_before_its_message_is_delivered_again():
    visibility = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT < visibility


def test_beat_knows_the_tick_and_the_tending_and_nothing_else():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == {"analytics.tick", "tenants.tend"}


def test_only_json_is_accepted_from_the_broker():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]


def test_passwords_are_hashed_with_argon2():
    assert base.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_production_has_no_demonstration():
    assert load_production("DEMO DEBUG WEBHOOK_OPEN_HOSTS", **COMPLETE).stdout.split() == ["False", "False", "[]"]
