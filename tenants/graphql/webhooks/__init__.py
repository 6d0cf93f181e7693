"""The GraphQL door of webhooks: endpoints, the log of deliveries, the types of events."""
