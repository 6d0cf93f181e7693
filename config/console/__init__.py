"""The console's bundle: built from `web/`, and served on companies' hosts."""
