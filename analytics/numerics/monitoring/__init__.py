"""Is something out of control? Charts, their limits, and when a level changed."""
