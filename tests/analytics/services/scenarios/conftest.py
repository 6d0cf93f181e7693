"""The scored company; what a test keeps is rolled back."""

from collections.abc import Iterator

import pytest
from django.db import transaction


@pytest.fixture
def company(in_scored) -> Iterator[object]:
    """The scored company; what the test keeps is rolled back."""
    with transaction.atomic():
        yield in_scored
        transaction.set_rollback(True)
