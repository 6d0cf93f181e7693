"""What is asked before something is done to a company."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

from tenants.admin.labels import PLANS
from tenants.models.tenant import Tenant

_INPUT: Final = {"class": " ".join(INPUT_CLASSES)}
_SELECT: Final = {"class": " ".join(SELECT_CLASSES)}


def line(**attributes: str) -> forms.TextInput:
    """Return a box for one line."""
    return forms.TextInput(attrs=_INPUT | attributes)


def choice() -> forms.Select:
    """Return a box to choose from."""
    return forms.Select(attrs=_SELECT)


class AboutCompany(forms.Form):
    """A form about a company, whose buttons say what will be done."""

    required_css_class = "required"

    def __init__(self, *args: Any, company: Tenant, **kwargs: Any) -> None:
        """Know which company it is about."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.company = company


class PlainForm(AboutCompany):
    """Nothing is asked but whether it is meant."""


class ArchiveForm(AboutCompany):
    """Nothing is asked: passwords and keys never go into an archive that a page asked for."""


class ReasonForm(AboutCompany):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=line(),
        help_text=_("For the audits of the company and of the operator."),
    )


class BookForm(AboutCompany):
    """What is booked."""

    plan = forms.ChoiceField(label=_("Plan"), choices=list(PLANS.items()), widget=choice())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what is booked."""
        super().__init__(*args, **kwargs)
        self.fields["plan"].initial = self.company.plan


class EnterForm(AboutCompany):
    """Why, and for how long."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, min_length=10, widget=line(), help_text=_("The company reads it.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), initial=30, min_value=5, max_value=480, widget=forms.NumberInput(attrs=_INPUT)
    )


class CloseForm(ReasonForm):
    """Why, when, and the slug once more."""

    DAYS: Final = 30
    days = forms.IntegerField(
        label=_("Days until it is deleted"),
        initial=DAYS,
        min_value=1,
        max_value=3650,
        widget=forms.NumberInput(attrs=_INPUT),
    )
    confirm = forms.CharField(
        label=_("Slug of the company, once more"), max_length=40, widget=line(autocomplete="off", spellcheck="false")
    )

    def clean_confirm(self) -> str:
        """Refuse another slug."""
        typed = str(self.cleaned_data["confirm"]).strip()
        if typed != self.company.slug:
            raise forms.ValidationError(gettext("Type %(slug)s to confirm.") % {"slug": self.company.slug})
        return typed
