"""What became of a file: counts, and each row that was refused or that somebody should know of."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from feedback.services.directory.lines import Line

# As many lines of each sort are kept; the counts are of all.
KEPT = 1_000


@dataclass(slots=True)
class Report:
    """What became of a file.

    `rejected` counts rows; `created`, `changed` and `unchanged` count departments, units or people. `refusals` say
    why rows were refused, `notes` what else is to be known: what somebody may do no more, or sees no more.
    """

    kind: str
    file: str
    is_dry_run: bool
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    invitations: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    refusals: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        """Count one that is created, changed or unchanged."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def refuse(self, line: Line) -> None:
        """Count and keep a row that was refused."""
        self.rejected += 1
        self.reasons[line.code] += 1
        if len(self.refusals) < KEPT:
            self.refusals.append(line)

    def note(self, line: Line) -> None:
        """Keep what somebody should know of a row that was taken."""
        if len(self.notes) < KEPT:
            self.notes.append(line)

    def counts(self) -> dict[str, Any]:
        """Return the counts, which name nobody."""
        return {
            name: getattr(self, name)
            for name in ("kind", "is_dry_run", "rows", "created", "changed", "unchanged", "rejected", "invitations")
        } | {"reasons": dict(self.reasons.most_common())}

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it, lines in the order of the rows."""
        lines = {
            name: [asdict(one) for one in sorted(kept, key=lambda one: one.row)]
            for name, kept in (("refusals", self.refusals), ("notes", self.notes))
        }
        return {"file": self.file} | self.counts() | lines
