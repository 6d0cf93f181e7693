"""Where an import leaves its error file when nobody says."""

import tempfile
from pathlib import Path

from django.conf import settings

from tenants.access import current_schema


def error_path(imported: Path, *, kind: str) -> Path:
    """Return where an import writes its refused rows: in the folder of running data, apart for each company."""
    base = getattr(settings, "RUN_DIR", None) or Path(tempfile.gettempdir()) / "huibao"
    return Path(base) / "imports" / current_schema() / f"{imported.name}.{kind}.errors.csv"
