"""A company that charts can be put into."""

from __future__ import annotations

import pytest

from tests.analytics.day_cells import add_layout


@pytest.fixture
def layout(in_acme):
    """Acme, with places for its touchpoints."""
    add_layout()
    return in_acme
