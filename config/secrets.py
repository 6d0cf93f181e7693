"""Secrets that one machine makes for itself and keeps."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def remembered_secret(run_dir: Path, name: str) -> str:
    """Return the secret kept in that file, readable by its owner only; make it on first use."""
    path = run_dir / name
    if not path.exists():
        run_dir.mkdir(parents=True, exist_ok=True)
        # Written aside and linked: of two first commands at once, both read what one of them wrote.
        scratch = run_dir / f"{name}.{os.getpid()}"
        with os.fdopen(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_text().strip()
