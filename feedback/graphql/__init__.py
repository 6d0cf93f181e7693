"""The GraphQL door of feedback."""
