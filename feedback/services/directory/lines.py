"""A value of a row, and why the row was refused or what is to be known of it."""

from dataclasses import dataclass

from feedback.channels.problems import shown


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one row: its number without the header, its column, a code for programs and words for people."""

    row: int
    column: str
    value: str
    code: str
    reason: str


class Unfit(Exception):
    """A row cannot be taken: which column, what stands there, a code, and why."""

    def __init__(self, column: str, value: object, code: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.code, self.reason = column, shown(value), code, reason

    def at(self, row: int) -> Line:
        """Return it as a line of the report."""
        return Line(row, self.column, self.value, self.code, self.reason)
