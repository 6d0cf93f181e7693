"""Where a company's files lie, so that they can go when the company goes, and where archives are kept."""

import tempfile
from pathlib import Path

from django.conf import settings


def company_folder(schema: str) -> Path:
    """Return the folder of a company's files, apart for each; it is there once a file is written."""
    return _base() / "companies" / schema


def archives_folder() -> Path:
    """Return the folder of the archives that workers wrote, of all companies; it is there once one is written."""
    return _base() / "archives"


def archives_of(slug: str) -> list[Path]:
    """Return the archives of a company that workers wrote and that are whole, the newest first."""
    return sorted(archives_folder().glob(f"{slug}-????????T??????Z.zip"), reverse=True)


def _base() -> Path:
    return Path(getattr(settings, "RUN_DIR", None) or Path(tempfile.gettempdir()) / "huibao")
