"""Read an archive that somebody else may have made or damaged: believed only as far as it was checked."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tenants.services.archive.manifest import (
    FILES,
    LONGEST_MANIFEST,
    MANIFEST,
    BadArchive,
    FilePart,
    Manifest,
    Part,
    TablePart,
    decode,
)

CHUNK = 1024 * 1024
LONGEST_ROW = 64 * 1024 * 1024
# DEFLATE makes at most 1,032 bytes of one. Rows of tables come to 30; what goes far beyond that is meant to do harm.
MOST_RATIO, SMALL = 200, 10 * 1024 * 1024
_MOST_MEMBERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive whose list of members agrees with its manifest."""

    manifest: Manifest
    digest: str
    content: zipfile.ZipFile

    def pieces(self, part: Part) -> Iterator[bytes]:
        """Yield the content of a member; raise BadArchive at its end unless it is what the manifest says."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.content.open(part.member) as member:
                while piece := member.read(min(CHUNK, part.bytes + 1 - size)):
                    size += len(piece)
                    digest.update(piece)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise BadArchive(f"{part.member} is damaged: {error}") from None
        if size != part.bytes or digest.hexdigest() != part.sha256:
            raise BadArchive(f"{part.member} is not what the manifest says: its SHA-256 or size differs")

    def rows(self, part: TablePart) -> Iterator[bytes]:
        """Yield the lines of a table, each at most LONGEST_ROW long."""
        rest, number = b"", 0
        for piece in self.pieces(part):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number += 1
                yield line
            if len(rest) > LONGEST_ROW:
                raise BadArchive(f"{part.member}, row {number + 1}: longer than {LONGEST_ROW} bytes")
        if rest:
            raise BadArchive(f"{part.member}, row {number + 1}: cut off")
        if number != part.rows:
            raise BadArchive(f"{part.member}: {number} rows, and the manifest says {part.rows}")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive and check all that can be checked without reading its tables. Raises BadArchive."""
    try:
        with zipfile.ZipFile(path) as content:
            members = _members(content)
            text = _manifest_of(content, members)
            manifest = decode(text)
            _require_agreement(manifest, members)
            yield Archive(manifest, hashlib.sha256(text).hexdigest(), content)
    except zipfile.BadZipFile as error:
        raise BadArchive(f"{path.name} is not an archive, or damaged: {error}") from None
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadArchive(f"{path} cannot be read: {error.strerror}") from None


def check_all(archive: Archive) -> None:
    """Read every member through and compare it with the manifest. Raises BadArchive."""
    for part in archive.manifest.parts:
        for _ in archive.rows(part) if isinstance(part, TablePart) else archive.pieces(part):
            pass


def _members(content: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = content.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise BadArchive(f"{len(infos)} members are more than {_MOST_MEMBERS}")
    members = {info.filename: info for info in infos}
    if len(members) != len(infos):
        raise BadArchive("a member is there twice")
    for name, info in members.items():
        if info.flag_bits & 0x1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadArchive(f"{name[:80]!r} is encrypted or packed in an unusual way")
        if (info.external_attr >> 16) & 0o170000 not in {0, 0o100000}:
            raise BadArchive(f"{name[:80]!r} is not a plain file")
        if info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size:
            raise BadArchive(f"{name[:80]!r} unpacks to {info.file_size} bytes of {info.compress_size}: refused")
    return members


def _manifest_of(content: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> bytes:
    info = members.get(MANIFEST)
    if info is None:
        raise BadArchive(f"no {MANIFEST}: this is not an archive of a company")
    if info.file_size > LONGEST_MANIFEST:
        raise BadArchive(f"{MANIFEST} is longer than {LONGEST_MANIFEST} bytes")
    try:
        return content.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadArchive(f"{MANIFEST} is damaged: {error}") from None


def _require_agreement(manifest: Manifest, members: dict[str, zipfile.ZipInfo]) -> None:
    promised = {part.member: part for part in manifest.parts}
    if len(promised) != len(manifest.parts):
        raise BadArchive(f"{MANIFEST} names a part twice")
    for part in manifest.files:
        _require_inside(part)
    for name in sorted(promised.keys() ^ (members.keys() - {MANIFEST})):
        where = "missing" if name in promised else "not in the manifest"
        raise BadArchive(f"{name[:80]!r} is {where}")
    for name, found in promised.items():
        if members[name].file_size != found.bytes:
            raise BadArchive(f"{name}: {members[name].file_size} bytes, and the manifest says {found.bytes}")


def _require_inside(part: FilePart) -> None:
    """Raise BadArchive unless a path stays below the folder that it is unpacked into."""
    path = PurePosixPath(part.path)
    odd = any(ord(letter) < 32 or letter in "\\:" for letter in part.path)
    if odd or path.is_absolute() or str(path) != part.path or not {"..", "."}.isdisjoint(path.parts):
        raise BadArchive(f"{FILES}{part.path[:80]!r} is not a path inside the company's folder")
