"""The second factor at the door: proving it, switching it on and off, and proving once more who one is."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.access import Refusal
from tenants.members.models import User
from tenants.members.services import forget_failures, note_failure
from tenants.members.services.codes import disable_codes, enable_codes, replace_recovery_codes, take_code
from tenants.members.services.factor_rule import (
    GiveFactor,
    note_factor,
    require_another,
    require_held_factor,
)
from tenants.members.services.proofs import ProofNeeded, note_proof, require_proof
from tenants.members.services.totp import address_of, new_secret
from tenants.middleware import refused
from tenants.selectors import current_company
from tenants.views.answers import View, actor_in, address_here, door, person_of, require_try, texts_of, unknown
from tenants.views.entering import signed_in, waiting_in

NEW_SECRET = "new_totp_secret"  # noqa: S105  a key of the session


def dangerous(view: View) -> View:
    """Let only a person ask who proved in the last quarter of an hour who they are, by all factors that they have."""

    def asked(request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        if person is None:
            return unknown()
        try:
            require_proof(request.session, actor=actor_in(request), as_of=timezone.now())
            if actor_in(request).is_held_back:
                require_held_factor(person)
        except ProofNeeded as refusal:
            return refused(403, "FORBIDDEN", str(refusal))
        except GiveFactor as refusal:
            return refused(403, "SECOND_FACTOR_REQUIRED", str(refusal))
        return view(request)

    return asked


@door
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Sign in who gave the password before and now gives a code, or a recovery code."""
    given = texts_of(request, "code")
    if isinstance(given, JsonResponse):
        return given
    waiting = waiting_in(request)
    if waiting is None:
        return refused(401, "UNAUTHENTICATED", _("Begin with your password."))
    user, way = waiting
    found = _took(user, given["code"])
    if found is None:
        return refused(401, "UNAUTHENTICATED", _("This code is wrong or was used."))
    return signed_in(request, user, way=f"{way}+{found}")


@door
def confirm_view(request: HttpRequest) -> HttpResponse:
    """Note that the person of the session knows the password, or with a second factor on, the code."""
    person = person_of(request)
    if person is None:
        return unknown()
    asks_code = person.second_factor_at is not None
    given = texts_of(request, "code" if asks_code else "password")
    if isinstance(given, JsonResponse):
        return given
    is_right = _took(person, given["code"]) if asks_code else _knows(person, given["password"])
    if not is_right:
        return refused(401, "UNAUTHENTICATED", _("That is wrong."))
    note_proof(request.session, as_of=timezone.now())
    if asks_code:
        note_factor(request.session)
    return JsonResponse({"confirmed": True})


@door
@dangerous
def begin_codes_view(request: HttpRequest) -> HttpResponse:
    """Give a new secret for the person's app; it counts once a code of it was given."""
    secret = new_secret()
    request.session[NEW_SECRET] = secret
    address = address_of(secret=secret, company=current_company().name, email=actor_in(request).name)
    return JsonResponse({"secret": secret, "address": address})


@door
@dangerous
def enable_codes_view(request: HttpRequest) -> HttpResponse:
    """Ask for codes from now on; the answer holds recovery codes, here and never again."""
    given = texts_of(request, "code")
    if isinstance(given, JsonResponse):
        return given
    secret, actor = request.session.get(NEW_SECRET), actor_in(request)
    if not secret:
        return refused(400, "BAD_USER_INPUT", _("Ask /auth/totp for a secret first."))
    name = _counted(actor.name)
    require_try(name)
    try:
        codes = enable_codes(actor=actor, secret=secret, code=given["code"], as_of=timezone.now())
    except Refusal:
        note_failure(email=name, address=address_here())
        raise
    del request.session[NEW_SECRET]
    note_factor(request.session)
    return JsonResponse({"recoveryCodes": codes})


@door
@dangerous
def recovery_codes_view(request: HttpRequest) -> HttpResponse:
    """Give new recovery codes; the ones before are good no more."""
    return JsonResponse({"recoveryCodes": replace_recovery_codes(actor=actor_in(request))})


@door
@dangerous
def disable_codes_view(request: HttpRequest) -> HttpResponse:
    """Ask for no codes any more; not where the company wants a second factor and there is no other."""
    require_another(cast("User", person_of(request)), company=current_company())
    disable_codes(actor=actor_in(request))
    return JsonResponse({"disabled": True})


def _took(user: User, code: str) -> str | None:
    """Return by what a person proved the second factor; wrong codes are counted for the account, in all sessions."""
    name = _counted(user.email)
    require_try(name)
    found = take_code(user_id=user.pk, code=code, as_of=timezone.now())
    if found is None:
        note_failure(email=name, address=address_here())
    else:
        forget_failures(email=name)
    return found


def _knows(user: User, password: str) -> bool:
    require_try(user.email)
    if user.check_password(password):
        return True
    note_failure(email=user.email, address=address_here())
    return False


def _counted(email: str) -> str:
    # Apart from wrong passwords: who knows the password, and forgets those, has not forgotten these.
    return f"second {email}"
