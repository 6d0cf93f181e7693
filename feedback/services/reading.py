"""Chooses the reader of a file."""

from feedback.channels.registry import CHANNELS, Adapt
from feedback.services.files.chunks import Reader
from feedback.services.files.csv_file import CsvFile
from feedback.services.files.ndjson_file import NdjsonFile
from feedback.services.files.opening import OpenFile, format_of
from feedback.services.files.xlsx_file import XlsxFile
from feedback.services.mapping.document import Mapping
from tenants.access import Refusal


class UnknownChannel(Refusal):
    """There is no channel of that name."""


def _adapter(channel: str) -> Adapt:
    adapt = CHANNELS.get(channel)
    if adapt is None:
        raise UnknownChannel(f"there is no channel {channel!r}: use one of {', '.join(CHANNELS)}")
    return adapt


def reader_for(file: OpenFile, mapping: Mapping, *, channel: str | None = None) -> Reader:
    """Return the reader of an opened file; the mapping says how it is written where the name does not.

    With a channel, each line is a payload of that channel. Raises UnknownChannel.
    """
    if channel is not None:
        return NdjsonFile(file, adapt=_adapter(channel))
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
