"""What a company intends: journeys, touchpoints, personas and action plans."""
