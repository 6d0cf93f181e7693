"""Recognising one person behind several customers: rules, merges that can be undone, and what people decide."""
