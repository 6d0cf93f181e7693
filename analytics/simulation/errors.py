"""What can be wrong with a world."""


class WorldError(ValueError):
    """A world that cannot be simulated; the message names the key and what is allowed."""
