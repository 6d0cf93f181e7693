"""Changes to facts, one function a use case."""
