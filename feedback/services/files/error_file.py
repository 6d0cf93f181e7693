"""The file of refused rows that an import leaves: row, column, value, reason."""

import csv
from pathlib import Path
from typing import TextIO

from feedback.services.results import Rejection

_HEADER = ("row", "column", "value", "code", "reason")
_FORMULA = ("=", "+", "-", "@")


class ErrorFile:
    """A CSV file that comes into being with the first refused row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream: TextIO | None = None

    def write(self, rejection: Rejection) -> None:
        """Append a refused value. A value that a spreadsheet would run as a formula is led by an apostrophe."""
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._stream).writerow(_HEADER)
        value = f"'{rejection.value}" if rejection.value.startswith(_FORMULA) else rejection.value
        csv.writer(self._stream).writerow([rejection.index, rejection.path, value, rejection.code, rejection.message])

    def close(self) -> Path | None:
        """Close the file and return where it is, or None when no row was refused."""
        if self._stream is None:
            return None
        self._stream.close()
        return self.path
