"""What is asked about a company that is to be."""

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.admin.forms import choice, line
from tenants.admin.labels import INDUSTRIES, LOCALES, PLANS
from tenants.models.plan import Plan
from tenants.models.tenant import Tenant, validate_slug, validate_timezone
from tenants.wording import sentence

CURRENCIES: Final = ("CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY", "SGD")


class NewCompanyForm(forms.Form):
    """The company that is to be."""

    required_css_class = "required"

    name = forms.CharField(label=_("Name"), max_length=200, widget=line(autocomplete="organization"))
    slug = forms.CharField(
        label=_("Slug"),
        max_length=40,
        widget=line(autocomplete="off", autocapitalize="off", spellcheck="false"),
        help_text=_("First label of its address: small letters, digits, hyphens. It stays for good."),
    )
    industry = forms.ChoiceField(
        label=_("Industry"), choices=list(INDUSTRIES.items()), initial=Tenant.Industry.DINING, widget=choice()
    )
    plan = forms.ChoiceField(label=_("Plan"), choices=list(PLANS.items()), initial=Plan.STANDARD, widget=choice())
    locale = forms.ChoiceField(
        label=_("Language of its people"), choices=list(LOCALES.items()), initial="zh-hans", widget=choice()
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        initial="Asia/Shanghai",
        widget=line(list="timezones", autocomplete="off", spellcheck="false"),
        help_text=_("Its days and months begin there, for good."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        initial="CNY",
        widget=line(list="currencies", autocomplete="off", spellcheck="false"),
        help_text=_("ISO 4217 code of the money all its figures are in, for good."),
    )
    admin_email = forms.EmailField(
        label=_("E-mail address of its first owner"),
        max_length=254,
        widget=forms.EmailInput(attrs=line(autocomplete="off").attrs),
        help_text=_("Gets a link by mail that sets a password."),
    )
    with_demo = forms.BooleanField(
        label=_("Fill it with demonstration data"),
        required=False,
        help_text=_("There is some for hot pot and e-commerce. It takes about a minute."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say no colon after labels."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_name(self) -> str:
        """Take blanks away."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_slug(self) -> str:
        """Refuse what cannot be an address."""
        slug = str(self.cleaned_data["slug"]).strip().lower()
        try:
            validate_slug(slug)
        except ValidationError as error:
            raise ValidationError([sentence(text) for text in error.messages]) from None
        return slug

    def clean_timezone(self) -> str:
        """Refuse what is no zone."""
        try:
            validate_timezone(str(self.cleaned_data["timezone"]))
        except ValidationError as error:
            raise ValidationError([sentence(text) for text in error.messages]) from None
        return str(self.cleaned_data["timezone"])

    def clean_currency(self) -> str:
        """Refuse what is no code of a currency."""
        code = str(self.cleaned_data["currency"]).upper()
        if len(code) != len("CNY") or not (code.isascii() and code.isalpha()):
            raise ValidationError(gettext("Use a code of three letters, such as CNY."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse demonstration data where there is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("with_demo") and given.get("industry") not in settings.DEMO_INDUSTRIES:
            self.add_error("with_demo", gettext("There is no demonstration data for this industry."))
        return given


def zones() -> list[str]:
    """Return the names of time zones that a place has, sorted."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))


def slug_refusal(slug: str) -> str:
    """Return why a slug cannot be had, as a sentence; empty when it can."""
    wanted = slug.strip().lower()
    try:
        validate_slug(wanted)
    except ValidationError as error:
        return sentence(" ".join(error.messages))
    return taken(wanted) if Tenant.objects.filter(slug=wanted).exists() else ""


def taken(slug: str) -> str:
    """Return what somebody is told whose slug another company has."""
    return gettext("Another company is called %(slug)s: choose another slug.") % {"slug": slug}
