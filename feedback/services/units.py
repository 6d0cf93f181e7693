"""Imports of units: stores, branches and the tree they form."""

from collections.abc import Callable, Sequence
from typing import cast
from zoneinfo import ZoneInfo

from feedback.channels.columns import ColumnChecker, Columns
from feedback.channels.fields import format_of
from feedback.services.batches import BatchHead
from feedback.services.results import KEPT_REJECTIONS, IntakeResult, Rejection
from tenants.members.models import Unit
from tenants.members.services.units import ensure_units

_DETAILS = ("name", "kind", "parent")


class UnitBatch:
    """Units on their way in, with the interface of `Batch`. Units are few, so they are kept in memory until the end."""

    def __init__(self, head: BatchHead, *, on_reject: Callable[[Rejection], None] | None = None) -> None:
        self.head = head
        self.result = IntakeResult(batch_id=head.id)
        self.format = format_of("units", zone=ZoneInfo(head.company.timezone), as_of=head.received_at)
        self._checker = ColumnChecker(self.format)
        self._on_reject = on_reject
        self._rows: dict[str, tuple[int, dict[str, str]]] = {}

    def add(self, columns: Columns, numbers: Sequence[int]) -> None:
        """Check rows and remember the good ones."""
        checked, problems = self._checker.check(columns, len(numbers))
        refused: set[int] = set()
        for one in problems:
            rejection = Rejection(numbers[one.at], one.path, one.value, one.code, one.message)
            self.reject(rejection, counted=one.at in refused)
            refused.add(one.at)
        for at, number in enumerate(numbers):
            if at not in refused:
                said = {name: cast("str", checked[name][at] or "") for name in _DETAILS if name in checked}
                self._remember(number, cast("str", checked["code"][at]), said)

    def _remember(self, number: int, code: str, said: dict[str, str]) -> None:
        if said.get("parent") == code:
            self.reject(Rejection(number, "parent", code, "bad_parent", "a unit cannot be its own parent"))
            return
        first, before = self._rows.setdefault(code, (number, said))
        if first == number:
            return
        if before == said:
            self.result.duplicates += 1
            return
        message = f"row {number} and row {first} have the same code but differ; keep one"
        self.reject(Rejection(number, "code", code, "repeated_id", message))

    def reject(self, rejection: Rejection, *, counted: bool = False) -> None:
        """Note a refused value; `counted` when its row has been counted as refused already."""
        self.result.rejected += not counted
        self.result.reasons[rejection.code] += 1
        if len(self.result.rejections) < KEPT_REJECTIONS:
            self.result.rejections.append(rejection)
        if self._on_reject is not None:
            self._on_reject(rejection)

    def merge(self) -> IntakeResult:
        """Create and describe the units; parents that are named but not described are created unmapped."""
        self._refuse_circles()
        parents = {said.get("parent", "") for _, said in self._rows.values()} - {""}
        created = set(ensure_units(sorted({*self._rows, *parents})))
        units = {unit.code: unit for unit in Unit.objects.filter(code__in={*self._rows, *parents})}
        changed: list[Unit] = []
        for code, (_, said) in self._rows.items():
            if self._describe(units[code], said, units):
                changed.append(units[code])
                self.result.corrected += code not in created
            else:
                self.result.duplicates += 1
        Unit.objects.bulk_update(changed, ["name", "kind", "parent", "is_mapped"], batch_size=500)
        self.result.accepted = len(changed)
        left = sorted(created - self._rows.keys())
        self.result.created_codes = {"unit": left} if left else {}
        return self.result

    def _describe(self, unit: Unit, said: dict[str, str], units: dict[str, Unit]) -> bool:
        parent = units[said["parent"]] if said.get("parent") else None
        wanted = (
            said.get("name", unit.name),
            said.get("kind", unit.kind),
            (parent.id if parent else None) if "parent" in said else unit.parent_id,
        )
        if unit.is_mapped and wanted == (unit.name, unit.kind, unit.parent_id):
            return False
        unit.name, unit.kind, unit.parent_id = wanted
        unit.is_mapped = True
        return True

    def _refuse_circles(self) -> None:
        stored = {code: parent or "" for code, parent in Unit.objects.values_list("code", "parent__code")}
        above = stored | {code: said["parent"] for code, (_, said) in self._rows.items() if "parent" in said}
        for code, (number, said) in list(self._rows.items()):
            seen, at = {code}, said.get("parent", "")
            while at and at not in seen:
                seen.add(at)
                at = above.get(at, "")
            if at == code:
                del self._rows[code]
                above[code] = stored.get(code, "")
                message = f"its parents lead back to {code}; name a parent that is not below it"
                self.reject(Rejection(number, "parent", said["parent"], "bad_parent", message))
