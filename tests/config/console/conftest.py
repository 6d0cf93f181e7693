"""A bundle of the console that was made by hand: the tests of serving need no Node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from config.console.bundle import Bundle
from config.console.manifest import ENTRY

MANIFEST = {
    ENTRY: {"file": "assets/main-abc.js", "css": ["assets/main-abc.css"], "imports": ["_shared"], "isEntry": True},
    "_shared": {"file": "assets/shared-abc.js", "imports": ["_deep"]},
    "_deep": {"file": "assets/deep-abc.js", "css": ["assets/deep-abc.css"]},
    "src/screens/later.tsx": {"file": "assets/later-abc.js", "isDynamicEntry": True},
}


@pytest.fixture
def bundle(tmp_path: Path, settings: Any) -> Bundle:
    """The place of a bundle that has not been built."""
    settings.CONSOLE = tmp_path
    return Bundle(tmp_path)


@pytest.fixture
def built(bundle: Bundle) -> Bundle:
    """A bundle that is there."""
    assets = bundle.built / "assets"
    assets.mkdir(parents=True)
    (bundle.built / "manifest.json").write_text(json.dumps(MANIFEST))
    for ending, content in ((".js", b"plain"), (".js.br", b"brotli"), (".js.gz", b"gzip"), (".css", b"style")):
        (assets / f"main-abc{ending}").write_bytes(content)
    return bundle
