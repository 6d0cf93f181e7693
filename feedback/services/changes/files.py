"""Where the files of exports lie, and when they go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tenants.access import current_schema
from tenants.selectors.files import company_folder

EXPORT_FOLDER = "exports"
KEPT = timedelta(days=7)


def export_path(name: str) -> Path:
    """Return where the file of the job with that id lies among the current company's files."""
    return export_folder() / f"{name}.ndjson.gz"


def export_folder() -> Path:
    """Return the folder of the current company's exports; it is there once one is written."""
    return company_folder(current_schema()) / EXPORT_FOLDER


def forget_exports(*, now: datetime) -> int:
    """Remove the files that are too old to be fetched, and what workers left whose job nobody began anew."""
    return sum(_remove(path) for path in _files() if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - KEPT)


def drop_exports() -> int:
    """Remove every file of an export, also those that are being written, whose jobs begin anew; return how many."""
    return sum(map(_remove, _files()))


def _files() -> list[Path]:
    folder = export_folder()
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _remove(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
