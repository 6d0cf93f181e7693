"""Several imports in order, as a manifest lists them, and the settings that go with the data."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string

from feedback.services.files.places import error_path
from feedback.services.imports import ImportOrder, ImportReport, Progress, import_file
from feedback.services.intake import DEFAULT_SOURCE
from feedback.services.mapping.document import Mapping, read_mapping
from tenants.access import Refusal
from tenants.selectors import current_company

ShowProgress = Callable[[str], AbstractContextManager[Progress | None]]


class WrongManifest(Refusal):
    """The manifest cannot be read; the message says where."""


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One import of a manifest; paths are relative to the manifest."""

    kind: Literal["customers", "feedback", "orders", "interactions", "units"]
    file: str
    mapping: str | Mapping | None = None
    source: str = DEFAULT_SOURCE


class Manifest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Settings of the company and the imports that follow."""

    imports: list[Entry]
    settings: dict[str, Any] = {}
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A manifest with the folder that its paths start from."""

    manifest: Manifest
    folder: Path

    def orders(self, *, received_at: datetime) -> Iterator[ImportOrder]:
        """Yield the imports, with their mappings read."""
        for entry in self.manifest.imports:
            mapping = entry.mapping
            path = self.folder / entry.file
            yield ImportOrder(
                kind=entry.kind,
                path=path,
                errors=error_path(path, kind=entry.kind),
                received_at=received_at,
                mapping=read_mapping(self.folder / mapping) if isinstance(mapping, str) else mapping,
                source=entry.source,
                requested_by="dataset",
            )


def read_dataset(path: Path) -> Dataset:
    """Return what a manifest lists; raise WrongManifest, naming the key that is wrong."""
    try:
        raw = path.read_bytes()
        entries = msgspec.json.decode(raw)
        manifest = (
            Manifest(imports=msgspec.convert(entries, list[Entry]))
            if isinstance(entries, list)
            else msgspec.convert(entries, Manifest)
        )
    except OSError as error:
        raise WrongManifest(f"{path}: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WrongManifest(
            f'{path.name}: {error}; a manifest is a list of {{"kind", "file", "mapping"}} or '
            '{"settings": {...}, "imports": [...]}'
        ) from None
    return Dataset(manifest, path.parent)


def import_dataset(dataset: Dataset, *, received_at: datetime, show: ShowProgress) -> list[ImportReport]:
    """Carry out the imports in order, after the settings; each import is stored wholly or not at all.

    Running it again changes nothing. The mappings are read before the first import, so a wrong one stops everything.
    """
    orders = list(dataset.orders(received_at=received_at))
    if dataset.manifest.settings:
        apply_settings(dataset.manifest.settings)
    reports: list[ImportReport] = []
    for order in orders:
        with show(order.path.name) as progress:
            reports.append(import_file(order, progress=progress))
    return reports


def apply_settings(document: dict[str, Any]) -> None:
    """Hand the settings of a manifest to the layer that knows them, by the dotted path DATASET_SETTINGS_STEP."""
    path: str | None = getattr(settings, "DATASET_SETTINGS_STEP", None)
    if path is None:
        raise WrongManifest("the manifest has settings, but nothing here takes them: DATASET_SETTINGS_STEP is not set")
    step: Callable[..., object] = import_string(path)
    step(current_company(), document)
