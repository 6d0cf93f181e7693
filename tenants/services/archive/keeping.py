"""Archives that are asked for from a page: written by a worker, into one folder on the server, and sent nowhere."""

from datetime import UTC, datetime
from pathlib import Path

from tenants.access import Actor
from tenants.models.tenant import Tenant
from tenants.selectors.files import archives_folder
from tenants.services.archive.writing import export_company


def keep_archive(*, company: Tenant, actor: Actor, as_of: datetime) -> Path:
    """Write a company into the folder of archives, under its slug and the time; return the file.

    Only the account that the product runs under can read folder and file. Raises CannotExport.
    """
    folder = archives_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{company.slug}-{as_of.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
    export_company(company=company, target=target, actor=actor)
    return target
