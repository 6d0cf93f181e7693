"""Who asks, in which company's schema, with which role."""
