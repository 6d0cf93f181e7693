"""What is derived: it can be dropped and rebuilt from the facts."""

from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry
from analytics.models.watermark import Watermark

__all__ = ["Cell", "LayoutEntry", "Watermark"]
