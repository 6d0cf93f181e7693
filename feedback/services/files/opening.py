"""Opens a file, compressed or not, and says in words why it cannot be read."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from feedback.services.files.chunks import UnreadableFile

_GZIP = b"\x1f\x8b"
_FORMATS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".ndjson": "ndjson", ".jsonl": "ndjson"}


class OpenFile:
    """A file opened for reading: its content, unpacked, and how far the reading has come on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._raw = path.open("rb")
        start = self._raw.read(2)
        self._raw.seek(0)
        self.is_gzip = start == _GZIP
        self.content: BinaryIO = cast("BinaryIO", gzip.GzipFile(fileobj=self._raw)) if self.is_gzip else self._raw

    def position(self) -> int:
        """Return how many bytes of the file on disk have been read."""
        return self._raw.tell()

    def close(self) -> None:
        """Close the file."""
        self.content.close()
        self._raw.close()


def format_of(path: Path) -> str:
    """Return csv, xlsx or ndjson by the file's name; raise UnreadableFile when it says none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    found = _FORMATS.get(suffixes[-1]) if suffixes else None
    if found is None:
        raise UnreadableFile(
            f"{path.name}: cannot tell the format from the name; end it in .csv, .xlsx or .ndjson (and .gz), "
            'or name it in the mapping: "format": "csv"'
        )
    return found


@contextmanager
def opened(path: Path) -> Iterator[OpenFile]:
    """Open a file for reading; failures while it is read are raised as UnreadableFile."""
    try:
        file = OpenFile(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from None
    try:
        if file.size == 0:
            raise UnreadableFile(f"{path.name}: the file is empty")
        yield file
    except EOFError:
        raise UnreadableFile(f"{path.name}: the compressed file ends too early; copy it again, whole") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFile(f"{path.name}: the compressed file is damaged ({error}); copy it again") from None
    except UnicodeDecodeError as error:
        where = f"{error.encoding} cannot read byte 0x{error.object[error.start]:02x}"
        raise UnreadableFile(
            f'{path.name}: {where}; name the file\'s encoding in the mapping, for example "encoding": "gb18030"'
        ) from None
    except UnicodeError as error:
        raise UnreadableFile(f"{path.name}: {error}; name the file's encoding in the mapping") from None
    finally:
        file.close()
