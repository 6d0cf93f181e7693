"""Which company: by slug, by schema, by host, or the one we are in."""

import time
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.access import PUBLIC, NotInCompany, UnknownCompany, current_place, current_schema
from tenants.models.tenant import Domain, Tenant

HOST_CACHE_SECONDS = 5.0
_hosts: dict[str, tuple[float, Tenant]] = {}
_hosts_lock = Lock()


def current_company() -> Tenant:
    """Return the company of the current schema; raises NotInCompany in public."""
    if current_schema() == PUBLIC:
        raise NotInCompany("no company is chosen: enter one with company_context()")
    tenant = current_place().tenant
    return tenant if isinstance(tenant, Tenant) else company_by_schema(current_schema())


def company_by_slug(slug: str) -> Tenant:
    """Return the company with that slug; raises UnknownCompany."""
    found: Tenant | None = Tenant.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownCompany(f"no company has the slug {slug!r}: `tenant list` shows those there are")
    return found


def company_by_schema(schema: str) -> Tenant:
    """Return the company that owns a schema; raises UnknownCompany."""
    found: Tenant | None = Tenant.objects.filter(schema_name=schema).first()
    if found is None:
        raise UnknownCompany(f"no company owns the schema {schema!r}")
    return found


def companies() -> list[Tenant]:
    """Return the client companies and the operator, by slug."""
    return list(Tenant.objects.order_by("slug"))


def host_of(tenant: Tenant) -> str:
    """Return the company's first host name, without port."""
    return str(
        Domain.objects.filter(tenant=tenant).order_by("-is_primary", "domain").values_list("domain", flat=True)[0]
    )


def base_host() -> str:
    """Return the host name, without port, below which companies get theirs."""
    return str(getattr(settings, "BASE_HOST", "localhost"))


def operator_host() -> str | None:
    """Return the operator's host name, without port; None where there is no operator yet."""
    operators = Domain.objects.filter(tenant__kind=Tenant.Kind.OPERATOR).order_by("-is_primary", "domain")
    found: str | None = operators.values_list("domain", flat=True).first()
    return found


def company_for_host(host: str) -> Tenant:
    """Return the company that answers on a host name without port; raises UnknownCompany.

    Known hosts are remembered for HOST_CACHE_SECONDS in this process. Unknown ones are not: their number has no bound;
    nor are companies that are moving, of which each request must know whether they have arrived.
    """
    now = time.monotonic()
    known = _hosts.get(host)
    if known and known[0] > now and not known[1].is_moving:
        return known[1]
    domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    with _hosts_lock:
        if domain is None:
            _hosts.pop(host, None)
            raise UnknownCompany("no company answers on this host")
        _hosts[host] = (now + HOST_CACHE_SECONDS, domain.tenant)
    found: Tenant = domain.tenant
    return found


def forget_hosts() -> None:
    """Drop what this process remembers of hosts, after a company or its status changed."""
    with _hosts_lock:
        _hosts.clear()


def being_moved() -> str:
    """Return what somebody is told who changes a company in the seconds in which it changes its database."""
    return _("This company is being moved: nothing was changed, try again.")


def read_only(company: Tenant) -> str:
    """Return what somebody is told who wants to change a company that may only be read."""
    state = _("being closed") if company.status == Tenant.Status.CLOSING else _("suspended")
    return _("This company is %(state)s: it can be read, not changed.") % {"state": state}
