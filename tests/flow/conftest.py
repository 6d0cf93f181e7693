"""Flows run on committed facts, in companies of their own."""

import pytest


@pytest.fixture
def transactional_db() -> None:
    """Ask for the test database without a transaction, and without the flush that would empty the shared tables."""
