"""The operator's pages, on the operator's host alone. Loaded by its addresses, so that companies' hosts never pay."""
