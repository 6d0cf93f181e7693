"""Changes of intent: one function is one use case and one transaction."""
