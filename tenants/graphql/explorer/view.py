"""`/api/explorer`: the page, for members who are signed in, with nothing from anywhere else."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.access import ANONYMOUS, Actor
from tenants.graphql.document import InvalidDocument, Prepared, prepare
from tenants.graphql.errors import ApiError
from tenants.graphql.explorer.examples import EXAMPLES, Example
from tenants.graphql.policy import authorise
from tenants.graphql.reach import require_reach
from tenants.graphql.schema import ApiSchema
from tenants.middleware import refused

HERE: Final = Path(__file__).parent
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def explorer_page(schema: ApiSchema) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of the explorer of a schema, with those of the examples that fit it."""
    fitting = fitting_examples(schema)
    parts = {name: (HERE / f"page.{name}").read_text(encoding="utf-8") for name in ("html", "css", "js")}
    page = Engine(autoescape=True).from_string(parts["html"])

    @require_safe
    def explorer(request: HttpRequest) -> HttpResponse:
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if actor.kind != "user":
            return refused(401, "UNAUTHENTICATED", _("Sign in as a member of this company."))
        nonce = secrets.token_urlsafe(16)
        given = {
            "csrfToken": get_token(request),
            "examples": [_offered(example) for example, prepared in fitting if may_run(actor, prepared)],
            "words": {"kept": _("kept"), "failed": _("failed"), "points": _("{} points")},
        }
        company: Any = request.company  # type: ignore[attr-defined]  # set by CompanyMiddleware
        html = page.render(
            Context(
                {
                    "language": get_language(), "nonce": nonce, "words": _words(), "place": company.name,
                    "person": actor.name, "given": _embedded(given),
                    "style": mark_safe(parts["css"]), "script": mark_safe(parts["js"]),  # noqa: S308 - our own files
                }
            )
        )  # fmt: skip
        headers = {
            "Content-Security-Policy": POLICY.format(nonce),
            "Cache-Control": "no-store",
            "Referrer-Policy": "same-origin",
        }
        return HttpResponse(html, headers=headers)

    return explorer


def fitting_examples(schema: ApiSchema) -> list[tuple[Example, Prepared]]:
    """Return the examples that are valid for a schema, prepared."""
    found = []
    for example in EXAMPLES:
        prepared = prepare(schema.core, example.query)
        try:
            prepared.validate()
        except InvalidDocument:
            continue  # it is for the other kind of host
        found.append((example, prepared))
    return found


def may_run(actor: Actor, prepared: Prepared) -> bool:
    """Return whether an actor may read and change everything that a document names."""
    places = prepared.places(prepared.choose(None))
    try:
        authorise(actor, places)
        require_reach(actor, places)
    except ApiError:
        return False
    return True


def _offered(example: Example) -> dict[str, Any]:
    return {"title": str(example.title), "query": example.query, "variables": dict(example.variables)}


def _embedded(given: dict[str, Any]) -> str:
    """Return JSON that cannot end the element it stands in."""
    text = msgspec.json.encode(given).decode()
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(escaped)  # noqa: S308 - nothing in it is markup any more


def _words() -> dict[str, str]:
    return {
        "title": _("API explorer"),
        "examples": _("Examples"),
        "run": _("Run (Ctrl+Enter)"),
        "cost": _("What would it cost?"),
        "query": _("Document"),
        "variables": _("Variables"),
        "answer": _("Answer"),
        "empty": _("Choose an example or write a document, then run it."),
        "schema": _("Search the schema"),
        "docs": _("The schema"),
        "leave": _("Sign out"),
    }
