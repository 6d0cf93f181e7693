"""The GraphQL schemas, one a host, merged from what each app brings."""
