"""Reads a sheet of an Excel workbook row by row."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from shutil import copyfileobj
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from feedback.channels.columns import Columns
from feedback.services.files.chunks import ROWS, Chunk, UnreadableFile, unique_names
from feedback.services.files.opening import OpenFile


class XlsxFile:
    """One sheet of a workbook; the first one unless another is named."""

    def __init__(
        self, file: OpenFile, *, sheet: str | None = None, skip_lines: int = 0, header: list[str] | None = None
    ) -> None:
        name = file.path.name
        content: Any = file.content
        if file.is_gzip:
            content = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the workbook that reads it
            copyfileobj(file.content, content)
        try:
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
            raise UnreadableFile(f"{name}: is no Excel workbook, or a damaged one ({error})") from None
        if sheet is not None and sheet not in book.sheetnames:
            raise UnreadableFile(f"{name}: has no sheet {sheet!r}; its sheets are {', '.join(book.sheetnames)}")
        chosen = book[sheet] if sheet is not None else book.worksheets[0]
        self._rows = _filled(islice(chosen.iter_rows(values_only=True), skip_lines, None))
        first = header if header is not None else next(self._rows, None)
        if first is None:
            raise UnreadableFile(
                f"{name}: sheet {chosen.title!r} is empty; its sheets are {', '.join(book.sheetnames)}"
            )
        self._names = unique_names(first)
        self.header: list[str] | None = self._names

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows; cells past the header are left out and missing ones are empty."""
        number = 0
        width = len(self._names)
        while batch := list(islice(self._rows, ROWS)):
            cells = [[_text(value) for value in (*row[:width], *[None] * (width - len(row)))] for row in batch]
            columns: Columns = {
                name: list(column) for name, column in zip(self._names, zip(*cells, strict=True), strict=True)
            }
            yield Chunk(columns, list(range(number + 1, number + 1 + len(batch))))
            number += len(batch)


def _filled(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    return (row for row in rows if any(value is not None and value != "" for value in row))


def _text(value: object) -> object:
    """Return a cell as the text a CSV export would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
