"""Which versions of a fact belong to a moment, told by transaction ids.

A fact row carries the transaction that wrote it (`xid`); the image of a replaced row also carries the transaction that
replaced it (`replaced_xid`). A database snapshot `xmin:xmax:xip` says which transactions were finished. So the facts at
a snapshot are the versions whose `xid` is finished in it and whose `replaced_xid` is not. A transaction that was still
open is simply not finished: its rows are read by the next run, however slow it was, and nobody waits for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snapshot:
    """A database snapshot: all below `low` finished, none from `high`, and `open` between them unfinished."""

    low: int
    high: int
    open: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> "Snapshot":
        """Return the snapshot that `pg_current_snapshot()` printed; an empty text is the one before all facts."""
        if not text:
            return cls(0, 0, ())
        low, high, unfinished = text.split(":")
        return cls(int(low), int(high), tuple(int(xid) for xid in unfinished.split(",") if xid))

    @property
    def text(self) -> str:
        """The snapshot as the database prints it; empty for the moment before all facts."""
        return "" if self.is_empty else f"{self.low}:{self.high}:{','.join(map(str, self.open))}"

    @property
    def is_empty(self) -> bool:
        """True for the moment before all facts."""
        return self.high == 0

    def finished(self, column: str) -> str:
        """Return the SQL condition that the transaction in `column` was finished at this snapshot.

        The numbers come from the database itself, so they are written into the statement.
        """
        if self.is_empty:
            return "false"
        if not self.open:
            return f"({column} < {self.high})"
        unfinished = ",".join(map(str, self.open))
        return f"({column} < {self.low} OR ({column} < {self.high} AND {column} NOT IN ({unfinished})))"

    def holds(self, written: str, replaced: str) -> str:
        """Return the SQL condition that a version with these two transaction columns belongs to this snapshot."""
        return f"({self.finished(written)} AND NOT {self.finished(replaced)})"
