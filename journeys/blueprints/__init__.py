"""Industry blueprints: the journeys, touchpoints, channels and personas that a new company starts with."""
