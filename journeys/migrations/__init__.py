"""Schema changes of journeys."""
