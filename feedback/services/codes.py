"""From the codes that rows carry to the ids of touchpoints, channels and units; unknown codes are created unmapped."""

from collections.abc import Callable, Iterable, Mapping
from typing import cast
from uuid import UUID

from django.db import connection

from feedback.channels.columns import Columns
from feedback.services.merge.stage import ANY_OF, json_array
from journeys.services.codes import ensure_channels, ensure_touchpoints
from tenants.members.models import Unit
from tenants.members.services.units import ensure_units

Created = tuple[dict[str, UUID], list[str]]


def _touchpoints(codes: Iterable[str]) -> Created:
    made = ensure_touchpoints(codes)
    return made.ids, made.created


def _channels(codes: Iterable[str]) -> Created:
    made = ensure_channels(codes)
    return made.ids, made.created


def _units(codes: Iterable[str]) -> Created:
    wanted = list(codes)
    created = ensure_units(wanted)
    return dict(Unit.objects.filter(code__in=wanted).values_list("code", "id")), created


_ENSURE: dict[str, Callable[[Iterable[str]], Created]] = {
    "touchpoint": _touchpoints,
    "channel": _channels,
    "unit": _units,
}
# A touchpoint's code may stand for another touchpoint, where its data are stored then.
_TABLES = {
    "touchpoint": ("journeys_touchpoint", "COALESCE(merged_into_id, id)"),
    "channel": ("journeys_channel", "id"),
    "unit": ("members_unit", "id"),
}


class CodeBook:
    """The ids of the codes met so far in one batch, and which of them the batch created."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, bytes]] = {name: {} for name in _ENSURE}
        self.created: dict[str, list[str]] = {}

    def resolve(self, columns: Columns) -> None:
        """Replace the columns of codes by columns of ids, as the 16 bytes that COPY sends."""
        wanted = {
            name: {cast("str", code) for code in set(columns[name]) if code is not None} - self._ids[name].keys()
            for name in _ENSURE
            if name in columns
        }
        self._look_up({name: codes for name, codes in wanted.items() if codes})
        for name in wanted:
            ids: Mapping[object, bytes | None] = self._ids[name] | {None: None}
            columns[f"{name}_id"] = [ids[code] for code in columns.pop(name)]

    def _look_up(self, wanted: dict[str, set[str]]) -> None:
        if not wanted:
            return
        query = " UNION ALL ".join(
            f"SELECT '{name}', code, {_TABLES[name][1]} FROM {_TABLES[name][0]} WHERE code = {ANY_OF}"  # noqa: S608
            for name in wanted
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [json_array(codes) for codes in wanted.values()])
            for name, code, found in cursor.fetchall():
                self._ids[name][code] = found.bytes
        for name, codes in wanted.items():
            unknown = codes - self._ids[name].keys()
            if unknown:
                ids, created = _ENSURE[name](sorted(unknown))
                self._ids[name] |= {code: one.bytes for code, one in ids.items()}
                self.created.setdefault(name, []).extend(created)
