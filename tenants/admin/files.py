"""Styles, scripts and fonts of the pages: ours and Unfold's, from this host, kept for good under their version."""

import gzip
import hashlib
import mimetypes
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

FOREVER: Final = "public, max-age=31536000, immutable"
KINDS: Final = {".woff2": "font/woff2", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_PACKED: Final = frozenset({".css", ".js"})
# What the pages load; nothing else of the folders is given out.
GIVEN: Final = frozenset(
    {
        "operator/pages.css", "operator/theme.js", "operator/pages.js", "operator/sign-in.js",
        "unfold/css/styles.css", "unfold/fonts/inter/styles.css", "unfold/fonts/material-symbols/styles.css",
        "unfold/fonts/material-symbols/Material-Symbols-Outlined.woff2",
        *(f"unfold/fonts/inter/Inter-{weight}.woff2" for weight in ("Regular", "Medium", "SemiBold", "Bold")),
    }
)  # fmt: skip


@require_safe
def admin_file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Answer a file that the pages load, packed for who takes that."""
    if name not in GIVEN:
        raise Http404
    path = _path_of(name)
    packs = path.suffix in _PACKED and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_content(path, packs=packs), content_type=_kind(path))
    response["Cache-Control"] = FOREVER if version == version_of_files() else "no-cache"
    response["Vary"] = "Accept-Encoding"
    if packs:
        response["Content-Encoding"] = "gzip"
    return response


def address_of(name: str) -> str:
    """Return the address of a file that the pages load."""
    return reverse("admin:file", kwargs={"version": version_of_files(), "name": name})


@cache
def version_of_files() -> str:
    """Return a name for the content of all files; it changes with any of them."""
    digest = hashlib.sha256()
    for name in sorted(GIVEN):
        digest.update(_path_of(name).read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=32)
def _content(path: Path, *, packs: bool) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, 6) if packs else content


def _path_of(name: str) -> Path:
    folder, _, rest = name.partition("/")
    return Path(settings.ADMIN_FILES[folder]) / rest


def _kind(path: Path) -> str:
    return KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
