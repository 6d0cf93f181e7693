"""The GraphQL door: how a request is read, limited, permitted, run and answered; and the types of tenants."""
