"""The company's files and its keys in Valkey, gone through for the words of one person."""

import gzip
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from feedback.services.privacy.wording import Wording
from tenants.access import current_schema
from tenants.selectors.files import company_folder
from tenants.services.closing import forget_keys

ACCESS_FOLDER = "privacy"
_PIECE = 1024 * 1024
# Words are shorter than this, so none is missed that lies across two pieces.
_OVERLAP = 4096


def clear_files(wording: Wording, *, dry_run: bool) -> Counter[str]:
    """Cut the words out of the company's text files; remove archives and other packed files that hold them.

    Answers to subject access that hold them are removed. Return how many files, by what was done.
    """
    done: Counter[str] = Counter()
    for path in _files() if wording else ():
        if not _holds(path, wording):
            continue
        is_text = (
            path.suffix.lower() in {".csv", ".txt", ".log", ".ndjson", ".json"} and path.parent.name != ACCESS_FOLDER
        )
        done["files_cleared" if is_text else "files_removed"] += 1
        if not dry_run:
            _clear(path, wording) if is_text else path.unlink(missing_ok=True)
    return done


def forget_cache() -> int:
    """Remove every key of the company from Valkey, answers kept ready among them; return how many."""
    return forget_keys(current_schema())


def _files() -> Iterator[Path]:
    places = [company_folder(current_schema())]
    if settings.MEDIA_ROOT:
        places.append(Path(settings.MEDIA_ROOT) / current_schema())
    for place in places:
        yield from sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def _holds(path: Path, wording: Wording) -> bool:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(_occurs(archive.open(name), wording) for name in archive.namelist())
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as content:
            return _occurs(content, wording)
    with path.open("rb") as content:
        return _occurs(content, wording)


def _occurs(content: object, wording: Wording) -> bool:
    before = ""
    for piece in iter(lambda: content.read(_PIECE), b""):  # type: ignore[attr-defined]  # any binary file
        text = before + piece.decode(errors="replace")
        if wording.occurs_in(text):
            return True
        before = text[-_OVERLAP:]
    return False


def _clear(path: Path, wording: Wording) -> None:
    scratch = path.with_name(f".{path.name}.part")
    with (
        path.open(encoding="utf-8", errors="replace", newline="") as source,
        scratch.open("w", encoding="utf-8", newline="") as target,
    ):
        for line in source:
            target.write(wording.cleared(line))
    scratch.chmod(path.stat().st_mode & 0o777)
    scratch.replace(path)
