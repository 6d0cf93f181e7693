"""Where a company's files lie, so that they can go when the company goes."""

import tempfile
from pathlib import Path

from django.conf import settings


def company_folder(schema: str) -> Path:
    """Return the folder of a company's files, apart for each; it is there once a file is written."""
    base = getattr(settings, "RUN_DIR", None) or Path(tempfile.gettempdir()) / "huibao"
    return Path(base) / "companies" / schema
