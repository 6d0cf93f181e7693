"""What cases tell when they are looked at together."""
