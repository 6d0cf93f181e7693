"""JSON files that commands are given: one object each, small."""

import json
from pathlib import Path

from tenants.access import Refusal

LARGEST = 10_000_000


class BadDocument(Refusal):
    """A file that holds no JSON object; the message names it."""


def read_document(path: Path, *, what: str) -> dict[str, object]:
    """Return the JSON object of a file, which should be `what`. Raises BadDocument."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadDocument(f"{path} is larger than {LARGEST} bytes; {what} should be small")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadDocument(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BadDocument(f"{path} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadDocument(f"{path} must hold one JSON object: {what}")
    return found
