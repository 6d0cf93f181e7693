"""The GraphQL door of analytics."""
