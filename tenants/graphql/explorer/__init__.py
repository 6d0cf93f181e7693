"""A page on which members try the API: an editor, the schema's documentation, and examples of what they may ask."""
