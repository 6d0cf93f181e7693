"""The console's files: named after their content, so that whoever has one keeps it for good."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from config.console.bundle import Bundle

FOREVER: Final = "public, max-age=31536000, immutable"
# How a file may be compressed, the smallest first, and the ending of the file that is.
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))


@require_safe
def console_file(request: HttpRequest, name: str) -> FileResponse:
    """Answer a file of the bundle as the build has compressed it, for who takes that."""
    folder = Bundle(settings.CONSOLE).built / "assets"
    path = folder / name
    if path.parent != folder or path.suffix in {".br", ".gz"} or not path.is_file():
        raise Http404
    sent, encoding = _smallest(path, accepted(request.headers.get("Accept-Encoding", "")))
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(sent.open("rb"), content_type=kind)
    response["Cache-Control"] = FOREVER
    response["Vary"] = "Accept-Encoding"
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def accepted(header: str) -> frozenset[str]:
    """Return the encodings that a header takes.

    >>> sorted(accepted("gzip, br;q=0, zstd;q=0.5"))
    ['gzip', 'zstd']
    """
    parts = [part.strip().lower().replace(" ", "").partition(";q=") for part in header.split(",")]
    return frozenset(name for name, _, quality in parts if (name and quality.strip("0.")) or (name and not quality))


def _smallest(path: Path, taken: frozenset[str]) -> tuple[Path, str]:
    for encoding, ending in ENCODINGS:
        packed = path.with_name(path.name + ending)
        if encoding in taken and packed.is_file():
            return packed, encoding
    return path, ""
