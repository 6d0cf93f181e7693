"""How the company is put together: the tree of its units, and the touchpoints of its journeys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.services.scoring.hashing import digest_of
from journeys.models import StageTouchpoint
from journeys.models.journey import JourneyStatus, VersionState
from tenants.members.models import Unit


@dataclass(frozen=True, slots=True)
class Layout:
    """The parent of each unit, and the touchpoints of each journey and stage, by code."""

    parents: Mapping[str, str]
    journeys: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]

    def tree_of(self, units: Iterable[str]) -> dict[str, str]:
        """Return these units, all above them and all below those, each with the unit above it; "" where there is none.

        Units in a circle, which no screen lets anybody draw, are put beside each other.
        """
        found = dict.fromkeys(members_of(self.parents, units), "")
        below: dict[str, list[str]] = {}
        for unit, parent in self.parents.items():
            below.setdefault(parent, []).append(unit)
        waiting = list(found)
        while waiting:
            fresh = [unit for unit in below.get(waiting.pop(), ()) if unit not in found]
            found |= dict.fromkeys(fresh, "")
            waiting += fresh
        return {unit: self.parents.get(unit, "") if self._is_rooted(unit) else "" for unit in sorted(found)}

    def _is_rooted(self, unit: str) -> bool:
        """Return whether going up from a unit comes to an end."""
        seen: set[str] = set()
        above: str | None = unit
        while above is not None and above not in seen:
            seen.add(above)
            above = self.parents.get(above)
        return above is None

    @property
    def journeys_hash(self) -> str:
        """Return the hash of the journeys and stages."""
        return digest_of({"journeys": dict(self.journeys), "stages": dict(self.stages)})


def read_layout() -> Layout:
    """Return the layout of the current company: published versions of the journeys that are in use.

    A stage is named by its journey and itself, as in `dine_in/pay`, because stages of two journeys may share a code.
    """
    parents = Unit.objects.filter(parent__isnull=False).values_list("code", "parent__code")
    placed = (
        StageTouchpoint.objects.filter(
            stage__version__state=VersionState.PUBLISHED, stage__version__journey__status=JourneyStatus.ACTIVE
        )
        .order_by("stage__version__journey__code", "stage__position", "position")
        .values_list("stage__version__journey__code", "stage__code", "touchpoint__code")
    )
    journeys: dict[str, list[str]] = {}
    stages: dict[str, list[str]] = {}
    for journey, stage, touchpoint in placed:
        journeys.setdefault(journey, []).append(touchpoint)
        stages.setdefault(f"{journey}/{stage}", []).append(touchpoint)
    return Layout(parents=dict(parents), journeys=_distinct(journeys), stages=_distinct(stages))


def _distinct(groups: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(sorted(set(touchpoints))) for code, touchpoints in groups.items()}


def members_of(parents: Mapping[str, str], units: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return for each unit, and each unit above one, itself and everything below it that is among the units.

    >>> members_of({"shop": "city"}, ["shop"])
    {'city': ('shop',), 'shop': ('shop',)}
    """
    members: dict[str, set[str]] = {}
    for unit in units:
        above: str | None = unit
        seen: set[str] = set()
        while above is not None and above not in seen:
            seen.add(above)
            members.setdefault(above, set()).add(unit)
            above = parents.get(above)
    return {code: tuple(sorted(found)) for code, found in sorted(members.items())}
