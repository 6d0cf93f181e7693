"""What an endpoint shall be: read, judged, and put onto its row."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.access import Refusal
from tenants.hooks.catalogue import CATALOGUE, TEST_EVENT
from tenants.hooks.channels import CHANNELS
from tenants.hooks.channels.addresses import BadAddress, read_address
from tenants.hooks.channels.standard import is_secret
from tenants.hooks.models import WebhookEndpoint
from tenants.hooks.services.sealing import seal

LONGEST_NAME = 200
LONGEST_SECRET = 200
LOCALES = ("zh-hans", "en")


class BadEndpoint(Refusal):
    """An endpoint cannot be as asked."""


@dataclass(frozen=True, slots=True)
class EndpointWish:
    """What an endpoint shall be; what is None stays as it is. `secret` is the one that a robot was given to sign."""

    name: str | None = None
    url: str | None = field(default=None, repr=False)
    events: list[str] | None = None
    locale: str | None = None
    secret: str | None = field(default=None, repr=False)


def fill(endpoint: WebhookEndpoint, wish: EndpointWish) -> None:
    """Put what is wished onto an endpoint that is not stored yet. Raises BadEndpoint."""
    if wish.name is not None:
        endpoint.name = _name(wish.name, endpoint)
    if wish.url is not None:
        endpoint.shown_url, endpoint.sealed_url = _address(wish.url, endpoint.kind)
    if wish.events is not None:
        endpoint.events = _events(wish.events)
    if wish.locale is not None:
        if wish.locale not in LOCALES:
            raise BadEndpoint(_("A language is one of %(locales)s.") % {"locales": ", ".join(LOCALES)}, field="locale")
        endpoint.locale = wish.locale
    if wish.secret is not None:
        endpoint.sealed_secret = seal(_secret(wish.secret, endpoint.kind))


def _name(text: str, endpoint: WebhookEndpoint) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadEndpoint(_("A name has 1 to %(most)s characters.") % {"most": LONGEST_NAME}, field="name")
    if WebhookEndpoint.objects.filter(name=name).exclude(pk=endpoint.pk).exists():
        raise BadEndpoint(_("Another endpoint has that name."), field="name")
    return name


def _address(url: str, kind: str) -> tuple[str, str]:
    """Return an address as it is shown and as it is kept. Where a name leads is judged at each call, not here."""
    open_hosts, channel = frozenset(settings.WEBHOOK_OPEN_HOSTS), CHANNELS[kind]
    try:
        place = read_address(url.strip(), open_hosts=open_hosts)
    except BadAddress as refused:
        raise BadEndpoint(_("The address cannot be used: %(why)s.") % {"why": refused}, field="url") from None
    if channel.hosts and place.host not in channel.hosts | open_hosts:
        raise BadEndpoint(
            _("Robots of that kind are at %(hosts)s.") % {"hosts": ", ".join(sorted(channel.hosts))}, field="url"
        )
    parts = urlsplit(url.strip())
    path = parts.path if kind == WebhookEndpoint.Kind.WEBHOOK else "/…"
    return f"{parts.scheme}://{parts.netloc}{path}{'?…' if parts.query else ''}"[:500], seal(url.strip())


def _events(names: list[str]) -> list[str]:
    never_sent = {name for name, one in CATALOGUE.items() if one.is_live_only} | {TEST_EVENT}
    unknown = sorted(set(names) - set(CATALOGUE) | set(names) & never_sent)
    if unknown:
        raise BadEndpoint(
            _("There are no events %(names)s: webhookEventTypes lists those there are.")
            % {"names": ", ".join(unknown)[:200]},
            field="events",
        )
    return sorted(set(names))


def _secret(text: str, kind: str) -> str:
    if kind == WebhookEndpoint.Kind.WEBHOOK and not is_secret(text):
        raise BadEndpoint(_("A secret is whsec_ and 24 to 64 bytes in base64."), field="secret")
    if kind == WebhookEndpoint.Kind.WECOM and text:
        raise BadEndpoint(_("Robots of WeCom have no secret beside their address."), field="secret")
    if len(text) > LONGEST_SECRET or not text.isascii():
        raise BadEndpoint(
            _("A secret has %(most)s ASCII characters at most.") % {"most": LONGEST_SECRET}, field="secret"
        )
    return text
