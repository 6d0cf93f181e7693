"""What a company tells other systems: an outbox of events, and their delivery to webhooks and chat robots."""
