"""Units of business, described by people or met in facts."""

from collections.abc import Iterable

from tenants.members.models import Unit


def ensure_units(codes: Iterable[str]) -> list[str]:
    """Make an unmapped unit for each code that has none; return the codes that were new, sorted."""
    wanted = {code for code in codes if code}
    known = set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True))
    new = sorted(wanted - known)
    Unit.objects.bulk_create([Unit(code=code, is_mapped=False) for code in new], ignore_conflicts=True)
    return new
