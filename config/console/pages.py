"""The one page of the console, for every address that the console knows how to show."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.console.bundle import Bundle, State
from config.console.entrance import address_at
from tenants.access import ANONYMOUS, Actor
from tenants.selectors import operator_host

HERE: Final = Path(__file__).parent
# First parts of addresses that are not the console's; below them, what is unknown stays unknown.
OTHERS: Final = (
    "admin", "api", "assets", "auth", "collect", "exports", "graphql", "livez", "metrics", "privacy", "readyz", "s",
)  # fmt: skip
ROUTE: Final = rf"^(?!(?:{'|'.join(OTHERS)})(?:/|$))(?:[A-Za-z0-9_~-]+(?:/[A-Za-z0-9_~.-]+)*/?)?$"
# Scripts and styles come with the nonce of the page or from a script that has it, and from nowhere else.
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{0}' 'strict-dynamic'; style-src 'self' 'nonce-{0}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
WAIT_SECONDS: Final = 3
_engine = Engine(autoescape=True)
_page = _engine.from_string((HERE / "page.html").read_text(encoding="utf-8"))
_wait = _engine.from_string((HERE / "wait.html").read_text(encoding="utf-8"))


@require_safe
def console_page(request: HttpRequest) -> HttpResponse:
    """Answer the page that loads the console, to browsers; programs are told that there is nothing here."""
    if not request.accepts("text/html") or "Accept" not in request.headers:
        raise Http404
    bundle, nonce = Bundle(settings.CONSOLE), secrets.token_urlsafe(16)
    entry = bundle.entry()
    given: dict[str, object] = {"language": get_language(), "nonce": nonce, "entry": entry}
    if entry is None:
        return _secured(_waiting(bundle.state(), given), nonce)
    get_token(request)  # sets the cookie that changes have to send along
    caller: Actor = getattr(request, "actor", ANONYMOUS)
    operator = operator_host()
    door = address_at(request, operator) if operator else ""
    given |= {"csrf_cookie": settings.CSRF_COOKIE_NAME, "caller": caller.kind, "door": door}
    return _secured(HttpResponse(_page.render(Context(given))), nonce)


def _waiting(state: State, given: dict[str, object]) -> HttpResponse:
    """Return the page that stands in until the console is there, and looks again by itself."""
    words = {
        State.BUILDING: _("The console is being built. This takes a minute after an installation or an update."),
        State.FAILED: _("The console could not be built. The output of make up says why; make web tries again."),
        State.MISSING: _("The console has not been built yet. Run make web on the server."),
    }
    told = {"title": _("Huibao"), "words": words[state], "rest": _("Everything else works.")}
    page = _wait.render(Context(given | told | {"seconds": WAIT_SECONDS}))
    return HttpResponse(page, status=503, headers={"Retry-After": str(WAIT_SECONDS)})


def _secured(response: HttpResponse, nonce: str) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY.format(nonce)
    response["Cache-Control"] = "no-store"
    response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    return response
