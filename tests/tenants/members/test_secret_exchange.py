"""Keys and ways of hashing can be exchanged while what they protect stays readable."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from tenants.hooks.services.sealing import UnreadableSecret, seal, unseal
from tenants.members.models import User
from tenants.members.services import ensure_user
from tenants.models import Tenant

FORMER, PRESENT = "former" * 10, "present" * 10


def test_what_was_sealed_with_the_former_key_is_opened_and_sealed_anew_with_the_present(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FORMER, []
    sealed = seal("whsec")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = PRESENT, [FORMER]
    anew = seal(unseal(sealed))
    settings.SECRET_KEY_FALLBACKS = []

    assert unseal(anew) == "whsec"
    with pytest.raises(UnreadableSecret):
        unseal(sealed)


def test_a_sealed_secret_that_was_changed_is_refused() -> None:
    sealed = seal("whsec")

    for at in range(0, len(sealed) - 2, 7):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        with pytest.raises(UnreadableSecret):
            unseal(changed)


def test_a_password_hashed_in_an_older_way_is_hashed_anew_at_the_next_sign_in(in_acme: Tenant, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    user = ensure_user(email="ann@acme.example", role="viewer")
    older = make_password("correct horse battery", hasher="pbkdf2_sha256")
    User.objects.filter(pk=user.pk).update(password=older)

    assert User.objects.get(pk=user.pk).check_password("correct horse battery")

    assert User.objects.get(pk=user.pk).password.startswith("md5$")
