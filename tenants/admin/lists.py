"""Lists that are read: Django's change lists without change, in a page of ours."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, override

from django import forms
from django.contrib.admin import ChoicesFieldListFilter
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from unfold.admin import ModelAdmin

from tenants.admin.guard import may_operate
from tenants.admin.labels import INDUSTRIES, METHODS, MIGRATION_STATES, PLANS, RUN_STATES, STATUSES, Words
from tenants.admin.words import COMPANY

_CODES: Mapping[str, Mapping[str, Words]] = {
    "industry": INDUSTRIES, "plan": PLANS, "status": STATUSES, "method": METHODS,
}  # fmt: skip
_NAMES: Mapping[str, Words] = {
    "industry": COMPANY["industry"], "plan": COMPANY["plan"], "status": COMPANY["status"], "state": COMPANY["status"],
}  # fmt: skip
_STATES: Mapping[str, Mapping[str, Words]] = {"provisioningrun": RUN_STATES, "migrationresult": MIGRATION_STATES}


class CodesFilter(ChoicesFieldListFilter):
    """A filter by a code, whose choices are called what the pages call them."""

    @override
    def choices(self, changelist: Any) -> Iterator[Any]:
        words = _words_of(self.field.model, self.field.name)
        for choice, (code, _label) in zip(
            super().choices(changelist), [("", ""), *self.field.flatchoices], strict=False
        ):
            yield {**choice, "display": words.get(str(code), choice["display"])}


def _words_of(model: type[models.Model], field: str) -> Mapping[str, Words]:
    return _STATES[str(model._meta.model_name)] if field == "state" else _CODES[field]  # noqa: SLF001 - Django's API


class ReadOnlyList(ModelAdmin):
    """A list that nobody changes anything by: what companies are, only the services change."""

    change_list_template = "operator/list.html"
    actions: ClassVar[None] = None
    list_display_links: ClassVar[None] = None
    list_per_page = 25
    show_full_result_count = False
    title: Words = ""

    @property
    def media(self) -> forms.Media:
        """Load none of Django's scripts: nothing here needs them."""
        return forms.Media()

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @override
    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_operate(request)

    def heads(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the page of this list shows besides."""
        return {}

    @override
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer the list; an address that asks for what there is not leads to the whole of it."""
        if ERROR_FLAG in request.GET or any("\0" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(request.path)
        response: HttpResponse = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            listed = response.context_data["cl"]
            choices = [(_NAMES[spec.field_path], list(spec.choices(listed))) for spec in listed.filter_specs]
            counted = gettext("%(count)s in all") % {"count": listed.result_count}
            response.context_data |= {"title": self.title, "choices": choices, "counted": counted} | self.heads(request)
        return response
