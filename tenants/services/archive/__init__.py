"""One file that holds a whole company: written from a living one, checked, and made a company again."""

from tenants.services.archive.keeping import keep_archive
from tenants.services.archive.manifest import BadArchive
from tenants.services.archive.opening import Archive, opened
from tenants.services.archive.restoring import CannotRestore, Restored, clone_company, restore_company
from tenants.services.archive.writing import CannotExport, Exported, export_company

__all__ = [
    "Archive",
    "BadArchive",
    "CannotExport",
    "CannotRestore",
    "Exported",
    "Restored",
    "clone_company",
    "export_company",
    "keep_archive",
    "opened",
    "restore_company",
]
