"""People: their passwords, their sessions and the cookies that carry them."""

from __future__ import annotations

from config.env import Environment

_env = Environment()
AUTH_USER_MODEL = "members.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
    ),
    {"NAME": "tenants.members.services.guessing.OwnWordsValidator"},
    {"NAME": "tenants.members.services.breached.BreachedPasswordValidator"},
]
# A file of SHA-1 hashes of passwords that became known, sorted, one a line, as Have I Been Pwned gives it away.
BREACHED_PASSWORDS_FILE = _env.optional("BREACHED_PASSWORDS_FILE") or ""
# Sessions end an hour after their person did something last, and a day after they began; cookies end with the browser.
SESSION_ENGINE = "tenants.members.services.session_store"
SESSION_COOKIE_AGE = 60 * _env.integer("SESSION_IDLE_MINUTES", 60, low=5, high=1440)
SESSION_LONGEST_SECONDS = 3600 * _env.integer("SESSION_HOURS", 24, low=1, high=720)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
