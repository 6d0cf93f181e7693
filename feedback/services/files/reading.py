"""Chooses the reader of a file."""

from feedback.services.files.chunks import Reader
from feedback.services.files.csv_file import CsvFile
from feedback.services.files.ndjson_file import NdjsonFile
from feedback.services.files.opening import OpenFile, format_of
from feedback.services.files.xlsx_file import XlsxFile
from feedback.services.mapping.document import Mapping


def reader_for(file: OpenFile, mapping: Mapping) -> Reader:
    """Return the reader of an opened file; the mapping says how it is written where the name does not."""
    match mapping.format or format_of(file.path):
        case "xlsx":
            return XlsxFile(file, sheet=mapping.sheet, skip_lines=mapping.skip_lines, header=mapping.header)
        case "ndjson":
            return NdjsonFile(file)
        case _:
            return CsvFile(
                file,
                encoding=mapping.encoding,
                delimiter=mapping.delimiter,
                skip_lines=mapping.skip_lines,
                header=mapping.header,
            )
