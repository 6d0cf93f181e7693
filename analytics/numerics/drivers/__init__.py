"""What drives loyalty, how sure that is, and where to start."""
