"""Companies of their own for tests of bad input."""

from tests.analytics.conftest import live_company, new_company

__all__ = ["live_company", "new_company"]
