"""The GraphQL door of journeys."""
