"""Reads delimited text: any delimiter, encoding and line ends, title lines, a byte order mark."""

import codecs
import csv
import io
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from feedback.channels.columns import Columns
from feedback.channels.problems import shown
from feedback.services.files.chunks import ROWS, Chunk, UnreadableFile, unique_names
from feedback.services.files.opening import OpenFile
from feedback.services.results import Rejection

WHITESPACE = "whitespace"
_LONGEST_CELL = 32 * 1024 * 1024
_DELIMITERS = (",", "\t", ";", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvFile:
    """A delimited text file: the header is read at once, the rows as they are asked for."""

    def __init__(
        self,
        file: OpenFile,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        skip_lines: int = 0,
        header: list[str] | None = None,
    ) -> None:
        self._name = file.path.name
        buffered: io.BufferedReader[Any] = io.BufferedReader(file.content)
        text = io.TextIOWrapper(buffered, encoding=_encoding(self._name, buffered, encoding), newline="")
        lines = islice(_lines(text, self._name), skip_lines, None)
        first = next((line for line in lines if line.strip()), None)
        if first is None:
            raise UnreadableFile(f"{self._name}: the file is empty")
        csv.field_size_limit(_LONGEST_CELL)
        self._rows = _rows(chain([first], lines), delimiter or _guess(first), self._name)
        self._names = unique_names(header if header is not None else next(self._rows))
        self.header: list[str] | None = self._names

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows; those with too many or too few cells are told apart."""
        width, number = len(self._names), 0
        while batch := list(islice(self._rows, ROWS)):
            numbers = range(number + 1, number + 1 + len(batch))
            number += len(batch)
            if all(len(row) == width for row in batch):
                yield Chunk(self._columns(batch), list(numbers))
                continue
            whole = [(at, row) for at, row in zip(numbers, batch, strict=True) if len(row) == width]
            broken = [
                Rejection(at, "", shown(",".join(row)), "cells", f"has {len(row)} cells where the header has {width}")
                for at, row in zip(numbers, batch, strict=True)
                if len(row) != width
            ]
            yield Chunk(self._columns([row for _, row in whole]), [at for at, _ in whole], broken)

    def _columns(self, rows: list[list[str]]) -> Columns:
        if not rows:
            return {name: [] for name in self._names}
        return {name: list(column) for name, column in zip(self._names, zip(*rows, strict=True), strict=True)}


def _encoding(name: str, stream: "io.BufferedReader[Any]", wanted: str | None) -> str:
    if wanted is not None:
        try:
            codecs.lookup(wanted)
        except LookupError:
            raise UnreadableFile(f"{name}: there is no encoding {wanted!r}; use utf-8, gb18030, gbk, ...") from None
        return "utf-8-sig" if codecs.lookup(wanted).name == "utf-8" else wanted
    start = stream.peek(4)
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    for line in iter(partial(text.readline, _LONGEST_CELL), ""):
        if len(line) == _LONGEST_CELL:
            raise UnreadableFile(f"{name}: a line has more than {_LONGEST_CELL:,} characters; are there line ends?")
        yield line


def _guess(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[list[str]]:
    if delimiter == WHITESPACE:
        yield from (cells for cells in map(str.split, lines) if cells)
        return
    if len(delimiter) != 1:
        raise UnreadableFile(f'{name}: a delimiter is one character, or "{WHITESPACE}"')
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        yield from (row for row in reader if row)
    except csv.Error as error:
        raise UnreadableFile(f"{name}: line {reader.line_num}: {error}; is a quotation mark left open?") from None
