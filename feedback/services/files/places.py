"""Where an import leaves its error file when nobody says."""

from pathlib import Path

from tenants.access import current_schema
from tenants.selectors.files import company_folder


def error_path(imported: Path, *, kind: str) -> Path:
    """Return where an import writes its refused rows: among the files of the current company."""
    return company_folder(current_schema()) / "imports" / f"{imported.name}.{kind}.errors.csv"
