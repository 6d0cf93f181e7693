"""How figures and traces leave the processes."""
