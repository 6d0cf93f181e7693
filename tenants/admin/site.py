"""The site: its pages by address, and what every page is given."""

from collections.abc import Callable
from typing import Any, override

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import get_language
from unfold.sites import UnfoldAdminSite

from tenants.admin.files import address_of
from tenants.admin.guard import View, actor_of, may_operate, nonce_of, operators_only
from tenants.admin.labels import LOCALES
from tenants.admin.words import SAID, WORDS

_MENU = (
    ("index", "overview", "dashboard"),
    ("tenants_tenant_changelist", "companies", "apartment"),
    ("new_company", "new_company", "add_business"),
    ("tenants_provisioningrun_changelist", "set_ups", "construction"),
    ("tenants_migrationresult_changelist", "migrations", "schema"),
    ("tenants_deletioncertificate_changelist", "certificates", "verified"),
)
# Language as a page names it -> as Django's cookie holds it.
LANGUAGES = tuple(LOCALES.items())

type Pages = Callable[["OperatorSite"], list[URLPattern | URLResolver]]


class OperatorSite(UnfoldAdminSite):
    """The operator's pages: the lists are Django's, the clothes Unfold's, the rights and addresses ours."""

    def __init__(self, name: str = "admin", *, pages: Pages) -> None:
        """Know by which addresses the pages are found."""
        super().__init__(name)
        self.pages = pages

    @override
    def has_permission(self, request: HttpRequest) -> bool:
        return may_operate(request)

    @override
    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return operators_only(view)

    @override
    def get_urls(self) -> list[URLPattern | URLResolver]:
        return self.pages(self)

    @override
    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        files = ("unfold/fonts/inter/styles.css", "unfold/fonts/material-symbols/styles.css", "unfold/css/styles.css")
        return {
            "w": WORDS,
            "nonce": nonce_of(request),
            "lang": (get_language() or "en"),
            "languages": LANGUAGES,
            "styles": [address_of(name) for name in (*files, "operator/pages.css")],
            "theme": address_of("operator/theme.js"),
            "scripts": [address_of("operator/pages.js")],
            "menu": _menu(request) if may_operate(request) else [],
            "person": actor_of(request).name,
            "said": SAID.get(request.GET.get("said", "")),
            "here": request.get_full_path(),
            "has_permission": may_operate(request),
            "is_popup": False,
        }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the pages of the menu; the one is marked that is asked for, or below which it lies."""
    found = [(reverse(f"admin:{name}"), WORDS["frame"][words], icon) for name, words, icon in _MENU]
    below = [address for address, _, _ in found if request.path.startswith(address)]
    here = max(below, key=len, default="")
    return [
        {"address": address, "words": words, "icon": icon, "is_here": address == here} for address, words, icon in found
    ]


def at(route: str, view: View, name: str, **given: Any) -> URLPattern:
    """Return an address of a page that people of the operator see."""
    return path(route, operators_only(view), given or None, name=name)
