"""Plans as analytics sees them: a forecast and a baseline at approval, a verdict afterwards."""
