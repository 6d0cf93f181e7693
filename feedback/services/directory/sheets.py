"""A small file as rows of texts: CSV or XLSX, in UTF-8 or the encodings of Chinese spreadsheets."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from feedback.services.directory.lines import Unfit
from feedback.services.directory.words import COLUMNS, NEEDED, meaning
from feedback.services.files.chunks import Reader, UnreadableFile
from feedback.services.files.csv_file import CsvFile
from feedback.services.files.opening import OpenFile, format_of, opened
from feedback.services.files.xlsx_file import XlsxFile

MOST_ROWS = 2_000
MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
_GZIP = b"\x1f\x8b"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Sheet:
    """The rows of a file: number and cells by our names of the columns; and rows that could not be split."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    broken: list[tuple[int, Unfit]] = field(default_factory=list)


def read_sheet(*, content: bytes, name: str, kind: str) -> Sheet:
    """Return the rows of a file for departments, units or people.

    Raises UnreadableFile for what is no such file: also for a column that is missing, unknown or there twice, since
    one that is left out unnoticed may be the one that hides something.
    """
    _require_small(content, name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "file")
        if format_of(path) == "ndjson":
            raise UnreadableFile(f"{path.name}: send a .csv or .xlsx file")
        path.write_bytes(content)
        with opened(path) as file:
            return _sheet(_reader(file, content, path.name), path.name, kind)


def _require_small(content: bytes, name: str) -> None:
    if not name or len(name) > 255 or "\0" in name or "/" in name:
        raise UnreadableFile("give the file a name such as people.csv")
    if len(content) > MOST_BYTES:
        raise UnreadableFile(f"{name}: more than {MOST_BYTES:,} bytes; send it in parts")
    if content.startswith(_GZIP):
        raise UnreadableFile(f"{name}: send the file as it is, not packed")


def _reader(file: OpenFile, content: bytes, name: str) -> Reader:
    if format_of(file.path) == "xlsx":
        _require_small_inside(content, name)
        return XlsxFile(file)
    return CsvFile(file, encoding=None if content.startswith(_MARKS) else _encoding(content))


def _require_small_inside(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"{name}: is no Excel workbook, or a damaged one ({error})") from None
    if size > MOST_UNPACKED:
        raise UnreadableFile(f"{name}: more than {MOST_UNPACKED:,} bytes when unpacked; send it in parts")


def _encoding(content: bytes) -> str:
    """Return UTF-8 if the bytes are that, else what Chinese Windows writes, which GBK is a part of."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _sheet(reader: Reader, name: str, kind: str) -> Sheet:
    names = _names(reader.header or [], name, kind)
    sheet = Sheet()
    for chunk in reader.chunks():
        for place, number in enumerate(chunk.numbers):
            sheet.rows.append((number, {ours: _text(chunk.columns[theirs][place]) for theirs, ours in names.items()}))
        for one in chunk.broken:
            sheet.broken.append((one.index, Unfit("", one.value, one.code, one.message)))
        if len(sheet.rows) + len(sheet.broken) > MOST_ROWS:
            raise UnreadableFile(f"{name}: more than {MOST_ROWS:,} rows; send it in parts")
    if not sheet.rows and not sheet.broken:
        raise UnreadableFile(f"{name}: the file has no rows")
    return sheet


def _names(header: list[str], name: str, kind: str) -> dict[str, str]:
    known = COLUMNS[kind]
    names = {theirs: meaning(theirs, known) for theirs in header}
    strangers = [theirs for theirs, ours in names.items() if ours is None]
    if strangers:
        raise UnreadableFile(
            f"{name}: {', '.join(map(repr, strangers))} are no columns of {kind}; its columns are {', '.join(known)}"
        )
    found = {theirs: ours for theirs, ours in names.items() if ours is not None}
    twice = sorted(ours for ours in set(found.values()) if list(found.values()).count(ours) > 1)
    missing = [ours for ours in NEEDED[kind] if ours not in found.values()]
    if twice:
        raise UnreadableFile(f"{name}: there is more than one column for {', '.join(twice)}")
    if missing:
        raise UnreadableFile(f"{name}: the columns {', '.join(missing)} are missing")
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def each(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that hold anything at all."""
    return ((number, cells) for number, cells in sheet.rows if any(cells.values()))
